/** Counts what the guard decides by, and keeps what it said with the campaign. */
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { after, DAY_MS, HOUR_MS, instant, type Instant } from '#platform/time.ts'
import { READ_AFTER_MS, type Answers } from './guard-evidence.ts'
import { decideGuard, type GuardCounts, type GuardDecision, type Quality } from './guard.ts'
import type { CampaignRow } from './internal/campaigns-sql.ts'
import {
  countDelivered,
  countSigns,
  selectAnswers,
  selectOthersCounts,
  selectQualities,
  selectWaves,
} from './internal/guard-sql.ts'
import type { Progress } from './shapes.ts'

const USUAL_MS = 28 * DAY_MS
const WEEK_MS = 7 * DAY_MS

/** What is kept between two looks, in `campaigns.guard`. */
export type GuardMemory = {
  /** It counts those taken from this moment on. */
  readonly since: number
  readonly takenBefore: number
  readonly numberBefore: Quality
  readonly templateBefore: Quality
  readonly deliveredLastWeek: number
  readonly usual: GuardCounts
  readonly answers: Answers
  readonly counts: GuardCounts
  readonly decision: GuardDecision | null
}

const NOTHING: GuardCounts = {
  ...{ delivered: 0, optedOut: 0, blocked: 0, capped: 0, failed: 0, readable: 0, unread: 0 },
}

/** When a campaign begins, and again when a person lets it go on in spite of the guard: what was counted so far counts no more. */
export async function beginGuard(
  client: Client,
  tenant: TenantId,
  { id, channelId, definition, taken }: CampaignRow,
  now: Instant,
): Promise<GuardMemory> {
  const others = await selectOthersCounts(client, tenant, {
    campaign: id,
    channel: channelId,
    since: after(now, -USUAL_MS),
  })
  const { number, template } = await qualities(client, tenant, channelId, definition)
  return {
    since: now,
    takenBefore: taken,
    numberBefore: number,
    templateBefore: template,
    deliveredLastWeek: await countDelivered(client, tenant, channelId, after(now, -WEEK_MS)),
    usual: others.reduce(add, NOTHING),
    answers: await selectAnswers(client, tenant, channelId, after(now, -USUAL_MS)),
    counts: NOTHING,
    decision: null,
  }
}

/** @param progress counted just now */
export async function askGuard(
  client: Client,
  tenant: TenantId,
  campaign: CampaignRow,
  memory: GuardMemory,
  progress: Progress,
  now: Instant,
): Promise<GuardMemory & { readonly decision: GuardDecision }> {
  const { id, channelId, definition, taken } = campaign
  const since = instant(memory.since)
  const readBefore = after(now, -READ_AFTER_MS)
  const sentAfter = after(now, -HOUR_MS)
  const { refused, underWay, ...counts } = await countSigns(client, tenant, id, {
    since,
    readBefore,
    sentAfter,
  })
  const { number, template } = await qualities(client, tenant, channelId, definition)
  const decision = decideGuard({
    now,
    audience: progress.audience - progress.skipped,
    taken,
    takenBefore: memory.takenBefore,
    underWay,
    counts,
    waves: await selectWaves(client, tenant, id, since),
    refused,
    usual: memory.usual,
    answers: memory.answers,
    deliveredLastWeek: memory.deliveredLastWeek,
    number: { before: memory.numberBefore, now: number },
    template: { before: memory.templateBefore, now: template },
  })
  return { ...memory, counts, decision }
}

const QUALITIES: readonly Quality[] = ['UNKNOWN', 'GREEN', 'YELLOW', 'RED']
const qualityOf = (word: string | null): Quality => QUALITIES.find((one) => one === word) ?? 'UNKNOWN'

async function qualities(
  client: Client,
  tenant: TenantId,
  channel: string,
  { messages }: CampaignRow['definition'],
): Promise<{ readonly number: Quality; readonly template: Quality }> {
  const names = messages.map(({ name }) => name)
  const { number, templates } = await selectQualities(client, tenant, channel, names)
  const worst = Math.max(0, ...templates.map((word) => QUALITIES.indexOf(qualityOf(word))))
  return { number: qualityOf(number), template: QUALITIES[worst] ?? 'UNKNOWN' }
}

function add(one: GuardCounts, other: GuardCounts): GuardCounts {
  return {
    delivered: one.delivered + other.delivered,
    optedOut: one.optedOut + other.optedOut,
    blocked: one.blocked + other.blocked,
    capped: one.capped + other.capped,
    failed: one.failed + other.failed,
    readable: one.readable + other.readable,
    unread: one.unread + other.unread,
  }
}

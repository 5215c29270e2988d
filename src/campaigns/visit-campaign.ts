/**
 * One look at a campaign: what is due is done, everybody is counted, the guard is asked, the end is planned anew. A look may be cut
 * off at any moment and made again: it only ever counts, and moves the state on where the counts say so.
 */
import { findStanding } from '#channels/find-standing.ts'
import type { ExplainFailure } from '#conversations/read-models.ts'
import { parseMicros } from '#costs/money.ts'
import { pricesOf } from '#costs/price-recipients.ts'
import { prepareTemplate } from '#outbound/compose-template.ts'
import { askSoon } from '#health/ask-soon.ts'
import { refusalProblem } from '#outbound/refusal-problem.ts'
import type { Client, Database } from '#platform/db/database.ts'
import type { Notifier } from '#platform/db/notifications.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import {
  after,
  DAY_MS,
  HOUR_MS,
  instant,
  MINUTE_MS,
  SECOND_MS,
  type Clock,
  type Instant,
} from '#platform/time.ts'
import { appendEvents } from '#realtime/append-events.ts'
import type { JsonObject } from '#whatsapp/facts.ts'
import { askGuard, type GuardMemory } from './ask-guard.ts'
import { guardOf } from './change-state.ts'
import { chooseWinner } from './choose-winner.ts'
import { countProgress } from './count-progress.ts'
import {
  selectCampaign,
  setAlarm,
  updateCampaign,
  type CampaignChange,
  type CampaignRow,
} from './internal/campaigns-sql.ts'
import { countWaiting, skipWaiting } from './internal/recipients-sql.ts'
import { isStale, makePlan } from './make-plan.ts'
import type { Progress } from './shapes.ts'
import { writeAudience } from './write-audience.ts'

export type VisitParts = {
  readonly database: Database
  readonly notifier: Notifier
  readonly clock: Clock
  readonly explain: ExplainFailure
}

/** Audiences and the end of cancelled campaigns go in parts of this many; so many parts in one visit. */
const PART = 1000
const PARTS_MAX = 20
const LOOK_MS = 2 * SECOND_MS
/** Counting may take this part of the time, and more while somebody watches (`watch-campaign.ts`). */
const COUNTING_PART = 1 / 20
/** While the guard watches, Meta is asked so often what it thinks of the number. */
const QUALITY_MS = 30 * SECOND_MS
/** Answers are counted for so long after the last message. */
const ANSWERS_MS = 7 * DAY_MS

export async function visitCampaign(parts: VisitParts, tenant: TenantId, id: string): Promise<void> {
  const { database, clock } = parts
  const campaign = await database.inTenant(tenant, async (client) => selectCampaign(client, tenant, id))
  if (campaign === null) return
  switch (campaign.state) {
    case 'draft':
      await database.inTenant(tenant, async (client) => setAlarm(client, tenant, id, null))
      return
    case 'scheduled':
      await begin(parts, tenant, campaign, clock())
      return
    case 'preparing':
      await prepare(parts, tenant, campaign)
      return
    case 'cancelled':
      await skipRest(parts, tenant, campaign, 'cancelled')
      await look(parts, tenant, campaign)
      return
    case 'running':
      if (campaign.definition.expiresAt !== null && campaign.definition.expiresAt <= clock())
        await skipRest(parts, tenant, campaign, 'expired')
      await look(parts, tenant, campaign)
      return
    case 'paused':
      if (!campaign.isAudienceWhole && campaign.audienceFrom !== null)
        await lookAgain(parts, tenant, campaign)
      await look(parts, tenant, campaign)
      return
    case 'completed':
      await look(parts, tenant, campaign)
      return
    default:
      campaign.state satisfies never
  }
}

async function begin(
  { database, notifier }: VisitParts,
  tenant: TenantId,
  { id, startsAt }: CampaignRow,
  now: Instant,
): Promise<void> {
  await database.inTenant(tenant, async (client) => {
    const locked = await selectCampaign(client, tenant, id, 'update')
    if (locked?.state !== 'scheduled') return
    const isDue = (startsAt ?? 0) <= now
    if (isDue) await updateCampaign(client, tenant, id, { state: 'preparing', changedAt: now })
    if (isDue) await appendEvents(client, tenant, [['campaigns.changed']])
    await setAlarm(client, tenant, id, isDue ? now : instant(startsAt ?? now))
  })
  notifier.notify('events', [tenant])
}

async function prepare(parts: VisitParts, tenant: TenantId, { id, channelId }: CampaignRow): Promise<void> {
  const { database, notifier, clock } = parts
  for (let part = 0; part < PARTS_MAX; part += 1) {
    const { done, problem } = await writeAudience(database, tenant, id, clock())
    if (problem !== null) {
      await stop(parts, tenant, id, { by: 'audience', code: problem })
      return
    }
    if (!done) continue
    await database.inTenant(tenant, async (client) => {
      const locked = await selectCampaign(client, tenant, id, 'update')
      if (locked?.state !== 'preparing' || !locked.isAudienceWhole) return
      const now = clock()
      const guard = await guardOf(client, tenant, locked, now)
      await updateCampaign(client, tenant, id, {
        ...{ state: 'running', startedAt: locked.startedAt ?? now, changedAt: now },
        ...guard,
      })
      await setAlarm(client, tenant, id, now)
      await appendEvents(client, tenant, [['campaigns.changed']])
    })
    notifier.notify('events', [tenant])
    notifier.notify('sends', [channelId])
    return
  }
  await database.inTenant(tenant, async (client) => setAlarm(client, tenant, id, clock()))
}

/** Goes through the audience once more, as far as one visit reaches: whoever is in it already stays as they are. */
async function lookAgain(
  { database, notifier, clock }: VisitParts,
  tenant: TenantId,
  { id }: CampaignRow,
): Promise<void> {
  for (let part = 0; part < PARTS_MAX; part += 1) {
    const { done, problem } = await writeAudience(database, tenant, id, clock())
    if (!done && problem === null) continue
    await database.inTenant(tenant, async (client) => {
      // What cannot be looked for any more is left as it was; resuming says why.
      if (problem !== null) await updateCampaign(client, tenant, id, { isAudienceWhole: true })
      await appendEvents(client, tenant, [['campaigns.changed']])
    })
    notifier.notify('events', [tenant])
    return
  }
}

/** Who still waits will not get it. In parts, so that nobody waits for it. */
async function skipRest(
  { database, clock }: VisitParts,
  tenant: TenantId,
  { id }: CampaignRow,
  reason: 'cancelled' | 'expired',
): Promise<void> {
  for (let part = 0; part < PARTS_MAX; part += 1) {
    const skipped = await database.inTenant(tenant, async (client) =>
      skipWaiting(client, tenant, id, { reason, limit: PART }, clock()),
    )
    if (skipped < PART) return
  }
}

type Seen = {
  readonly change: CampaignChange
  readonly nextAt: Instant | null
  readonly isTold: boolean
  readonly wakes: boolean
}

/** Counts, decides, and writes down what follows, in one transaction. */
async function look(parts: VisitParts, tenant: TenantId, { id, channelId }: CampaignRow): Promise<void> {
  const { database, notifier, clock } = parts
  const startedAt = performance.now()
  const counted = await database.inTenant(tenant, async (client) => count(parts, client, tenant, id))
  if (counted === null) return
  const tookMs = performance.now() - startedAt
  const seen = await database.inTenant(tenant, async (client) => {
    const campaign = await selectCampaign(client, tenant, id, 'update')
    if (campaign === null) return null
    const seen = await decide(client, tenant, campaign, counted, tookMs, clock())
    await updateCampaign(client, tenant, id, seen.change)
    await setAlarm(client, tenant, id, seen.nextAt)
    if (campaign.state === 'running' && campaign.definition.isGuarded)
      await askSoon(client, tenant, channelId, after(clock(), QUALITY_MS))
    if (seen.isTold) await appendEvents(client, tenant, [['campaigns.changed']])
    return seen
  })
  if (seen?.isTold === true) notifier.notify('events', [tenant])
  if (seen?.wakes === true) notifier.notify('sends', [channelId])
}

type Counts = {
  readonly progress: Progress
  readonly released: bigint
  readonly guard: GuardMemory | null
  readonly waiting: readonly {
    readonly zone: string
    readonly waitsForWinner: boolean
    readonly count: number
  }[]
}

/** Reads only, and without a lock: who is taken meanwhile is counted the next time. */
async function count(
  { clock, explain }: VisitParts,
  client: Client,
  tenant: TenantId,
  id: string,
): Promise<Counts | null> {
  const campaign = await selectCampaign(client, tenant, id)
  if (campaign === null) return null
  const now = clock()
  const { channelId, category, definition, guard } = campaign
  const prices = await pricesOf(
    client,
    tenant,
    { channel: channelId, category: category ?? 'marketing' },
    now,
  )
  const { progress, released } = await countProgress(
    client,
    tenant,
    { id, channelId },
    { currency: prices?.currency ?? 'INR', explain },
    now,
  )
  const memory = guard as unknown as GuardMemory | null
  const isAsked = definition.isGuarded && memory !== null && campaign.state !== 'cancelled'
  return {
    progress,
    released,
    guard: isAsked ? await askGuard(client, tenant, campaign, memory, progress, now) : memory,
    waiting: await countWaiting(client, tenant, id),
  }
}

async function decide(
  client: Client,
  tenant: TenantId,
  campaign: CampaignRow,
  { progress, released, guard, waiting }: Counts,
  tookMs: number,
  now: Instant,
): Promise<Seen> {
  const { state } = campaign
  const always = {
    progress,
    releasedMicros: released,
    countedAt: now,
    countedMs: Math.round(tookMs),
    guard: guard as unknown as JsonObject | null,
  }
  const slow = Math.max(LOOK_MS, tookMs / COUNTING_PART)
  if (state !== 'running')
    return { change: always, nextAt: laterLook(campaign, progress, slow, now), isTold: false, wakes: false }
  const pausing = await whyPause(client, tenant, campaign, guard, progress)
  if (pausing !== null)
    return {
      change: {
        ...always,
        state: 'paused',
        pausedBecause: { ...pausing, at: now },
        changedAt: now,
        plan: null,
      },
      ...{ nextAt: after(now, slow), isTold: true, wakes: false },
    }
  const isDone = progress.waiting === 0 && progress.queued === 0
  if (isDone)
    return {
      change: { ...always, state: 'completed', endedAt: now, changedAt: now, plan: null, allowed: null },
      ...{ nextAt: after(now, slow), isTold: true, wakes: false },
    }
  const winner = campaign.winner ?? chooseWinner(campaign, progress, waiting, now)
  const allowed = guard?.decision?.allowed ?? null
  const isOpened = allowed !== null && allowed > (campaign.allowed ?? 0)
  const opensAt = guard?.decision?.verdict === 'wait' ? guard.decision.opensAt : null
  const plan =
    isStale(campaign.plan, now) || isOpened
      ? await makePlan(
          client,
          tenant,
          { ...campaign, allowed },
          { waiting, progress, startsAt: null, isFirst: campaign.taken === 0, opensAt },
          now,
        )
      : campaign.plan
  return {
    change: { ...always, winner, allowed, plan },
    nextAt: after(now, slow),
    isTold: winner !== campaign.winner,
    wakes: isOpened || winner !== campaign.winner,
  }
}

/** What is not running any more is counted as long as answers come, and more and more seldom; null: it is settled. */
function laterLook(
  { endedAt, state, isAudienceWhole, audienceFrom }: CampaignRow,
  progress: Progress,
  slow: number,
  now: Instant,
): Instant | null {
  const isUnderWay = progress.queued > 0 || progress.unknown > 0 || progress.held > 0
  const isSkipping = state === 'cancelled' && progress.waiting > 0
  const isLooking = state === 'paused' && !isAudienceWhole && audienceFrom !== null
  if (isSkipping || isLooking) return now
  if (state === 'paused') return after(now, isUnderWay ? slow : Math.max(slow, 10 * SECOND_MS))
  const age = now - (endedAt ?? now)
  if (age > ANSWERS_MS) return null
  return after(
    now,
    Math.max(slow, age < 10 * MINUTE_MS ? 2 * SECOND_MS : age < HOUR_MS ? 30 * SECOND_MS : 10 * MINUTE_MS),
  )
}

/** What nobody but a person may let go on. */
async function whyPause(
  client: Client,
  tenant: TenantId,
  { definition, channelId, reservedMicros }: CampaignRow,
  guard: GuardMemory | null,
  progress: Progress,
): Promise<JsonObject | null> {
  if (guard?.decision?.verdict === 'stop')
    return { by: 'guard', ...(JSON.parse(JSON.stringify(guard.decision.because)) as JsonObject) }
  if (progress.waiting === 0) return null
  const standing = await findStanding(client, tenant, channelId)
  if (standing === null || !standing.isConnected) return { by: 'number', code: 'channel_disconnected' }
  for (const [nth, message] of definition.messages.entries()) {
    const prepared = await prepareTemplate(
      client,
      tenant,
      { wabaId: standing.wabaId, channel: channelId },
      message,
    )
    if (!prepared.ok) {
      const { code, title, nextStep } = refusalProblem(prepared)
      return {
        by: 'template',
        code,
        title,
        message: nth,
        template: message.name,
        ...(nextStep !== undefined && { nextStep }),
      }
    }
  }
  return isSpent(definition.budget, reservedMicros, progress)
    ? { by: 'budget', budget: definition.budget }
    : null
}

/** Not even one more: what is reserved and the dearest of what waits. Whoever failed gave back what was reserved for them. */
function isSpent(budget: string | null, reserved: bigint, progress: Progress): boolean {
  if (budget === null || progress.queued > 0) return false
  const most = parseMicros(budget) ?? 0n
  const used = (parseMicros(progress.spent) ?? 0n) + (parseMicros(progress.reserved) ?? 0n)
  const taken = progress.sent + progress.failed + progress.unknown + progress.held
  const each = taken === 0 ? 0n : reserved / BigInt(taken)
  return used + each > most
}

/** It cannot go on as it was written. */
async function stop(
  { database, notifier, clock }: VisitParts,
  tenant: TenantId,
  id: string,
  because: JsonObject,
): Promise<void> {
  await database.inTenant(tenant, async (client) => {
    const campaign = await selectCampaign(client, tenant, id, 'update')
    if (campaign === null) return
    const now = clock()
    await updateCampaign(client, tenant, id, {
      state: 'paused',
      pausedBecause: { ...because, at: now },
      changedAt: now,
    })
    await setAlarm(client, tenant, id, after(now, 10 * SECOND_MS))
    await appendEvents(client, tenant, [['campaigns.changed']])
  })
  notifier.notify('events', [tenant])
}

/** How a number fares, put together for a page that a shop owner reads. */
import { listAlarms, listAlarmsFor } from '#connection/list-alarms.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { after, DAY_MS, HOUR_MS, type Instant } from '#platform/time.ts'
import { isExpired } from './alarms-of-state.ts'
import { countUnconfirmed } from './count-unconfirmed.ts'
import { rateOf, shareOf, SIGNALS, usualOf, type Counts } from './decide-signals.ts'
import { selectChannel, selectTemplates, type ChannelRow } from './internal/quality-sql.ts'
import { compileTree } from '#segments/compile.ts'
import type { Tree } from '#segments/conditions.ts'
import { sumContacts, sumHours, sumTemplates } from './internal/signals-sql.ts'
import { selectPoints, selectPoll, selectState, type StateWord } from './internal/words-sql.ts'
import { judgeNumber } from './judge-number.ts'
import { portfolioUse } from './portfolio-use.ts'
import type { Quality } from './shapes.ts'
import { segmentIdOf } from './watch-segments.ts'
import { countsFor, hourOf, sumOf } from './watch-signals.ts'
import { limitOf, tierOf, type WordKind } from './words.ts'

const VIOLATIONS_MS = 30 * DAY_MS
const HOURS_MS = 48 * HOUR_MS
const TEMPLATES_MS = 7 * DAY_MS
const AT_RISK_MAX = 50

export type QualityWish = {
  /** For whom; null: no person. */
  readonly user: string | null
  /** Customers of whom the signals are counted as well. */
  readonly segment: { readonly id: string; readonly tree: Tree; readonly isWatched: boolean } | null
}

/** null: there is no such number. */
export async function readQuality(
  client: Client,
  tenant: TenantId,
  id: string,
  { user, segment }: QualityWish,
  now: Instant,
): Promise<Quality | null> {
  const channel = await selectChannel(client, tenant, id)
  if (channel === null) return null
  const state = await selectState(client, tenant, id)
  const poll = await selectPoll(client, tenant, id)
  const points = await selectPoints(client, tenant, id, after(now, -VIOLATIONS_MS))
  const templates = templatesOf(await selectTemplates(client, tenant, channel.wabaId))
  const alarms = await alarmsOf(client, tenant, id, user)
  const standing = standingOf(channel, state, now)
  const tier = wordOf(state, 'tier')?.to ?? tierOf(channel.messagingLimit ?? undefined)
  const people = limitOf(tier)
  const limit = {
    ...{ tier: tier ?? null, people: people ?? null },
    ...(await portfolioUse(client, tenant, id, people, now)),
  }
  const checkedAt = poll !== null && Number.isFinite(poll.at) ? poll.at : null
  return {
    channelId: id,
    ...judgeNumber({ ...standing, templates, limit, checkedAt, alarms }),
    ...{ checkedAt, problem: poll?.problem ?? null },
    ...standing,
    limit,
    unconfirmed: await countUnconfirmed(client, tenant, id, after(now, -DAY_MS)),
    violations: points.flatMap(({ kind, to, at }) => (kind === 'violation' ? [{ type: to, at }] : [])),
    templates,
    alarms,
    signals: {
      ...(await signalsOf(client, tenant, id, alarms, now)),
      segment: segment === null ? null : await segmentOf(client, tenant, id, { ...segment, alarms }, now),
    },
  }
}

const wordOf = (state: readonly StateWord[], kind: WordKind): StateWord | undefined =>
  state.find((word) => word.kind === kind && word.subject === '')

const textIn = (word: StateWord | undefined, key: string): string | null => {
  const value = word?.data[key]
  return typeof value === 'string' ? value : null
}

/** What Meta says, as far as it said it; until it was asked, what was known when the number was connected. */
function standingOf(channel: ChannelRow, state: readonly StateWord[], now: Instant) {
  const valued = (kind: WordKind, until: string | null = null) => {
    const word = wordOf(state, kind)
    if (word !== undefined) return { value: word.to, since: word.at }
    return until === null ? null : { value: until, since: channel.createdAt }
  }
  const sending = wordOf(state, 'sending')
  const name = wordOf(state, 'name')
  return {
    quality: valued('quality', channel.qualityRating),
    status: valued('number_status'),
    sending:
      sending === undefined ? null : { value: sending.to, description: textIn(sending, 'description') },
    name: {
      // A name that was refused is not the one that customers see.
      verifiedName: (name?.to === 'APPROVED' ? textIn(name, 'name') : null) ?? channel.verifiedName,
      decision: name?.to ?? channel.nameDecision,
      reason: textIn(name, 'reason'),
      newDecision: wordOf(state, 'new_name')?.to ?? null,
      verification: wordOf(state, 'verification')?.to ?? null,
      certification: wordOf(state, 'certification')?.to ?? null,
    },
    throughput: {
      level: wordOf(state, 'throughput')?.to ?? null,
      messagesPerSecond: channel.isCoexistence ? COEXISTENCE_MPS : channel.throughputMps,
    },
    account: {
      state: wordOf(state, 'account')?.to ?? null,
      review: wordOf(state, 'account_review')?.to ?? null,
    },
    marketingMessages: wordOf(state, 'marketing_messages')?.to ?? null,
    payments: state.flatMap(({ kind, subject, to, at }) =>
      kind === 'payment' ? [{ name: subject, status: to, since: at }] : [],
    ),
    restrictions: state.flatMap(({ kind, subject, at, data }) => {
      const { expiresAt } = data
      if (kind !== 'restriction' || isExpired(expiresAt, now)) return []
      return [{ type: subject, since: at, expiresAt: typeof expiresAt === 'number' ? expiresAt : null }]
    }),
  }
}

/** Meta, "Throughput" (21 Nov 2025). */
const COEXISTENCE_MPS = 20

function templatesOf(all: Awaited<ReturnType<typeof selectTemplates>>): Quality['templates'] {
  const count = (of: (template: (typeof all)[number]) => boolean): number => all.filter(of).length
  const risk = ({ status, quality }: (typeof all)[number]): number => {
    if (status === 'DISABLED') return 4
    if (status === 'PAUSED') return 3
    if (status !== 'APPROVED') return 0
    return quality === 'RED' ? 2 : quality === 'YELLOW' ? 1 : 0
  }
  return {
    total: all.length,
    approved: count(({ status }) => status === 'APPROVED'),
    green: count(({ quality }) => quality === 'GREEN'),
    yellow: count(({ quality }) => quality === 'YELLOW'),
    red: count(({ quality }) => quality === 'RED'),
    paused: count(({ status }) => status === 'PAUSED'),
    disabled: count(({ status }) => status === 'DISABLED'),
    rejected: count(({ status }) => status === 'REJECTED'),
    atRisk: all
      .filter((template) => risk(template) > 0)
      .toSorted((a, b) => risk(b) - risk(a))
      .slice(0, AT_RISK_MAX),
  }
}

async function alarmsOf(
  client: Client,
  tenant: TenantId,
  channel: string,
  user: string | null,
): Promise<Quality['alarms']> {
  const open = (await listAlarms(client, tenant)).filter(({ channelId }) => channelId === channel)
  const shown = user === null ? open : await listAlarmsFor(client, tenant, user)
  return open.map((alarm) => ({ ...alarm, isDismissed: !shown.some(({ id }) => id === alarm.id) }))
}

const ratesOf = (counts: Counts): Quality['signals']['day'] => ({
  failed: rateOf(shareOf('failed_rate', counts)),
  blocked: rateOf(shareOf('blocked_rate', counts)),
  read: rateOf(shareOf('read_rate', counts)),
})

async function signalsOf(
  client: Client,
  tenant: TenantId,
  channel: string,
  alarms: Quality['alarms'],
  now: Instant,
): Promise<Omit<Quality['signals'], 'segment'>> {
  const { recent, usual } = await countsFor(client, tenant, channel, now, 'failed_rate')
  const week = await sumTemplates(client, tenant, channel, after(now, -TEMPLATES_MS), after(now, HOUR_MS))
  return {
    hours: await sumHours(client, tenant, channel, hourOf(after(now, -HOURS_MS))),
    day: ratesOf(sumOf(recent)),
    usual: {
      failed: usualOf('failed_rate', usual),
      blocked: usualOf('blocked_rate', usual),
      read: usualOf('read_rate', usual),
    },
    templates: week.map((counts) => ({
      ...counts,
      rates: ratesOf(counts),
      ringing: SIGNALS.filter((signal) =>
        alarms.some(
          ({ kind, subject }) => kind === signal && subject === `${counts.template}/${counts.language}`,
        ),
      ),
    })),
  }
}

async function segmentOf(
  client: Client,
  tenant: TenantId,
  channel: string,
  { id, tree, isWatched, alarms }: NonNullable<QualityWish['segment']> & Pick<Quality, 'alarms'>,
  now: Instant,
): Promise<Quality['signals']['segment']> {
  const condition = compileTree(tree, tenant, now)
  const all = await sumContacts(client, condition, { from: after(now, -TEMPLATES_MS) })
  const counts = sumOf(all.filter((one) => one.channel === channel))
  return {
    ...{ ...counts, rates: ratesOf(counts), isWatched },
    ringing: SIGNALS.filter((signal) =>
      alarms.some((alarm) => alarm.kind === signal && segmentIdOf(alarm) === id),
    ),
  }
}

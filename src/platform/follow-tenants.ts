/**
 * The one way in which a part follows in the background what happens to tenants. What it promises:
 *
 * - Whoever is woken is visited soon, and everybody at each sweep: being told is a hint that may be lost. Who is woken while
 *   they are visited is visited once more.
 * - Visits go one after the other, so two to one tenant never overlap.
 * - Whoever waits longest goes first. A tenant with more to do is asked for again behind the others.
 * - An error is logged and keeps nobody else waiting. The tenant it happened to waits until it is woken or swept: what fails at
 *   once must not fail all the time. A list of tenants that could not be read is read again soon, and nobody is forgotten.
 * - Closing lets the visit that is going on end, begins no other, and ends pauses at once.
 *
 * Another process may follow the same tenants: that two visits do not get into each other's way is for them to see to, with locks.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { tenantId, type TenantId } from './db/tenant-id.ts'
import { errorText } from './errors.ts'
import type { Log } from './log.ts'

export type TenantLoop = {
  /** Something happened to these tenants (none named: perhaps to any). */
  readonly wake: (tenants: readonly string[]) => void
  /** Until the visit that is going on has ended. */
  readonly close: () => Promise<void>
}

/** How a round to all who were asked for went. */
type Round = {
  /** How often somebody was woken since the round before. */
  readonly news: number
  /** Whether somebody has more to do. */
  readonly hasMore: boolean
  /** How many are to be visited already. */
  readonly waiting: number
}

export type FollowOptions = {
  /** Everybody, for the sweep. */
  readonly list: () => Promise<readonly TenantId[]>
  /** Nobody else is visited, also when they are woken: then each round to somebody reads the list first. */
  readonly isListedOnly?: boolean
  /** Whether there is more to do. A long visit ends early when `closing` says so. */
  readonly visit: (tenant: TenantId, closing: AbortSignal) => Promise<boolean>
  /** Everybody on the list is visited this often even if nobody said anything. */
  readonly sweepMs: number
  /** Between two rounds to all who were asked for. */
  readonly pauseMs: number | ((round: Round) => number)
  /** Between two tenants of one round. */
  readonly breathMs?: number
  /** At least this long between two visits to one tenant that was woken so often since the first of them. */
  readonly gapMs?: (news: number) => number
  /** So many visits to who was woken: a row may be hidden behind an older transaction for a moment, and the next sweep be far. */
  readonly looks?: number
  readonly log: Pick<Log, 'warn'>
  /** The log event of an error. */
  readonly evt: string
  readonly time?: Time
}

/** What came in within two seconds is counted together. */
const CALM_MS = 2000
/** Between two rounds while there is more to do. */
const BUSY_MS = 150
/** With more news than this since the last round it is a rush. */
const RUSH = 10
const RUSH_MS = 5000

/** For numbers that nobody waits for: in a rush the machine belongs to the messages. */
export const IN_NO_HURRY: Pick<FollowOptions, 'sweepMs' | 'pauseMs'> = {
  sweepMs: 30_000,
  pauseMs: ({ news, hasMore }) => (news > RUSH ? RUSH_MS : hasMore ? BUSY_MS : CALM_MS),
}

/** Tests hand in their own. */
export type Time = {
  /** Milliseconds since some moment. */
  readonly now: () => number
  /** Never rejects. */
  readonly pause: (ms: number, until: AbortSignal) => Promise<void>
}

const REAL_TIME: Time = {
  now: () => performance.now(),
  pause: async (ms, until) => delay(ms, undefined, { signal: until }).catch(() => undefined),
}

/** After a list that could not be read: the database is away, and would be asked all the time. */
const FAULT_PAUSE_MS = 500

/** Goes on until it is closed. Everybody is visited at the start. */
export function followTenants(options: FollowOptions): TenantLoop {
  const { visit, pauseMs, breathMs = 0, gapMs, log, evt, time = REAL_TIME } = options
  const asked = createAsked(options, time)
  const closing = new AbortController()
  const visitedAt = new Map<TenantId, number>()
  let news = 0
  const warn = (error: unknown, tenant?: TenantId): void => log.warn({ evt, tenant, err: errorText(error) })
  const isTooSoon = (tenant: TenantId, entry: Asked): boolean =>
    gapMs !== undefined && time.now() < (visitedAt.get(tenant) ?? -Infinity) + gapMs(entry.news)

  const visitOne = async (tenant: TenantId, { looks }: Asked): Promise<boolean> => {
    asked.drop(tenant) // before the visit: who is woken during it is asked for again
    let hasMore = false
    try {
      hasMore = await visit(tenant, closing.signal)
    } catch (error) {
      warn(error, tenant)
    }
    visitedAt.set(tenant, time.now())
    if (hasMore) asked.ask(tenant)
    else if (looks > 1) asked.ask(tenant, looks - 1)
    return hasMore
  }
  /** How long to pause after it. */
  const round = async (): Promise<number> => {
    let count = 0
    let hasMore = false
    for (const [tenant, entry] of await asked.inTurn()) {
      if (isTooSoon(tenant, entry)) continue
      if (count > 0 && breathMs > 0) await time.pause(breathMs, closing.signal)
      if (closing.signal.aborted) break
      hasMore = (await visitOne(tenant, entry)) || hasMore
      count += 1
    }
    const was = { news, hasMore, waiting: asked.size() }
    news = 0
    return typeof pauseMs === 'number' ? pauseMs : pauseMs(was)
  }
  const run = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      const ms = await round().catch((error: unknown) => {
        warn(error)
        return FAULT_PAUSE_MS
      })
      await time.pause(ms, closing.signal)
    }
  }
  const running = run()
  return {
    wake: (tenants) => {
      news += 1
      if (tenants.length === 0) asked.askAll()
      for (const tenant of tenants) asked.ask(tenantId(tenant)).news += 1
    },
    close: async () => {
      closing.abort()
      await running
    },
  }
}

type Asked = { looks: number; news: number }

/** Who is to be visited, in the order in which they were asked for. */
type AskedTenants = {
  /** Who is asked for already keeps their place. */
  readonly ask: (tenant: TenantId, looks?: number) => Asked
  readonly askAll: () => void
  readonly size: () => number
  /** Those whose turn it is; sweeps when it is time to. */
  readonly inTurn: () => Promise<readonly (readonly [TenantId, Asked])[]>
  readonly drop: (tenant: TenantId) => void
}

function createAsked(
  { list, isListedOnly = false, sweepMs, looks: looksAtNews = 1 }: FollowOptions,
  time: Time,
): AskedTenants {
  const asked = new Map<TenantId, Asked>()
  let sweepAt = -Infinity
  const ask = (tenant: TenantId, looks = looksAtNews): Asked => {
    const entry = asked.get(tenant) ?? { looks, news: 0 }
    entry.looks = Math.max(entry.looks, looks)
    asked.set(tenant, entry)
    return entry
  }
  return {
    ask,
    askAll: () => (sweepAt = -Infinity),
    size: () => asked.size,
    inTurn: async () => {
      const isSweep = time.now() >= sweepAt
      if (!isSweep && (!isListedOnly || asked.size === 0)) return [...asked]
      if (isSweep) sweepAt = time.now() + sweepMs // before the list is read: who asks for all meanwhile is heard
      const before = [...asked.keys()]
      const listed = await list().catch((error: unknown) => {
        if (isSweep) sweepAt = -Infinity
        throw error
      })
      if (isSweep) for (const tenant of listed) ask(tenant, 1)
      if (!isListedOnly) return [...asked]
      const known = new Set(listed)
      for (const tenant of before) if (!known.has(tenant)) asked.delete(tenant)
      return [...asked].filter(([tenant]) => known.has(tenant)) // the others came meanwhile, and may be on the next list
    },
    drop: (tenant) => void asked.delete(tenant),
  }
}

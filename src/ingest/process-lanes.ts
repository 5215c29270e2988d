/**
 * The worker's side of the lanes: takes each leased lane's deliveries in order, a batch at a time, and turns a batch into
 * effects and a moved cursor in one transaction: both, or neither.
 *
 * A transaction never spans tenants. A batch of several tenants takes one transaction each, and the cursor moves in the
 * last; a crash in between repeats the first ones, which changes nothing because facts are sets.
 */
import { AssertionError } from 'node:assert'
import type { Pool } from 'pg'
import { createRouteTable, type Routes } from '#channels/all-tenants.ts'
import {
  inTransaction,
  isConflict,
  isDataError,
  isRace,
  setTenant,
  type Client,
} from '#platform/db/database.ts'
import { NeedsTenant } from '#contacts/resolve-people.ts'
import type { Held, Leases } from '#platform/db/leases.ts'
import type { Notifier } from '#platform/db/notifications.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Log } from '#platform/log.ts'
import type { Clock } from '#platform/time.ts'
import type { Fact } from '#whatsapp/facts.ts'
import { parseWebhook } from '#whatsapp/parse-webhook.ts'
import type { MediaJobs } from '#media/fetch-later.ts'
import { applyFacts, type OwnFact } from './apply-facts.ts'
import {
  advanceCursors,
  insertDeadLetters,
  insertOrphans,
  lockLanes,
  readDeliveries,
  type DeadLetter,
  type Delivery,
} from './internal/sql.ts'
import { laneOf } from './lane-of.ts'

export type LaneWorker = {
  readonly pool: Pool
  readonly leases: Leases
  readonly notifier: Notifier
  readonly log: Log
  readonly clock: Clock
  /** null: record facts only, cause nothing (replay). */
  readonly jobs: MediaJobs | null
}

/** What was found, and in which lanes. */
export type Pass = { readonly lanes: readonly number[]; readonly deliveries: number; readonly facts: number }
const NOTHING: Pass = { lanes: [], deliveries: 0, facts: 0 }
export type LaneProcessor = {
  /** Works off one batch of what waits in these lanes (all leased ones if none are named). */
  readonly process: (lanes: readonly number[]) => Promise<Pass>
}

/** One tenant's part of a batch. */
type Work = { readonly delivery: Delivery; readonly facts: readonly OwnFact[] }
type Sorted = {
  readonly byTenant: ReadonlyMap<TenantId, Work[]>
  readonly deadLetters: readonly DeadLetter[]
  readonly orphans: readonly { readonly delivery: Delivery; readonly route: string }[]
}

/** Of one transaction, but for a single body that has more of them. A sender that has heard an answer waits for the lane, too. */
const FACTS_MAX = 1000

/** A lost race for a row is run again this often before it counts as a fault. */
const CONFLICTS_MAX = 8

/** A broken key may be somebody else's concurrent merge, or our own fault: once more tells. */
const RACES_MAX = 3

/** Somebody else owns these lanes now: nothing was written, and nothing needs to be. */
class LanesLost extends Error {
  readonly lanes: readonly number[]
  constructor(lanes: readonly number[]) {
    super('lanes lost')
    this.lanes = lanes
  }
}

/** What a batch was read under: a lane that was lost and won again since then has moved on. */
type Batch = {
  readonly worker: LaneWorker
  readonly routeTable: RouteTable
  readonly held: Held
  /** Our own transactions: they store no deliveries, so nobody who reads deliveries need wait for them. */
  readonly running: Set<string>
}
type RouteTable = ReturnType<typeof createRouteTable>

export function createLaneProcessor(worker: LaneWorker): LaneProcessor {
  const routeTable = createRouteTable(worker.pool)
  const running = new Set<string>()
  return {
    process: async (wanted) => {
      const held = new Map(worker.leases.held())
      const lanes =
        wanted.length === 0 ? [...held.keys()].map(Number) : wanted.filter((lane) => held.has(String(lane)))
      if (lanes.length === 0) return NOTHING
      const deliveries = await readDeliveries(worker.pool, lanes, [...running])
      if (deliveries.length === 0) return NOTHING
      try {
        const facts = await processBatch({ worker, routeTable, held, running }, deliveries)
        return {
          lanes: [...new Set(deliveries.map(({ lane }) => lane))],
          deliveries: deliveries.length,
          facts,
        }
      } catch (error) {
        if (!(error instanceof LanesLost)) throw error
        worker.leases.lost(error.lanes.map(String))
        return NOTHING
      }
    },
  }
}

/**
 * All at once; if something in it is refused or breaks us, the halves, in order, down to the one delivery that is refused, and
 * in that one fact by fact. So a poisoned fact costs its neighbours a few milliseconds and nothing else.
 */
async function processBatch(batch: Batch, deliveries: readonly Delivery[]): Promise<number> {
  const parsed = deliveries.map((delivery) => ({ delivery, facts: ownLane(delivery) }))
  let count = 0
  for (const part of partsOf(parsed)) count += await processPart(batch, part)
  return count
}

type Parsed = { readonly delivery: Delivery; readonly facts: readonly Fact[] }

/** In their order, so many facts in each that whoever waits for a lane waits for a short transaction. */
function partsOf(parsed: readonly Parsed[]): Parsed[][] {
  const parts: Parsed[][] = []
  let room = 0
  for (const one of parsed) {
    if (room < one.facts.length || parts.length === 0) {
      parts.push([])
      room = FACTS_MAX
    }
    parts.at(-1)?.push(one)
    room -= one.facts.length
  }
  return parts
}

async function processPart(batch: Batch, parsed: readonly Parsed[]): Promise<number> {
  const deliveries = parsed.map(({ delivery }) => delivery)
  const routes = await batch.routeTable.load(new Set(parsed.flatMap(({ facts }) => facts.flatMap(routeIds))))
  const sorted = sortByTenant(parsed, routes)
  try {
    await commitBatch(batch, deliveries, sorted, 'all')
  } catch (error) {
    if (error instanceof RouteFound) {
      batch.routeTable.forget()
      return processBatch(batch, deliveries)
    }
    if (!isHopeless(error)) throw error
    if (deliveries.length > 1) {
      const half = Math.ceil(deliveries.length / 2)
      await processBatch(batch, deliveries.slice(0, half))
      await processBatch(batch, deliveries.slice(half))
    } else await commitBatch(batch, deliveries, sorted, 'one-by-one')
  }
  return parsed.reduce((sum, { facts }) => sum + facts.length, 0)
}

/**
 * What this lane sees to: of a body that several lanes share, its own numbers; its home sees to all that nobody else does. A
 * body that was delivered again is about the number that was connected, and nothing else.
 */
function ownLane(delivery: Delivery): readonly Fact[] {
  const facts = parseWebhook(delivery.body.toString('utf8'), delivery.receivedAt)
  const { onlyRoute } = delivery
  if (onlyRoute !== null)
    return facts.filter((fact) => fact.kind !== 'bad' && orphanRoute(fact) === onlyRoute)
  if (!delivery.isVisitor && delivery.otherLanes.length === 0) return facts
  return facts.filter((fact) => {
    if (fact.kind === 'bad') return !delivery.isVisitor
    const lane = laneOf(routeOf(fact))
    return delivery.isVisitor ? lane === delivery.lane : !delivery.otherLanes.includes(lane)
  })
}

type Routed = Exclude<Fact, { kind: 'bad' }>
const routeOf = (fact: Routed): string =>
  fact.phoneNumberId ?? (fact.kind === 'update' ? `waba:${fact.entryId}` : '')
/** What has to be connected for this fact to find its tenant. */
const orphanRoute = (fact: Routed): string =>
  fact.phoneNumberId ?? `waba:${fact.kind === 'update' ? fact.wabaId : ''}`
const routeIds = (fact: Fact): string[] => {
  if (fact.kind === 'bad') return []
  return fact.phoneNumberId === null ? (fact.kind === 'update' ? [fact.wabaId] : []) : [fact.phoneNumberId]
}

function sortByTenant(
  parsed: readonly { delivery: Delivery; facts: readonly Fact[] }[],
  routes: Routes,
): Sorted {
  const byTenant = new Map<TenantId, Work[]>()
  const deadLetters: DeadLetter[] = []
  const orphans = new Map<string, { delivery: Delivery; route: string }>()
  for (const { delivery, facts } of parsed) {
    const own = new Map<TenantId, OwnFact[]>()
    for (const fact of facts) {
      if (fact.kind === 'bad') {
        deadLetters.push(deadLetter(delivery, fact.pointer, fact.code, fact.detail, fact.item))
        continue
      }
      const found = findRoute(fact, routes)
      if (found === undefined) {
        const route = orphanRoute(fact)
        orphans.set(`${route} ${delivery.lane} ${delivery.xid} ${delivery.id}`, { delivery, route })
        continue
      }
      const channel = fact.phoneNumberId === null ? null : found.channelId
      const list = own.get(found.tenant) ?? []
      own.set(found.tenant, list)
      list.push({ fact, channel })
    }
    for (const [tenant, list] of own) {
      const works = byTenant.get(tenant) ?? []
      byTenant.set(tenant, works)
      works.push({ delivery, facts: list })
    }
  }
  return { byTenant, deadLetters, orphans: [...orphans.values()] }
}

const findRoute = (fact: Routed, routes: Routes): ReturnType<Routes['byNumber']> => {
  if (fact.phoneNumberId !== null) return routes.byNumber(fact.phoneNumberId)
  return fact.kind === 'update' ? (routes.byWaba(fact.wabaId) ?? routes.byWaba(fact.entryId)) : undefined
}

const deadLetter = (
  delivery: Delivery,
  pointer: string,
  code: string,
  detail: string,
  item: unknown,
): DeadLetter => ({
  delivery,
  pointer,
  code,
  detail,
  item: item === undefined ? null : JSON.stringify(item),
})

async function commitBatch(
  { worker, held, running }: Batch,
  deliveries: readonly Delivery[],
  sorted: Sorted,
  mode: 'all' | 'one-by-one',
): Promise<void> {
  const lanes = [...new Set(deliveries.map(({ lane }) => lane))].toSorted((a, b) => a - b)
  const tenants = [...sorted.byTenant]
  const last = tenants.length - 1
  for (let nth = 0; nth <= Math.max(last, 0); nth++) {
    const [tenant, works] = tenants[nth] ?? []
    let mine = ''
    const told = await retryConflicts(async (isAlone) =>
      inTransaction(worker.pool, async (client) => {
        const { xid, lost } = await lockLanes(client, worker.leases.owner, lanes, held)
        if (lost.length > 0) throw new LanesLost(lost)
        mine = xid
        running.add(xid)
        const applied =
          tenant === undefined || works === undefined
            ? null
            : await apply(worker, client, tenant, works, { mode, isAlone })
        if (nth >= last) {
          await insertDeadLetters(client, sorted.deadLetters)
          if (!(await insertOrphans(client, sorted.orphans))) throw new RouteFound()
          await advanceCursors(client, lastOfEachLane(deliveries))
        }
        return applied
      }).finally(() => running.delete(mine)),
    )
    if (tenant === undefined || told === null) continue
    if (told.hasEvents) worker.notifier.notify('events', [tenant])
    if (told.sends.size > 0) worker.notifier.notify('sends', told.sends)
  }
}

/** A number was connected while we looked for it. */
class RouteFound extends Error {}

async function retryConflicts<T>(work: (isAlone: boolean) => Promise<T>): Promise<T> {
  let isAlone = false
  for (let attempt = 1; ; attempt++) {
    try {
      return await work(isAlone)
    } catch (error) {
      const needsTenant = error instanceof NeedsTenant
      const isWorthwhile = isConflict(error) ? attempt < CONFLICTS_MAX : isRace(error) && attempt < RACES_MAX
      if (!isWorthwhile && (!needsTenant || isAlone)) throw error
      isAlone ||= needsTenant
    }
  }
}

type Told = { readonly hasEvents: boolean; readonly sends: ReadonlySet<string> }

async function apply(
  worker: LaneWorker,
  client: Client,
  tenant: TenantId,
  works: readonly Work[],
  { mode, isAlone }: { readonly mode: 'all' | 'one-by-one'; readonly isAlone: boolean },
): Promise<Told> {
  await setTenant(client, tenant)
  const outward = worker.jobs === null ? null : { jobs: worker.jobs, now: worker.clock() }
  if (mode === 'all') {
    const facts = works.length === 1 ? (works[0]?.facts ?? []) : works.flatMap((work) => work.facts)
    const { events, sends } = await applyFacts(client, tenant, facts, { outward, isAlone })
    return { hasEvents: events.length > 0, sends }
  }
  let hasEvents = false
  const sends = new Set<string>()
  for (const { delivery, facts } of works) {
    for (const own of facts) {
      await client.query('savepoint fact')
      try {
        const applied = await applyFacts(client, tenant, [own], { outward, isAlone })
        hasEvents ||= applied.events.length > 0
        for (const channel of applied.sends) sends.add(channel)
      } catch (error) {
        if (!isHopeless(error)) throw error
        await client.query('rollback to savepoint fact')
        worker.log.error({
          evt: 'ingest.fact-refused',
          tenant,
          kind: own.fact.kind,
          lane: delivery.lane,
          delivery: delivery.id,
          err: codeOf(error),
        })
        await insertDeadLetters(client, [
          deadLetter(delivery, own.fact.pointer, 'effect_refused', codeOf(error), own.fact),
        ])
      }
    }
  }
  return { hasEvents, sends }
}

/** The database refuses it, or we stumble over it: either way trying again changes nothing, and must not hold up the lane. */
const isHopeless = (error: unknown): boolean =>
  isDataError(error) ||
  error instanceof TypeError ||
  error instanceof RangeError ||
  error instanceof AssertionError

/** PostgreSQL's code or our error's name, and no message: messages quote values. */
const codeOf = (error: unknown): string => {
  if (isDataError(error) && typeof error === 'object' && error !== null && 'code' in error)
    return `SQLSTATE ${String(error.code)}`
  return error instanceof Error ? error.name : 'unknown'
}

function lastOfEachLane(deliveries: readonly Delivery[]): Delivery[] {
  return [...new Map(deliveries.map((delivery) => [delivery.lane, delivery])).values()]
}

/** Collects what is in the database, what is on the phones, and what people remember, and waits until it stops changing. */
import { setTimeout as delay } from 'node:timers/promises'
import { percentile } from '#bench/check.ts'
import { queryRows } from './database.ts'
import type { Thread } from './load.ts'
import type { Stage } from './stage.ts'
import type { Copy, Evidence, SendRow } from './verdict.ts'

const POLL_MS = 250

/**
 * Liveness: with the faults off, everything must settle within a bound. Returns the milliseconds that it took, or null if
 * something was still open at the end; the verdict then says what.
 */
export async function settle({ simulator, databaseUrl }: Stage, boundMs: number): Promise<number | null> {
  const startedAt = performance.now()
  for (;;) {
    await simulator.control.drain(Math.max(1000, boundMs - (performance.now() - startedAt)))
    const reached = simulator.control.sent().flatMap(({ callback }) => callback ?? [])
    const isOpen = await hasOpenWork(databaseUrl, reached)
    const elapsed = performance.now() - startedAt
    if (!isOpen && simulator.control.state().webhooks.waiting === 0) return Math.round(elapsed)
    if (elapsed > boundMs) return null
    await delay(POLL_MS)
  }
}

/** Deliveries that no lane has worked off, sends that wait or are under way, and `unknown` ones that reached a phone. */
async function hasOpenWork(databaseUrl: string, reached: readonly string[]): Promise<boolean> {
  const [row] = await queryRows<{ open: boolean }>(
    databaseUrl,
    `select exists (select 1 from lanes l join deliveries d on d.lane = l.lane and (d.xid, d.id) > (l.cursor_xid, l.cursor_id))
       or exists (select 1 from sends where state in ('queued', 'dispatching'))
       or exists (select 1 from sends where state = 'unknown' and id = any($1::uuid[])) as open`,
    [reached],
  )
  return row?.open ?? true
}

export type Times = { readonly p50Ms: number; readonly p99Ms: number; readonly maxMs: number }

/** How long people waited: from a customer's text to its row, from an agent's text (and the greeting) to the phone. */
export async function measureTimes(
  { simulator, databaseUrl }: Stage,
  threads: readonly Thread[],
): Promise<{ inbound: Times; outbound: Times; asked: Times }> {
  const rows = await queryRows<{ key: string; ms: number }>(
    databaseUrl,
    `select wamid as key, (extract(epoch from created_at) * 1000)::float8 as ms from messages where direction = 'in'
     union all select id::text, (extract(epoch from accepted_at) * 1000)::float8 from sends`,
  )
  const moments = new Map(rows.map(({ key, ms }) => [key, ms]))
  const since = (at: number, key: string): number[] => {
    const moment = moments.get(key)
    return moment === undefined ? [] : [Math.abs(moment - at)]
  }
  return {
    inbound: timesOf(threads.flatMap(({ written }) => written.flatMap(({ wamid, at }) => since(at, wamid)))),
    outbound: timesOf(simulator.control.sent().flatMap(({ callback, at }) => since(at, callback ?? ''))),
    asked: timesOf(threads.flatMap(({ accepted }) => accepted.map(({ askedMs }) => askedMs))),
  }
}

const timesOf = (values: readonly number[]): Times => ({
  p50Ms: Math.round(percentile(values, 50)),
  p99Ms: Math.round(percentile(values, 99)),
  maxMs: Math.round(percentile(values, 100)),
})

export async function collect(
  { simulator, databaseUrl }: Stage,
  threads: readonly Thread[],
  greeting: string | null,
): Promise<Evidence> {
  const effects = await queryRows<{ wamid: string }>(
    databaseUrl,
    `select wamid from messages where direction = 'in' order by id`,
  )
  const sends = await queryRows<SendRow>(
    databaseUrl,
    `select s.id, s.state, m.status_rank >= 2 as "isDelivered" from sends s
     join messages m on m.tenant_id = s.tenant_id and m.id = s.id order by s.id`,
  )
  const [unread] = await queryRows<{ miscounted: number }>(
    databaseUrl,
    `select count(*)::int as miscounted from conversations c where unread_count <>
       (select count(*) from messages m where m.tenant_id = c.tenant_id and m.conversation_id = c.id and m.direction = 'in')`,
  )
  return {
    written: threads.flatMap((thread) => writtenOf(simulator, thread)),
    effects: effects.map(({ wamid }) => wamid),
    answered: threads.flatMap(({ nth, accepted }) =>
      accepted.map(({ send, body }) => ({ send, body, thread: nth })),
    ),
    sends,
    copies: copiesOf(simulator, threads),
    greeting,
    threads: threads.length,
    miscounted: unread?.miscounted ?? -1,
  }
}

/** The second tick under a customer's message is Harkara's 200. */
function writtenOf({ control }: Stage['simulator'], thread: Thread): Evidence['written'] {
  const ticks = new Map(
    control
      .messages(thread.customer, thread.phoneNumberId, { limit: Number.MAX_SAFE_INTEGER })
      .map((message) => [message.wamid, message.ticks]),
  )
  return thread.written.map(({ wamid }) => ({
    wamid,
    thread: thread.nth,
    isAcknowledged: ticks.get(wamid) !== 'sent',
  }))
}

function copiesOf({ control }: Stage['simulator'], threads: readonly Thread[]): Copy[] {
  const nths = new Map(
    threads.map(({ customer, phoneNumberId, nth }) => [`${customer} ${phoneNumberId}`, nth]),
  )
  return control.sent().map(({ callback, customer, phoneNumberId, body }) => ({
    send: callback,
    thread: nths.get(`${customer} ${phoneNumberId}`) ?? -1,
    body,
  }))
}

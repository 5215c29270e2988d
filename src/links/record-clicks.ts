/**
 * Writes down who followed links, after they were answered and many at a time: what comes within a quarter of a second shares a
 * transaction for each business, so a thousand clicks in a second are four. What waits is in this process's memory: a kill costs
 * the clicks of that quarter of a second, and never a redirect.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { float8Array, textArray } from '#platform/db/arrays.ts'
import { isDataError, type Client, type Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { errorText } from '#platform/errors.ts'
import type { Log } from '#platform/log.ts'
import type { Instant } from '#platform/time.ts'
import type { VisitorClass } from './judge-visitor.ts'

const GATHER_MS = 250
const BATCH_MAX = 1000
/** While the database is away. Those above are given up: they are statistics, and memory has an end. */
const WAITING_MAX = 50_000
const RETRY_MS = 2000
/** A code's first ones are kept one by one; the rest is counted. */
const KEPT_PER_CODE = 50

export type Click = { readonly code: string; readonly at: Instant; readonly class: VisitorClass }

export type ClickRecorder = {
  readonly add: (tenant: TenantId, click: Click) => void
  /** Does not gather any longer, and resolves when it is written. */
  readonly settle: () => Promise<void>
  /** Writes what waits, and ends; what the database does not take then is lost. */
  readonly close: () => Promise<void>
}

export function recordClicks(database: Database, log: Log, retryMs = RETRY_MS): ClickRecorder {
  let waiting = new Map<TenantId, Click[]>()
  let count = 0
  let dropped = 0
  let running: Promise<void> | null = null
  let gathering = new AbortController()
  const closing = new AbortController()

  /** Puts back what the database did not take; whether there was any. */
  const write = async (tenant: TenantId, batch: readonly Click[]): Promise<boolean> => {
    try {
      await database.inTenant(tenant, async (client) => writeClicks(client, tenant, batch))
      count -= batch.length
      return false
    } catch (error) {
      const isLost = isDataError(error) || closing.signal.aborted
      log.warn({
        evt: 'links.clicks-not-written',
        tenant,
        clicks: batch.length,
        isLost,
        err: errorText(error),
      })
      if (isLost) count -= batch.length
      else waiting.set(tenant, [...batch, ...(waiting.get(tenant) ?? [])])
      return !isLost
    }
  }
  /** Everything that waits now, in batches. */
  const writeRound = async (): Promise<boolean> => {
    const round = waiting
    waiting = new Map()
    let isLeft = false
    for (const [tenant, clicks] of round)
      for (let at = 0; at < clicks.length; at += BATCH_MAX)
        isLeft = (await write(tenant, clicks.slice(at, at + BATCH_MAX))) || isLeft
    return isLeft
  }
  const run = async (): Promise<void> => {
    while (count > 0) {
      gathering = new AbortController()
      await pause(GATHER_MS, AbortSignal.any([gathering.signal, closing.signal]))
      if (await writeRound()) await pause(retryMs, closing.signal)
    }
    if (dropped > 0) log.warn({ evt: 'links.clicks-dropped', dropped })
    dropped = 0
    running = null
  }
  return {
    add: (tenant, click) => {
      if (count >= WAITING_MAX) {
        dropped += 1
        return
      }
      count += 1
      const clicks = waiting.get(tenant)
      if (clicks === undefined) waiting.set(tenant, [click])
      else clicks.push(click)
      running ??= run()
    },
    settle: async () => {
      gathering.abort()
      await running
    },
    close: async () => {
      closing.abort()
      await running
    },
  }
}

/** Until then, or until it is called off. */
const pause = async (ms: number, signal: AbortSignal): Promise<unknown> =>
  delay(ms, undefined, { signal }).catch(() => undefined)

/** One transaction of a few milliseconds; codes that are gone by now are left out. */
async function writeClicks(client: Client, tenant: TenantId, clicks: readonly Click[]): Promise<void> {
  const values = [
    tenant,
    textArray(clicks.map(({ code }) => code)),
    float8Array(clicks.map(({ at }) => at)),
    textArray(clicks.map((click) => click.class)),
  ]
  // In one order for all, so that two processes with the same codes never wait for each other in a circle.
  await client.query({
    name: 'lock_clicked_codes',
    text: `select from link_codes where tenant_id = $1 and code = any($2::text[]) order by code for no key update`,
    values: [values[0], values[1]],
  })
  await client.query({
    name: 'write_clicks',
    text: `with come as (
        select code, to_timestamp(ms / 1000) as at, class, row_number() over (partition by code order by ms) as nth
        from unnest($2::text[], $3::float8[], $4::text[]) as r (code, ms, class)),
      sums as (
        select code, count(*) filter (where class = 'person')::int as clicks, count(*) filter (where class = 'preview')::int as previews,
          min(at) as seen_at, min(at) filter (where class = 'person') as clicked_at
        from come group by code),
      counted as (
        update link_codes k set clicks = k.clicks + s.clicks, previews = k.previews + s.previews,
          seen_at = least(k.seen_at, s.seen_at), clicked_at = least(k.clicked_at, s.clicked_at)
        from sums s where k.tenant_id = $1 and k.code = s.code
        returning k.code, k.clicks + k.previews - s.clicks - s.previews as known)
      insert into link_clicks (tenant_id, code, at, class)
      select $1, c.code, c.at, c.class from come c join counted k on k.code = c.code where k.known + c.nth <= ${KEPT_PER_CODE} order by c.at`,
    values,
  })
}

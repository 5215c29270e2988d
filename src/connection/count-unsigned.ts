import type { Pool } from 'pg'
import { every } from '#platform/every.ts'
import type { Clock } from '#platform/time.ts'

const WRITTEN_MS = 60_000

/**
 * Writes down, minute by minute, how many POSTs the gateway refused for their signature: the doctor can say so. One small
 * statement a minute at most, and none while there are none, however many strangers knock.
 */
export function countUnsigned(
  pool: Pool,
  counters: { readonly unsigned: number },
  clock: Clock,
): { readonly write: () => Promise<void>; readonly close: () => Promise<void> } {
  let written = counters.unsigned
  const write = async (): Promise<void> => {
    const count = counters.unsigned - written
    if (count === 0) return
    written += count
    const now = new Date(clock())
    await pool.query(
      `with old as (delete from unsigned_posts where minute < $1::timestamptz - interval '1 day')
       insert into unsigned_posts as u (minute, count) values (date_trunc('minute', $1::timestamptz), $2)
       on conflict (minute) do update set count = u.count + excluded.count`,
      [now, count],
    )
  }
  return { write, close: every(WRITTEN_MS, write, () => {}).close }
}

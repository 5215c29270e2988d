/**
 * Back-pressure: when the workers fall behind, the gateway gathers a little longer before each commit. Larger batches cost
 * less per message, so the machine's time goes to the work that is behind; Meta sees answers some milliseconds later, far
 * below the 250 ms that it asks for (Meta, "Webhooks", Nov 2025). Without it a flood is taken in at full speed while its
 * messages reach the inbox seconds later.
 */
import type { Pool } from 'pg'

/** Below this nothing is behind: it is what a batch takes on its way through. */
const LAG_MS_USUAL = 60
/** So many milliseconds of lag cost one of pause: it settles where the workers just keep up. */
const LAG_PER_PAUSE = 8
const PAUSE_MS_MAX = 50
const CHECK_MS = 25
/** A lane that nothing was stored in for this long is not asked about. */
const QUIET_MS = 2000

export type LagWatch = {
  /** How long to gather before the next commit. */
  readonly pauseMs: () => number
  /** Something goes into this lane: its worker may fall behind. */
  readonly seen: (lane: number) => void
  readonly close: () => void
}

export function watchLag(pool: Pool): LagWatch {
  const lanes = new Map<number, number>()
  let pause = 0
  let isChecking = false
  const check = async (): Promise<void> => {
    const now = performance.now()
    for (const [lane, at] of lanes) if (now - at > QUIET_MS) lanes.delete(lane)
    if (isChecking || lanes.size === 0) return
    isChecking = true
    try {
      const lag = await oldestWaitingMs(pool, [...lanes.keys()])
      pause = Math.min(PAUSE_MS_MAX, Math.max(0, (lag - LAG_MS_USUAL) / LAG_PER_PAUSE))
    } catch {
      pause = 0 // the database has other troubles
    }
    isChecking = false
  }
  const timer = setInterval(() => void check(), CHECK_MS)
  return {
    pauseMs: () => pause,
    seen: (lane) => lanes.set(lane, performance.now()),
    close: () => clearInterval(timer),
  }
}

/** One probe of the primary key per lane. */
async function oldestWaitingMs(pool: Pool, lanes: readonly number[]): Promise<number> {
  const { rows } = await pool.query<{ ms: number | null }>({
    name: 'oldest_waiting',
    text: `select (extract(epoch from clock_timestamp() - min(d.received_at)) * 1000)::float8 as ms
      from lanes l cross join lateral (
        select received_at from deliveries where lane = l.lane and (xid, id) > (l.cursor_xid, l.cursor_id)
        order by xid, id limit 1) d
      where l.lane = any($1::smallint[])`,
    values: [lanes],
  })
  return rows[0]?.ms ?? 0
}

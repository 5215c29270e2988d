/** How fast a campaign went, minute by minute, and how far it was when. Pure. */
import type { CampaignProgress } from '../platform/contract.ts'

export const MINUTE_MS = 60_000
/** A longer silence is drawn as one gap: a night of empty minutes would leave no room for the others. */
const GAP_MIN = 8

export type Bar =
  | { readonly kind: 'minute'; readonly at: number; readonly sent: number }
  | { readonly kind: 'gap'; readonly from: number; readonly until: number }

/** Minutes in which nothing was sent are not told; short ones are bars without height, long ones one gap. */
export function barsOf(minutes: CampaignProgress['minutes']): readonly Bar[] {
  const bars: Bar[] = []
  let before: number | null = null
  for (const { at, sent } of minutes) {
    const next: number = before === null ? at : before + MINUTE_MS
    if (at - next > GAP_MIN * MINUTE_MS) bars.push({ kind: 'gap', from: next, until: at })
    else
      for (let empty = next; empty < at; empty += MINUTE_MS) bars.push({ kind: 'minute', at: empty, sent: 0 })
    bars.push({ kind: 'minute', at, sent })
    before = at
  }
  return bars
}

/** How many a minute now: of the last whole minute; null: in it nothing was sent, or it is the first one. */
export function rateNow({ minutes, at }: Pick<CampaignProgress, 'minutes' | 'at'>): number | null {
  const running = Math.floor(at / MINUTE_MS) * MINUTE_MS
  const last = minutes.find((one) => one.at === running - MINUTE_MS)
  return last === undefined || last.sent === 0 ? null : last.sent
}

export type Point = { readonly at: number; readonly done: number }

/** The server tells the minutes of so long. */
const TOLD_MS = 60 * MINUTE_MS

/**
 * How far it was at the end of each minute that is told, so that it ends where it is now. What waits in our own queue lies among what
 * was sent. Of a long campaign only the end is told, and it begins with what was done before.
 */
export function realCurve(
  { minutes, at }: Pick<CampaignProgress, 'minutes' | 'at'>,
  done: number,
  startedAt: number | null,
): readonly Point[] {
  const told = minutes.reduce((sum, { sent }) => sum + sent, 0)
  const first = minutes[0]
  if (first === undefined || told === 0) return [{ at, done }]
  const isWhole = done < told || (startedAt !== null && at - startedAt < TOLD_MS)
  const [before, each] = isWhole ? [0, done / told] : [done - told, 1]
  const points: Point[] = [{ at: first.at, done: before }]
  let sum = 0
  for (const minute of minutes) {
    // It stood still between two minutes that are far apart.
    if (minute.at > (points.at(-1)?.at ?? 0)) points.push({ at: minute.at, done: before + sum * each })
    sum += minute.sent
    points.push({ at: Math.min(minute.at + MINUTE_MS, at), done: Math.min(done, before + sum * each) })
  }
  points.push({ at, done })
  return points
}

/** What people are shown of a campaign's course: a curve of few points, and when it stands still. */
import { after, HOUR_MS, MINUTE_MS, type Instant } from '#platform/time.ts'
import type { Course, Line } from './plan-course.ts'
import type { Because } from './plan-input.ts'

export type CurvePoint = { readonly at: Instant; readonly done: number }
export type Stop = {
  readonly from: Instant
  readonly until: Instant
  /** What it waits for at its end. */
  readonly because: Because
  /** So many are done by then. */
  readonly done: number
}

const POINTS_MAX = 60
const STOPS_MAX = 60
/** Shorter ones nobody has to know of. */
const STOP_MS_MIN = MINUTE_MS
/** Short stops that follow each other within this time are one: places come back a few at a time. */
const TRICKLE_MS = 10 * MINUTE_MS

type Point = { readonly at: number; readonly done: number }

/** The corners of its course; of more than sixty those that matter most. */
export function curveOf(now: Instant, { lines, endsIn }: Course): CurvePoint[] {
  const corners: Point[] = [{ at: 0, done: 0 }]
  for (const [nth, { until, done, perMs }] of lines.entries()) {
    // One that stands still until nobody knows when would make all that comes before it a single stroke.
    const isLast = nth === lines.length - 1
    if (!(isLast && endsIn === null && perMs === 0)) corners.push({ at: until, done })
  }
  return thin(corners).map(({ at, done }) => ({
    at: after(now, Math.ceil(at)),
    done: Math.round(done),
  }))
}

/** Takes the corner that strays most from the line between those already taken, again and again. */
function thin(corners: readonly Point[]): Point[] {
  const taken = new Set([0, corners.length - 1])
  const gaps = [worstBetween(corners, 0, corners.length - 1)]
  while (taken.size < POINTS_MAX && gaps.length > 0) {
    const gap = gaps.reduce((one, other) => (other.strays > one.strays ? other : one))
    gaps.splice(gaps.indexOf(gap), 1)
    if (gap.strays === 0) break
    taken.add(gap.worst)
    gaps.push(worstBetween(corners, gap.from, gap.worst), worstBetween(corners, gap.worst, gap.to))
  }
  return corners.filter((_, nth) => taken.has(nth))
}

type Gap = { readonly from: number; readonly to: number; readonly worst: number; readonly strays: number }

function worstBetween(corners: readonly Point[], from: number, to: number): Gap {
  const start = corners[from]
  const end = corners[to]
  let gap: Gap = { from, to, worst: from, strays: 0 }
  if (start === undefined || end === undefined) return gap
  const slope = end.at === start.at ? 0 : (end.done - start.done) / (end.at - start.at)
  for (let nth = from + 1; nth < to; nth++) {
    const { at, done } = corners[nth] ?? start
    const strays = Math.abs(done - start.done - slope * (at - start.at))
    if (strays > gap.strays) gap = { ...gap, worst: nth, strays }
  }
  return gap
}

/** The first sixty of them. What has not begun does not stop, nor does what never goes on. */
export function stopsOf(now: Instant, { lines, endsIn }: Course): Stop[] {
  const stops: { from: number; last: Line }[] = []
  for (const line of lines) {
    const isStop = line.perMs === 0 && line.because !== 'starts_later'
    if (!isStop || (line === lines.at(-1) && endsIn === null)) continue
    const stop = stops.at(-1)
    if (stop !== undefined && (stop.last.until === line.from || isTrickle(stop.last, line))) stop.last = line
    else stops.push({ from: line.from, last: line })
  }
  return stops
    .filter(({ from, last }) => last.until - from >= STOP_MS_MIN)
    .slice(0, STOPS_MAX)
    .map(({ from, last }) => ({
      ...{ from: after(now, Math.ceil(from)), until: after(now, Math.ceil(last.until)) },
      ...{ because: last.because, done: Math.round(last.done) },
    }))
}

const isTrickle = (last: Line, next: Line): boolean =>
  next.because === 'messaging_limit' &&
  last.because === 'messaging_limit' &&
  next.from - last.until < TRICKLE_MS &&
  next.until - next.from < HOUR_MS &&
  last.until - last.from < HOUR_MS

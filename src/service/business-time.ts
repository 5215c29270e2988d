/**
 * When a business is open, and how its time is counted: moments while it is open, in its own time zone, without its holidays.
 * What the clocks on its wall do when summer time comes or goes is asked of Intl; time counts as it passes, not as it is written.
 *
 * Pure: no clock, no database. Callers say what time it is.
 */
import { after, DAY_MS, instant, MINUTE_MS, type Instant } from '#platform/time.ts'

/** Wall clock of one day, as "HH:MM"; `to` may be "24:00". */
export type Span = { readonly from: string; readonly to: string }
export type Holiday = { /** As YYYY-MM-DD. */ readonly date: string; readonly name: string }
export type BusinessHours = {
  /** As the tz database names it. */
  readonly timeZone: string
  /** Seven days, from Sunday; in each, spans in order that do not touch. */
  readonly week: readonly (readonly Span[])[]
  readonly holidays: readonly Holiday[]
}

/** So far ahead is looked for an opening; whoever is closed for longer has no next one. */
const AHEAD_DAYS = 400

/** Whether the business is open at this moment. */
export function isOpenAt(hours: BusinessHours, at: Instant): boolean {
  for (const { start, end } of openings(hours, at, 1)) return start <= at && at < end
  return false
}

/** How many milliseconds of business time lie between two moments. */
export function businessMsBetween(hours: BusinessHours, from: Instant, to: Instant): number {
  let total = 0
  const days = Math.ceil(Math.max(0, to - from) / DAY_MS) + 2
  for (const { start, end } of openings(hours, from, days)) {
    if (start >= to) break
    total += Math.min(end, to) - Math.max(start, from)
  }
  return total
}

/** When so much business time has passed since a moment; null if that is not within the next 400 days. */
export function afterBusinessMs(hours: BusinessHours, from: Instant, ms: number): Instant | null {
  let left = ms
  for (const { start, end } of openings(hours, from, AHEAD_DAYS)) {
    const begin = Math.max(start, from)
    if (end - begin >= left) return instant(begin + left)
    left -= end - begin
  }
  return null
}

/** When it opens next, if it is closed now; null if it is open, or does not open within 400 days. */
export function nextOpening(hours: BusinessHours, at: Instant): Instant | null {
  for (const { start } of openings(hours, at, AHEAD_DAYS)) return start <= at ? null : start
  return null
}

/** Since when it is closed; null if it is open, or was never open in the 400 days before. */
export function closedSince(hours: BusinessHours, at: Instant): Instant | null {
  if (isOpenAt(hours, at)) return null
  for (const days of [2, 16, AHEAD_DAYS]) {
    let last: Instant | null = null
    for (const { end } of openings(hours, after(at, -days * DAY_MS), days + 2)) {
      if (end > at) break
      last = end
    }
    if (last !== null) return last
  }
  return null
}

/** The holiday of the day in which this moment lies, there. */
export function holidayAt(hours: BusinessHours, at: Instant): Holiday | null {
  const { key } = dayOf(hours.timeZone, at)
  return hours.holidays.find(({ date }) => date === key) ?? null
}

type Opening = { readonly start: Instant; readonly end: Instant }

/** Times of being open that end after `from`, in order, as far as so many days ahead; what meets at midnight is one. */
function* openings(
  { timeZone, week, holidays }: BusinessHours,
  from: Instant,
  days: number,
): Generator<Opening> {
  const closed = new Set(holidays.map(({ date }) => date))
  const first = dayOf(timeZone, from)
  let open: Opening | null = null
  for (let step = -1; step <= days; step += 1) {
    const day = new Date(Date.UTC(first.year, first.month - 1, first.day + step))
    if (closed.has(day.toISOString().slice(0, 10))) continue
    for (const span of week[day.getUTCDay()] ?? []) {
      const start = wallToInstant(timeZone, day.getTime() + minutesOf(span.from) * MINUTE_MS)
      const end = wallToInstant(timeZone, day.getTime() + minutesOf(span.to) * MINUTE_MS)
      if (end <= start) continue // the clocks jumped over it
      if (open !== null && start <= open.end) open = { start: open.start, end }
      else {
        if (open !== null && open.end > from) yield open
        open = { start, end }
      }
    }
  }
  if (open !== null && open.end > from) yield open
}

const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))

const formats = new Map<string, Intl.DateTimeFormat>()
function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone)
  if (format === undefined)
    formats.set(
      timeZone,
      (format = new Intl.DateTimeFormat('en-US-u-ca-gregory', {
        timeZone,
        ...{ year: 'numeric', month: 'numeric', day: 'numeric', hourCycle: 'h23' },
        ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
      })),
    )
  return format
}

/** What the clock on the wall shows, as if that were UTC. */
function wallOf(timeZone: string, at: number): number {
  const found: Record<string, number> = {}
  for (const { type, value } of formatOf(timeZone).formatToParts(at)) found[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = found
  return Date.UTC(year, month - 1, day, hour, minute, second)
}

function dayOf(timeZone: string, at: Instant) {
  const wall = new Date(wallOf(timeZone, at))
  const [year, month, day] = [wall.getUTCFullYear(), wall.getUTCMonth() + 1, wall.getUTCDate()]
  return { year, month, day, key: wall.toISOString().slice(0, 10) }
}

/**
 * The moment at which the clock on the wall shows this: the earlier one where it shows it twice, and where it never does, the
 * moment at which it jumps over it.
 */
function wallToInstant(timeZone: string, wall: number): Instant {
  const offsets = [
    wallOf(timeZone, wall - DAY_MS) - (wall - DAY_MS),
    wallOf(timeZone, wall + DAY_MS) - (wall + DAY_MS),
  ]
  const candidates = offsets.map((offset) => wall - offset).toSorted((a, b) => a - b)
  for (const candidate of candidates) if (wallOf(timeZone, candidate) === wall) return instant(candidate)
  // Never shown: the jump lies between the two, and the clock shows more than this from there on.
  let [low = wall, high = wall] = candidates
  while (high - low > 1000) {
    const middle = Math.floor((low + high) / 2000) * 1000
    if (middle <= low) break
    if (wallOf(timeZone, middle) >= wall) high = middle
    else low = middle
  }
  return instant(high)
}

/**
 * How many messages go through a number within a second, in and out together: no window of one second, wherever it
 * begins, has more than the number's rate. (A bucket that starts full would let almost twice as many through in its first
 * second.) Inbound messages are counted and never held back; calls that are refused are not messages and not counted.
 * Source: cloud-api reference, d.1.
 *
 * A simulator that shares two cores with what it judges is held up now and then, and then hears at once what came one
 * after the other. That is not the caller's doing: after such a stop a call is booked at the earliest moment at which it
 * may have come and the second was not full. Only what was too much whenever it came is told so, and the windows over
 * the booked moments are exact all the same.
 */
import type { Clock } from '#simulator/world/clock.ts'

const WINDOW_MS = 1000

/** What went through in each millisecond of the last second. */
export type Second = {
  readonly counts: Uint32Array
  sum: number
  /** The millisecond that the window ends with. */
  at: number
}

type Place = { readonly clock: Clock; readonly world: { readonly seconds: Map<string, Second> } }

/** Lets one through, or says that the second is full. */
export function takeFromSecond({ clock, world }: Place, number: string, perSecond: number): boolean {
  const second = secondOf(world.seconds, number)
  const now = Math.floor(clock.now())
  const earliest = now - Math.floor(clock.heldUpMs())
  for (let at = Math.max(second.at, earliest); at < now; at += 1) if (book(second, at, perSecond)) return true
  return book(second, Math.max(now, second.at), perSecond)
}

/** A customer has written: it takes a place, and is never refused one. */
export function countInbound({ clock, world }: Place, number: string): void {
  book(secondOf(world.seconds, number), Math.floor(clock.now()), Infinity)
}

function book(second: Second, at: number, perSecond: number): boolean {
  moveTo(second, at)
  if (second.sum >= perSecond) return false
  const index = second.at % WINDOW_MS
  second.counts[index] = (second.counts[index] ?? 0) + 1
  second.sum++
  return true
}

function moveTo(second: Second, at: number): void {
  if (at <= second.at) return
  if (at - second.at >= WINDOW_MS) {
    second.counts.fill(0)
    second.sum = 0
  } else {
    for (let gone = second.at + 1; gone <= at; gone++) {
      const index = gone % WINDOW_MS
      second.sum -= second.counts[index] ?? 0
      second.counts[index] = 0
    }
  }
  second.at = at
}

function secondOf(seconds: Map<string, Second>, number: string): Second {
  const known = seconds.get(number)
  if (known !== undefined) return known
  const second: Second = { counts: new Uint32Array(WINDOW_MS), sum: 0, at: 0 }
  seconds.set(number, second)
  return second
}

/**
 * How much marketing a person is let through from all businesses together: beyond it the message is answered 200 and fails
 * with 131049. Meta does not publish how it decides ("read rate, inbox load"); here everybody has a number of their own, from one to
 * four in 24 hours, of which other businesses use up some, more on some days than on others. A day is the person's own: it
 * begins at an hour drawn for them. So it helps to wait for 24 hours, and mostly not for less. What is sent inside an open window does
 * not count. Source: cloud-api reference, d.5.
 */
import type { Simulation } from '#simulator/simulation.ts'
import { drawOf } from '#simulator/world/random.ts'

const DAY_MS = 24 * 60 * 60_000
/** Shares of people who are let through at most one, two, three and four. */
const CAPS = [0.15, 0.35, 0.3, 0.2] as const
/** Messages of other businesses in a day, on average: people differ by a factor of three. */
const OTHERS_MIN = 0.2
const OTHERS_MAX = 0.6

/** Whether one more would be too much for somebody who has no open window. */
export function isTired(sim: Simulation, customer: string): boolean {
  if (!sim.rules.fatigue) return false
  const now = sim.clock.now()
  return recentOf(sim, customer, now).length + othersOf(sim, customer, now) >= capOf(sim, customer)
}

/** Counts a marketing message to somebody who has no open window. */
export function takeFromAttention(sim: Simulation, customer: string): void {
  if (!sim.rules.fatigue) return
  const now = sim.clock.now()
  sim.world.marketed.set(customer, [...recentOf(sim, customer, now), now])
}

const recentOf = ({ world }: Simulation, customer: string, now: number): number[] =>
  (world.marketed.get(customer) ?? []).filter((at) => at > now - DAY_MS)

function capOf({ seed }: Simulation, customer: string): number {
  let left = drawOf(seed, `cap/${customer}`)
  for (const [index, share] of CAPS.entries()) {
    left -= share
    if (left < 0) return index + 1
  }
  return CAPS.length
}

/** By Poisson's law, drawn once for each person and day. */
function othersOf({ seed }: Simulation, customer: string, now: number): number {
  const day = Math.floor(now / DAY_MS + drawOf(seed, `hour/${customer}`))
  const mean = OTHERS_MIN + (OTHERS_MAX - OTHERS_MIN) * drawOf(seed, `load/${customer}`)
  let left = drawOf(seed, `others/${customer}/${day}`)
  let share = Math.exp(-mean)
  let count = 0
  while (left >= share && count < 10) {
    left -= share
    count++
    share *= mean / count
  }
  return count
}

/** Limits, storms and figures, in the hands of tests and benchmarks. */
import { ControlError } from '#simulator/control-error.ts'
import { beginStorm, endStorms, stormsOf } from '#simulator/messages/storms.ts'
import { beginUpgrade } from '#simulator/messages/upgrade.ts'
import { violationsOf } from '#simulator/messages/violations.ts'
import { populationOf } from '#simulator/messages/population.ts'
import type {
  BusinessNumber,
  NewStorm,
  Population,
  SendsSummary,
  Storm,
  Violations,
} from '#simulator/protocol.ts'
import type { Rules, Simulation } from '#simulator/simulation.ts'
import { businessNumberOf } from '#simulator/world/people.ts'

export type TrafficControl = {
  /** How often a limit was exceeded, so that Meta refused. */
  violations(): Violations
  forgetViolations(): void
  /** What was sent, in figures. */
  summary(): SendsSummary
  forgetSummary(): void
  /** Calls are refused or maltreated for a while, through no fault of the caller's. */
  storm(storm: NewStorm): Storm
  storms(): readonly Storm[]
  /** One, or all of them. */
  endStorms(id?: string): void
  /** 131057 for a minute, then 1,000 messages a second, and the app is told. */
  upgradeThroughput(phoneNumberId: string, forMs?: number): BusinessNumber
  /** How people take marketing from now on; null: nobody does anything about it. Left out, how they take it now. */
  population(population?: Partial<Population> | null): Population | null
  /** Changes which of Meta's rules hold, and says which hold now. */
  rules(changes?: Partial<Rules>): Rules
}

/** Makes the handle. */
export function createTrafficControl(sim: Simulation): TrafficControl {
  return {
    violations: () => violationsOf(sim),
    forgetViolations() {
      sim.world.violations.clear()
      sim.touch()
    },
    summary: () => sim.tally.summary(),
    forgetSummary: () => sim.tally.clear(),
    storm: (storm) => beginStorm(sim, storm),
    storms: () => stormsOf(sim),
    endStorms: (id) => endStorms(sim, id),
    upgradeThroughput(id, forMs) {
      const number = sim.world.numbers.get(id)
      if (number === undefined) throw new ControlError(404, `no number ${id}`)
      beginUpgrade(sim, number, forMs)
      return businessNumberOf(number)
    },
    population(given) {
      if (given !== undefined) sim.world.population = given === null ? null : populationOf(given)
      if (given !== undefined) sim.touch()
      return sim.world.population
    },
    rules: (changes = {}) => Object.assign(sim.rules, changes),
  }
}

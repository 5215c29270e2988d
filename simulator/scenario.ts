/**
 * A scenario file: who is there, which templates, which faults, and what happens when. Steps are counted from the
 * moment the scenario is loaded, each `afterMs` after it.
 */
import { checkDefinition, type Definition } from '#simulator/graph/check-definition.ts'
import { addTemplate } from '#simulator/graph/templates.ts'
import { ControlError } from '#simulator/control-error.ts'
import { act } from '#simulator/messages/act.ts'
import { chargeBefore, type Entry } from '#simulator/messages/invoice.ts'
import { awaitArchival } from '#simulator/graph/archive-template.ts'
import { awaitPast } from '#simulator/messages/quality.ts'
import { readChat } from '#simulator/messages/progress.ts'
import { populationOf } from '#simulator/messages/population.ts'
import type { CustomerAction, Faults, NewCustomer, NewNumber, Population } from '#simulator/protocol.ts'
import type { Simulation } from '#simulator/simulation.ts'
import { addCustomer, addNumber } from '#simulator/world/people.ts'
import { chatOf, templateKey, type Json, type Template } from '#simulator/world/world.ts'

export type ScenarioStep = {
  readonly afterMs: number
  /** Id or phone number of a customer. */
  readonly customer?: string
  /** Id of a number; the first one if it is left out. */
  readonly number?: string
  readonly action?: CustomerAction
  /** The customer opens the chat. */
  readonly read?: boolean
  readonly faults?: Partial<Faults>
}

export type Scenario = {
  readonly numbers?: readonly NewNumber[]
  readonly customers?: readonly NewCustomer[]
  readonly templates?: readonly Json[]
  /** What the first number, unless another is named, has delivered in the past: it is on the bill. */
  readonly delivered?: readonly (Omit<Entry, 'wabaId' | 'number'> & { readonly number?: string })[]
  readonly faults?: Partial<Faults>
  /** How people take marketing. */
  readonly population?: Partial<Population>
  readonly steps?: readonly ScenarioStep[]
}

/** Plays a scenario into the world. What is there already stays. */
export function loadScenario(sim: Simulation, scenario: Scenario): void {
  for (const number of scenario.numbers ?? []) addNumber(sim, number)
  for (const customer of scenario.customers ?? []) addCustomer(sim, customer)
  for (const template of scenario.templates ?? []) putTemplate(sim, template)
  for (const { number: named, ...one } of scenario.delivered ?? []) {
    const number = named ?? sim.world.numbers.keys().next().value ?? ''
    chargeBefore(sim, { ...one, number, wabaId: sim.world.numbers.get(number)?.wabaId ?? '' })
  }
  if (scenario.delivered !== undefined) sim.touch()
  if (scenario.faults !== undefined) setFaults(sim, scenario.faults, null)
  if (scenario.population !== undefined) sim.world.population = populationOf(scenario.population)
  for (const step of scenario.steps ?? []) {
    sim.clock.after(step.afterMs, () => {
      try {
        play(sim, step)
      } catch (error) {
        sim.log(`scenario: ${String(error)}`)
      }
    })
  }
}

/** A template as Meta lists it, APPROVED unless it says otherwise. One of that name and language is replaced. */
export function putTemplate(sim: Simulation, given: Json): Template {
  const wabaId = typeof given['waba_id'] === 'string' ? given['waba_id'] : sim.world.wabas.keys().next().value
  if (wabaId === undefined) throw new ControlError(400, 'a template needs an account: add a number first')
  const { id, status, quality_score: quality, past, ...rest } = given
  const definition: Definition = checkDefinition(rest)
  const key = templateKey(wabaId, definition.name, definition.language)
  const known = sim.world.templates.get(sim.world.templateByName.get(key) ?? '')
  const state = typeof status === 'string' ? status : 'APPROVED'
  if (known !== undefined)
    return Object.assign(known, definition, { status: state, reviewEndsAt: null, archived: null })
  const score = (quality as { score?: unknown } | undefined)?.score
  const template = addTemplate(sim, wabaId, definition, {
    status: state,
    ...(typeof id === 'string' ? { id } : {}),
    ...(typeof score === 'string' ? { quality: score } : {}),
  })
  if (past === undefined) awaitArchival(sim, template)
  else addPast(sim, template, past as Past)
  return template
}

/** What has become of a template before the scenario began. Nobody is told: it is old news. */
type Past = {
  readonly rejectedReason?: string
  /** Meta will move it there, after so long. */
  readonly correctCategory?: Template['category']
  readonly movesAfterMs?: number
  /** It is paused for so long from now on. */
  readonly pausedForMs?: number
  readonly inReview?: boolean
  /** It was approved, and has been in the archive for so long. */
  readonly archivedForMs?: number
}

function addPast(sim: Simulation, template: Template, past: Past): void {
  const at = (ms: number | undefined): number | null => (ms === undefined ? null : sim.clock.now() + ms)
  template.rejectedReason = past.rejectedReason ?? 'NONE'
  template.correctCategory = past.correctCategory ?? null
  template.categoryMovesAt = at(past.movesAfterMs)
  template.pausedUntil = at(past.pausedForMs)
  if (template.pausedUntil !== null) template.pauses = 1
  if (past.inReview === true) template.reviewEndsAt = null
  if (past.archivedForMs !== undefined)
    template.archived = {
      at: sim.clock.now() - past.archivedForMs,
      status: 'APPROVED',
      rejectedReason: 'NONE',
    }
  awaitPast(sim, template)
}

/** Switches faults on or off, for all or for one number, and lets out what they held back. */
export function setFaults(sim: Simulation, changes: Partial<Faults>, number: string | null): Faults {
  const { world } = sim
  if (number === null) world.faults = { ...world.faults, ...changes }
  else world.faultsByNumber.set(number, { ...world.faultsByNumber.get(number), ...changes })
  const faults = number === null ? world.faults : { ...world.faults, ...world.faultsByNumber.get(number) }
  sim.hub.emit({ type: 'faults', faults })
  sim.outbox.wake()
  sim.touch()
  return faults
}

function play(sim: Simulation, step: ScenarioStep): void {
  if (step.faults !== undefined) setFaults(sim, step.faults, step.number ?? null)
  if (step.customer === undefined) return
  const { world } = sim
  const number = step.number ?? world.numbers.keys().next().value ?? ''
  const phone = step.customer.replaceAll(/[^0-9]/g, '')
  const customer = world.customers.has(step.customer) ? step.customer : world.customerByPhone.get(phone)
  if (customer === undefined) throw new ControlError(404, `no customer ${step.customer}`)
  if (step.action !== undefined) act(sim, customer, number, step.action)
  if (step.read === true) readChat(sim, chatOf(world, customer, number))
}

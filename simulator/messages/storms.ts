/**
 * What goes wrong with a call although the caller did nothing wrong: the faults that are switched on, and storms, which
 * end by themselves. A storm strikes a share of the calls, of one number or of all.
 */
import { ControlError } from '#simulator/control-error.ts'
import { ERROR_TABLE, GraphError } from '#simulator/graph/graph-error.ts'
import type { NewStorm, Storm } from '#simulator/protocol.ts'
import type { Simulation } from '#simulator/simulation.ts'
import { faultsOf } from '#simulator/world/world.ts'

export type Mishap = {
  /** How long the call waits first. */
  readonly waitMs: number
  readonly refusal: GraphError | null
  /** The message is taken and fails afterwards with this code. */
  readonly failsWith: number | null
  /** All is done, and the connection is cut instead of an answer. */
  readonly dropsReply: boolean
}

const SLOW_MS = 5000
const SUBCODES: Readonly<Record<number, number>> = { 190: 463, 130429: 2494055 }

/** A refusal that is none of Meta's: something before it has broken, and answers with a page. */
export class Outage extends GraphError {}

export const OUTAGE_PAGE = '<html><body>Service Unavailable</body></html>'

/** What happens to this call. */
export function mishapOf(sim: Simulation, number: string | null, call: 'sends' | 'management'): Mishap {
  const faults = faultsOf(sim.world, number)
  const isSend = call === 'sends'
  const mishap = {
    waitMs: isSend ? faults.slowMs : 0,
    refusal: isSend && sim.chance.chance(faults.serverError) ? new GraphError(131000) : null,
    failsWith: null as number | null,
    dropsReply: isSend && sim.chance.chance(faults.dropReply),
  }
  if (sim.world.storms.length === 0) return mishap
  const now = sim.clock.now()
  for (const storm of sim.world.storms) {
    const isHere = storm.number === null || storm.number === number
    const isMeant = storm.calls === 'all' || storm.calls === call
    if (!isHere || !isMeant || isOver(storm, now) || !sim.chance.chance(storm.share)) continue
    storm.hits++
    strike(mishap, storm)
  }
  return mishap
}

function strike(mishap: { -readonly [Key in keyof Mishap]: Mishap[Key] }, { kind, slowMs }: Storm): void {
  if (kind === 'slow') mishap.waitMs += slowMs
  else if (kind === 'drop_reply') mishap.dropsReply = true
  else if (kind === '5xx') mishap.refusal ??= new Outage(2)
  else if (ERROR_TABLE[Number(kind)]?.isAsync === true) mishap.failsWith ??= Number(kind)
  else mishap.refusal ??= refusalOf(Number(kind))
}

const refusalOf = (code: number): GraphError =>
  new GraphError(code, undefined, SUBCODES[code] === undefined ? {} : { subcode: SUBCODES[code] })

const isOver = ({ endsAt }: Storm, now: number): boolean => endsAt !== null && endsAt <= now

/** Those that are on. */
export function stormsOf(sim: Simulation): readonly Storm[] {
  const now = sim.clock.now()
  sim.world.storms = sim.world.storms.filter((storm) => !isOver(storm, now))
  return sim.world.storms
}

/** It begins now. */
export function beginStorm(sim: Simulation, given: NewStorm): Storm {
  const { number = null, share = 1, forMs, calls = 'sends', slowMs = SLOW_MS } = given
  const kind = String(given.kind)
  if (!['5xx', 'slow', 'drop_reply'].includes(kind) && ERROR_TABLE[Number(kind)] === undefined)
    throw new ControlError(400, `no storm of kind ${kind}`)
  if (number !== null && !sim.world.numbers.has(number)) throw new ControlError(404, `no number ${number}`)
  if (!(share >= 0 && share <= 1)) throw new ControlError(400, 'share is between 0 and 1')
  const endsAt = forMs === undefined ? null : sim.clock.now() + forMs
  const storm: Storm = { id: sim.ids.objectId(), number, kind, share, calls, slowMs, endsAt, hits: 0 }
  sim.world.storms = [...stormsOf(sim), storm]
  sim.touch()
  return storm
}

/** It is over, or all are. */
export function endStorms(sim: Simulation, id?: string): void {
  sim.world.storms = id === undefined ? [] : sim.world.storms.filter((storm) => storm.id !== id)
  sim.touch()
}

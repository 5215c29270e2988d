/**
 * How often an app may call Graph on an account within an hour: 5,000 times if one of its numbers is registered, 200 times
 * if none is; and it may create 100 templates. Sending and media are not counted here. Every answer says how much is used,
 * in X-Business-Use-Case-Usage. Source: cloud-api reference, d.4.
 */
import type { FastifyReply } from 'fastify'
import { GraphError } from '#simulator/graph/graph-error.ts'
import { countViolation } from '#simulator/messages/violations.ts'
import type { Simulation } from '#simulator/simulation.ts'

const HOUR_MS = 60 * 60 * 1000
const MINUTE_MS = 60 * 1000
const CALLS_ACTIVE = 5000
const CALLS_INACTIVE = 200
const TEMPLATES_CREATED = 100
/** Edges of a number that belong to sending. */
const NOT_COUNTED = /\/(?:messages|marketing_messages|media)$/

/** The account that a call is counted against: the one that is named, or the one of the number or template. */
export function accountOf(sim: Simulation, path: string): string | null {
  const [bare = ''] = path.split('?')
  if (NOT_COUNTED.test(bare)) return null
  const id = bare.split('/')[1] ?? ''
  const { wabas, numbers, templates } = sim.world
  if (wabas.has(id)) return id
  return numbers.get(id)?.wabaId ?? templates.get(id)?.wabaId ?? null
}

/** Counts a call and writes the header, or refuses. */
export function takeFromManagement(
  sim: Simulation,
  wabaId: string,
  reply: FastifyReply,
  createsTemplate: boolean,
): void {
  if (!sim.rules.managementLimit) return
  const now = sim.clock.now()
  const isActive = [...sim.world.numbers.values()].some(
    (number) => number.wabaId === wabaId && number.status === 'CONNECTED',
  )
  const calls = recentOf(sim, wabaId, now)
  const created = recentOf(sim, `${wabaId}/templates`, now)
  const limit = isActive ? CALLS_ACTIVE : CALLS_INACTIVE
  const full =
    calls.length >= limit ? calls : createsTemplate && created.length >= TEMPLATES_CREATED ? created : null
  if (full === null) {
    calls.push(now)
    if (createsTemplate) created.push(now)
  }
  const used = Math.max(calls.length / limit, full === null ? 0 : 1)
  const usage = {
    type: 'whatsapp',
    call_count: Math.floor(100 * used),
    total_cputime: Math.floor(25 * used),
    total_time: Math.floor(25 * used),
    estimated_time_to_regain_access:
      full === null ? 0 : Math.ceil(((full[0] ?? now) + HOUR_MS - now) / MINUTE_MS),
  }
  reply.header('x-business-use-case-usage', JSON.stringify({ [wabaId]: [usage] }))
  if (full === null) return
  countViolation(sim, 'management', wabaId)
  throw new GraphError(80007)
}

/** Moments of the last hour, oldest first. */
function recentOf({ world }: Simulation, key: string, now: number): number[] {
  const known = world.managementCalls.get(key) ?? []
  const gone = known.findIndex((at) => at > now - HOUR_MS)
  if (gone !== 0) known.splice(0, gone === -1 ? known.length : gone)
  world.managementCalls.set(key, known)
  return known
}

/**
 * Pacing: a marketing template that is new, was unpaused or is not GREEN goes out to some hundreds of people; what is sent
 * after that is held (`held_for_quality_assessment`) until Meta has seen how those took it. Within the hour all of it is let
 * out, or the template is paused until somebody unpauses it, and what was held fails with 132015. How many is not told.
 * Source: cloud-api reference, d.6.
 */
import { feedbackOn, pauseTemplate } from '#simulator/messages/quality.ts'
import type { Simulation } from '#simulator/simulation.ts'
import { drawOf } from '#simulator/world/random.ts'
import type { Message, Template } from '#simulator/world/world.ts'

const GOES_OUT_MIN = 100
const GOES_OUT_MAX = 500
/** Too much, where only some hundreds have got it: so many people, and this share of them. */
const BAD_PEOPLE = 3
const BAD_SHARE = 0.02

/** What is waiting for the end of an assessment. */
export type Held = { readonly chat: string; readonly message: Message }

/** What becomes of those that were held; set by send-message.ts, which knows how to let one out. */
export type Release = (held: Held, isDropped: boolean) => void

/** Whether this message is to be held; counts it if it goes out. */
export function isHeld(sim: Simulation, template: Template): boolean {
  if (!sim.rules.pacing || template.category !== 'MARKETING') return false
  if (template.quality === 'GREEN' || template.pacing?.isOver === true) return false
  const pacing = (template.pacing ??= { sent: 0, round: 0, endsAt: null, isOver: false })
  if (pacing.endsAt === null && pacing.sent < goesOut(sim, template)) {
    pacing.sent++
    return false
  }
  return true
}

const goesOut = ({ seed }: Simulation, { id, pacing }: Template): number =>
  Math.floor(GOES_OUT_MIN + (GOES_OUT_MAX - GOES_OUT_MIN) * drawOf(seed, `paced/${id}/${pacing?.round ?? 0}`))

/** Keeps a message back. The first one begins the assessment. */
export function hold(sim: Simulation, template: Template, held: Held, release: Release): void {
  const waiting = sim.world.held.get(template.id) ?? []
  waiting.push(held)
  sim.world.held.set(template.id, waiting)
  const { pacing } = template
  if (pacing === undefined || pacing.endsAt !== null) return
  const part = 0.2 + 0.75 * drawOf(sim.seed, `assessed/${template.id}/${pacing.round}`)
  pacing.endsAt = sim.clock.now() + Math.round(sim.rules.assessmentMs * part)
  awaitAssessment(sim, template, release)
}

function awaitAssessment(sim: Simulation, template: Template, release: Release): void {
  const { pacing } = template
  const at = pacing?.endsAt ?? null
  if (pacing === undefined || at === null) return
  sim.clock.someday(at, () => {
    if (sim.world.templates.get(template.id) === template && pacing.endsAt === at)
      assess(sim, template, release)
  })
}

function assess(sim: Simulation, template: Template, release: Release): void {
  const { pacing } = template
  if (pacing === undefined) return
  pacing.endsAt = null
  pacing.isOver = true
  const { people, share } = feedbackOn(sim, template.id)
  if (people >= BAD_PEOPLE && share >= BAD_SHARE && template.status === 'APPROVED')
    pauseTemplate(sim, template, 'RATE_LIMITING_PAUSE')
  const held = sim.world.held.get(template.id) ?? []
  sim.world.held.delete(template.id)
  for (const one of held) release(one, template.status !== 'APPROVED')
  sim.touch()
}

/** Goes on after a restart. */
export function resumeAssessments(sim: Simulation, release: Release): void {
  for (const { chat } of [...sim.world.held.values()].flat()) {
    const known = sim.world.chats.get(chat)
    if (known !== undefined) known.due = (known.due ?? 0) + 1
  }
  for (const template of sim.world.templates.values()) awaitAssessment(sim, template, release)
}

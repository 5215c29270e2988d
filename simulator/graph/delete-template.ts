/**
 * The end of a template. What was sent with it may still arrive: until then it is PENDING_DELETION. The name of one
 * that was approved cannot be used again for 30 days. Source: cloud-api reference, f.3.
 */
import { GraphError } from '#simulator/graph/graph-error.ts'
import type { Simulation } from '#simulator/simulation.ts'
import { reportTemplate } from '#simulator/webhooks/report.ts'
import { templateKey, type Template } from '#simulator/world/world.ts'

const BLOCKED_MS = 30 * 24 * 60 * 60 * 1000
/** One that was never approved leaves its name free. */
const WERE_APPROVED = new Set(['APPROVED', 'PAUSED', 'FLAGGED', 'LOCKED', 'LIMIT_EXCEEDED', 'REINSTATED'])

/** Refuses if one of them may not be deleted; then all of them go. */
export function deleteTemplates(sim: Simulation, doomed: readonly Template[], isWholeName: boolean): void {
  const shown = { title: 'Message Template Not Found', message: 'The template does not exist.' }
  if (doomed.length === 0)
    throw new GraphError(100, undefined, { title: 'Invalid parameter', subcode: 2593002, shown })
  if (doomed.some((one) => one.status === 'DISABLED')) {
    const why = {
      title: "Message template can't be deleted",
      message: 'A disabled template cannot be deleted.',
    }
    throw new GraphError(100, undefined, { title: 'Invalid parameter', subcode: 2388039, shown: why })
  }
  for (const template of doomed) deleteTemplate(sim, template, isWholeName)
}

/** @param isWholeName then no language of it may be made again for a while. */
export function deleteTemplate(sim: Simulation, template: Template, isWholeName = false): void {
  const { wabaId, name, language } = template
  const until = sim.clock.now() + BLOCKED_MS
  if (WERE_APPROVED.has(template.archived?.status ?? template.status)) {
    sim.world.blockedNames.set(templateKey(wabaId, name, isWholeName ? '*' : language), until)
  }
  if (isInFlight(sim, template)) {
    template.status = 'PENDING_DELETION'
    Object.assign(template, { reviewEndsAt: null, pausedUntil: null, categoryMovesAt: null })
    reportTemplate(sim, template, 'PENDING_DELETION')
    sim.hub.emit({ type: 'templates' })
    sim.touch()
  } else removeTemplate(sim, template)
}

/** A message of it has arrived: perhaps it was the last one. */
export function finishDeletion(sim: Simulation, templateId: string): void {
  const template = sim.world.templates.get(templateId)
  if (template?.status === 'PENDING_DELETION' && !isInFlight(sim, template)) removeTemplate(sim, template)
}

/** Takes a template out of the store, and the app is told. */
export function removeTemplate(sim: Simulation, template: Template): void {
  sim.world.templates.delete(template.id)
  sim.world.templateByName.delete(templateKey(template.wabaId, template.name, template.language))
  reportTemplate(sim, template, 'DELETED')
  sim.hub.emit({ type: 'templates' })
  sim.touch()
}

/** Refuses a name that was deleted not long ago. */
export function checkNameIsFree(sim: Simulation, wabaId: string, name: string, language: string): void {
  const now = sim.clock.now()
  const isBlocked = [language, '*'].some(
    (one) => (sim.world.blockedNames.get(templateKey(wabaId, name, one)) ?? 0) > now,
  )
  if (!isBlocked) return
  const shown = {
    title: 'Message Template Language Is Being Deleted',
    message: `New content for ${name} can't be added while the existing content is being deleted. Try again in 4 weeks or create a new message template.`,
  }
  throw new GraphError(100, undefined, { title: 'Invalid parameter', subcode: 2388023, shown })
}

function isInFlight(sim: Simulation, template: Template): boolean {
  for (const { delivery } of sim.world.messages.values())
    if (delivery?.templateId === template.id && delivery.status === 'sent') return true
  return false
}

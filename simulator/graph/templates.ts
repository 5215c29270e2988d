/** Templates: kept, shown, reviewed after a moment, paused. Source: cloud-api reference, f. */
import { duplicateRefusal, type Definition } from '#simulator/graph/check-definition.ts'
import { pickFields } from '#simulator/graph/request.ts'
import type { Simulation } from '#simulator/simulation.ts'
import { reportTemplate } from '#simulator/webhooks/report.ts'
import { templateKey, type Json, type Template } from '#simulator/world/world.ts'

/** The template as Graph shows it. */
export function templateFields(template: Template, wanted: string | undefined): Json {
  return pickFields(
    {
      id: () => template.id,
      name: () => template.name,
      language: () => template.language,
      status: () => template.status,
      category: () => template.category,
      correct_category: () => undefined,
      previous_category: () => undefined,
      sub_category: () => undefined,
      library_template_name: () => undefined,
      parameter_format: () => template.parameterFormat,
      components: () => template.components,
      rejected_reason: () => template.rejectedReason,
      quality_score: () => ({ score: template.quality, date: 0 }),
      message_send_ttl_seconds: () => template.ttlSeconds ?? undefined,
      cta_url_link_tracking_opted_out: () => undefined,
      health_status: () => ({
        can_send_message: template.status === 'APPROVED' ? 'AVAILABLE' : 'BLOCKED',
        entities: [
          {
            entity_type: 'MESSAGE_TEMPLATE',
            id: template.id,
            can_send_message: template.status === 'APPROVED' ? 'AVAILABLE' : 'BLOCKED',
          },
        ],
      }),
    },
    ['name', 'parameter_format', 'components', 'language', 'status', 'category'],
    wanted,
    'MessageTemplate',
  )
}

/** Puts a template into an account's store. Review begins only if it is PENDING. */
export function addTemplate(
  sim: Simulation,
  wabaId: string,
  definition: Definition,
  more: Partial<Template> = {},
): Template {
  const key = templateKey(wabaId, definition.name, definition.language)
  if (sim.world.templateByName.has(key)) throw duplicateRefusal()
  const template: Template = {
    ...definition,
    id: more.id ?? sim.ids.templateId(),
    wabaId,
    status: more.status ?? 'PENDING',
    rejectedReason: 'NONE',
    quality: more.quality ?? 'UNKNOWN',
  }
  sim.world.templates.set(template.id, template)
  sim.world.templateByName.set(key, template.id)
  review(sim, template)
  sim.touch()
  return template
}

/**
 * Decides after a while: a name with "rejected" in it is rejected, one with "pending" stays so, all others are
 * approved. Called again after a restart for those that were still waiting.
 */
export function review(sim: Simulation, template: Template): void {
  if (template.status !== 'PENDING' || template.name.includes('pending')) return
  sim.clock.after(sim.rules.templateReviewMs, () => {
    if (template.status !== 'PENDING' || !sim.world.templates.has(template.id)) return
    const isRejected = template.name.includes('rejected')
    setTemplateStatus(
      sim,
      template,
      isRejected ? 'REJECTED' : 'APPROVED',
      isRejected ? 'INVALID_FORMAT' : 'NONE',
    )
  })
}

/** A new state, and the app is told. */
export function setTemplateStatus(
  sim: Simulation,
  template: Template,
  status: string,
  reason = 'NONE',
): void {
  template.status = status
  template.rejectedReason = status === 'REJECTED' ? reason : 'NONE'
  reportTemplate(sim, template, status, reason)
  sim.touch()
}

/** Takes a template out of the store, and the app is told. */
export function removeTemplate(sim: Simulation, template: Template): void {
  sim.world.templates.delete(template.id)
  sim.world.templateByName.delete(templateKey(template.wabaId, template.name, template.language))
  reportTemplate(sim, template, 'DELETED', 'NONE')
  sim.touch()
}

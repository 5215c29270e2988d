/** Templates: kept, shown, reviewed after a moment, edited, moved to another category. Source: cloud-api reference, f. */
import { duplicateRefusal, type Definition } from '#simulator/graph/check-definition.ts'
import { GraphError } from '#simulator/graph/graph-error.ts'
import { judgeTemplate, type Judgement } from '#simulator/graph/judge-template.ts'
import { pickFields } from '#simulator/graph/request.ts'
import { previewComponents } from '#simulator/graph/samples.ts'
import type { Simulation } from '#simulator/simulation.ts'
import {
  reportCategory,
  reportComponents,
  reportTemplate,
  seconds,
  type TemplateNews,
} from '#simulator/webhooks/report.ts'
import {
  NEW_TEMPLATE,
  templateKey,
  type Json,
  type ReviewRule,
  type Template,
} from '#simulator/world/world.ts'

/** The template as Graph shows it. */
export function templateFields(sim: Simulation, template: Template, wanted: string | undefined): Json {
  const canSend = template.status === 'APPROVED' ? 'AVAILABLE' : 'BLOCKED'
  return pickFields(
    {
      id: () => template.id,
      name: () => template.name,
      language: () => template.language,
      status: () => template.status,
      category: () => template.category,
      correct_category: () => template.correctCategory ?? undefined,
      previous_category: () => template.previousCategory ?? undefined,
      sub_category: () => undefined,
      library_template_name: () => template.librarySource ?? undefined,
      parameter_format: () => template.parameterFormat,
      components: () => previewComponents(sim, template.components),
      rejected_reason: () => template.rejectedReason,
      quality_score: () => ({ score: template.quality, date: seconds(template.qualityAt) }),
      message_send_ttl_seconds: () => template.ttlSeconds ?? undefined,
      cta_url_link_tracking_opted_out: () => undefined,
      health_status: () => ({
        can_send_message: canSend,
        entities: [{ entity_type: 'MESSAGE_TEMPLATE', id: template.id, can_send_message: canSend }],
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
    ...NEW_TEMPLATE,
    ...definition,
    ...more,
    id: more.id ?? sim.ids.templateId(),
    wabaId,
    status: more.status ?? 'PENDING',
    activeAt: sim.clock.now(),
    order: ++sim.world.templateOrder,
  }
  sim.world.templates.set(template.id, template)
  sim.world.templateByName.set(key, template.id)
  if (template.status === 'PENDING') beginReview(sim, template)
  sim.hub.emit({ type: 'templates' })
  sim.touch()
  return template
}

/**
 * Reviewers look at it for a while. A script that fits decides; then the name ("rejected", "pending"); then the rules
 * of `judge-template.ts`.
 */
export function beginReview(sim: Simulation, template: Template): void {
  const rule = ruleFor(sim, template)
  const isEndless = rule === null ? template.name.includes('pending') : rule.outcome === 'PENDING'
  template.reviewEndsAt = isEndless ? null : sim.clock.now() + (rule?.afterMs ?? sim.rules.templateReviewMs)
  awaitReview(sim, template)
}

/** Called again after a restart for those that are still under review. */
export function awaitReview(sim: Simulation, template: Template): void {
  const endsAt = template.reviewEndsAt
  if (endsAt === null) return
  sim.clock.after(endsAt - sim.clock.now(), () => {
    // Another edit, or somebody at the control API, may have been quicker.
    if (sim.world.templates.get(template.id) === template && template.reviewEndsAt === endsAt)
      endReview(sim, template)
  })
}

function endReview(sim: Simulation, template: Template): void {
  const wasEdit = template.status === 'APPROVED'
  const judgement = judge(sim, template)
  if (judgement.outcome === 'REJECTED') {
    const rejection = { reason: judgement.detail, recommendation: judgement.recommendation }
    setTemplateStatus(sim, template, 'REJECTED', { reason: judgement.reason, rejection })
    return
  }
  if (judgement.category !== template.category) {
    template.previousCategory = template.category
    template.category = judgement.category
  }
  setTemplateStatus(sim, template, 'APPROVED')
  if (wasEdit) reportComponents(sim, template)
}

function judge(sim: Simulation, template: Template): Judgement {
  const rule = ruleFor(sim, template)
  if (rule?.outcome === 'REJECTED') {
    return {
      outcome: 'REJECTED',
      reason: rule.reason ?? 'INVALID_FORMAT',
      detail: rule.detail ?? 'Your template does not follow our guidelines.',
      recommendation: rule.recommendation ?? 'Review the guidelines, edit the template and submit it again.',
    }
  }
  if (rule !== null) return { outcome: 'APPROVED', category: categoryOf(rule.category) ?? template.category }
  if (template.name.includes('rejected')) {
    return {
      outcome: 'REJECTED',
      reason: 'INVALID_FORMAT',
      detail: 'The name of your template asks for a rejection.',
      recommendation: 'Choose another name.',
    }
  }
  const others = [...sim.world.templates.values()].filter(
    (other) => other.wabaId === template.wabaId && other.id !== template.id && other.status !== 'REJECTED',
  )
  return judgeTemplate(template, others)
}

function ruleFor(sim: Simulation, template: Template): ReviewRule | null {
  const body = template.components.find((one) => one.type === 'BODY')?.text ?? ''
  const fits = (rule: ReviewRule): boolean =>
    (rule.name === undefined || template.name.includes(rule.name)) &&
    (rule.language === undefined || template.language === rule.language) &&
    (rule.contains === undefined || body.includes(rule.contains)) &&
    (rule.whenCategory === undefined || template.category === rule.whenCategory) &&
    (rule.outcome === 'APPROVED' || rule.category === undefined || template.category === rule.category)
  return sim.world.reviewRules.find(fits) ?? null
}

/** The category with this name; null if there is none. */
export function categoryOf(name: unknown): Template['category'] | null {
  return name === 'MARKETING' || name === 'UTILITY' || name === 'AUTHENTICATION' ? name : null
}

/** A new state, and the app is told. Whatever it was waiting for is over. */
export function setTemplateStatus(
  sim: Simulation,
  template: Template,
  status: string,
  news: TemplateNews = {},
): void {
  template.status = status
  template.rejectedReason = status === 'REJECTED' ? (news.reason ?? 'NONE') : 'NONE'
  template.reviewEndsAt = null
  template.pausedUntil = null
  template.archived = null
  const disabling = status === 'DISABLED' ? { disabledAt: sim.clock.now() } : {}
  reportTemplate(sim, template, news.event ?? status, { ...disabling, ...news })
  sim.hub.emit({ type: 'templates' })
  sim.touch()
}

/** Meta finds that a template belongs elsewhere: it is moved after a notice, or at once without one. */
export function moveCategory(
  sim: Simulation,
  template: Template,
  category: Template['category'],
  noticeMs: number,
): void {
  if (category === template.category) return
  if (noticeMs <= 0) {
    const before = template.category
    Object.assign(template, {
      category,
      previousCategory: before,
      correctCategory: null,
      categoryMovesAt: null,
    })
    reportCategory(sim, template, { before })
  } else {
    const movesAt = sim.clock.now() + noticeMs
    Object.assign(template, { correctCategory: category, categoryMovesAt: movesAt })
    reportCategory(sim, template, { movesAt })
    awaitMove(sim, template)
  }
  sim.hub.emit({ type: 'templates' })
  sim.touch()
}

/** Called again after a restart. */
export function awaitMove(sim: Simulation, template: Template): void {
  const { categoryMovesAt: at } = template
  if (at === null) return
  sim.clock.someday(at, () => {
    const { correctCategory } = template
    if (sim.world.templates.get(template.id) !== template || template.categoryMovesAt !== at) return
    if (correctCategory !== null) moveCategory(sim, template, correctCategory, 0)
  })
}

/** Source: cloud-api reference, d.4 and f.3: an approved one once in 24 hours and ten times in 30 days. */
const DAY_MS = 24 * 60 * 60 * 1000
const EDITS_PER_MONTH = 10

/** All its components are replaced, and it is reviewed again; an approved one may be sent meanwhile. */
export function changeTemplate(sim: Simulation, template: Template, definition: Definition): void {
  const isApproved = template.status === 'APPROVED'
  const now = sim.clock.now()
  if (isApproved) {
    const edits = template.edits.filter((at) => at > now - 30 * DAY_MS)
    if (edits.some((at) => at > now - DAY_MS))
      throw editRefusal('An approved template can be edited once in 24 hours.')
    if (edits.length >= EDITS_PER_MONTH)
      throw editRefusal('An approved template can be edited 10 times in 30 days.')
    template.edits = [...edits, now]
  }
  template.activeAt = now
  Object.assign(template, definition, isApproved ? {} : { status: 'PENDING', pausedUntil: null })
  beginReview(sim, template)
  sim.hub.emit({ type: 'templates' })
  sim.touch()
}

/** This template cannot be changed like that, or not now. */
export function editRefusal(message: string): GraphError {
  const shown = { title: "Message template can't be edited", message }
  return new GraphError(100, undefined, { title: 'Invalid parameter', subcode: 2388039, shown })
}

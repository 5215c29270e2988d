/** What becomes of somebody whose moment has come: their message, a later moment, the step after, or the end. Pure. */
import { quietUntil } from '#campaigns/quiet-hours.ts'
import { skipReasonOf } from '#campaigns/skip-reasons.ts'
import type { TemplateToSend } from '#outbound/accept-templates.ts'
import { fillTemplate, type PreparedTemplate } from '#outbound/compose-template.ts'
import { after, DAY_MS, MINUTE_MS, type Instant } from '#platform/time.ts'
import type { Due, Person } from './internal/enrolments-sql.ts'
import type { Definition, LeaveReason, StepSkip } from './shapes.ts'

/**
 * Whoever could not be written to for so long, because the sequence was off or nothing worked, is not written to: a reminder of a cart
 * is out of place a week later. Quiet hours do not count: they move the moment.
 */
export const LATE_MS = DAY_MS

export type Turn =
  | { readonly kind: 'leave'; readonly reason: LeaveReason }
  | { readonly kind: 'wait'; readonly until: Instant }
  | { readonly kind: 'skip'; readonly reason: StepSkip }
  | { readonly kind: 'send'; readonly composed: TemplateToSend['composed'] }

export type Known = {
  readonly person: Person | undefined
  /** Of their step; null: its template cannot be sent now. */
  readonly prepared: PreparedTemplate | null
  readonly isOffer: boolean
  /** The clock on their wall. */
  readonly zone: string
}

/** What ends it comes first, then when, then whether this one message is to be. */
export function decideTurn(definition: Definition, due: Due, known: Known, now: Instant): Turn {
  const { person, prepared, isOffer, zone } = known
  const left = whyLeave(definition, due, person, now)
  if (left !== null) return { kind: 'leave', reason: left }
  if (prepared === null || person === undefined) return { kind: 'leave', reason: 'template_halted' }
  if (isOffer && person.isSuppressed) return { kind: 'leave', reason: 'opted_out' }
  const until = quietUntil(definition.quietHours, zone, now)
  if (until !== null) return { kind: 'wait', until }
  const cap = isOffer ? definition.frequencyCap : null
  if (cap !== null && person.offers >= cap.messages) return { kind: 'skip', reason: 'recently_contacted' }
  const filled = fillTemplate(prepared, person, now, due.words)
  if (filled.ok) return filled.kind === 'message' ? { kind: 'send', composed: filled } : INVALID
  return skipReasonOf(filled) === 'words_missing' ? { kind: 'skip', reason: 'words_missing' } : INVALID
}

const INVALID = { kind: 'skip', reason: 'words_invalid' } as const

function whyLeave(
  { exits, steps }: Definition,
  { step, dueAt }: Due,
  person: Person | undefined,
  now: Instant,
): LeaveReason | null {
  if (person === undefined || !person.isThere) return 'contact_gone'
  if (person.event !== null) return `event:${person.event}`
  if (exits.replied && person.hasReplied) return 'replied'
  if (person.label !== null) return `label:${person.label}`
  if (!steps.some(({ id }) => id === step)) return 'step_removed'
  if (person.address === null) return 'no_address'
  return now - dueAt > LATE_MS ? 'too_late' : null
}

/** The step after this one, and when it comes due; null: that was the last one. */
export function nextStep(
  { steps }: Definition,
  step: string,
  now: Instant,
): { readonly step: string; readonly dueAt: Instant } | null {
  const next = steps[steps.findIndex(({ id }) => id === step) + 1]
  return next === undefined ? null : { step: next.id, dueAt: after(now, next.waitMinutes * MINUTE_MS) }
}

import type { FastifyReply } from 'fastify'
import { Fault } from '#platform/errors.ts'
import { notFound, sendProblem, type ProblemBody } from '#platform/problem.ts'
import { explain, type GraphError } from '#whatsapp/graph-errors.ts'
import { graphErrorIn } from '#whatsapp/graph-templates.ts'
import type { Finding } from './lint/finding.ts'
import { RULES } from './lint/rules.ts'
import type { DraftProblem } from './shapes.ts'
import { writeTemplate } from './template-model.ts'

/** Those that say nothing but themselves. */
type Plain =
  | 'template_not_found'
  | 'draft_not_found'
  | 'channel_not_found'
  | 'channel_disconnected'
  | 'draft_changed'
  | 'draft_submitting'
  | 'already_submitting'
  | 'too_many_drafts'
  | 'template_exists'
  | 'template_name_fixed'
  | 'template_category_fixed'
  | 'template_not_editable'
  | 'template_not_paused'
  | 'template_not_archivable'
  | 'template_not_archived'
  | 'template_archived'
  | 'template_gone'
  | 'template_other_account'
  | 'sample_gone'
  | 'meta_unreachable'

/** Why nothing was done. */
export type Refusal =
  | { readonly because: Plain }
  | { readonly because: 'edit_quota' | 'name_blocked'; readonly until: number }
  /** Another template says the same. */
  | { readonly because: 'template_repeats'; readonly name: string }
  | { readonly because: 'template_has_errors'; readonly findings: readonly Finding[] }
  | { readonly because: 'template_refused'; readonly problem: DraftProblem }

export type Refused = { readonly ok: false } & Refusal
export const refused = (because: Plain): Refused => ({ ok: false, because })

export const DRAFTS_MAX = 1000

/** What Meta said, in our words and its own. */
export function problemOfMeta(error: GraphError): DraftProblem {
  const { code, title, nextStep } = explain(error.code, error.details, error.subcode)
  const said = error.details ?? (error.message === '' ? null : error.message)
  return { code, title, detail: said, nextStep }
}

/** What Meta has against one of several, in its words alone. */
export const refusedByMeta = (words: string): Refused => ({
  ok: false,
  because: 'template_refused',
  problem: {
    ...{ code: 'whatsapp.not_done', title: 'WhatsApp would not do this' },
    detail: words === '' ? null : words,
    nextStep: 'Look at the template again in a minute: its state may have changed.',
  },
})

/** What Meta, or the way to it, has against a call; anything else is our fault and goes on. */
export function refusalOf(error: unknown): Refused {
  const graph = graphErrorIn(error)
  if (graph !== null) return { ok: false, because: 'template_refused', problem: problemOfMeta(graph) }
  if (error instanceof Fault && (error.kind === 'upstream' || error.kind === 'limited'))
    return refused('meta_unreachable')
  throw error
}

const WORDS: Readonly<
  Record<Exclude<Plain, `${'template' | 'draft' | 'channel'}_not_found`>, Omit<ProblemBody, 'code'>>
> = {
  channel_disconnected: {
    status: 409,
    title: 'This number is not connected',
    nextStep: 'Connect it again in Settings.',
  },
  draft_changed: {
    status: 409,
    title: 'Somebody has changed this draft in the meantime',
    nextStep: 'Open it again, look at what they wrote, and make your change there.',
  },
  draft_submitting: {
    status: 409,
    title: 'WhatsApp was asked to take this draft and has not answered yet',
    nextStep: 'Wait a minute or two: Harkara finds out by itself whether it was taken.',
  },
  already_submitting: {
    status: 409,
    title: 'Another draft of this template is being submitted',
    nextStep: 'Wait until WhatsApp has answered that one.',
  },
  too_many_drafts: {
    status: 409,
    title: `There are ${DRAFTS_MAX} drafts already, and no more are possible`,
    nextStep: 'Delete one that nobody needs.',
  },
  template_exists: {
    status: 409,
    title: 'There is a template of this name in this language already',
    nextStep: 'Change that one, or choose another name.',
  },
  template_name_fixed: {
    status: 409,
    title: 'The name and the language of a template cannot be changed',
    nextStep: 'Make a new template with the other name.',
  },
  template_category_fixed: {
    status: 409,
    title: 'The category of an approved template cannot be changed',
    nextStep: 'Keep the category, or make a new template in the other one.',
  },
  template_not_editable: {
    status: 409,
    title: 'WhatsApp lets nobody change this template now',
    detail: 'Only approved, rejected and paused templates can be changed.',
    nextStep: 'Wait until the review is over.',
  },
  template_not_paused: {
    status: 409,
    title: 'This template is not paused',
    nextStep: 'Nothing needs to be done.',
  },
  template_not_archivable: {
    status: 409,
    title: 'WhatsApp archives approved and rejected templates only',
    nextStep: 'Wait until the review or the pause is over, or delete the template.',
  },
  template_not_archived: {
    status: 409,
    title: 'This template is not archived',
    nextStep: 'Nothing needs to be done.',
  },
  template_archived: {
    status: 409,
    title: 'This template is archived, and WhatsApp lets nobody change it there',
    nextStep: 'Take it out of the archive first.',
  },
  template_gone: {
    status: 409,
    title: 'The template that this draft changes is gone',
    nextStep: 'Copy the text into a new template.',
  },
  template_other_account: {
    status: 409,
    title: 'This number belongs to another WhatsApp account than the template',
    nextStep: 'Copy the template to that number instead.',
  },
  sample_gone: {
    status: 409,
    title: 'The sample file of this template cannot be fetched any more',
    nextStep: 'Upload the picture, film or document again.',
  },
  meta_unreachable: {
    status: 502,
    title: 'Meta cannot be reached at the moment',
    nextStep: 'Nothing was lost: try again in a minute.',
  },
}

/** What will be possible later; the answer says from when. */
const UNTIL: Readonly<Record<'edit_quota' | 'name_blocked', Omit<ProblemBody, 'code'>>> = {
  edit_quota: {
    status: 409,
    title: 'This template was changed as often as WhatsApp allows',
    nextStep: 'An approved template can be changed once in 24 hours and ten times in 30 days.',
  },
  name_blocked: {
    status: 409,
    title: 'WhatsApp blocks the name of a deleted template for 30 days',
    nextStep: 'Choose another name, or wait.',
  },
}

/** A refusal in words, with whose move it is. Codes never change meaning. */
export async function sendRefusal(reply: FastifyReply, refusal: Refusal): Promise<FastifyReply> {
  const { because } = refusal
  if (because === 'template_not_found') return notFound(reply, 'template')
  if (because === 'draft_not_found') return notFound(reply, 'draft')
  if (because === 'channel_not_found') return notFound(reply, 'channel')
  if (because === 'edit_quota' || because === 'name_blocked')
    return sendProblem(reply, { code: because, ...UNTIL[because] }, { until: refusal.until })
  if (because === 'template_repeats') return sendRepetition(reply, refusal.name)
  if (because === 'template_has_errors') return sendFindings(reply, refusal.findings)
  if (because !== 'template_refused') return sendProblem(reply, { code: because, ...WORDS[because] })
  const { title, detail, nextStep } = refusal.problem
  return sendProblem(reply, {
    ...{ status: 422, code: because, title },
    ...(detail !== null && { detail }),
    ...(nextStep !== null && { nextStep }),
  })
}

async function sendRepetition(reply: FastifyReply, name: string): Promise<FastifyReply> {
  return sendProblem(
    reply,
    {
      ...{ status: 409, code: 'template_repeats' },
      title: `Your template ${name} has the same text and footer: WhatsApp would reject this one`,
      nextStep: 'Send that one instead, or change the text or the footer.',
    },
    { name },
  )
}

async function sendFindings(reply: FastifyReply, findings: readonly Finding[]): Promise<FastifyReply> {
  return sendProblem(
    reply,
    {
      ...{ status: 422, code: 'template_has_errors' },
      title: 'WhatsApp would refuse this template',
      nextStep: 'Mend what is marked, then submit it again.',
      errors: findings.map(({ rule, path }) => ({ path, message: RULES[rule].why })),
    },
    { findings: shownFindings(findings) },
  )
}

/** Findings with their reason, as the API tells them. */
export const shownFindings = (findings: readonly Finding[]) =>
  findings.map(({ fix, ...found }) => ({
    ...found,
    why: RULES[found.rule].why,
    fix: fix === null ? null : writeTemplate(fix),
  }))

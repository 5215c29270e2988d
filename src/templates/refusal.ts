import type { FastifyReply } from 'fastify'
import { notFound, sendProblem, type ProblemBody } from '#platform/problem.ts'
import type { GraphError } from '#whatsapp/graph-errors.ts'
import { explain } from '#whatsapp/graph-errors.ts'
import { graphErrorIn } from '#whatsapp/graph-templates.ts'
import { Fault } from '#platform/errors.ts'
import type { Finding } from './lint/finding.ts'
import { RULES } from './lint/rules.ts'
import type { DraftProblem } from './shapes.ts'
import { writeTemplate } from './template-model.ts'

/** Why nothing was done. */
export type Refusal =
  | {
      readonly because:
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
        | 'template_gone'
        | 'template_other_account'
        | 'sample_gone'
        | 'meta_unreachable'
    }
  | { readonly because: 'edit_quota' | 'name_blocked'; readonly until: number }
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

/** What Meta, or the way to it, has against a call; anything else is our fault and goes on. */
export function refusalOf(error: unknown): Refused {
  const graph = graphErrorIn(error)
  if (graph !== null) return { ok: false, because: 'template_refused', problem: problemOfMeta(graph) }
  if (error instanceof Fault && (error.kind === 'upstream' || error.kind === 'limited'))
    return refused('meta_unreachable')
  throw error
}

type Plain = Exclude<
  Refusal['because'],
  'edit_quota' | 'name_blocked' | 'template_has_errors' | 'template_refused'
>
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

/** A refusal in words, with whose move it is. Codes never change meaning. */
export async function sendRefusal(reply: FastifyReply, refusal: Refusal): Promise<FastifyReply> {
  const { because } = refusal
  if (because === 'template_not_found') return notFound(reply, 'template')
  if (because === 'draft_not_found') return notFound(reply, 'draft')
  if (because === 'channel_not_found') return notFound(reply, 'channel')
  if (because === 'edit_quota' || because === 'name_blocked') return sendUntil(reply, because, refusal.until)
  if (because === 'template_has_errors') return sendFindings(reply, refusal.findings)
  if (because !== 'template_refused') return sendProblem(reply, { code: because, ...WORDS[because] })
  const { title, detail, nextStep } = refusal.problem
  return sendProblem(reply, {
    ...{ status: 422, code: because, title },
    ...(detail !== null && { detail }),
    ...(nextStep !== null && { nextStep }),
  })
}

async function sendUntil(
  reply: FastifyReply,
  code: 'edit_quota' | 'name_blocked',
  until: number,
): Promise<FastifyReply> {
  const title =
    code === 'edit_quota'
      ? 'This template was changed as often as WhatsApp allows'
      : 'WhatsApp blocks the name of a deleted template for 30 days'
  const nextStep =
    code === 'edit_quota'
      ? 'An approved template can be changed once in 24 hours and ten times in 30 days.'
      : 'Choose another name, or wait.'
  return reply
    .code(409)
    .type('application/problem+json')
    .send({ type: `https://harkara.dev/problems/${code}`, status: 409, code, title, nextStep, until })
}

async function sendFindings(reply: FastifyReply, findings: readonly Finding[]): Promise<FastifyReply> {
  const code = 'template_has_errors'
  return reply
    .code(422)
    .type('application/problem+json')
    .send({
      ...{ type: `https://harkara.dev/problems/${code}`, status: 422, code },
      title: 'WhatsApp would refuse this template',
      nextStep: 'Mend what is marked, then submit it again.',
      findings: shownFindings(findings),
      errors: findings.map(({ rule, path }) => ({ path, message: RULES[rule].why })),
    })
}

/** Findings with their reason, as the API tells them. */
export const shownFindings = (findings: readonly Finding[]) =>
  findings.map(({ fix, ...found }) => ({
    ...found,
    why: RULES[found.rule].why,
    fix: fix === null ? null : writeTemplate(fix),
  }))

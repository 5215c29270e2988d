import type { ProblemBody } from '#platform/problem.ts'
import type { Lack } from '#templates/resolve-variables.ts'
import type { Refusal } from './refusal.ts'

type Words = Omit<ProblemBody, 'code'>

const PLAIN: Readonly<Record<Exclude<Refusal['because'], `template_${string}` | 'invalid_content'>, Words>> =
  {
    conversation_not_found: { status: 404, title: 'There is no such conversation' },
    window_closed: {
      status: 409,
      title: 'The 24 hours to answer freely are over',
      detail: 'WhatsApp lets a business write freely for 24 hours after the customer’s last message.',
      nextStep: 'Send a template, or wait until the customer writes again.',
    },
    no_address: {
      status: 409,
      title: 'WhatsApp gives us no way to reach this customer',
      nextStep: 'Wait until they write again.',
    },
    suppressed: {
      status: 409,
      title: 'This customer does not want offers',
      detail: 'They asked not to be sent advertising, so a marketing template is not sent to them.',
      nextStep: 'Answer when they write, or send a utility template about something that they ordered.',
    },
    channel_disconnected: {
      status: 409,
      title: 'This number is not connected',
      nextStep: 'Connect it again in Settings.',
    },
    key_reused: {
      status: 422,
      title: 'This Idempotency-Key was used for another message',
      nextStep: 'Use a new key for each message.',
    },
    message_not_found: {
      status: 404,
      title: 'The message referred to is not here, or WhatsApp has not taken it yet',
    },
    media_not_found: { status: 404, title: 'The attached file is not here', nextStep: 'Upload it again.' },
  }

function lackWords({ source, why }: Lack): string {
  switch (why) {
    case 'empty':
      return `${source} is not known, and there is no fallback`
    case 'no_order':
      return `${source} is of an order, and none was given`
    case 'not_words':
      return `${source} is nothing that can be said in a text`
    default:
      return why satisfies never
  }
}

/** What Meta has done with it, by its status. */
function notApproved({ template, status }: { template: string; status: string }): Omit<Words, 'status'> {
  const nextStep = 'Choose an approved one.'
  switch (status) {
    case 'PAUSED':
      return {
        title: `WhatsApp has paused the template “${template}”`,
        detail: 'Too many customers blocked or reported it. A first pause lasts 3 hours, a second one 6.',
        nextStep: 'Wait until the pause is over, or choose another one.',
      }
    case 'DISABLED':
      return { title: `WhatsApp has disabled the template “${template}”`, nextStep }
    case 'PENDING':
    case 'IN_APPEAL':
      return {
        title: `WhatsApp has not approved the template “${template}” yet`,
        nextStep: 'Wait for the review, or choose an approved one.',
      }
    default:
      return { title: `WhatsApp has not approved the template “${template}”`, nextStep }
  }
}

/** A refusal in words, with whose move it is. Codes (`outbound.<because>`) never change meaning. */
export function refusalProblem(refusal: Refusal): ProblemBody {
  const code = `outbound.${refusal.because}`
  switch (refusal.because) {
    case 'template_not_found':
      return { status: 404, code, title: `There is no template “${refusal.template}” in this language` }
    case 'template_not_approved':
      return { status: 409, code, ...notApproved(refusal) }
    case 'template_unsupported':
      return {
        status: 422,
        code,
        title: `The template “${refusal.template}” cannot be sent from here`,
        detail: `It has a part that Harkara does not send yet (${refusal.kind}).`,
        nextStep: 'Choose another template.',
      }
    case 'template_parameters_missing':
      return {
        status: 400,
        code,
        title: 'The template has places that are not filled in',
        errors: refusal.problems.map((problem) => ({ ...problem })),
      }
    case 'template_parameters_invalid':
      return {
        status: 400,
        code,
        title: 'The template is not filled in as it was approved',
        errors: refusal.problems.map((problem) => ({ ...problem })),
      }
    case 'template_variable_missing':
      return {
        status: 409,
        code,
        title: 'Something that this template says is not known of this customer',
        nextStep: 'Fill it in at the contact, give a fallback, or choose another template.',
        errors: refusal.missing.map((lack) => ({
          code: lack.why,
          path: `template.variables.${lack.name}`,
          message: lackWords(lack),
        })),
      }
    case 'invalid_content':
      return {
        status: 400,
        code,
        title: 'WhatsApp would not take this',
        errors: [{ path: refusal.path, message: refusal.message }],
      }
    case 'conversation_not_found':
    case 'window_closed':
    case 'no_address':
    case 'channel_disconnected':
    case 'suppressed':
    case 'key_reused':
    case 'message_not_found':
    case 'media_not_found':
      return { code, ...PLAIN[refusal.because] }
    default:
      return refusal satisfies never
  }
}

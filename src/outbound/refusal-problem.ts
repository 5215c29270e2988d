import type { ProblemBody } from '#platform/problem.ts'
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

/** A refusal in words, with whose move it is. Codes (`outbound.<because>`) never change meaning. */
export function refusalProblem(refusal: Refusal): ProblemBody {
  const code = `outbound.${refusal.because}`
  switch (refusal.because) {
    case 'template_not_found':
      return { status: 404, code, title: `There is no template “${refusal.template}” in this language` }
    case 'template_not_approved':
      return {
        status: 409,
        code,
        title: `WhatsApp has not approved the template “${refusal.template}”`,
        nextStep: 'Choose an approved one.',
      }
    case 'template_parameters_missing':
      return {
        status: 400,
        code,
        title: 'The template has places that are not filled in',
        errors: refusal.missing.map((name) => ({
          path: `template.parameters.${name}`,
          message: 'is missing',
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

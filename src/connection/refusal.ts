import type { FastifyReply } from 'fastify'
import { Fault } from '#platform/errors.ts'
import { notFound, sendProblem, type ProblemBody } from '#platform/problem.ts'
import { GraphFault } from '#whatsapp/graph-call.ts'
import { explain } from '#whatsapp/graph-errors.ts'

/** Why a number was not connected, changed or given up. */
export type Refusal =
  | {
      readonly because:
        | 'channel_not_found'
        | 'channel_disconnected'
        | 'number_taken'
        | 'token_invalid'
        | 'token_not_for_account'
        | 'account_not_found'
        | 'number_not_in_account'
        | 'pin_needed'
        | 'pin_refused'
        | 'signup_not_set_up'
        | 'signup_state'
        | 'signup_code'
        | 'signup_over'
        | 'no_practice_number'
        | 'meta_unreachable'
    }
  | { readonly because: 'token_lacks_permissions'; readonly missing: readonly string[] }
  | { readonly because: 'refused_by_meta'; readonly problem: ProblemBody }

export type Refused = { readonly ok: false } & Refusal

/** What Meta, or the way to it, has against a call; anything else is our fault and goes on. */
export function refusalOf(error: unknown): Refused {
  if (error instanceof GraphFault) {
    const { code, subcode, details } = error.error
    if (code === 190 || code === 102) return { ok: false, because: 'token_invalid' }
    const { title, nextStep } = explain(code, details, subcode)
    const problem = { status: 502, code: error.code, title, nextStep }
    return { ok: false, because: 'refused_by_meta', problem }
  }
  if (error instanceof Fault && error.kind === 'upstream') return { ok: false, because: 'meta_unreachable' }
  if (error instanceof Fault && error.code === 'channels.number_taken')
    return { ok: false, because: 'number_taken' }
  throw error
}

type Words = Omit<ProblemBody, 'code'>

const PLAIN: Readonly<
  Record<
    Exclude<Refusal['because'], 'token_lacks_permissions' | 'refused_by_meta' | 'channel_not_found'>,
    Words
  >
> = {
  channel_disconnected: {
    status: 409,
    title: 'This number is not connected',
    nextStep: 'Connect it again first.',
  },
  number_taken: {
    status: 409,
    title: 'This number is connected to another account here',
    nextStep: 'Disconnect it there first, or ask whoever runs this installation.',
  },
  token_invalid: {
    status: 409,
    title: 'Meta does not accept this access token',
    detail: 'It has expired, was taken back, or was not copied whole.',
    nextStep: 'Make a new one in Meta Business settings, under System users, and paste all of it.',
  },
  token_not_for_account: {
    status: 409,
    title: 'This access token is not for this WhatsApp Business account',
    nextStep:
      'In Meta Business settings, under System users, assign the WhatsApp account to the system user, then make a new token.',
  },
  account_not_found: {
    status: 409,
    title: 'Meta knows no WhatsApp Business account with this id, or the token may not see it',
    nextStep:
      'Copy the id from WhatsApp Manager, and check that the token’s user is assigned to the account.',
  },
  number_not_in_account: {
    status: 409,
    title: 'This phone number id is not in this WhatsApp Business account',
    nextStep: 'Copy both ids from the same page: WhatsApp Manager, Phone numbers.',
  },
  pin_needed: {
    status: 409,
    title: 'This number is not registered for the Cloud API yet',
    detail:
      'Registering needs a PIN of 6 digits: the number’s own two-step PIN, or one of your choice if it has none.',
    nextStep: 'Enter the PIN and connect again.',
  },
  pin_refused: {
    status: 409,
    title: 'Meta does not accept this PIN',
    nextStep:
      'Enter the number’s two-step PIN. It can be set anew in WhatsApp Manager, Phone numbers, Two-step verification. After several wrong ones Meta makes you wait.',
  },
  signup_not_set_up: {
    status: 409,
    title: 'Meta’s sign-up is not set up on this installation',
    nextStep: 'Connect with an access token, or set META_APP_ID, META_CONFIG_ID and META_APP_SECRET.',
  },
  signup_state: {
    status: 409,
    title: 'This sign-up is over, or was begun by somebody else',
    nextStep: 'Begin again. Each sign-up works once, for the person who began it.',
  },
  signup_code: {
    status: 409,
    title: 'Meta’s answer came too late or was used already',
    nextStep: 'Begin the sign-up again.',
  },
  signup_over: {
    status: 409,
    title: 'This sign-up is over',
    nextStep: 'Begin again.',
  },
  no_practice_number: {
    status: 409,
    title: 'All practice numbers are taken',
    nextStep: 'Disconnect one, or add a number to the simulator.',
  },
  meta_unreachable: {
    status: 502,
    title: 'Meta cannot be reached at the moment',
    nextStep: 'Nothing was lost: try again in a minute.',
  },
}

/** A refusal in words, with whose move it is. Codes (`channels.<because>`) never change meaning. */
export async function sendRefusal(reply: FastifyReply, refusal: Refusal): Promise<FastifyReply> {
  const { because } = refusal
  const code = `channels.${because}`
  if (because === 'channel_not_found') return notFound(reply, 'number')
  if (because === 'refused_by_meta') return sendProblem(reply, refusal.problem)
  if (because !== 'token_lacks_permissions') return sendProblem(reply, { code, ...PLAIN[because] })
  return sendProblem(reply, {
    status: 409,
    code,
    title: `This access token lacks ${refusal.missing.join(' and ')}`,
    nextStep:
      'Make a new token in Meta Business settings, under System users, with both WhatsApp permissions.',
  })
}

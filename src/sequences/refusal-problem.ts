/** What is refused, in words: what happened, and what to do next. */
import type { FastifyReply } from 'fastify'
import { notFound, sendProblem, type ProblemBody } from '#platform/problem.ts'
import type { EnrolRefusal, TakeOutResult } from './enrol.ts'
import type { SequenceRefusal } from './manage-sequences.ts'
import type { EventResult } from './record-event.ts'

type Refusal =
  | SequenceRefusal
  | EnrolRefusal
  | Extract<TakeOutResult, { ok: false }>
  | Extract<EventResult, { ok: false }>

type Plain = Exclude<Refusal['because'], 'not_found' | 'not_there' | 'has_problems' | 'over'>

const PLAIN: Readonly<Record<Plain, ProblemBody>> = {
  channel_not_found: {
    status: 422,
    code: 'channel_not_found',
    title: 'There is no such number',
    nextStep: 'Choose one of your numbers.',
  },
  is_on: {
    status: 409,
    code: 'sequence_is_on',
    title: 'This sequence is on, and cannot be changed now',
    nextStep: 'Turn it off first. Whoever is in it stays in.',
  },
  not_on: {
    status: 409,
    code: 'sequence_not_on',
    title: 'This sequence is not on, so nobody can be put into it',
    nextStep: 'Turn it on first.',
  },
  already_in: {
    status: 409,
    code: 'sequence_already_in',
    title: 'They are in this sequence already',
    nextStep: 'Nothing need be done: they get its next message when it is due.',
  },
  too_soon: {
    status: 409,
    code: 'sequence_too_soon',
    title: 'They were in this sequence not long ago',
    nextStep: 'Wait as many days as the sequence says, or change how often somebody may come in again.',
  },
  contact_not_found: {
    status: 422,
    code: 'contact_not_found',
    title: 'There is no such contact',
    nextStep: 'Name them by their phone number, or choose one of your contacts.',
  },
  phone_impossible: {
    status: 422,
    code: 'phone_impossible',
    title: 'This can be nobody’s phone number',
    nextStep: 'Write it with its country code: +91 98765 43210.',
  },
  key_reused: {
    status: 422,
    code: 'event_key_reused',
    title: 'This idempotencyKey was used for something else',
    nextStep: 'Use a new key for each thing that happens.',
  },
  in_future: {
    status: 422,
    code: 'event_in_future',
    title: 'This is said to happen only later',
    nextStep: 'Tell of it when it has happened. occurredAt counts milliseconds since 1970, in UTC.',
  },
}

export async function refuse(reply: FastifyReply, refusal: Refusal): Promise<FastifyReply> {
  switch (refusal.because) {
    case 'not_found':
      return notFound(reply, 'sequence')
    case 'not_there':
      return sendProblem(reply, {
        status: 422,
        code: 'sequence_names_nothing',
        title: 'It names something that is not there',
        nextStep: 'Choose it again.',
        errors: [{ path: refusal.path, message: 'is not there' }],
      })
    case 'has_problems':
      return sendProblem(
        reply,
        {
          status: 422,
          code: 'sequence_has_problems',
          title: 'This sequence cannot be turned on yet',
          nextStep: 'Mend what is listed, and turn it on again.',
          errors: refusal.problems.map(({ code, path, message }) => ({ code, path, message })),
        },
        { problems: refusal.problems },
      )
    case 'over':
      return sendProblem(
        reply,
        {
          status: 409,
          code: 'sequence_already_over',
          title: 'They are not in this sequence any more',
          nextStep: 'Nothing need be done: they get nothing more of it.',
        },
        { state: refusal.state },
      )
    case 'already_in':
    case 'channel_not_found':
    case 'contact_not_found':
    case 'in_future':
    case 'is_on':
    case 'key_reused':
    case 'not_on':
    case 'phone_impossible':
    case 'too_soon':
      return sendProblem(reply, PLAIN[refusal.because])
    default:
      return refusal satisfies never
  }
}

import { problemOfChange } from '#conversations/http.ts'
import { refusalProblem } from '#outbound/refusal-problem.ts'
import { noSuch, type ProblemBody } from '#platform/problem.ts'
import type { RunRefusal } from './run-macro.ts'

/** Why nothing of it happened, in words. */
export function runProblem(refusal: RunRefusal): ProblemBody {
  switch (refusal.because) {
    case 'macro_not_found':
      return noSuch('macro')
    case 'conversation_not_found':
      return noSuch('conversation')
    case 'may_not_send':
      return {
        status: 403,
        code: 'not_allowed',
        title: 'This macro writes to the customer, and that needs the permission messages:send',
        nextStep: 'Ask an owner or admin of your team.',
      }
    case 'not_a_person':
      return {
        status: 400,
        code: 'not_a_person',
        title: 'This macro gives the conversation to whoever runs it, and a key is nobody',
        nextStep: 'Choose a member in the macro, or run it in the inbox.',
      }
    case 'too_many_labels':
      return {
        status: 409,
        code: 'too_many_labels',
        title: 'This conversation would have more than 20 labels',
        nextStep: 'Take some off first.',
      }
    case 'not_sent':
      return refusalProblem(refusal.refusal)
    case 'not_changed':
      return problemOfChange(refusal.changed) ?? noSuch('conversation')
    default:
      return refusal satisfies never
  }
}

/** Refusals that several routes share. */
import type { ProblemBody } from '#platform/problem.ts'

export const TOO_MANY: ProblemBody = {
  status: 429,
  code: 'too_many_attempts',
  title: 'Too many attempts',
  nextStep: 'Wait a quarter of an hour, then try again.',
}
export const LINK_OVER: ProblemBody = {
  status: 410,
  code: 'link_expired',
  title: 'This invitation does not work any more',
  nextStep: 'Each works once, and for 7 days: ask whoever sent it for a new one.',
}
export const FOR_SOMEBODY_ELSE: ProblemBody = {
  status: 403,
  code: 'invitation_for_somebody_else',
  title: 'This invitation is for another e-mail address',
  nextStep: 'Use the address that was invited, or ask for an invitation of yours.',
}
export const WRONG_SETUP_CODE: ProblemBody = {
  status: 403,
  code: 'wrong_setup_code',
  title: 'The set-up code is missing or wrong',
  nextStep: 'Open the link that the program printed when it started.',
}
export const INVITED_ONLY: ProblemBody = {
  status: 403,
  code: 'invited_only',
  title: 'One joins this installation by invitation',
  nextStep: 'Ask an owner or admin of your team for one.',
}
export const NO_DEMO: ProblemBody = {
  status: 404,
  code: 'not_found',
  title: 'There is no demo shop to look around in',
}

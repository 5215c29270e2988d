/** Between Fastify and better-auth: what it is asked with, the cookies that it sets, and what its refusals are in our words. */
import { APIError } from 'better-auth/api'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ProblemBody } from '#platform/problem.ts'
import { sendProblem } from '#platform/problem.ts'
import { IP_HEADER } from './create-auth.ts'
import { TOO_MANY } from './problems.ts'

/** What it may know of a request. */
export function askOf({ headers, ip }: FastifyRequest): { readonly headers: Headers } {
  const told = new Headers({ [IP_HEADER]: ip })
  if (headers.cookie !== undefined) told.set('cookie', headers.cookie)
  if (headers['user-agent'] !== undefined) told.set('user-agent', headers['user-agent'].slice(0, 300))
  return { headers: told }
}

export function forwardCookies(reply: FastifyReply, headers: Headers): void {
  const cookies = headers.getSetCookie()
  if (cookies.length > 0) void reply.header('set-cookie', cookies)
}

/** Asks, passes cookies on, and gives the answer; a refusal is answered here, and null comes back. */
export async function callAuth<T>(
  reply: FastifyReply,
  ask: () => Promise<{ readonly headers: Headers; readonly response: T }>,
): Promise<{ readonly headers: Headers; readonly response: T } | null> {
  try {
    const { headers, response } = await ask()
    forwardCookies(reply, headers)
    return { headers, response }
  } catch (error) {
    const problem = error instanceof APIError ? problemOfAuth(error) : null
    if (problem === null) throw error
    await sendProblem(reply, problem)
    return null
  }
}

const SIGN_IN_AGAIN: ProblemBody = {
  status: 401,
  code: 'sign_in_again',
  title: 'That took too long',
  nextStep: 'Sign in again with your password.',
}
const WRONG_CODE: ProblemBody = {
  status: 400,
  code: 'wrong_code',
  title: 'This code is not right',
  nextStep: 'Codes change every 30 seconds: take the one that your app shows now. A backup code works once.',
}
const LINK_OVER: ProblemBody = {
  status: 410,
  code: 'link_expired',
  title: 'This link does not work any more',
  nextStep: 'Each link works once, and for an hour: ask for a new one.',
}
const WRONG_PASSWORD: ProblemBody = {
  status: 400,
  code: 'wrong_password',
  title: 'This is not your password',
  nextStep: 'Try again, or reset it from the sign-in page.',
}

/** By better-auth's code. What is not here is our mistake. */
const PROBLEMS: Readonly<Record<string, ProblemBody>> = {
  INVALID_EMAIL_OR_PASSWORD: {
    status: 401,
    code: 'wrong_email_or_password',
    title: 'E-mail address or password is wrong',
    nextStep: 'Check both. If you forgot the password, reset it.',
  },
  USER_ALREADY_EXISTS: emailTaken(),
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: emailTaken(),
  INVALID_TWO_FACTOR_COOKIE: SIGN_IN_AGAIN,
  INVALID_CODE: WRONG_CODE,
  INVALID_BACKUP_CODE: WRONG_CODE,
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: TOO_MANY,
  ACCOUNT_TEMPORARILY_LOCKED: TOO_MANY,
  INVALID_TOKEN: LINK_OVER,
  INVALID_PASSWORD: WRONG_PASSWORD,
  TOTP_ALREADY_ENABLED: {
    status: 409,
    code: 'two_factor_on',
    title: 'Two-factor sign-in is on already',
    nextStep: 'Turn it off first to set it up anew.',
  },
  TOTP_NOT_ENABLED: {
    status: 409,
    code: 'two_factor_off',
    title: 'Two-factor sign-in is off',
    nextStep: 'Set it up first.',
  },
  TWO_FACTOR_NOT_ENABLED: {
    status: 409,
    code: 'two_factor_off',
    title: 'Two-factor sign-in is off',
    nextStep: 'Set it up first.',
  },
}

function emailTaken(): ProblemBody {
  return {
    status: 409,
    code: 'email_taken',
    title: 'Somebody has signed up with this address',
    nextStep: 'If it is yours, sign in.',
  }
}

function problemOfAuth(error: APIError): ProblemBody | null {
  return PROBLEMS[error.body?.code ?? ''] ?? null
}

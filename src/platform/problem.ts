/** How the API says that something is wrong (RFC 9457): a stable code for programs, words for people. */
import type { FastifyReply } from 'fastify'
import { Fault, httpStatus } from './errors.ts'

export type ProblemBody = {
  readonly status: number
  readonly code: string
  readonly title: string
  readonly detail?: string | undefined
  readonly nextStep?: string | undefined
  readonly errors?:
    | readonly { readonly path: string; readonly message: string; readonly code?: string | undefined }[]
    | undefined
}

/** @param more what this one problem has besides, for programs */
export async function sendProblem(
  reply: FastifyReply,
  problem: ProblemBody,
  more: object = {},
): Promise<FastifyReply> {
  return reply
    .code(problem.status)
    .type('application/problem+json')
    .send({ type: `https://harkara.dev/problems/${problem.code}`, ...problem, ...more })
}

export const noSuch = (what: string): ProblemBody => ({
  status: 404,
  code: 'not_found',
  title: `There is no such ${what}`,
})

export const notFound = async (reply: FastifyReply, what: string): Promise<FastifyReply> =>
  sendProblem(reply, noSuch(what))

/** What became of a request that threw. Only what is meant for customers leaves the house. */
export function problemOf(error: unknown): ProblemBody {
  if (error instanceof Fault)
    return {
      status: httpStatus(error),
      code: error.code,
      title: error.shown ?? 'Something went wrong on our side',
    }
  const status =
    typeof error === 'object' && error !== null && 'statusCode' in error ? Number(error.statusCode) : 500
  if (status >= 400 && status < 500)
    return {
      status,
      code: 'invalid_request',
      title: error instanceof Error ? error.message : 'The request is not valid',
    }
  return {
    status: 500,
    code: 'internal',
    title: 'Something went wrong on our side',
    nextStep: 'Try again in a moment.',
  }
}

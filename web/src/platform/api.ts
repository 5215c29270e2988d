/**
 * The one door to our API: same origin, JSON in and out, every failure as an `ApiError` that says whose side it is on.
 */
import type { Problem } from './contract.ts'
import { isLockedOut } from './locked-out.ts'

/** `problem` is the server's own answer; null means that no answer came (offline, timeout, a proxy's page). */
export class ApiError extends Error {
  readonly problem: Problem | null
  constructor(problem: Problem | null, cause?: unknown) {
    super(problem?.title ?? 'No answer from the server', { cause })
    this.name = 'ApiError'
    this.problem = problem
  }
}

/** Longer than any answer of ours takes; shorter than a person waits. */
const ANSWER_WAIT_MS = 20_000

export function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  return request<T>(path, { signal: signal ?? null })
}

export function postJson<T>(
  path: string,
  body: unknown = {},
  headers: Record<string, string> = {},
): Promise<T> {
  return request<T>(path, withBody('POST', body, headers))
}

export function putJson<T>(path: string, body: unknown): Promise<T> {
  return request<T>(path, withBody('PUT', body))
}

export function patchJson<T>(path: string, body: unknown): Promise<T> {
  return request<T>(path, withBody('PATCH', body))
}

/** What was deleted has nothing to say: the answer is usually empty. */
export function deleteJson<T = void>(path: string): Promise<T> {
  return request<T>(path, { method: 'DELETE' })
}

function withBody(method: string, body: unknown, headers: Record<string, string> = {}): RequestInit {
  return {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  }
}

async function request<T>(path: string, init: RequestInit): Promise<T> {
  const timeout = AbortSignal.timeout(ANSWER_WAIT_MS)
  const signal = init.signal ? AbortSignal.any([init.signal, timeout]) : timeout
  let response: Response
  try {
    response = await fetch(`/api/v1${path}`, { ...init, signal })
  } catch (cause) {
    if (init.signal?.aborted === true) throw cause
    throw new ApiError(null, cause)
  }
  if (!response.ok) {
    const problem = await problemOf(response)
    isLockedOut(problem)
    throw new ApiError(problem)
  }
  if (response.status === 204) return undefined as T
  return (await response.json()) as T
}

/** What was refused or went wrong, if it was the server that said so. */
export async function problemOf(response: Response): Promise<Problem | null> {
  if (!(response.headers.get('content-type') ?? '').includes('json')) return null
  return asProblem(await response.json().catch(() => null))
}

export function asProblem(body: unknown): Problem | null {
  const isProblem = typeof body === 'object' && body !== null && 'title' in body && 'code' in body
  return isProblem ? (body as Problem) : null
}

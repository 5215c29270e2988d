/**
 * What went wrong, from the point of view of whoever must act on it. The kind decides the HTTP status; the code names the
 * exact case and never changes once published.
 */
const STATUS = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  limited: 429,
  upstream: 502,
  bug: 500,
} as const

export type FaultKind = keyof typeof STATUS

export class Fault extends Error {
  override readonly name = 'Fault'
  readonly kind: FaultKind
  readonly code: string
  /** Safe to show a customer. The message itself is for us only. */
  readonly shown: string | undefined
  readonly retryAfterMs: number | undefined

  constructor(
    kind: FaultKind,
    code: string,
    message: string,
    more: { shown?: string; retryAfterMs?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: more.cause })
    this.kind = kind
    this.code = code
    this.shown = more.shown
    this.retryAfterMs = more.retryAfterMs
  }
}

/** Anything that we did not foresee is our bug. */
export const httpStatus = (error: unknown): number => STATUS[error instanceof Fault ? error.kind : 'bug']

/** What was thrown, in words for the log. */
export const errorText = (error: unknown): string => (error instanceof Error ? error.message : String(error))

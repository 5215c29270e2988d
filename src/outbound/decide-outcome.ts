/**
 * What becomes of a send after Meta's answer, or after none. The one place where it is decided whether a message is tried
 * again: only if Meta said that it did not take it, or if provably nothing was ever written to the wire.
 */
import { after, type Instant } from '#platform/time.ts'
import type { SendOutcome } from '#whatsapp/graph.ts'
import { fateOf, type GraphError } from '#whatsapp/graph-errors.ts'
import type { JsonObject } from '#whatsapp/facts.ts'
import type { Outcome } from './record-outcomes.ts'

export type Answer = SendOutcome | { readonly outcome: 'impossible'; readonly reason: string }

export type Decision = {
  readonly outcome: Outcome
  /** Meta said that the whole number is too fast. */
  readonly isThrottled: boolean
  /** Meta said that nothing else of this number would be taken before: an expired token, a spent budget, maintenance. */
  readonly numberHeldUntil: Instant | null
  /** Meta itself failed, or was not there: another message would hardly fare better now. */
  readonly isMetaFailing: boolean
  /** For the log: accepted, held, unknown, retry, failed. */
  readonly word: string
}

/** Meta's own failures (131000, 5xx) are tried so often; then a person must look. */
const BACKOFF_ATTEMPTS_MAX = 8
/**
 * Meta's 5xx may hide a message that it did take (cloud API reference, "Error codes": 131000 is ambiguous in practice). Its
 * first status arrives within seconds, and settles the send before this is over.
 */
const BACKOFF_FIRST_MS = 15_000
const BACKOFF_MAX_MS = 15 * 60 * 1000
const UNREACHABLE_FIRST_MS = 1000
const UNREACHABLE_MAX_MS = 60_000
/** Meta, "Error codes" (131057, Nov 2025): maintenance takes about a minute. */
const MAINTENANCE_MS = 60_000
const THROTTLED_MS = 1000
/** Meta, "Marketing Messages API" (19 Nov 2025): a new template is ready within ten minutes. */
const TEMPLATE_FIRST_MS = 30_000
const BUDGET_MS = 60_000
const HOLD_MS = 60_000
/**
 * While nobody knows whether a message was taken, the next one of its conversation waits this long, so that it does not
 * overtake one that is still on its way. A first status comes within seconds; longer than that would only be a silence.
 */
export const UNKNOWN_HOLDS_UP_MS = 10_000

/** Reasons of ours why nothing was written: they say nothing about Meta. */
const OUR_OWN = ['outbound.lease_over', 'outbound.uploaded_slowly', 'the database is away']

/** What concerns one message only. */
const QUIET = { isThrottled: false, numberHeldUntil: null, isMetaFailing: false } as const

export function decideOutcome(
  send: { readonly id: string; readonly kind: string; readonly attempts: number },
  answer: Answer,
  now: Instant,
  /** Meta refused it at one door, and there is another one (`doors.ts`). */
  isElsewhere = false,
): Decision {
  switch (answer.outcome) {
    case 'accepted': {
      const isHeld =
        answer.messageStatus === 'held_for_quality_assessment' || answer.messageStatus === 'paused'
      const outcome = { send: send.id, took: 'accepted', wamid: answer.wamid, isHeld } as const
      return { ...QUIET, outcome, word: isHeld ? 'held' : 'accepted' }
    }
    case 'not_sent':
      return {
        ...retry(send, after(now, grow(UNREACHABLE_FIRST_MS, send.attempts, UNREACHABLE_MAX_MS)), {
          harkara: 'outbound.unreachable',
        }),
        isMetaFailing: !OUR_OWN.includes(answer.reason),
      }
    case 'unknown':
      // Marking something read twice is the same as once.
      if (send.kind === 'read') return fail(send, now, { harkara: 'outbound.read_not_marked' })
      return {
        ...QUIET,
        outcome: otherwise(send, 'unknown', after(now, UNKNOWN_HOLDS_UP_MS), null),
        isMetaFailing: true,
        word: 'unknown',
      }
    case 'impossible':
      return fail(send, now, { harkara: answer.reason })
    case 'refused':
      return isElsewhere ? retry(send, now, saidBy(answer.error)) : decideRefusal(send, answer.error, now)
    default:
      return answer satisfies never
  }
}

function decideRefusal(
  send: { readonly id: string; readonly attempts: number },
  error: GraphError,
  now: Instant,
): Decision {
  const said = saidBy(error)
  const asked = error.retryAfterMs
  switch (fateOf(error).fate) {
    case 'retry_number':
      return error.code === 130429 || error.code === 2494055
        ? { ...retry(send, after(now, asked ?? jitter(THROTTLED_MS)), said), isThrottled: true }
        : hold(send, after(now, asked ?? MAINTENANCE_MS), said)
    case 'retry_pair':
      return retry(send, after(now, asked ?? 1000 * 4 ** Math.min(send.attempts, 6)), said)
    case 'retry_backoff':
      if (send.attempts + 1 >= BACKOFF_ATTEMPTS_MAX) return ambiguous(fail(send, now, said))
      return ambiguous(
        retry(send, after(now, asked ?? grow(BACKOFF_FIRST_MS, send.attempts, BACKOFF_MAX_MS)), said),
      )
    case 'retry_template':
      if (send.attempts + 1 >= BACKOFF_ATTEMPTS_MAX) return fail(send, now, said)
      return retry(send, after(now, asked ?? grow(TEMPLATE_FIRST_MS, send.attempts, BACKOFF_MAX_MS)), said)
    case 'retry_waba':
      return hold(send, after(now, asked ?? BUDGET_MS), said)
    case 'hold_waba':
      return hold(send, after(now, HOLD_MS), said)
    case 'hold_template':
    case 'final':
      return fail(send, now, said)
    default:
      return fail(send, now, said)
  }
}

const saidBy = ({ code, subcode, message, details }: GraphError): JsonObject => ({
  code,
  subcode,
  message,
  details,
})

type State = Extract<Outcome, { took: 'otherwise' }>['state']
type Attempted = { readonly id: string; readonly attempts: number }
/** `attempts` are those before this one. */
const otherwise = (
  { id, attempts }: Attempted,
  state: State,
  dueAt: Instant,
  error: JsonObject | null,
): Outcome => ({
  send: id,
  took: 'otherwise',
  attempt: attempts + 1,
  state,
  dueAt,
  error,
})
const retry = (send: Attempted, at: Instant, error: JsonObject): Decision => ({
  ...QUIET,
  outcome: otherwise(send, 'queued', at, error),
  word: 'retry',
})
/** This one, and with it its whole number: the others would be told the same. */
const hold = (send: Attempted, until: Instant, error: JsonObject): Decision => ({
  ...retry(send, until, error),
  numberHeldUntil: until,
})
const fail = (send: Attempted, now: Instant, error: JsonObject): Decision => ({
  ...QUIET,
  outcome: otherwise(send, 'failed', now, error),
  word: 'failed',
})

/** Meta failed, and may have taken it all the same. */
const ambiguous = (decision: Decision): Decision => ({
  ...decision,
  isMetaFailing: true,
  ...(decision.outcome.took === 'otherwise' && { outcome: { ...decision.outcome, mayHaveGone: true } }),
})

const grow = (firstMs: number, attempts: number, maxMs: number): number =>
  jitter(Math.min(maxMs, firstMs * 2 ** Math.min(attempts, 20)))
/** Up to a quarter more, so that those who failed together do not come back together. */
const jitter = (ms: number): number => Math.round(ms * (1 + Math.random() / 4))

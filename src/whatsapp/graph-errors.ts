/**
 * What Meta's error codes mean: what becomes of the send, and what to tell the shop. One table for errors that come as
 * an answer and for those that come in a status later. Decided by code and subcode, never by words in a message.
 * Source: Meta, "Error codes" (19 Nov 2025 to Sep 2026); the classes are ours.
 */
import type { JsonObject } from './facts.ts'

import { type ErrorRow, type FateKind, type Side, row } from './graph-error-row.ts'
import { OTHER_ERRORS } from './graph-errors-other.ts'
import { SENDING_ERRORS } from './graph-errors-sending.ts'
import { idOf, objectOf, textOf } from './json.ts'

export type { FateKind, Side } from './graph-error-row.ts'

const TEXT_CHARS_MAX = 1024
const DETAILS_CHARS_MAX = 300

/** An error as Meta tells it, in an answer or in a status. */
export type GraphError = {
  /** -1 if Meta's code is no number. */
  readonly code: number
  readonly subcode: number | null
  readonly message: string
  /** Meta's sentence about this very case, where there is one. */
  readonly details: string | null
  /** null for an error that came in a webhook. */
  readonly httpStatus: number | null
  readonly isTransient: boolean
  readonly retryAfterMs: number | null
  /** For Meta's support. */
  readonly traceId: string | null
}

export type Fate = {
  readonly fate: FateKind
  /** False for a code that is not in our table: somebody should look. */
  readonly isKnown: boolean
  readonly optOut: boolean
  readonly suppressTemporarily: boolean
  readonly stopsNumber: boolean
}

/** Every code that we know, beside 200–299, which are one. */
export const GRAPH_ERRORS: Readonly<Record<number, ErrorRow>> = { ...SENDING_ERRORS, ...OTHER_ERRORS }

const PERMISSION = row(
  'hold_waba',
  'business',
  'A permission for your WhatsApp account is missing',
  'Connect the WhatsApp account again in Settings. Messages wait until then.',
)

/** Smaller subcodes have other meanings than the codes of the same number; 100/33 is "no such object, or not yours". */
const SUBCODES_FROM = 1000

/** The row of a code; where the code is general, that of the subcode. */
function rowOf(code: number, subcode: number | null): ErrorRow | undefined {
  const isTelling = subcode !== null && (subcode >= SUBCODES_FROM || (code === 100 && subcode === 33))
  const bySubcode = isTelling ? GRAPH_ERRORS[subcode] : undefined
  if (code === 100 && bySubcode !== undefined) return bySubcode
  if (code >= 200 && code <= 299) return PERMISSION
  return GRAPH_ERRORS[code] ?? bySubcode
}

/** What becomes of a send that was answered so. An unknown code is final, unless Meta's own server failed; it is never silent. */
export function fateOf(error: GraphError): Fate {
  const known = rowOf(error.code, error.subcode)
  if (known !== undefined) {
    const { fate, optOut = false, suppressTemporarily = false, stopsNumber = false } = known
    return { fate, isKnown: true, optOut, suppressTemporarily, stopsNumber }
  }
  const status = error.httpStatus ?? 0
  const isPassing = error.isTransient || status >= 500 || status === 429
  return {
    fate: isPassing ? 'retry_backoff' : 'final',
    isKnown: false,
    optOut: false,
    suppressTemporarily: false,
    stopsNumber: false,
  }
}

export type Explanation = {
  /** `whatsapp.<code>`; never changes meaning. */
  readonly code: string
  readonly metaCode: number
  readonly side: Side
  readonly title: string
  readonly nextStep: string
}

/** What happened and what to do, in words for whoever runs the shop. */
export function explain(
  code: number,
  details: string | null = null,
  subcode: number | null = null,
): Explanation {
  const known = rowOf(code, subcode)
  const words = details === null || details === '' ? '' : ` WhatsApp says: “${short(details)}”`
  if (known === undefined) {
    return {
      code: `whatsapp.${code}`,
      metaCode: code,
      side: 'meta',
      title: 'WhatsApp refused it for a reason that is new to us',
      nextStep: `Look up error ${code} in WhatsApp's documentation.${words}`,
    }
  }
  const { side, title, nextStep, showsDetails } = known
  return {
    code: `whatsapp.${code}`,
    metaCode: code,
    side,
    title,
    nextStep: showsDetails === true ? nextStep + words : nextStep,
  }
}

const short = (details: string): string => {
  const line = details.replaceAll(/\s+/g, ' ').trim()
  return line.length <= DETAILS_CHARS_MAX ? line : `${line.slice(0, DETAILS_CHARS_MAX).toWellFormed()}…`
}

/** Reads `error` of an answer, an item of a status's `errors[]`, or what was kept of either; null if it is no error object. */
export function graphErrorOf(
  json: JsonObject | null,
  answer: { httpStatus?: number; retryAfterMs?: number | null } = {},
): GraphError | null {
  if (json === null || (json['code'] === undefined && json['message'] === undefined)) return null
  const details = objectOf(json['error_data'])?.['details'] ?? json['error_user_msg'] ?? json['details']
  return {
    code: integerOf(json['code']) ?? -1,
    subcode: integerOf(json['error_subcode'] ?? json['subcode']),
    message: textOf(json['message'], TEXT_CHARS_MAX) ?? textOf(json['title'], TEXT_CHARS_MAX) ?? '',
    details: textOf(details, TEXT_CHARS_MAX),
    httpStatus: answer.httpStatus ?? null,
    isTransient: json['is_transient'] === true,
    retryAfterMs: answer.retryAfterMs ?? null,
    traceId: idOf(json['fbtrace_id']) ?? null,
  }
}

function integerOf(value: JsonObject[string] | undefined): number | null {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : null
}

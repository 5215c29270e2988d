/** One call to the Graph API: its address, its headers, its answer. */
import { type KeyObject, createHmac } from 'node:crypto'
import type { Readable } from 'node:stream'

import type { Egress, EgressHead, EgressRequest, EgressResponse } from '#platform/egress.ts'
import { Fault, type FaultKind } from '#platform/errors.ts'
import type { Secret } from '#platform/secrets.ts'

import type { JsonObject } from './facts.ts'

import { type GraphError, explain, fateOf, graphErrorOf } from './graph-errors.ts'
import { createGraphUsage, type GraphUsage } from './graph-usage.ts'
import { objectOf, parseJson } from './json.ts'

export type GraphOptions = {
  readonly egress: Egress
  /** `https://graph.facebook.com`, or the simulator; its origin must be among the egress's allowed ones if it is private. */
  readonly baseUrl?: string
  /** Meta, "Graph API changelog": v25.0 is of 18 Feb 2026 and lives until 29 Jul 2028. */
  readonly version?: string
  /** Given, every call carries `appsecret_proof`; apps can be set to demand it. */
  readonly appSecret?: KeyObject
}

export const GRAPH_URL = 'https://graph.facebook.com'
/** Where a few newer calls live; the simulator has them beside the others. */
const API_URL = 'https://api.facebook.com'
export const GRAPH_VERSION = 'v25.0'

/** How long to wait where Meta says "too much" but not until when. */
const LIMITED_MS = 60_000

/** A refusal of Meta's where a refusal is not an answer but stops the work. */
export class GraphFault extends Fault {
  readonly error: GraphError

  constructor(error: GraphError) {
    const { code, title } = explain(error.code, error.details, error.subcode)
    const kind = kindOf(error)
    const retryAfterMs = error.retryAfterMs ?? (kind === 'limited' ? LIMITED_MS : null)
    super(kind, code, `Graph ${error.code}/${error.subcode ?? '-'} (${error.traceId ?? 'no trace'})`, {
      shown: title,
      ...(retryAfterMs !== null && { retryAfterMs }),
    })
    this.error = error
  }
}

function kindOf(error: GraphError): FaultKind {
  if (error.code === 803 || error.code === 33 || error.subcode === 33 || error.httpStatus === 404) {
    return 'not_found'
  }
  const { fate, isKnown } = fateOf(error)
  switch (fate) {
    case 'retry_number':
    case 'retry_pair':
    case 'retry_waba':
      return 'limited'
    case 'retry_backoff':
    case 'retry_template':
      return 'upstream'
    case 'hold_waba':
      return 'forbidden'
    case 'hold_template':
    case 'final':
      return isKnown ? 'invalid' : 'upstream'
    default:
      return fate satisfies never
  }
}

export type GraphCall = {
  readonly method?: 'GET' | 'POST' | 'DELETE'
  /** After the version: `123/messages`. Ids in it are encoded by `pathOf`. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly json?: JsonObject
  readonly body?: Buffer | Readable
  readonly headers?: Readonly<Record<string, string>>
  readonly timeoutMs?: number
  /** It is one of Meta's calls that live at `api.facebook.com`, without a version. */
  readonly isApi?: true
}

export const pathOf = (...parts: readonly string[]): string => parts.map(encodeURIComponent).join('/')

/** What a token may be sent with; the token goes nowhere else than into this header. */
export const bearer = (token: Secret): Record<string, string> => ({
  authorization: `Bearer ${token.reveal()}`,
  'user-agent': 'harkara',
})

/** The request of a call. */
export function graphRequest(options: GraphOptions, token: Secret, call: GraphCall): EgressRequest {
  const { baseUrl = GRAPH_URL, version = GRAPH_VERSION, appSecret } = options
  const base = baseUrl.replace(/\/+$/, '')
  const url = new URL(
    call.isApi === true
      ? `${base === GRAPH_URL ? API_URL : base}/${call.path}`
      : `${base}/${version}/${call.path}`,
  )
  for (const [name, value] of Object.entries(call.query ?? {})) url.searchParams.set(name, value)
  if (appSecret !== undefined) {
    const proof = createHmac('sha256', appSecret).update(token.reveal()).digest('hex')
    url.searchParams.set('appsecret_proof', proof)
  }
  const body = call.json === undefined ? call.body : JSON.stringify(call.json)
  return {
    url,
    method: call.method ?? 'GET',
    headers: {
      ...bearer(token),
      ...(call.json !== undefined && { 'content-type': 'application/json' }),
      ...call.headers,
    },
    ...(body !== undefined && { body }),
    ...(call.timeoutMs !== undefined && { timeoutMs: call.timeoutMs }),
  }
}

export type GraphAnswer = {
  readonly status: number
  /** null if the body is no JSON object: a proxy answered, or half an answer came. */
  readonly json: JsonObject | null
  readonly error: GraphError | null
}

/** Reads an answer; an error without a code of Meta's is none of Meta's. */
export function graphAnswer(response: EgressResponse): GraphAnswer {
  const json = objectOf(parseJson(response.body.toString('utf8')))
  const error = graphErrorOf(objectOf(json?.['error']), {
    httpStatus: response.status,
    retryAfterMs: retryAfterMsOf(response),
  })
  return { status: response.status, json, error: error === null || error.code < 0 ? null : error }
}

/** What Meta said of budgets, by whatever way out it was asked. */
const usages = new WeakMap<Egress, GraphUsage>()
function usageAt(egress: Egress): GraphUsage {
  const known = usages.get(egress)
  if (known !== undefined) return known
  const usage = createGraphUsage()
  usages.set(egress, usage)
  return usage
}

/** Calls, and gives the object that came back. Throws a GraphFault for a refusal, an upstream fault for anything else. */
export async function callGraph(options: GraphOptions, token: Secret, call: GraphCall): Promise<JsonObject> {
  const usage = usageAt(options.egress)
  usage.check(call.path, (call.method ?? 'GET') === 'GET')
  const response = await options.egress.request(graphRequest(options, token, call))
  usage.note(response)
  const { status, json, error } = graphAnswer(response)
  if (error !== null) throw new GraphFault(error)
  if (json === null || status < 200 || status > 299) {
    throw new Fault('upstream', 'whatsapp.bad_answer', `Graph answered ${status} without an object`)
  }
  return json
}

/**
 * `Retry-After` in seconds, or Meta's own word in minutes: `estimated_time_to_regain_access` in
 * `X-Business-Use-Case-Usage` (Meta, "Rate limits", Nov 2025). null if neither says anything.
 */
function retryAfterMsOf({ headers }: EgressHead): number | null {
  const seconds = Number(headers['retry-after'] ?? 0)
  if (seconds > 0) return seconds * 1000
  const usage = objectOf(parseJson(headers['x-business-use-case-usage'] ?? ''))
  let minutes = 0
  for (const business of Object.values(usage ?? {})) {
    for (const use of Array.isArray(business) ? (business as readonly JsonObject[]) : []) {
      const time = objectOf(use)?.['estimated_time_to_regain_access']
      if (typeof time === 'number') minutes = Math.max(minutes, time)
    }
  }
  return minutes > 0 ? minutes * 60_000 : null
}

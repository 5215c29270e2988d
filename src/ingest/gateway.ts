/**
 * Where Meta's webhooks come in. Four things, and nothing else: check the signature over the raw bytes, find the numbers
 * that the body speaks of, commit the body, answer 200. Nothing is understood here, nothing is sent anywhere.
 */
import { timingSafeEqual, type KeyObject } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Secret } from '#platform/secrets.ts'
import { routesOf } from '#whatsapp/parse-webhook.ts'
import { verifySignature } from '#whatsapp/signature.ts'
import type { DeliveryStore } from './store-deliveries.ts'

export const WEBHOOK_PATH = '/webhooks/meta'
/** Meta, "Webhooks overview" (2 Dec 2025): payloads can be up to 3 MB. */
const BODY_BYTES_MAX = 3 * 1024 * 1024
const BODY_TIMEOUT_MS = 30_000

export type GatewayCounters = { stored: number; unsigned: number; tooLarge: number; unavailable: number }

export type GatewayOptions = {
  readonly store: DeliveryStore
  /** One, or two while the app secret is being changed. */
  readonly appSecrets: readonly KeyObject[]
  readonly verifyToken: Secret
  readonly counters: GatewayCounters
  readonly onStoreFailure: (error: unknown) => void
}

export type Gateway = (request: IncomingMessage, response: ServerResponse) => void

export const isWebhook = (url: string | undefined): boolean =>
  url !== undefined && url.startsWith(WEBHOOK_PATH) && /^($|[?/])/u.test(url.slice(WEBHOOK_PATH.length))

export function createGateway(options: GatewayOptions): Gateway {
  return (request, response) => {
    if (request.method === 'POST') receive(options, request, response)
    else if (request.method === 'GET') verify(options, request, response)
    else answer(response, 405)
  }
}

/** Meta asks whether this address is ours: the token must match, and the challenge goes back as plain text. */
function verify({ verifyToken }: GatewayOptions, request: IncomingMessage, response: ServerResponse): void {
  const query = new URL(request.url ?? '/', 'http://localhost').searchParams
  const isOurs =
    query.get('hub.mode') === 'subscribe' && isSame(query.get('hub.verify_token') ?? '', verifyToken.reveal())
  const challenge = query.get('hub.challenge') ?? ''
  if (!isOurs || !/^[\w-]{1,256}$/u.test(challenge)) {
    answer(response, 403)
    return
  }
  response.writeHead(200, { 'content-type': 'text/plain', 'x-content-type-options': 'nosniff' })
  response.end(challenge)
}

const isSame = (given: string, expected: string): boolean => {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}

function receive(options: GatewayOptions, request: IncomingMessage, response: ServerResponse): void {
  const { counters } = options
  const chunks: Buffer[] = []
  let bytes = 0
  let isRefused = Number(request.headers['content-length'] ?? 0) > BODY_BYTES_MAX
  if (isRefused) refuseTooLarge(counters, request, response)
  request.setTimeout(BODY_TIMEOUT_MS, () => request.destroy())
  request.on('error', () => {}) // Meta hung up: nothing was acknowledged, it comes again
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (isRefused) return
    if (bytes <= BODY_BYTES_MAX) chunks.push(chunk)
    else {
      isRefused = true
      refuseTooLarge(counters, request, response)
    }
  })
  request.on('end', () => {
    if (isRefused) return
    const body = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)
    if (!verifySignature(request.headers['x-hub-signature-256'], body, options.appSecrets)) {
      counters.unsigned += 1
      answer(response, 401)
      return
    }
    void keep(options, body, response)
  })
}

async function keep(
  { store, counters, onStoreFailure }: GatewayOptions,
  body: Buffer,
  response: ServerResponse,
): Promise<void> {
  try {
    await store.store(routesOf(body), body)
    counters.stored += 1
    answer(response, 200)
  } catch (error) {
    counters.unavailable += 1
    onStoreFailure(error)
    answer(response, 503)
  }
}

function refuseTooLarge(counters: GatewayCounters, request: IncomingMessage, response: ServerResponse): void {
  counters.tooLarge += 1
  response.setHeader('connection', 'close')
  answer(response, 413)
  request.resume()
}

function answer(response: ServerResponse, status: number): void {
  if (response.headersSent) return
  response.writeHead(status, { 'content-length': 0 })
  response.end()
}

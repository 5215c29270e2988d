/**
 * The one way out: every HTTP request that we make to anyone goes through here.
 *
 * Three promises. It never reaches inside: names are resolved here, every address is checked, and the connection goes
 * to the address that was checked, so that a name cannot change its mind in between. It never hangs: connecting, the
 * headers, the body and the whole each have a limit, and so has the size of the answer. And it tells two failures
 * apart: `not_sent`, where no byte of the request was written, so it may be tried again, and `no_answer`, where the
 * other side may have acted on it.
 *
 * Redirects are not followed; a redirect is an answer like any other.
 */
import type { LookupAddress } from 'node:dns'
import { lookup as systemLookup } from 'node:dns/promises'
import { type LookupFunction, isIP } from 'node:net'
import type { Readable } from 'node:stream'

import { Agent, type Dispatcher } from 'undici'

import { isPublicAddress } from './egress-addresses.ts'
import { Fault, type FaultKind } from './errors.ts'

const CONNECTIONS_PER_ORIGIN = 64
const CONNECT_TIMEOUT_MS = 5_000
/** Meta answers sends in under a second; beyond this an answer is no longer worth waiting for (reliability, "Slow Graph"). */
const HEADERS_TIMEOUT_MS = 20_000
/** Between two pieces of a body. */
const BODY_TIMEOUT_MS = 20_000
const WHOLE_TIMEOUT_MS = 30_000
const RESPONSE_BYTES_MAX = 4 * 1024 * 1024

/** Which side of the line a failure lies on. */
export type EgressFailure = { readonly phase: 'not_sent' | 'no_answer' }

/** `egress.blocked`, `egress.unreachable` (both `not_sent`), `egress.no_answer`, `egress.too_large` (both `no_answer`). */
export class EgressFault extends Fault implements EgressFailure {
  readonly phase: EgressFailure['phase']

  constructor(
    kind: FaultKind,
    code: string,
    phase: EgressFailure['phase'],
    message: string,
    cause?: unknown,
  ) {
    super(kind, code, message, { cause })
    this.phase = phase
  }
}

/** The phase of any error; what did not come from here may have been sent. */
export const phaseOf = (error: unknown): EgressFailure['phase'] =>
  error instanceof EgressFault ? error.phase : 'no_answer'

/** All addresses of a name. */
export type Resolver = (hostname: string) => Promise<readonly string[]>

export type EgressOptions = {
  /** Origins that may be private and may speak plain HTTP: the configured Graph URL, which is localhost in development. */
  readonly allowOrigins?: readonly string[]
  readonly resolve?: Resolver
  readonly connectionsPerOrigin?: number
  readonly connectTimeoutMs?: number
  readonly headersTimeoutMs?: number
  readonly bodyTimeoutMs?: number
}

export type EgressRequest = {
  readonly url: string | URL
  readonly method?: Dispatcher.HttpMethod
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer | Readable
  /** For the whole exchange, the wait for a free connection included. */
  readonly timeoutMs?: number
  readonly responseBytesMax?: number
  readonly signal?: AbortSignal
  /** Called when its turn has come on a connection and its first byte is about to be written. */
  readonly onStart?: () => void
}

export type EgressHead = { readonly status: number; readonly headers: Readonly<Record<string, string>> }
export type EgressResponse = EgressHead & { readonly body: Buffer }
/** Must be read to its end or left with `break`, or its connection stays busy. */
export type EgressStream = EgressHead & { readonly body: AsyncIterable<Buffer> }

export type Egress = {
  /** The whole answer, whatever its status. Throws an EgressFault. */
  readonly request: (request: EgressRequest) => Promise<EgressResponse>
  /** The answer as it comes. Throws an EgressFault, also while the body is read. */
  readonly stream: (request: EgressRequest) => Promise<EgressStream>
  /** Lets running requests end. */
  readonly close: () => Promise<void>
}

/** A way out with its own connections. */
export function createEgress(options: EgressOptions = {}): Egress {
  const allowed = new Set((options.allowOrigins ?? []).map((origin) => new URL(origin).origin))
  const resolve = options.resolve ?? systemResolver
  const agents = [createAgent(options, resolve, true), createAgent(options, resolve, false)] as const
  const [guarded, trusted] = agents.map((agent) =>
    agent.compose(
      (dispatch) => (asked, handler) =>
        dispatch(asked, watched(handler, (asked as unknown as Watched).exchange)),
    ),
  ) as [Dispatcher, Dispatcher]

  const stream = async (request: EgressRequest): Promise<EgressStream> => {
    const url = parsedUrl(request.url)
    if (allowed.has(url.origin)) return send(trusted, url, request)
    refuseOutright(url)
    return send(guarded, url, request)
  }
  return {
    stream,
    request: async (request) => {
      const { status, headers, body } = await stream(request)
      const chunks: Buffer[] = []
      for await (const chunk of body) chunks.push(chunk)
      return { status, headers, body: chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks) }
    },
    close: async () => {
      await Promise.all(agents.map(async (agent) => agent.close()))
    },
  }
}

/** The addresses that this machine's own resolver gives. */
export const systemResolver: Resolver = async (hostname) =>
  (await systemLookup(hostname, { all: true })).map(({ address }) => address)

function createAgent(options: EgressOptions, resolve: Resolver, isGuarded: boolean): Agent {
  return new Agent({
    connections: options.connectionsPerOrigin ?? CONNECTIONS_PER_ORIGIN,
    pipelining: 1,
    allowH2: false, // one request on one connection: the cap above counts, and a reset hits only one
    headersTimeout: options.headersTimeoutMs ?? HEADERS_TIMEOUT_MS,
    bodyTimeout: options.bodyTimeoutMs ?? BODY_TIMEOUT_MS,
    connect: {
      timeout: options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
      lookup: checkedLookup(resolve, isGuarded),
    },
  })
}

/** Gives the socket the very addresses that were checked. */
const checkedLookup =
  (resolve: Resolver, isGuarded: boolean): LookupFunction =>
  (hostname, { all }, callback) => {
    void answerLookup(checkedAddresses(resolve, hostname, isGuarded), all === true, callback)
  }

type LookupCallback = Parameters<LookupFunction>[2]

async function answerLookup(
  looked: Promise<readonly [LookupAddress, ...LookupAddress[]]>,
  all: boolean,
  callback: LookupCallback,
): Promise<void> {
  try {
    const addresses = await looked
    if (all) callback(null, [...addresses])
    else callback(null, addresses[0].address, addresses[0].family)
  } catch (error) {
    callback(error as Error, '')
  }
}

/** One address that is not public spoils the whole name. */
async function checkedAddresses(
  resolve: Resolver,
  hostname: string,
  isGuarded: boolean,
): Promise<readonly [LookupAddress, ...LookupAddress[]]> {
  const addresses = await resolve(hostname)
  if (isGuarded && !addresses.every(isPublicAddress)) throw blocked('an address')
  const [first, ...others] = addresses.map((address) => ({ address, family: isIP(address) }))
  if (first === undefined) throw new Error(`no address for ${hostname}`)
  return [first, ...others]
}

const blocked = (what: string): EgressFault =>
  new EgressFault('invalid', 'egress.blocked', 'not_sent', `${what} outside the public internet`)

function parsedUrl(url: string | URL): URL {
  const parsed = url instanceof URL ? url : URL.parse(url)
  if (parsed === null) throw new EgressFault('invalid', 'egress.blocked', 'not_sent', 'not a URL')
  return parsed
}

/** What needs no resolver: addresses in the URL itself, which sockets do not look up, and anything but HTTPS. */
function refuseOutright(url: URL): void {
  if (url.protocol !== 'https:') {
    throw new EgressFault('invalid', 'egress.blocked', 'not_sent', 'only https is allowed')
  }
  const hostname = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(hostname) !== 0 && !isPublicAddress(hostname)) throw blocked('an address')
}

async function send(agent: Dispatcher, url: URL, request: EgressRequest): Promise<EgressStream> {
  const whole = new AbortController()
  const timer = setTimeout(() => whole.abort(new Error('time is up')), request.timeoutMs ?? WHOLE_TIMEOUT_MS)
  const end = (): void => clearTimeout(timer) // left to itself, it would hold every finished exchange for its whole time
  const signal = request.signal === undefined ? whole.signal : AbortSignal.any([request.signal, whole.signal])
  const exchange: Exchange = { signal, isStarted: false, onStart: request.onStart }
  try {
    const { statusCode, headers, body } = await untilGivenUp(
      exchange,
      agent.request({
        origin: url.origin,
        path: url.pathname + url.search,
        method: request.method ?? 'GET',
        headers: request.headers ?? null,
        body: request.body ?? null,
        signal,
        exchange,
      } as Watched & Dispatcher.RequestOptions),
    )
    const bytesMax = request.responseBytesMax ?? RESPONSE_BYTES_MAX
    return { status: statusCode, headers: flat(headers), body: capped(body, headers, bytesMax, url, end) }
  } catch (error) {
    end()
    throw faultOf(error, exchange.isStarted, url)
  }
}

/** What goes with a request through undici: made anew for each, a chain of handlers would cost as much as the request. */
type Watched = { readonly exchange: Exchange }

type Exchange = {
  readonly signal: AbortSignal
  /** From here on a byte may have been written; before, a failure is `not_sent` beyond doubt. */
  isStarted: boolean
  readonly onStart: (() => void) | undefined
}

/** A request whose turn comes after it was given up is not written. */
const watched = (handler: Dispatcher.DispatchHandler, exchange: Exchange): Dispatcher.DispatchHandler => ({
  onRequestStart: (controller, context) => {
    if (exchange.signal.aborted) return controller.abort(exchange.signal.reason as Error)
    exchange.isStarted = true
    exchange.onStart?.()
    handler.onRequestStart?.(controller, context)
  },
  onResponseStart: (...args) => handler.onResponseStart?.(...args),
  onResponseData: (...args) => handler.onResponseData?.(...args),
  onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
  onResponseError: (...args) => handler.onResponseError?.(...args),
})

/** undici tells a queued request that it was given up only when its turn comes; we do not wait for that. */
const untilGivenUp = <T>(exchange: Exchange, answer: Promise<T>): Promise<T> =>
  Promise.race([
    answer,
    new Promise<never>((_resolve, reject) => {
      const giveUp = (): void => {
        if (!exchange.isStarted) reject(exchange.signal.reason as Error)
      }
      exchange.signal.addEventListener('abort', giveUp, { once: true })
    }),
  ])

/** Origins may be shown and logged; paths and queries may hold secrets. */
function faultOf(error: unknown, isStarted: boolean, url: URL): EgressFault {
  if (error instanceof EgressFault) return error
  if (!isStarted) {
    return new EgressFault('upstream', 'egress.unreachable', 'not_sent', `cannot reach ${url.origin}`, error)
  }
  return new EgressFault('upstream', 'egress.no_answer', 'no_answer', `no answer from ${url.origin}`, error)
}

async function* capped(
  body: Readable,
  headers: Record<string, string | string[] | undefined>,
  bytesMax: number,
  url: URL,
  end: () => void,
): AsyncGenerator<Buffer> {
  let bytes = 0
  try {
    if (Number(headers['content-length'] ?? 0) > bytesMax) throw tooLarge(url, bytesMax)
    for await (const chunk of body as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes > bytesMax) throw tooLarge(url, bytesMax)
      yield chunk
    }
  } catch (error) {
    throw faultOf(error, true, url)
  } finally {
    end()
    // An error after the end of our interest would otherwise have no one to hear it.
    if (!body.readableEnded) body.on('error', () => undefined).destroy()
  }
}

const tooLarge = (url: URL, bytesMax: number): EgressFault =>
  new EgressFault(
    'upstream',
    'egress.too_large',
    'no_answer',
    `${url.origin} answered with more than ${bytesMax} bytes`,
  )

function flat(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const result: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) result[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return result
}

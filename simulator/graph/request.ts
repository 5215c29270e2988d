/** What every Graph route needs: who calls, on which object, and which fields are wanted. */
import { randomBytes } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { GraphError } from '#simulator/graph/graph-error.ts'
import { wordsOf } from '#simulator/messages/shape.ts'
import type { Simulation } from '#simulator/simulation.ts'
import type { Json, SimNumber, Template, Waba } from '#simulator/world/world.ts'

export type GraphRequest = FastifyRequest<{
  Params: { id: string }
  Querystring: Record<string, string | undefined>
}>

/** As much of a call as tells who calls and on what. */
export type Call = Pick<GraphRequest, 'method' | 'headers' | 'query' | 'params' | 'body'>

/** Versions that live, oldest first. Source: cloud-api reference, i (22 Nov 2026). */
const LIVE_VERSIONS = ['v23.0', 'v24.0', 'v25.0', 'v26.0'] as const

/** An expired or unknown version is answered, silently, by the oldest that lives. */
export function versionOf(asked: string | undefined): string {
  return LIVE_VERSIONS.find((version) => version === asked) ?? LIVE_VERSIONS[0]
}

/** The caller's token. Refuses without one, with an unknown one, and while the fault `tokenExpired` is on. */
export function tokenOf(
  sim: Simulation,
  request: Pick<FastifyRequest, 'headers' | 'query' | 'body'>,
): string {
  const header = request.headers.authorization ?? ''
  const query = (request.query as Record<string, string | undefined>)['access_token']
  const body = (request.body as { access_token?: unknown } | null | undefined)?.access_token
  const token =
    /^(?:Bearer|OAuth)\s+(\S+)$/i.exec(header)?.[1] ?? query ?? (typeof body === 'string' ? body : undefined)
  if (token === undefined) throw new GraphError(104)
  if (sim.world.faults.tokenExpired) throw expired(sim)
  if (token === sim.accessToken || accountOfToken(sim, token) !== null) return token
  for (const number of sim.world.numbers.values()) if (number.accessToken === token) return token
  throw new GraphError(190)
}

/** The token that a finished sign-up gives for one account: known by its looks, so that it outlives every restart. */
export const accountToken = (sim: Simulation, wabaId: string): string => `${sim.accessToken}-${wabaId}`

/** The account that such a token is for; null for any other token. */
export function accountOfToken(sim: Simulation, token: string): string | null {
  if (!token.startsWith(`${sim.accessToken}-`)) return null
  const wabaId = token.slice(sim.accessToken.length + 1)
  return sim.world.wabas.has(wabaId) ? wabaId : null
}

function expired(sim: Simulation): GraphError {
  const now = new Date(sim.clock.now()).toUTCString()
  const title = `Error validating access token: Session has expired on ${now}. The current time is ${now}.`
  return new GraphError(190, undefined, { subcode: 463, title })
}

/** Meta does not tell a missing object from one that the token may not see. */
export function missing(method: string, id: string): GraphError {
  const title = `Unsupported ${method.toLowerCase()} request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation. Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api`
  return new GraphError(100, undefined, { subcode: 33, title, isGraphMethod: true, status: 400 })
}

/** The number in the path, if the token may use it. */
export function numberIn(sim: Simulation, request: Call): SimNumber {
  const number = findNumber(sim, request, request.params.id)
  if (number === null) throw missing(request.method, request.params.id)
  if (sim.world.faultsByNumber.get(number.phoneNumberId)?.tokenExpired === true) throw expired(sim)
  return number
}

/** The same, null if there is none. */
export function findNumber(
  sim: Simulation,
  request: Parameters<typeof tokenOf>[1],
  id: string,
): SimNumber | null {
  const number = sim.world.numbers.get(id)
  if (number === undefined) return null
  const token = tokenOf(sim, request)
  const isAllowed =
    token === sim.accessToken || number.accessToken === token || accountOfToken(sim, token) === number.wabaId
  return isAllowed ? number : null
}

/** The account in the path, if the token may use one of its numbers. */
export function wabaIn(sim: Simulation, request: GraphRequest): Waba {
  const waba = findWaba(sim, request, request.params.id)
  if (waba === null) throw missing(request.method, request.params.id)
  return waba
}

/** The same, null if there is none. */
export function findWaba(sim: Simulation, request: FastifyRequest, id: string): Waba | null {
  const waba = sim.world.wabas.get(id)
  if (waba === undefined) return null
  const token = tokenOf(sim, request)
  if (token === sim.accessToken || accountOfToken(sim, token) === id) return waba
  for (const number of sim.world.numbers.values()) {
    if (number.wabaId === id && number.accessToken === token) return waba
  }
  return null
}

/** A template by its id, if the token may see its account. */
export function findTemplate(sim: Simulation, request: FastifyRequest, id: string): Template | null {
  const template = sim.world.templates.get(id)
  return template === undefined || findWaba(sim, request, template.wabaId) === null ? null : template
}

/** Picks the wanted fields; without `fields` the usual ones. Always with the id. */
export function pickFields(
  available: Readonly<Record<string, () => unknown>>,
  usual: readonly string[],
  wanted: string | undefined,
  node: string,
): Json {
  const names = wanted === undefined || wanted === '' ? usual : splitFields(wanted)
  const result: Json = {}
  for (const name of names) {
    const field = available[name]
    if (field === undefined) {
      throw new GraphError(100, undefined, {
        title: `Tried accessing nonexisting field (${name}) on node type (${node})`,
      })
    }
    const value = field()
    if (value !== undefined) result[name] = value
  }
  const id = available['id']?.()
  return id === undefined ? result : { ...result, id }
}

/** `a,b{c,d},e.limit(3)` names a, b and e. */
function splitFields(wanted: string): string[] {
  return wanted
    .replaceAll(/\{[^}]*\}|\.\w+\([^)]*\)/g, '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
}

/** One page of a list with Meta's cursors. */
export function pageOf(sim: Simulation, request: GraphRequest, all: readonly Json[]): Json {
  const { limit, after, before } = request.query
  const size = Math.min(1000, Math.max(1, Number(limit ?? 25) || 25))
  const end = before === undefined ? undefined : offsetOf(before)
  const start = end === undefined ? (after === undefined ? 0 : offsetOf(after)) : Math.max(0, end - size)
  const data = all.slice(start, start + size)
  if (data.length === 0) return { data: [] }
  const cursors = { before: cursorOf(start), after: cursorOf(start + data.length) }
  if (start + data.length >= all.length) return { data, paging: { cursors } }
  return { data, paging: { cursors, next: pageUrl(sim, request, size, 'after', cursors.after) } }
}

/**
 * One page of what changes while it is read: a cursor names a place that no other entry ever takes, so that one that
 * is deleted meanwhile neither hides another nor shows one twice.
 */
export function pageByKey<Item extends { readonly order: number }>(
  sim: Simulation,
  request: GraphRequest,
  all: readonly Item[],
  show: (item: Item) => Json,
): Json {
  const { limit, after, before } = request.query
  const size = Math.min(1000, Math.max(1, Number(limit ?? 25) || 25))
  const sorted = all.toSorted((one, next) => one.order - next.order)
  const rest =
    before === undefined
      ? sorted.filter(({ order }) => after === undefined || order > keyOf(after))
      : sorted.filter(({ order }) => order < keyOf(before)).slice(-size)
  const page = rest.slice(0, size)
  const [first] = page
  const last = page.at(-1)
  if (first === undefined || last === undefined) return { data: [] }
  const cursors = { before: cursorOfKey(first.order), after: cursorOfKey(last.order) }
  const data = page.map(show)
  const isLast = last.order === sorted.at(-1)?.order
  const isFirst = first.order === sorted[0]?.order
  return {
    data,
    paging: {
      cursors,
      ...(isFirst ? {} : { previous: pageUrl(sim, request, size, 'before', cursors.before) }),
      ...(isLast ? {} : { next: pageUrl(sim, request, size, 'after', cursors.after) }),
    },
  }
}

/** Meta puts the token into this link as well; a link that ends in a log should not open anything. */
function pageUrl(
  sim: Simulation,
  request: GraphRequest,
  size: number,
  direction: 'before' | 'after',
  cursor: string,
): string {
  const url = new URL(request.originalUrl, sim.baseUrl())
  for (const name of ['access_token', 'before', 'after']) url.searchParams.delete(name)
  url.searchParams.set('limit', String(size))
  url.searchParams.set(direction, cursor)
  return url.href
}

const cursorOfKey = (key: number): string => Buffer.from(`key:${key}`).toString('base64url')

function keyOf(cursor: string): number {
  const match = /^key:(\d+)$/.exec(Buffer.from(cursor, 'base64url').toString())
  if (match === null) throw new GraphError(131059)
  return Number(match[1])
}

const cursorOf = (offset: number): string => Buffer.from(`offset:${offset}`).toString('base64url')

function offsetOf(cursor: string): number {
  const match = /^offset:(\d+)$/.exec(Buffer.from(cursor, 'base64url').toString())
  if (match === null) throw new GraphError(131059)
  return Number(match[1])
}

/**
 * Meta verifies a callback when it is set: GET with a challenge, which must come back bare.
 * Source: Meta, "Create a webhook endpoint" (7 Nov 2025).
 */
export async function verifyCallback(url: string, verifyToken: string): Promise<boolean> {
  const challenge = String(randomBytes(4).readUInt32BE())
  const target = new URL(url)
  target.searchParams.set('hub.mode', 'subscribe')
  target.searchParams.set('hub.challenge', challenge)
  target.searchParams.set('hub.verify_token', verifyToken)
  try {
    const answer = await fetch(target, { signal: AbortSignal.timeout(10_000) })
    return answer.status === 200 && (await answer.text()).trim() === challenge
  } catch {
    return false
  }
}

/** Sets or removes a callback of one's own, for an account or a number. */
export async function overrideFrom(body: Json): Promise<{ uri: string; verifyToken: string } | null> {
  const uri = body['override_callback_uri']
  if (uri === undefined || uri === '') return null
  if (typeof uri !== 'string' || uri.length > 200 || !URL.canParse(uri)) {
    throw new GraphError(100, 'Param override_callback_uri is not a valid URL.')
  }
  const verifyToken = wordsOf(body['verify_token'])
  if (!(await verifyCallback(uri, verifyToken))) {
    throw new GraphError(2200, undefined, {
      title:
        'Callback verification failed with the following errors: HTTP Status Code = 403; HTTP Message = Forbidden',
      status: 400,
    })
  }
  return { uri, verifyToken }
}

/**
 * What customers get who follow a short link: a redirect to where the link leads, and nothing else. On our own address codes are
 * under /r/; a business's own domain has nothing but codes, so nobody reaches anything of ours by that name.
 *
 * A visitor decides nothing but which code: the address comes from the database as it was checked when the link was made
 * (`check-target.ts`), and what stands behind the code in the request goes no further.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Database } from '#platform/db/database.ts'
import { tenantId, type TenantId } from '#platform/db/tenant-id.ts'
import { isPublicAddress } from '#platform/egress-addresses.ts'
import { errorText } from '#platform/errors.ts'
import type { Log } from '#platform/log.ts'
import { after, SECOND_MS, type Clock, type Instant } from '#platform/time.ts'
import { isCode } from './code-text.ts'
import { createCodeFinder, type Found } from './find-code.ts'
import { batched } from './internal/batched.ts'
import { pageOf } from './internal/page.ts'
import { judgeVisitor } from './judge-visitor.ts'
import { limitGuesses } from './limit-guesses.ts'
import { PROOF_PATH, proofOf } from './prove-domain.ts'
import { recordClicks, type ClickRecorder } from './record-clicks.ts'
import { OUR_PATH } from './read-prefixes.ts'

/** A domain that was confirmed or removed in another process is known after so long. */
const HOSTS_KNOWN_MS = 10 * SECOND_MS
const HOSTS_KEPT = 10_000

export type LinkServer = {
  /** Answers what came by a name that is none of ours; false: it is nobody's short domain either. */
  readonly answerFor: (request: FastifyRequest, reply: FastifyReply) => Promise<boolean>
  /** The redirect on our own address. */
  readonly routes: (app: FastifyInstance) => void
  /** A domain changed. */
  readonly forgetHosts: () => void
  readonly settle: () => Promise<void>
  readonly close: () => Promise<void>
}

export type LinkServerOptions = {
  readonly database: Database
  readonly clock: Clock
  readonly log: Log
  /** With which we show that a name leads here. */
  readonly secret: Buffer
}

export function serveLinks(options: LinkServerOptions): LinkServer {
  const { database, clock, log, secret } = options
  const recorder = recordClicks(database, log)
  const hosts = knownHosts(database, clock)
  const follow = createFollow(options, recorder)
  return {
    answerFor: async (request, reply) => {
      const hostname = nameOf(request.headers.host)
      if (hostname === null) return false
      const { path, query } = partsOf(request.url)
      const proof = path === PROOF_PATH ? proofOf(secret, hostname, query.get('nonce') ?? '') : null
      if (proof !== null) {
        await reply.header('cache-control', 'no-store').type('text/plain').send(proof)
        return true
      }
      const tenant = await hosts.find(hostname)
      if (tenant === null) return false
      const isRead = request.method === 'GET' || request.method === 'HEAD'
      await (isRead ? follow(request, reply, path.slice(1), tenant) : pageOf(reply, 'unknown'))
      return true
    },
    routes: (app) => {
      app.get(`${OUR_PATH}:code`, { schema: { hide: true } }, async (request, reply) =>
        follow(request, reply, (request.params as { readonly code: string }).code, null),
      )
      app.get(PROOF_PATH, { schema: { hide: true } }, async (request, reply) => {
        const { query } = partsOf(request.url)
        const name = query.get('domain')
        // A proxy of ours that fetches certificates by itself asks for which names it may.
        if (name !== null) {
          const isEntered = !isPublicAddress(request.ip) && (await hosts.isEntered(name))
          return reply.code(isEntered ? 200 : 404).send()
        }
        // By our own name: a proxy asks in place of a domain, and does not say which. The check tells that in words.
        const proof = proofOf(secret, nameOf(request.headers.host) ?? '-', query.get('nonce') ?? '')
        return proof === null ? reply.code(404).send() : reply.type('text/plain').send(proof)
      })
    },
    forgetHosts: hosts.forget,
    settle: recorder.settle,
    close: recorder.close,
  }
}

/** @returns what answers whoever follows a code; `of`: whose it must be, null: anybody's */
function createFollow(
  { database, clock, log }: LinkServerOptions,
  recorder: ClickRecorder,
): (
  request: FastifyRequest,
  reply: FastifyReply,
  code: string,
  of: TenantId | null,
) => Promise<FastifyReply> {
  const find = createCodeFinder(database)
  const guesses = limitGuesses()
  return async (request, reply, code, of) => {
    const now = clock()
    const waitMs = guesses.waitMs(request.ip, now)
    if (waitMs > 0)
      return pageOf(reply.header('retry-after', String(Math.ceil(waitMs / SECOND_MS))), 'too_many')
    let found: Found | null
    try {
      found = await find(code, of)
    } catch (error) {
      log.error({ evt: 'links.not-looked-up', err: errorText(error) })
      return pageOf(reply, 'broken')
    }
    if (found === null) {
      if (isCode(code)) guesses.miss(request.ip, now) // a browser that asks for an icon guesses nothing
      return pageOf(reply, 'unknown')
    }
    await reply.code(302).headers(REDIRECT).header('location', found.url).send()
    recorder.add(found.tenant, { code, at: now, class: judgeVisitor(request.method, request.headers) })
    return reply
  }
}

/** Each visit is counted, so nobody may keep the answer; and where it leads need not know where it was found. */
const REDIRECT = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex' }

function partsOf(url: string): { readonly path: string; readonly query: URLSearchParams } {
  const [path = '', ...rest] = url.split('?')
  return { path, query: new URLSearchParams(rest.join('?')) }
}

/** Without a port, as the URL parser writes it. */
const nameOf = (host: string | undefined): string | null =>
  host === undefined ? null : (URL.parse(`http://${host}`)?.hostname.replace(/\.$/u, '') ?? null)

/** Which names are whose short domain, remembered for some seconds, also of names that are nobody's. */
function knownHosts(database: Database, clock: Clock) {
  const known = new Map<string, { readonly tenant: TenantId | null; readonly until: Instant }>()
  const look = batched(async (names) => {
    const { rows } = await database.pool.query<{ hostname: string; tenant: string }>({
      name: 'link_hosts',
      text: 'select hostname, tenant_id as tenant from link_domain_routes where hostname = any($1) and is_confirmed',
      values: [names],
    })
    return new Map(rows.map(({ hostname, tenant }) => [hostname, tenantId(tenant)]))
  })
  return {
    find: async (hostname: string): Promise<TenantId | null> => {
      const now = clock()
      const one = known.get(hostname)
      if (one !== undefined && now < one.until) return one.tenant
      const tenant = await look(hostname)
      if (known.size >= HOSTS_KEPT) known.clear()
      known.set(hostname, { tenant, until: after(now, HOSTS_KNOWN_MS) })
      return tenant
    },
    isEntered: async (hostname: string): Promise<boolean> => {
      const { rowCount } = await database.pool.query(
        'select from link_domain_routes where hostname = $1 limit 1',
        [hostname],
      )
      return rowCount !== 0
    },
    forget: () => known.clear(),
  }
}

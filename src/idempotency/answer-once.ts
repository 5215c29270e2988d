/**
 * `Idempotency-Key` for every route that changes something: the same key brings the same answer, and nothing is done twice. As Stripe
 * does it (docs.stripe.com/api/idempotent_requests): a key with another request is refused, one whose request still runs as well,
 * and nothing is kept of a request that was not valid. Otherwise than Stripe's v1 a failure of ours is not kept: its transaction was
 * rolled back, so the next attempt does the work. If this process dies before it could keep the answer nobody knows whether the
 * work was done; then we say so instead of doing it again.
 */
import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Client, Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { errorText } from '#platform/errors.ts'
import type { Log } from '#platform/log.ts'
import { sendProblem, type ProblemBody } from '#platform/problem.ts'
import { Secret, type Vault } from '#platform/secrets.ts'
import { after, DAY_MS, type Clock, type Instant } from '#platform/time.ts'
import {
  deleteBefore,
  dropKey,
  putAnswer,
  takeKey,
  type KnownRequest,
  type RequestKey,
} from './internal/sql.ts'

const KEEP_MS = DAY_MS
/** No request takes longer; one without an answer after this will never have one. */
const RUN_MS_MAX = 60_000
const KEY_CHARS_MAX = 255
const KEY_CHARS_MIN = 8
const DELETED_AT_ONCE = 1000

declare module 'fastify' {
  interface FastifyContextConfig {
    /** `own`: the route keeps its keys itself, in the transaction that does its work. */
    idempotency?: 'own'
  }
  interface FastifyRequest {
    idempotent: RequestKey | null
  }
}

export type AnswerOnceOptions = {
  readonly database: Database
  readonly vault: Vault
  readonly clock: Clock
  readonly log: Log
}

/** Watches all routes that are added after it. */
export function answerOnce(app: FastifyInstance, options: AnswerOnceOptions): void {
  const { database, vault, clock, log } = options
  app.decorateRequest('idempotent', null)
  app.addHook('preHandler', async (request, reply) => {
    const key = keyOf(request)
    if (key === null || request.access === null) return undefined
    const { tenant, actor } = request.access
    if (key.length < KEY_CHARS_MIN || key.length > KEY_CHARS_MAX) return sendProblem(reply, BAD_KEY)
    const asked: RequestKey = { tenant, actor: actor.id, key }
    const hash = hashOf(request)
    const known = await database.inTenant(tenant, async (client) => takeKey(client, asked, hash, clock()))
    if (known === null) {
      request.idempotent = asked
      return undefined
    }
    const open = (sealed: Buffer): Secret => vault.open(sealed, placeOf(asked))
    return replay(reply, known, { hash, now: clock(), open })
  })
  app.addHook('onSend', async (request, reply, payload: unknown) => {
    const asked = request.idempotent
    if (asked === null) return payload
    request.idempotent = null
    const isKept = reply.statusCode < 500 && (typeof payload === 'string' || payload === null)
    const body = new Secret(JSON.stringify([reply.getHeader('content-type') ?? null, payload ?? null]))
    try {
      await database.inTenant(asked.tenant, async (client) =>
        isKept
          ? putAnswer(client, asked, reply.statusCode, vault.seal(body, placeOf(asked)))
          : dropKey(client, asked),
      )
    } catch (error) {
      // What was done is done and answered; asked again, we say that we do not know.
      log.warn({ evt: 'idempotency.not-kept', err: errorText(error) })
    }
    return payload
  })
}

/** Null: there is no key, or it is not ours to keep. */
function keyOf({ method, headers, routeOptions }: FastifyRequest): string | null {
  const key = headers['idempotency-key']
  if (typeof key !== 'string' || method === 'GET' || method === 'HEAD') return null
  const isForm = headers['content-type']?.startsWith('multipart/') === true // a file is not read twice
  return routeOptions.config.idempotency === 'own' || isForm ? null : key
}

const hashOf = ({ method, url, body }: FastifyRequest): Buffer =>
  createHash('sha256')
    .update(JSON.stringify([method, url, body ?? null]))
    .digest()

const placeOf = ({ tenant, actor, key }: RequestKey): string => `answer ${tenant} ${actor} ${key}`

async function replay(
  reply: FastifyReply,
  { hash, status, answer, createdAt }: KnownRequest,
  asked: { readonly hash: Buffer; readonly now: Instant; readonly open: (sealed: Buffer) => Secret },
): Promise<FastifyReply> {
  if (!hash.equals(asked.hash)) return sendProblem(reply, REUSED)
  if (status === null || answer === null) {
    if (asked.now - createdAt > RUN_MS_MAX) return sendProblem(reply, UNKNOWN)
    return sendProblem(reply.header('retry-after', '1'), RUNNING)
  }
  const opened = openedOf(answer, asked.open)
  if (opened === null) return sendProblem(reply, UNKNOWN)
  const [type, payload] = opened
  if (type !== null) void reply.type(type)
  return reply.code(status).header('idempotent-replayed', 'true').send(payload)
}

/** Null: sealed with a key that is gone. */
function openedOf(
  sealed: Buffer,
  open: (sealed: Buffer) => Secret,
): readonly [string | null, string | null] | null {
  try {
    return JSON.parse(open(sealed).reveal()) as [string | null, string | null]
  } catch {
    return null
  }
}

/** Some of those that nobody will ask for again; how many. */
export async function forgetAnswers(client: Client, tenant: TenantId, now: Instant): Promise<number> {
  return deleteBefore(client, tenant, after(now, -KEEP_MS), DELETED_AT_ONCE)
}

const BAD_KEY: ProblemBody = {
  status: 400,
  code: 'invalid_request',
  title: 'Some of this is not valid',
  errors: [{ path: 'Idempotency-Key', message: `must have ${KEY_CHARS_MIN} to ${KEY_CHARS_MAX} characters` }],
}
const REUSED: ProblemBody = {
  status: 422,
  code: 'idempotency_key_reused',
  title: 'This Idempotency-Key came with another request before',
  nextStep: 'Make a new key for each thing that you want done, and repeat it only with the same request.',
}
const RUNNING: ProblemBody = {
  status: 409,
  code: 'request_in_progress',
  title: 'The request with this Idempotency-Key is still running',
  nextStep: 'Ask again in a second.',
}
const UNKNOWN: ProblemBody = {
  status: 409,
  code: 'outcome_unknown',
  title: 'We do not know whether the request with this Idempotency-Key was carried out',
  nextStep: 'Look whether it was; if not, ask with a new key.',
}

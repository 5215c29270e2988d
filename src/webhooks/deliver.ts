/**
 * Tells endpoints what is due. A message is claimed and committed before the call, and written down after it; whoever dies in
 * between leaves it to be told again under the same `webhook-id`: at least once, and a receiver that remembers ids sees it
 * once. Messages of one conversation go one after the other: a later one waits until an earlier one was taken or has failed
 * for good.
 */
import { recordAudit } from '#audit/record-audit.ts'
import type { Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { EgressFault, type Egress, type EgressStream } from '#platform/egress.ts'
import { errorText, Fault } from '#platform/errors.ts'
import type { Log } from '#platform/log.ts'
import type { Secret, Vault } from '#platform/secrets.ts'
import { after, DAY_MS, type Clock, type Instant } from '#platform/time.ts'
import { noteAttempt, setEndpointState } from './internal/endpoints-sql.ts'
import {
  claimDue,
  discardPending,
  promoteNext,
  recordAttempt,
  type AttemptResult,
  type Claimed,
} from './internal/messages-sql.ts'
import { lockRelay, noteEndpoints } from './internal/relay-sql.ts'
import { sealedTo } from './manage-endpoints.ts'
import { nextAttemptAt, retryAfterOf } from './retry-schedule.ts'
import { signedHeaders } from './signature.ts'

export type DelivererOptions = {
  readonly database: Database
  /** Without allowed origins: customers choose these addresses. */
  readonly egress: Egress
  readonly vault: Vault
  readonly clock: Clock
  readonly log: Log
  /** From 0 to 1, for the waits. */
  readonly random: () => number
}

export type Deliverer = {
  /** Begins what is due and fits; returns how many. */
  readonly begin: (tenant: TenantId) => Promise<number>
  /** Called when an attempt has been written down: something may be due because of it. */
  readonly onRecorded: (heard: (tenant: TenantId) => void) => void
  /** Until what has begun is written down. */
  readonly settle: () => Promise<void>
  /** Gives up the calls that are under way: as if we had died, they are made again when their claim is over. */
  readonly abandon: () => void
}

const IN_FLIGHT_PER_ENDPOINT = 8
const IN_FLIGHT_MAX = 64
/** Standard Webhooks: "15s to 30s". */
const TIMEOUT_MS = 15_000
/** Longer than any attempt; after it, whoever claimed a message is taken for dead. */
const CLAIM_MS = 60_000
const FAILING_MAX_MS = 5 * DAY_MS
/** A receiver's answer says nothing that we need; how a refusal begins helps whoever looks for its reason. */
const ANSWER_CHARS = 500
const ANSWER_BYTES_READ = 4096
const GONE = 410

export function createDeliverer(options: DelivererOptions): Deliverer {
  const { database, clock, log } = options
  const inFlight = new Set<Promise<void>>()
  const stop = new AbortController()
  let heard: ((tenant: TenantId) => void) | null = null

  const deliver = async (tenant: TenantId, message: Claimed): Promise<void> => {
    const answer = await attempt(options, tenant, message, stop.signal)
    if (stop.signal.aborted && answer.status === null) return
    const { at, durationMs, status, errorCode } = answer
    try {
      await record(options, tenant, message, answer)
      log.info({
        evt: 'webhooks.called',
        ...{ tenant, endpoint: message.endpoint, message: message.id, nth: message.nth },
        ...{ status, errorCode, durationMs },
      })
    } catch (error) {
      // It is claimed for a while yet, and then told again.
      log.error({ evt: 'webhooks.record-failed', tenant, message: message.id, at, err: errorText(error) })
    }
  }
  return {
    begin: async (tenant) => {
      const room = IN_FLIGHT_MAX - inFlight.size
      if (room <= 0) return 0
      const claimed = await database.inTenant(tenant, async (client) => {
        await lockRelay(client, tenant)
        const now = clock()
        const limits = { perEndpoint: IN_FLIGHT_PER_ENDPOINT, all: room }
        return claimDue(client, tenant, now, after(now, CLAIM_MS), limits)
      })
      for (const message of claimed) {
        const tracked = deliver(tenant, message).finally(() => {
          inFlight.delete(tracked)
          heard?.(tenant)
        })
        inFlight.add(tracked)
      }
      return claimed.length
    },
    onRecorded: (listener) => (heard = listener),
    settle: async () => {
      await Promise.all(inFlight)
    },
    abandon: () => stop.abort(new Error('closing')),
  }
}

type Answer = AttemptResult & { readonly retryAfterMs: number | null }

/** One call. Never throws: whatever happens is an answer of a kind. */
async function attempt(
  { egress, vault, clock }: DelivererOptions,
  tenant: TenantId,
  message: Claimed,
  signal: AbortSignal,
): Promise<Answer> {
  const at = clock()
  const startedAt = performance.now()
  const result = await call({ egress, vault }, tenant, message, at, signal).catch((error: unknown) => ({
    status: null,
    errorCode: error instanceof Fault ? error.code : 'webhooks.call_failed',
    answer: null,
    retryAfterMs: null,
  }))
  return { ...result, at, durationMs: Math.round(performance.now() - startedAt) }
}

async function call(
  { egress, vault }: Pick<DelivererOptions, 'egress' | 'vault'>,
  tenant: TenantId,
  { id, endpoint, url, body, secret, previousSecret }: Claimed,
  at: Instant,
  signal: AbortSignal,
): Promise<Omit<Answer, 'at' | 'durationMs'>> {
  const owner = sealedTo(tenant, endpoint)
  const sealed = previousSecret === null ? [secret] : [secret, previousSecret]
  const secrets = sealed.map((bytes) => opened(vault, bytes, owner))
  const response = await egress.stream({
    url,
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Harkara-Webhooks/1 (standardwebhooks.com)',
      ...signedHeaders({ id, at, body }, secrets),
    },
    body,
    timeoutMs: TIMEOUT_MS,
    signal,
    responseBytesMax: Number.MAX_SAFE_INTEGER, // we stop reading long before
  })
  const { status, headers } = response
  const begins = await beginningOf(response)
  const isTaken = status >= 200 && status < 300
  return {
    status,
    errorCode: isTaken ? null : `http.${status}`,
    answer: isTaken || begins === '' ? null : begins,
    retryAfterMs: retryAfterOf(status, headers['retry-after'], at),
  }
}

function opened(vault: Vault, sealed: Buffer, owner: string): Secret {
  try {
    return vault.open(sealed, owner)
  } catch (cause) {
    // Sealed with another key: its secret must be rotated.
    throw new Fault('invalid', 'webhooks.secret_unreadable', 'a webhook secret cannot be opened', { cause })
  }
}

/** An answer whose body breaks off is an answer all the same: its status is what counts. */
async function beginningOf({ body }: EgressStream): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of body) {
      chunks.push(chunk)
      bytes += chunk.length
      if (bytes >= ANSWER_BYTES_READ) break
    }
  } catch (error) {
    if (!(error instanceof EgressFault)) throw error
  }
  return Buffer.concat(chunks).toString().replaceAll('\0', '').slice(0, ANSWER_CHARS)
}

type Next = Parameters<typeof recordAttempt>[4]

function nextOf({ nthSinceReplay }: Claimed, answer: Answer, now: Instant, random: number): Next {
  if (answer.errorCode === null) return { state: 'delivered' }
  if (answer.status === GONE) return { state: 'failed' }
  const dueAt = nextAttemptAt(nthSinceReplay, answer.retryAfterMs, now, random)
  return dueAt === null ? { state: 'failed' } : { state: 'pending', dueAt }
}

async function record(
  { database, clock, random }: DelivererOptions,
  tenant: TenantId,
  message: Claimed,
  answer: Answer,
): Promise<void> {
  await database.inTenant(tenant, async (client) => {
    await lockRelay(client, tenant)
    const now = clock()
    await recordAttempt(client, tenant, message, answer, nextOf(message, answer, now, random()))
    const endpoint = await noteAttempt(client, tenant, message.endpoint, answer)
    await promoteNext(client, tenant, message.endpoint, message.conversation, now)
    if (endpoint === null || !endpoint.isActive || answer.errorCode === null) return
    const { failingSince } = endpoint
    const isFailing = failingSince !== null && now - failingSince >= FAILING_MAX_MS
    if (answer.status !== GONE && !isFailing) return
    const reason = answer.status === GONE ? 'gone' : 'failing'
    await setEndpointState(client, tenant, message.endpoint, reason)
    await discardPending(client, tenant, message.endpoint)
    await noteEndpoints(client, tenant)
    await recordAudit(client, tenant, WORKER, {
      action: 'webhook.disabled',
      subject: { kind: 'webhook', id: message.endpoint },
      details: { reason },
    })
  })
}

const WORKER = { kind: 'system', id: 'worker', name: 'Harkara' } as const

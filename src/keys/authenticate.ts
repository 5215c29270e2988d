import { timingSafeEqual } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Database } from '#platform/db/database.ts'
import { tenantId, type TenantId } from '#platform/db/tenant-id.ts'
import type { Clock, Instant } from '#platform/time.ts'
import type { Access, Asker, Refusal } from '#tenants/access.ts'
import { endWhenForbidden } from '#tenants/end-when-forbidden.ts'
import { findRoute, markUsed, selectLiveKey, type LiveKey } from './internal/sql.ts'
import { keyOfHeader, type KeyText } from './key-text.ts'
import { createRateLimits, type RateVerdict } from './rate-limits.ts'
import { GRANTABLE } from './shapes.ts'

/** A revoked key opens nothing after this, in every process; a key in use asks the database this often. */
const REMEMBER_MS = 5_000
const USED_EVERY_MS = 60_000
/** Only keys that were right are remembered, so this is the number of keys in use at once, and strangers cannot fill it. */
const REMEMBERED_MAX = 10_000

type Found = { readonly tenant: TenantId; readonly key: LiveKey; readonly until: Instant }

/** Null: nobody whom we know. A refusal: a key of ours that asks too often. */
export type AuthenticateKey = (
  request: FastifyRequest,
  reply: FastifyReply,
) => Promise<Asker | Refusal | null>

/**
 * Finds out whose key a request carries, as `Authorization: Bearer hk_…`. What a right key may do is remembered for five
 * seconds; a wrong one is looked for each time. Each answer says how often the key may still ask. An answer that takes longer
 * (live events, an export) is broken off when its key opens nothing any more.
 */
export function createKeyAuthentication(
  database: Database,
  clock: Clock,
  recheckMs = REMEMBER_MS,
): AuthenticateKey {
  const remembered = new Map<string, Found>()
  const limits = createRateLimits()
  const remember = (lookup: string, found: Found, now: Instant): void => {
    if (remembered.size >= REMEMBERED_MAX)
      for (const [other, { until }] of remembered) if (until <= now) remembered.delete(other)
    if (remembered.size < REMEMBERED_MAX) remembered.set(lookup, found)
  }
  const find = async (presented: KeyText): Promise<Found | null> => {
    const now = clock()
    let found = remembered.get(presented.lookup) ?? null
    if (found === null || found.until <= now) {
      remembered.delete(presented.lookup)
      found = await lookUp(database, presented, now)
      if (found !== null) remember(presented.lookup, found, now)
    }
    return found !== null && opens(found.key, presented, now) ? found : null
  }
  return async (request, reply) => {
    const presented = keyOfHeader(request.headers.authorization ?? '')
    const found = presented === null ? null : await find(presented)
    if (presented === null || found === null) return null
    const { tenant, key } = found
    const verdict = limits(key.id, key.ratePerMinute, clock())
    reply.headers(rateHeaders(key, verdict))
    if (!verdict.isAllowed) return tooOften(verdict)
    endWhenForbidden(reply, async () => (await find(presented)) !== null, recheckMs)
    return { access: accessOfKey(tenant, key), person: null }
  }
}

async function lookUp(database: Database, presented: KeyText, now: Instant): Promise<Found | null> {
  const route = await findRoute(database.pool, presented.lookup)
  if (route === null) return null
  const tenant = tenantId(route.tenant)
  const key = await database.inTenant(tenant, async (client) => {
    const live = await selectLiveKey(client, tenant, route.key)
    if (live === null || !opens(live, presented, now)) return null
    if (live.lastUsedAt === null || now - live.lastUsedAt >= USED_EVERY_MS)
      await markUsed(client, tenant, live.id, now)
    return live
  })
  return key === null ? null : { tenant, key, until: (now + REMEMBER_MS) as Instant }
}

/** In a time that does not depend on how much of the secret is right. */
const opens = ({ hash, expiresAt }: LiveKey, presented: KeyText, now: Instant): boolean =>
  timingSafeEqual(hash, presented.hash) && (expiresAt === null || now < expiresAt)

const accessOfKey = (tenant: TenantId, { id, name, permissions }: LiveKey): Access => ({
  tenant,
  actor: { kind: 'key', id, name },
  // A permission that the program no longer knows opens nothing, and none makes keys, whatever stands in the table.
  permissions: new Set(GRANTABLE.filter((permission) => permissions.includes(permission))),
})

const seconds = (ms: number): string => String(Math.ceil(ms / 1000))

const rateHeaders = (
  { ratePerMinute }: LiveKey,
  { remaining, resetMs }: RateVerdict,
): Record<string, string> => ({
  'ratelimit-limit': String(ratePerMinute),
  'ratelimit-remaining': String(remaining),
  'ratelimit-reset': seconds(resetMs),
})

const tooOften = ({ retryAfterMs }: RateVerdict): Refusal => ({
  refused: {
    status: 429,
    code: 'rate_limited',
    title: 'This API key asks too often',
    nextStep: `Wait ${seconds(retryAfterMs)} s, then try again; the header Retry-After says how long.`,
  },
  headers: { 'retry-after': seconds(retryAfterMs) },
})

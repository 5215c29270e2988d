/** Finds out who is signed in, and what they may do in the business that they have open. */
import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Database } from '#platform/db/database.ts'
import { tenantId } from '#platform/db/tenant-id.ts'
import { after, type Clock, type Instant } from '#platform/time.ts'
import type { Access, Asker, Person } from '#tenants/access.ts'
import { endWhenForbidden } from '#tenants/end-when-forbidden.ts'
import { permissionsOf } from '#tenants/permissions.ts'
import { askOf, forwardCookies } from './internal/call-auth.ts'
import type { Auth } from './internal/create-auth.ts'
import { selectLastTenant, selectRole, selectTenantsOf, updateSessionTenant } from './internal/sql.ts'

/** A session that was ended opens nothing after this, in every process; in the one that ended it, at once. */
const REMEMBER_MS = 5_000
/** Only sessions that were right are remembered, so strangers cannot fill it. */
const REMEMBERED_MAX = 10_000

type Found = { readonly asker: Asker & { readonly person: Person }; readonly until: Instant }

export type Sessions = {
  /** Null: nobody is signed in. */
  readonly authenticate: (request: FastifyRequest, reply: FastifyReply) => Promise<Asker | null>
  /** What was remembered of this person is asked for again: they signed out, or their rights have changed. */
  readonly forget: (user: string) => void
}

export function createSessions(
  { auth, database, clock }: { readonly auth: Auth; readonly database: Database; readonly clock: Clock },
  recheckMs = REMEMBER_MS,
): Sessions {
  const remembered = new Map<string, Found>()
  const find = async (key: string, request: FastifyRequest, reply: FastifyReply | null) => {
    const now = clock()
    const known = remembered.get(key)
    if (known !== undefined && known.until > now) return known.asker
    remembered.delete(key)
    const asker = await lookUp(auth, database, request, reply)
    if (asker === null) return null
    if (remembered.size >= REMEMBERED_MAX)
      for (const [other, { until }] of remembered) if (until <= now) remembered.delete(other)
    if (remembered.size < REMEMBERED_MAX) remembered.set(key, { asker, until: after(now, REMEMBER_MS) })
    return asker
  }
  return {
    authenticate: async (request, reply) => {
      const { cookie } = request.headers
      if (cookie?.includes('harkara.session_token=') !== true) return null
      const key = keyOf(cookie)
      const asker = await find(key, request, reply)
      if (asker === null) return null
      const tenant = asker.access?.tenant
      const { needs } = request.routeOptions.config
      const isStillAllowed = async (): Promise<boolean> => {
        const now = await find(key, request, null)
        if (now?.access?.tenant !== tenant) return false
        return needs === undefined || needs === 'public' || needs === 'session'
          ? now !== null
          : now?.access?.permissions.has(needs) === true
      }
      endWhenForbidden(reply, isStillAllowed, recheckMs)
      return asker
    },
    forget: (user) => {
      for (const [key, { asker }] of remembered) if (asker.person.id === user) remembered.delete(key)
    },
  }
}

/**
 * What an answer is remembered by: all the cookies that it was found with. One of them picked out by us might be another than the
 * one that was checked, and whoever planted it in a browser would be remembered as the person who uses that.
 */
const keyOf = (cookies: string): string => createHash('sha256').update(cookies).digest('base64')

async function lookUp(
  auth: Auth,
  database: Database,
  request: FastifyRequest,
  reply: FastifyReply | null,
): Promise<Found['asker'] | null> {
  const { response, headers } = await auth.api.getSession({ ...askOf(request), returnHeaders: true })
  if (response === null) return null
  if (reply !== null) forwardCookies(reply, headers)
  const { session, user } = response
  const person: Person = {
    id: user.id,
    name: user.name,
    email: user.email,
    hasTwoFactor: user.twoFactorEnabled === true,
    isDemo: user.isDemo,
    sessionId: session.id,
  }
  return { person, access: await accessOfPerson(database, person, session.tenantId ?? null) }
}

/** In the business that is open in this browser; else in the one that they had open last, or any other that they have. */
async function accessOfPerson(
  database: Database,
  person: Person,
  opened: string | null,
): Promise<Access | null> {
  const access = opened === null ? null : await accessIn(database, person, opened)
  if (access !== null) return access
  const last = await selectLastTenant(database.pool, person.id)
  const others = await selectTenantsOf(database.pool, person.id)
  for (const tenant of new Set([...(last === null ? [] : [last]), ...others])) {
    const other = await accessIn(database, person, tenant)
    if (other === null) continue
    await updateSessionTenant(database.pool, person.sessionId, tenant)
    return other
  }
  return null
}

async function accessIn(database: Database, person: Person, id: string): Promise<Access | null> {
  const tenant = tenantId(id)
  const role = await database.inTenant(tenant, async (client) => selectRole(client, tenant, person.id))
  if (role === null) return null
  const actor = { kind: 'user', id: person.id, name: person.name } as const
  return { tenant, actor, permissions: permissionsOf(role) }
}

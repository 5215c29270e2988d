import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import type { Instant } from '#platform/time.ts'
import type { Actor } from '#tenants/access.ts'
import { insertGrants, liftSuppressions, lockContacts } from './internal/sql.ts'

/** One consent that many people gave in the same way, and what proves it of each. */
export type Grants = {
  readonly purpose: string
  readonly source: 'import'
  readonly note: string
  readonly noticeVersion: string | null
  readonly actor: Actor
  readonly at: Instant
  /** A contact may be named more than once; a second entry with the same cause says nothing new. */
  readonly of: readonly {
    readonly contact: string
    readonly cause: string
    readonly evidence: Readonly<Record<string, string | number>>
  }[]
}

/**
 * The same as `recordConsents` for many people at once, in a few statements. Who took it back later than this was given stays
 * suppressed: the newest word counts.
 */
export async function recordGrants(client: Client, tenant: TenantId, grants: Grants): Promise<void> {
  if (grants.of.length === 0) return
  const contacts = [...new Set(grants.of.map(({ contact }) => contact))]
  await lockContacts(client, tenant, contacts)
  const rows = grants.of.map((one) => ({ ...one, id: newId() }))
  await insertGrants(client, tenant, { ...grants, of: rows })
  await liftSuppressions(client, tenant, grants.purpose, contacts)
}

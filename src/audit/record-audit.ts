import { strict as assert } from 'node:assert'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Actor } from '#tenants/access.ts'
import { hashEntry } from './hash-entry.ts'
import { appendEntry, takeNextPlace } from './internal/sql.ts'

export type AuditEntry = {
  /** `thing.what-happened`: 'key.created', 'member.role-changed'. Never changes its meaning once it has been recorded. */
  readonly action: string
  readonly subject: { readonly kind: string; readonly id: string }
  /** Plain JSON for people to read. No secrets, no message texts: entries are kept for ever and cannot be changed. */
  readonly details?: Readonly<Record<string, unknown>>
}

/**
 * Appends to the tenant's audit log, in the caller's transaction: what was done and that it was done are committed together,
 * or neither is.
 *
 * Call it last. It locks the tenant's head until the transaction ends, so whatever else takes long should be over; and it asks
 * PostgreSQL for the time once it holds the lock, so that moments go the same way as numbers whichever process writes.
 */
export async function recordAudit(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  { action, subject, details = {} }: AuditEntry,
): Promise<void> {
  assert.match(action, ACTION, 'an action is named thing.what-happened')
  const { seq, atMicros, previousHash } = await takeNextPlace(client, tenant)
  const entry = {
    tenant,
    seq,
    atMicros,
    actorKind: actor.kind,
    actorId: storable(actor.id),
    actorName: storable(actor.name),
    action,
    subjectKind: subject.kind,
    subjectId: storable(subject.id),
    // Through JSON once, so that what is hashed is what PostgreSQL will give back.
    details: storableDeep(JSON.parse(JSON.stringify(details))),
  }
  await appendEntry(client, tenant, { ...entry, previousHash, hash: hashEntry(entry, previousHash) })
}

const ACTION = /^[a-z][a-z-]*(?:\.[a-z][a-z-]*)+$/u

/** PostgreSQL keeps no NUL and no half of a surrogate pair. */
const storable = (text: string): string => text.replaceAll('\0', '').toWellFormed()

function storableDeep(value: unknown): unknown {
  if (typeof value === 'string') return storable(value)
  if (Array.isArray(value)) return value.map(storableDeep)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [storable(key), storableDeep(inner)]))
}

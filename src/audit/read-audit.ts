import type { Client, Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { readActions, readActors, readBackward, type AuditFilter, type StoredEntry } from './internal/sql.ts'
import type { AuditFilters, AuditRow } from './shapes.ts'

/** Newest first, before the entry `before`. */
export async function listAudit(
  client: Client,
  tenant: TenantId,
  filter: AuditFilter,
  { before, limit }: { readonly before: number | null; readonly limit: number },
): Promise<AuditRow[]> {
  return (await readBackward(client, tenant, filter, before, limit)).map(rowOf)
}

/** What the entries can be filtered by. */
export async function listAuditFilters(client: Client, tenant: TenantId): Promise<AuditFilters> {
  return { actions: await readActions(client, tenant), actors: await readActors(client, tenant) }
}

const EXPORT_PAGE = 500

/**
 * All entries, newest first, a page at a time. Each page has a transaction of its own: a slow reader at the other end of the
 * wire must not hold one open.
 */
export async function* eachAudit(
  database: Database,
  tenant: TenantId,
  filter: AuditFilter,
): AsyncGenerator<readonly AuditRow[]> {
  let before: number | null = null
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- a page follows from the one before it
    const page: AuditRow[] = await database.inTenant(tenant, async (client) =>
      listAudit(client, tenant, filter, { before, limit: EXPORT_PAGE }),
    )
    if (page.length > 0) yield page
    const last = page.at(-1)
    if (last === undefined || page.length < EXPORT_PAGE) return
    before = last.seq
  }
}

function rowOf(entry: StoredEntry): AuditRow {
  return {
    seq: Number(entry.seq),
    at: Math.floor(Number(entry.atMicros) / 1000),
    actor: { kind: entry.actorKind as AuditRow['actor']['kind'], id: entry.actorId, name: entry.actorName },
    action: entry.action,
    subject: { kind: entry.subjectKind, id: entry.subjectId },
    details: entry.details as AuditRow['details'],
    hash: entry.hash.toString('hex'),
    previousHash: entry.previousHash.toString('hex'),
  }
}

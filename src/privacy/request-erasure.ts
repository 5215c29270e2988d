import { recordAudit } from '#audit/record-audit.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import type { Instant } from '#platform/time.ts'
import type { Actor } from '#tenants/access.ts'
import { findPersonTables } from './internal/person-tables.ts'
import { insertErasure } from './internal/erasures-sql.ts'
import { KEPT_NAMES, type ErasurePreview } from './shapes.ts'

/**
 * Notes that a contact is to be erased; a worker does it. The erasure’s id, also if somebody asked before; null: there is no
 * such contact. The audit names the erasure, so that it says nothing of the person either.
 */
export async function requestErasure(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  contact: string,
  { cause, now }: { readonly cause: 'request' | 'inactive'; readonly now: Instant },
): Promise<string | null> {
  const { rowCount } = await client.query(
    'select 1 from contacts where tenant_id = $1 and id = $2 for no key update',
    [tenant, contact],
  )
  if (rowCount === 0) return null
  const id = newId()
  const known = await insertErasure(client, tenant, { id, contact, cause, actor, now })
  if (known !== null) return known
  const subject = { kind: 'erasure', id }
  await recordAudit(client, tenant, actor, {
    action: 'contact.erasure-requested',
    subject,
    details: { cause },
  })
  return id
}

/** What an erasure would take away and what would stay; null: there is no such contact. */
export async function previewErasure(
  client: Client,
  tenant: TenantId,
  contact: string,
): Promise<ErasurePreview | null> {
  const { rowCount } = await client.query('select 1 from contacts where tenant_id = $1 and id = $2', [
    tenant,
    contact,
  ])
  if (rowCount === 0) return null
  const { rows: counted } = await client.query<Omit<ErasurePreview, 'other' | 'stays'>>(
    `with theirs as (select id from conversations where tenant_id = $1 and contact_id = $2)
     select (select count(*)::int from theirs) as conversations,
       (select count(*)::int from messages where tenant_id = $1 and conversation_id in (select id from theirs)) as messages,
       (select count(distinct media_id)::int from messages where tenant_id = $1 and conversation_id in (select id from theirs)) as files,
       (select count(*)::int from conversation_notes where tenant_id = $1 and conversation_id in (select id from theirs)) as notes,
       (select count(*)::int from sends where tenant_id = $1 and conversation_id in (select id from theirs) and state = 'queued') as "sendsWaiting",
       (select count(*)::int from suppressions where tenant_id = $1 and contact_id = $2) as refusals,
       (select count(*)::int from consents where tenant_id = $1 and contact_id = $2) as consents`,
    [tenant, contact],
  )
  const [counts] = counted
  if (counts === undefined) return null
  const other: Record<string, number> = {}
  for (const { table, column, of } of await findPersonTables(client)) {
    if (of === 'messages' || table === 'conversation_notes') continue
    const theirs =
      of === 'contacts' ? '$2' : '(select id from conversations where tenant_id = $1 and contact_id = $2)'
    const { rows } = await client.query<{ n: number }>(
      `select count(*)::int as n from ${table} where tenant_id = $1 and ${column} ${of === 'contacts' ? '=' : 'in'} ${theirs}`,
      [tenant, contact],
    )
    const n = rows[0]?.n ?? 0
    if (n > 0) other[table] = (other[table] ?? 0) + n
  }
  const absent = new Set<string>([
    ...(counts.refusals === 0 ? ['refusals'] : []),
    ...(counts.consents === 0 ? ['consents'] : []),
  ])
  return { ...counts, other, stays: KEPT_NAMES.filter((one) => !absent.has(one)) }
}

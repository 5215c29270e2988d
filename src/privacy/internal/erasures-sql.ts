import type { Client } from '#platform/db/database.ts'
import { millisecondsOf } from '#platform/db/sql-text.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'
import type { Actor } from '#tenants/access.ts'

export type ErasureRow = {
  readonly id: string
  readonly contactId: string
  readonly state: 'waiting' | 'running' | 'done'
  readonly cause: 'request' | 'inactive'
  readonly requestedBy: Actor
  readonly requestedAt: number
  readonly finishedAt: number | null
  readonly namesSealed: Buffer | null
  readonly step: number
  readonly place: string | null
  readonly counts: Readonly<Record<string, number>>
  readonly billing: readonly Billed[]
  readonly receipt: string | null
  readonly signature: string | null
}

/** What Meta charged for, without whom it was sent to. */
export type Billed = {
  readonly month: string
  readonly category: string
  readonly isBillable: boolean
  readonly messages: number
}

const FIELDS = `id, contact_id as "contactId", state, cause, names_sealed as "namesSealed", step, place, counts, billing, receipt, signature,
  jsonb_build_object('kind', requested_by_kind, 'id', requested_by_id, 'name', requested_by_name) as "requestedBy",
  ${millisecondsOf('requested_at')} as "requestedAt", ${millisecondsOf('finished_at')} as "finishedAt"`

/** The erasure that there is already, or null if this one was noted. */
export async function insertErasure(
  client: Client,
  tenant: TenantId,
  erasure: {
    readonly id: string
    readonly contact: string
    readonly cause: 'request' | 'inactive'
    readonly actor: Actor
    readonly now: Instant
  },
): Promise<string | null> {
  const { id, contact, cause, actor, now } = erasure
  const { rowCount } = await client.query(
    `insert into erasures (tenant_id, id, contact_id, state, cause, requested_by_kind, requested_by_id, requested_by_name, requested_at)
     values ($1, $2, $3, 'waiting', $4, $5, $6, $7, $8) on conflict (tenant_id, contact_id) where state in ('waiting', 'running') do nothing`,
    [tenant, id, contact, cause, actor.kind, actor.id, actor.name, new Date(now)],
  )
  if (rowCount === 1) return null
  const { rows } = await client.query<{ id: string }>(
    `select id from erasures where tenant_id = $1 and contact_id = $2 and state in ('waiting', 'running')`,
    [tenant, contact],
  )
  return rows[0]?.id ?? id
}

export async function selectErasures(
  client: Client,
  tenant: TenantId,
  before: string | null,
  limit: number,
): Promise<ErasureRow[]> {
  const { rows } = await client.query<ErasureRow>(
    `select ${FIELDS} from erasures where tenant_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3`,
    [tenant, before, limit],
  )
  return rows
}

export async function selectErasure(
  client: Client,
  tenant: TenantId,
  id: string,
): Promise<ErasureRow | null> {
  const { rows } = await client.query<ErasureRow>(
    `select ${FIELDS} from erasures where tenant_id = $1 and id = $2`,
    [tenant, id],
  )
  return rows[0] ?? null
}

/** So long nobody else takes up what somebody works on; renewed with each batch. */
export const CLAIM = `clock_timestamp() + interval '30 seconds'`

/** Takes an erasure that nobody works on, oldest first. Uses erasures_open. */
export async function claimErasure(client: Client, tenant: TenantId): Promise<ErasureRow | null> {
  const { rows } = await client.query<ErasureRow>(
    `update erasures set state = 'running', claimed_until = ${CLAIM}
     where tenant_id = $1 and id = (
       select id from erasures where tenant_id = $1 and state in ('waiting', 'running') and coalesce(claimed_until, '-infinity') < clock_timestamp()
       order by id limit 1 for update skip locked)
     returning ${FIELDS}`,
    [tenant],
  )
  return rows[0] ?? null
}

/** How far it is, in the transaction that went there. */
export async function saveProgress(
  client: Client,
  tenant: TenantId,
  { id, step, place, counts, billing, namesSealed }: ErasureRow,
): Promise<void> {
  await client.query(
    `update erasures set step = $3, place = $4, counts = $5, billing = $6, names_sealed = $7, claimed_until = ${CLAIM}
     where tenant_id = $1 and id = $2`,
    [tenant, id, step, place, JSON.stringify(counts), JSON.stringify(billing), namesSealed],
  )
}

export async function finishErasure(
  client: Client,
  tenant: TenantId,
  id: string,
  signed: { readonly receipt: string; readonly signature: string; readonly now: Instant },
): Promise<void> {
  await client.query(
    `update erasures set state = 'done', finished_at = $3, names_sealed = null, place = null, receipt = $4, signature = $5, claimed_until = null
     where tenant_id = $1 and id = $2`,
    [tenant, id, new Date(signed.now), signed.receipt, signed.signature],
  )
}

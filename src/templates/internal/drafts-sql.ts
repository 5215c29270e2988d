import type { Client } from '#platform/db/database.ts'
import { wholeMillisecondsOf } from '#platform/db/sql-text.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { JsonObject } from '#whatsapp/facts.ts'
import type { DraftProblem } from '../shapes.ts'

export type DraftRow = {
  readonly id: string
  readonly channelId: string
  readonly wabaId: string
  readonly templateId: string | null
  readonly definition: JsonObject
  readonly revision: number
  readonly state: 'draft' | 'submitting'
  readonly problem: DraftProblem | null
  readonly updatedAt: number
  readonly updatedBy: string | null
  readonly submittedAt: number | null
  /** The status that the edited template had then. */
  readonly submittedFrom: string | null
  readonly submittedBy: { readonly id: string; readonly name: string } | null
}

const DRAFT = `d.id, d.channel_id as "channelId", c.waba_id as "wabaId", d.template_id as "templateId", d.definition, d.revision, d.state,
  d.problem, ${wholeMillisecondsOf('d.updated_at')} as "updatedAt", d.updated_by_name as "updatedBy",
  ${wholeMillisecondsOf('d.submitted_at')} as "submittedAt", d.submitted_from as "submittedFrom",
  case when d.submitted_by_id is not null then jsonb_build_object('id', d.submitted_by_id, 'name', d.submitted_by_name) end as "submittedBy"`
const FROM = 'from template_drafts d join channels c on c.tenant_id = d.tenant_id and c.id = d.channel_id'

/** Newest first. */
export async function selectDrafts(
  client: Client,
  tenant: TenantId,
  channel: string | null,
  limit: number,
): Promise<DraftRow[]> {
  const { rows } = await client.query<DraftRow>(
    `select ${DRAFT} ${FROM} where d.tenant_id = $1 and ($2::uuid is null or d.channel_id = $2)
     order by d.updated_at desc, d.id desc limit $3`,
    [tenant, channel, limit],
  )
  return rows
}

export async function selectDraft(
  client: Client,
  tenant: TenantId,
  id: string,
  lock: 'for update of d' | '' = '',
): Promise<DraftRow | null> {
  const { rows } = await client.query<DraftRow>(
    `select ${DRAFT} ${FROM} where d.tenant_id = $1 and d.id = $2 ${lock}`,
    [tenant, id],
  )
  return rows[0] ?? null
}

/** Those of an account that Meta was asked to take and whose fate is not known. */
export async function selectSubmitting(
  client: Client,
  tenant: TenantId,
  wabaId: string,
): Promise<DraftRow[]> {
  const { rows } = await client.query<DraftRow>(
    `select ${DRAFT} ${FROM} where d.tenant_id = $1 and c.waba_id = $2 and d.state = 'submitting' order by d.id for update of d`,
    [tenant, wabaId],
  )
  return rows
}

export async function countDrafts(client: Client, tenant: TenantId): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    'select count(*)::int as count from template_drafts where tenant_id = $1',
    [tenant],
  )
  return rows[0]?.count ?? 0
}

export async function insertDraft(
  client: Client,
  tenant: TenantId,
  draft: {
    readonly id: string
    readonly channelId: string
    readonly templateId: string | null
    readonly definition: JsonObject
    readonly by: string
    readonly now: number
  },
): Promise<void> {
  await client.query(
    `insert into template_drafts (tenant_id, id, channel_id, template_id, definition, created_at, updated_at, updated_by_name)
     values ($1, $2, $3, $4, $5, $6, $6, $7)`,
    [
      ...[tenant, draft.id, draft.channelId, draft.templateId, JSON.stringify(draft.definition)],
      ...[new Date(draft.now), draft.by],
    ],
  )
}

export async function updateDraft(
  client: Client,
  tenant: TenantId,
  id: string,
  { definition, by, now }: { readonly definition: JsonObject; readonly by: string; readonly now: number },
): Promise<void> {
  await client.query(
    `update template_drafts set definition = $3, revision = revision + 1, updated_at = $4, updated_by_name = $5
     where tenant_id = $1 and id = $2`,
    [tenant, id, JSON.stringify(definition), new Date(now), by],
  )
}

/** From now on Meta may have it. */
export async function markSubmitting(
  client: Client,
  tenant: TenantId,
  id: string,
  {
    definition,
    from,
    by,
    now,
  }: {
    readonly definition: JsonObject
    readonly from: string | null
    readonly by: { readonly id: string; readonly name: string }
    readonly now: number
  },
): Promise<void> {
  await client.query(
    `update template_drafts set definition = $3, state = 'submitting', problem = null, submitted_at = $4, submitted_by_id = $5,
       submitted_by_name = $6, submitted_from = $7
     where tenant_id = $1 and id = $2`,
    [tenant, id, JSON.stringify(definition), new Date(now), by.id, by.name, from],
  )
}

/** Meta did not take it: it can be mended and submitted again. */
export async function returnDraft(
  client: Client,
  tenant: TenantId,
  id: string,
  problem: DraftProblem | null,
): Promise<void> {
  await client.query(
    `update template_drafts set state = 'draft', problem = $3 where tenant_id = $1 and id = $2`,
    [tenant, id, problem === null ? null : JSON.stringify(problem)],
  )
}

export async function deleteDraftRow(client: Client, tenant: TenantId, id: string): Promise<boolean> {
  const { rowCount } = await client.query('delete from template_drafts where tenant_id = $1 and id = $2', [
    tenant,
    id,
  ])
  return rowCount !== 0
}

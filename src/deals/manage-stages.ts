/** The stages that a deal goes through: the business's own, in its own order. */
import { recordAudit } from '#audit/record-audit.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import { appendEvents } from '#realtime/append-events.ts'
import type { Actor } from '#tenants/access.ts'
import { keyOfName, type ListResult } from '#tenants/named-lists.ts'
import { lockBoard, putStage, removeStage, selectStages, sumStages, type StageRow } from './internal/sql.ts'
import { placeBetween } from './place-between.ts'
import type { DealStage, DealStagePatch, NewDealStage } from './shapes.ts'

/** More do not fit on any board. */
export const STAGES_MAX = 20

const FIRST_STAGES = [
  { name: 'New enquiry', kind: 'open' },
  { name: 'Price sent', kind: 'open' },
  { name: 'In discussion', kind: 'open' },
  { name: 'Won', kind: 'won' },
  { name: 'Lost', kind: 'lost' },
] as const

type StageResult = ListResult<DealStage, 'stage_exists' | 'too_many_stages'>

/** In order. Whoever has none yet gets the usual ones: there is never a board without one of each kind. */
export async function listStages(client: Client, tenant: TenantId): Promise<DealStage[]> {
  const stages = await stagesOf(client, tenant)
  const counts = new Map(
    (await sumStages(client, tenant)).map(({ stageId, dealCount }) => [stageId, dealCount]),
  )
  return stages.map(({ id, name, kind }) => ({ id, name, kind, dealCount: counts.get(id) ?? 0 }))
}

export async function stagesOf(client: Client, tenant: TenantId): Promise<StageRow[]> {
  const found = await selectStages(client, tenant)
  if (found.length > 0) return found
  await lockBoard(client, tenant)
  const others = await selectStages(client, tenant) // somebody may have been quicker
  if (others.length > 0) return others
  let position: string | null = null
  for (const stage of FIRST_STAGES) {
    position = placeBetween(position, null)
    await putStage(client, tenant, { ...stage, id: newId(), position })
  }
  return selectStages(client, tenant)
}

export async function addStage(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  { name, kind }: NewDealStage,
): Promise<StageResult> {
  await lockBoard(client, tenant)
  const all = await stagesOf(client, tenant)
  if (all.some((other) => keyOfName(other.name) === keyOfName(name)))
    return { ok: false, because: 'stage_exists' }
  if (all.length >= STAGES_MAX) return { ok: false, because: 'too_many_stages' }
  const last = all.findLastIndex((stage) => stage.kind === kind)
  const position = placeBetween(all[last]?.position ?? null, all[last + 1]?.position ?? null)
  const stage = { id: newId(), name, kind, position }
  await putStage(client, tenant, stage)
  await tell(client, tenant, actor, 'deal-stage.created', stage)
  return { ok: true, item: { id: stage.id, name, kind, dealCount: 0 }, isChanged: true }
}

export async function changeStage(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  { id, patch }: { readonly id: string; readonly patch: DealStagePatch },
): Promise<StageResult> {
  await lockBoard(client, tenant)
  const all = await selectStages(client, tenant)
  const was = all.find((stage) => stage.id === id.toLowerCase())
  if (was === undefined) return { ok: false, because: 'not_found' }
  const name = patch.name ?? was.name
  const others = all.filter((stage) => stage.id !== was.id)
  if (others.some((other) => keyOfName(other.name) === keyOfName(name)))
    return { ok: false, because: 'stage_exists' }
  const position = patch.beforeId === undefined ? was.position : positionBefore(others, patch.beforeId)
  if (position === null) return { ok: false, because: 'not_found' }
  await putStage(client, tenant, { ...was, name, position })
  await tell(client, tenant, actor, 'deal-stage.changed', { ...was, name })
  const item = (await listStages(client, tenant)).find((one) => one.id === was.id)
  return item === undefined ? { ok: false, because: 'not_found' } : { ok: true, item, isChanged: true }
}

function positionBefore(others: readonly StageRow[], beforeId: string | null): string | null {
  const at = beforeId === null ? others.length : others.findIndex(({ id }) => id === beforeId.toLowerCase())
  return at < 0 ? null : placeBetween(others[at - 1]?.position ?? null, others[at]?.position ?? null)
}

/** A stage with deals stays, and so does the last of its kind: a deal must always be able to be won or lost. null: it is gone. */
export async function deleteStage(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  id: string,
): Promise<'not_found' | 'stage_not_empty' | 'last_of_its_kind' | null> {
  await lockBoard(client, tenant)
  const all = await listStages(client, tenant)
  const stage = all.find((one) => one.id === id.toLowerCase())
  if (stage === undefined) return 'not_found'
  if (stage.dealCount > 0) return 'stage_not_empty'
  if (all.filter(({ kind }) => kind === stage.kind).length === 1) return 'last_of_its_kind'
  await removeStage(client, tenant, id)
  await tell(client, tenant, actor, 'deal-stage.deleted', stage)
  return null
}

async function tell(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  action: string,
  { id, name, kind }: Pick<DealStage, 'id' | 'name' | 'kind'>,
): Promise<void> {
  await appendEvents(client, tenant, [['deals.changed']])
  const subject = { kind: 'deal-stage', id }
  await recordAudit(client, tenant, actor, { action, subject, details: { name, kind } })
}

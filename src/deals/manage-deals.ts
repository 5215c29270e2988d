/** What may be sold: made, changed, moved over the board, deleted. */
import { recordAudit } from '#audit/record-audit.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import type { Instant } from '#platform/time.ts'
import { appendEvents } from '#realtime/append-events.ts'
import type { Actor } from '#tenants/access.ts'
import {
  findParts,
  firstPlace,
  lockBoard,
  putDeal,
  removeDeal,
  selectDeal,
  selectDeals,
  selectPlaces,
  sumStages,
  type StageRow,
} from './internal/sql.ts'
import { stagesOf } from './manage-stages.ts'
import { placeBetween } from './place-between.ts'
import type { Deal, DealPage, DealPatch, NewDeal } from './shapes.ts'

/** A board shows so many of each stage; the sums are of all. */
const PER_STAGE_MAX = 200

type FieldError = { readonly path: string; readonly message: string }
export type DealResult =
  | { readonly ok: true; readonly deal: Deal }
  | { readonly ok: false; readonly because: 'not_found' }
  | { readonly ok: false; readonly because: 'invalid'; readonly errors: readonly FieldError[] }

/** The board, or one contact's deals. */
export async function readDeals(
  client: Client,
  tenant: TenantId,
  contactId: string | null,
): Promise<DealPage> {
  const items = await selectDeals(client, tenant, { contactId, perStage: PER_STAGE_MAX })
  return { items, sums: await sumStages(client, tenant) }
}

export const readDeal = async (client: Client, tenant: TenantId, id: string): Promise<Deal | null> =>
  selectDeal(client, tenant, id)

/** It comes first in its stage, where it is seen. */
export async function addDeal(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  wish: NewDeal,
  now: Instant,
): Promise<DealResult> {
  await lockBoard(client, tenant)
  const stages = await stagesOf(client, tenant)
  const stage =
    wish.stageId === undefined ? stages[0] : stages.find(({ id }) => id === wish.stageId?.toLowerCase())
  const there = await findParts(client, tenant, wish)
  const errors = [
    ...(there.contact ? [] : [missing('contactId', 'contact')]),
    ...(wish.conversationId === null || there.conversation
      ? []
      : [missing('conversationId', 'conversation of theirs')]),
    ...(wish.ownerId === null || there.owner ? [] : [missing('ownerId', 'member of the team')]),
    ...(stage === undefined ? [missing('stageId', 'stage')] : []),
  ]
  if (stage === undefined || errors.length > 0) return { ok: false, because: 'invalid', errors }
  const id = newId()
  const position = placeBetween(null, await firstPlace(client, tenant, stage.id, null))
  const closedAt = stage.kind === 'open' ? null : now
  await putDeal(client, tenant, {
    ...{ ...wish, id, stageId: stage.id, position, lostReason: null, closedAt },
    ...{ createdAt: now, changedAt: now },
  })
  return tell(client, tenant, actor, 'deal.created', id, { stage: stage.name })
}

const missing = (path: string, what: string): FieldError => ({ path, message: `is no ${what}` })

/**
 * Changes what is named and nothing else, so that two people who change different things both get their way. A move says
 * which deal shall follow, not a place: whoever comes second is put beside where that deal is by then.
 */
export async function changeDeal(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  { id, patch }: { readonly id: string; readonly patch: DealPatch },
  now: Instant,
): Promise<DealResult> {
  await lockBoard(client, tenant)
  const was = await selectDeal(client, tenant, id)
  if (was === null) return { ok: false, because: 'not_found' }
  const stages = await stagesOf(client, tenant)
  const stage = stages.find((one) => one.id === (patch.stageId?.toLowerCase() ?? was.stageId))
  const ownerId = patch.ownerId === undefined ? (was.owner?.id ?? null) : patch.ownerId
  const errors = await wrongWith(client, tenant, patch, stage)
  if (stage === undefined || errors.length > 0) return { ok: false, because: 'invalid', errors }
  const isMoved = stage.id !== was.stageId || patch.beforeId !== undefined
  const lostReason =
    stage.kind !== 'lost' ? null : patch.lostReason === undefined ? was.lostReason : patch.lostReason
  await putDeal(client, tenant, {
    ...{ ...was, contactId: was.contact.id, ownerId, stageId: stage.id, lostReason },
    title: patch.title ?? was.title,
    valuePaise: patch.valuePaise ?? was.valuePaise,
    expectedCloseOn: patch.expectedCloseOn === undefined ? was.expectedCloseOn : patch.expectedCloseOn,
    position: isMoved ? await placeFor(client, tenant, was, stage.id, patch.beforeId) : was.position,
    closedAt: stage.kind === 'open' ? null : (was.closedAt ?? now),
    changedAt: now,
  })
  const from = stages.find((one) => one.id === was.stageId)?.name
  return stage.id === was.stageId
    ? tell(client, tenant, actor, 'deal.changed', was.id, { fields: Object.keys(patch) })
    : tell(client, tenant, actor, 'deal.moved', was.id, { from, to: stage.name })
}

async function wrongWith(
  client: Client,
  tenant: TenantId,
  patch: DealPatch,
  stage: StageRow | undefined,
): Promise<FieldError[]> {
  const ownerId = patch.ownerId ?? null
  const there =
    ownerId === null
      ? null
      : await findParts(client, tenant, { contactId: null, conversationId: null, ownerId })
  return [
    ...(stage === undefined ? [missing('stageId', 'stage')] : []),
    ...(there === null || there.owner ? [] : [missing('ownerId', 'member of the team')]),
    ...(typeof patch.lostReason === 'string' && stage?.kind !== 'lost'
      ? [{ path: 'lostReason', message: 'belongs to a lost deal only' }]
      : []),
  ]
}

/** Before the deal that was named; left out, or in another stage by now: before all. */
async function placeFor(
  client: Client,
  tenant: TenantId,
  deal: Deal,
  stage: string,
  beforeId: string | null | undefined,
): Promise<string> {
  if (beforeId?.toLowerCase() === deal.id && stage === deal.stageId) return deal.position
  if (beforeId !== undefined) {
    const { low, high } = await selectPlaces(client, tenant, { stage, before: beforeId, without: deal.id })
    if (beforeId === null || high !== null) return placeBetween(low, high)
  }
  return placeBetween(null, await firstPlace(client, tenant, stage, deal.id))
}

/** False: there is no such deal. */
export async function deleteDeal(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  id: string,
): Promise<boolean> {
  if (!(await removeDeal(client, tenant, id))) return false
  await appendEvents(client, tenant, [['deals.changed'], ['reminders.changed']])
  await recordAudit(client, tenant, actor, {
    action: 'deal.deleted',
    subject: { kind: 'deal', id },
  })
  return true
}

/** Not what it is called: that may name the customer, and the log outlives their erasure. */
async function tell(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  action: string,
  id: string,
  details: Readonly<Record<string, unknown>>,
): Promise<DealResult> {
  const deal = await selectDeal(client, tenant, id)
  if (deal === null) return { ok: false, because: 'not_found' }
  await appendEvents(client, tenant, [['deals.changed']])
  await recordAudit(client, tenant, actor, {
    action,
    subject: { kind: 'deal', id },
    details,
  })
  return { ok: true, deal }
}

/**
 * A person says that two contacts are one, with the same rules as when Meta says so: the older one stays. Unlike Meta, people
 * err: what the merge changes is written down first, and can be put back for 30 days.
 */
import { recordAudit } from '#audit/record-audit.ts'
import { consentIds } from '#consent/part-consents.ts'
import { changeContact } from '#contacts/change-contact.ts'
import type { FieldError } from '#contacts/check-attributes.ts'
import { conversationsOf } from '#contacts/conversations-of.ts'
import { readContact } from '#contacts/read-contacts.ts'
import { contactEffects, type Moved } from '#conversations/merge-contacts.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import { after, DAY_MS, type Instant } from '#platform/time.ts'
import { appendEvents } from '#realtime/append-events.ts'
import type { Actor } from '#tenants/access.ts'
import { lockTenant } from '#tenants/lock-tenant.ts'
import { insertMoved, selectDoubled, takeSnapshot } from './internal/journal-sql.ts'
import { forgetMerges, insertMerge, putOutcome, selectNames } from './internal/merges-sql.ts'
import type { NewMerge } from './shapes.ts'

/** So long a merge can be undone. */
export const UNDO_MS = 30 * DAY_MS

export type MergeOutcome =
  | { readonly ok: true; readonly contact: string; readonly merge: string }
  | { readonly ok: false; readonly because: 'not_found' | 'merge_same' | 'merge_group' }
  | { readonly ok: false; readonly because: 'invalid'; readonly errors: readonly FieldError[] }

export async function mergeByHand(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  wish: NewMerge & { readonly id: string; readonly now: Instant },
): Promise<MergeOutcome> {
  // Ids are in the order of their making, if they are written alike.
  const [winner, loser] = [wish.id, wish.otherId].map((one) => one.toLowerCase()).toSorted() as [
    string,
    string,
  ]
  if (winner === loser) return { ok: false, because: 'merge_same' }
  await lockTenant(client, tenant, true)
  const [one, other] = [await readContact(client, tenant, winner), await readContact(client, tenant, loser)]
  if (one === null || other === null) return { ok: false, because: 'not_found' }
  if (one.kind !== 'person' || other.kind !== 'person') return { ok: false, because: 'merge_group' }
  const id = newId()
  const doubled = await selectDoubled(client, tenant, loser, winner)
  const conversations = doubled.flatMap(({ from, into }) => [from, into])
  const before = {
    ...{ rows: await takeSnapshot(client, tenant, [winner, loser], conversations), doubled },
    consents: await consentIds(client, tenant, winner),
    names: await selectNames(client, tenant, winner),
  }
  if (wish.name !== undefined || wish.attributes !== undefined) {
    const { name, attributes } = wish
    const changed = await changeContact(client, tenant, actor, winner, { name, attributes })
    if (!changed.ok) return changed
  }
  const at = wish.now
  await insertMerge(client, tenant, { id, winner, loser, loserName: other.displayName, actor, at, before })
  await insertMoved(
    client,
    tenant,
    id,
    loser,
    doubled.map(({ from }) => from),
  )
  const moved: Moved = { merged: [], changed: new Set() }
  await contactEffects(client, tenant, moved, `merge:${id}`).merge(loser, winner)
  const known = new Set(before.consents)
  const consents = (await consentIds(client, tenant, winner)).filter((entry) => !known.has(entry))
  const rows = await takeSnapshot(
    client,
    tenant,
    [winner],
    doubled.map(({ into }) => into),
  )
  await putOutcome(client, tenant, id, rows, consents)
  await forgetMerges(client, tenant, after(at, -UNDO_MS))
  await appendEvents(client, tenant, [
    ...moved.merged.map(({ from, into }) => ['conversation.merged', from, into] as const),
    ...(await conversationsOf(client, tenant, [winner])).map((one) => ['conversation.updated', one] as const),
  ])
  await recordAudit(client, tenant, actor, {
    action: 'contact.merged',
    subject: { kind: 'contact', id: winner },
    details: { merge: id, mergedContact: loser },
  })
  return { ok: true, contact: winner, merge: id }
}

/** The words under which a business sorts its conversations. */
import { recordAudit } from '#audit/record-audit.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import { appendEvents } from '#realtime/append-events.ts'
import type { Actor } from '#tenants/access.ts'
import { byName, keyOfName, lockList, type ListResult } from '#tenants/named-lists.ts'
import { putLabel, removeLabel, selectLabels } from './internal/inbox-sql.ts'
import { COUNTED_MAX } from './read-models.ts'
import type { Label, LabelPatch, NewLabel } from './label-shapes.ts'

/** More are no help to anybody who must choose among them. */
export const LABELS_MAX = 200
/** A label that more conversations wear goes without naming each: browsers show nothing for a label that is not in the list. */
const NAMED_MAX = 200

type LabelResult = ListResult<Label, 'label_exists' | 'too_many_labels'>

/** All, by name. */
export async function listLabels(client: Client, tenant: TenantId): Promise<Label[]> {
  const labels = await selectLabels(client, tenant, COUNTED_MAX)
  return labels.toSorted(byName)
}

export async function addLabel(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  { name, color }: NewLabel,
): Promise<LabelResult> {
  await lockList(client, tenant, 'labels')
  const others = await selectLabels(client, tenant, 0)
  if (others.some(({ nameKey }) => nameKey === keyOfName(name))) return { ok: false, because: 'label_exists' }
  if (others.length >= LABELS_MAX) return { ok: false, because: 'too_many_labels' }
  const label = { id: newId(), name, color, conversationCount: 0 }
  await putLabel(client, tenant, { ...label, nameKey: keyOfName(name) })
  await tell(client, tenant, actor, 'label.created', label)
  return { ok: true, item: label, isChanged: true }
}

export async function changeLabel(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  { id, patch }: { readonly id: string; readonly patch: LabelPatch },
): Promise<LabelResult> {
  await lockList(client, tenant, 'labels')
  const all = await selectLabels(client, tenant, COUNTED_MAX)
  const was = all.find((label) => label.id === id.toLowerCase())
  if (was === undefined) return { ok: false, because: 'not_found' }
  const { nameKey: _, ...shown } = was
  const label = { ...shown, name: patch.name ?? was.name, color: patch.color ?? was.color }
  const nameKey = keyOfName(label.name)
  if (all.some((other) => other.id !== was.id && other.nameKey === nameKey))
    return { ok: false, because: 'label_exists' }
  const isChanged = label.name !== was.name || label.color !== was.color
  if (isChanged) {
    await putLabel(client, tenant, { ...label, nameKey })
    await tell(client, tenant, actor, 'label.changed', label)
  }
  return { ok: true, item: label, isChanged }
}

/** Takes it off every conversation as well; null: it is gone. */
export async function deleteLabel(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  id: string,
): Promise<'not_found' | null> {
  await lockList(client, tenant, 'labels')
  const gone = await removeLabel(client, tenant, id, NAMED_MAX + 1)
  if (gone === null) return 'not_found'
  const { name, conversations } = gone
  const named = conversations.length > NAMED_MAX ? [] : conversations
  await tell(client, tenant, actor, 'label.deleted', { id, name }, named)
  return null
}

async function tell(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  action: string,
  { id, name, color }: Pick<Label, 'id' | 'name'> & Partial<Pick<Label, 'color'>>,
  conversations: readonly string[] = [],
): Promise<void> {
  await appendEvents(client, tenant, [
    ['labels.changed'],
    ...conversations.map((conversation) => ['conversation.updated', conversation] as const),
  ])
  await recordAudit(client, tenant, actor, {
    action,
    subject: { kind: 'label', id },
    details: { name, ...(color !== undefined && { color }) },
  })
}

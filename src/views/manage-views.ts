/** Ways of looking at the inbox that somebody wants to keep: their own, or the whole team's. */
import { recordAudit } from '#audit/record-audit.ts'
import { whatIsMissing } from '#conversations/hold-conversation.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import { appendEvents } from '#realtime/append-events.ts'
import { userIdOf, type Access, type Actor } from '#tenants/access.ts'
import { keyOfName, lockList, type ListResult } from '#tenants/named-lists.ts'
import { orderViews, putView, removeView, selectViews, type ViewRow } from './internal/sql.ts'
import type { NewSavedView, SavedView, SavedViewPatch, ViewFilters } from './shapes.ts'

/** Of one person, and of the team: a menu with more is none. */
export const VIEWS_MAX = 50

type Missing = 'label_not_found' | 'team_not_found'
type ViewResult = ListResult<
  SavedView,
  'not_a_person' | 'not_allowed' | 'view_exists' | 'too_many_views' | Missing
>

type Permissions = Access['permissions']
/** Whether somebody may change what is the team's. */
const mayShare = (permissions: Permissions): boolean => permissions.has('settings:write')

const shown = ({ id, name, userId, filters }: ViewRow): SavedView => ({
  id,
  name,
  isShared: userId === null,
  filters,
})

/** One's own in their order, then the team's. */
export async function listViews(client: Client, tenant: TenantId, actor: Actor): Promise<SavedView[]> {
  return (await selectViews(client, tenant, userIdOf(actor))).map(shown)
}

export async function addView(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  { name, isShared, filters }: NewSavedView,
  permissions: Permissions,
): Promise<ViewResult> {
  const userId = isShared ? null : userIdOf(actor)
  if (isShared && !mayShare(permissions)) return { ok: false, because: 'not_allowed' }
  if (!isShared && userId === null) return { ok: false, because: 'not_a_person' }
  await lockList(client, tenant, 'saved_views')
  const siblings = await siblingsOf(client, tenant, userId)
  const nameKey = keyOfName(name)
  if (siblings.some((other) => other.nameKey === nameKey)) return { ok: false, because: 'view_exists' }
  if (siblings.length >= VIEWS_MAX) return { ok: false, because: 'too_many_views' }
  const missing = await missingIn(client, tenant, filters)
  if (missing !== null) return { ok: false, because: missing }
  const view = { id: newId(), userId, name, nameKey, filters, place: (siblings.at(-1)?.place ?? -1) + 1 }
  await putView(client, tenant, view)
  await tell(client, tenant, actor, 'saved-view.created', view)
  return { ok: true, item: shown(view), isChanged: true }
}

export async function changeView(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  { id, patch }: { readonly id: string; readonly patch: SavedViewPatch },
  permissions: Permissions,
): Promise<ViewResult> {
  await lockList(client, tenant, 'saved_views')
  const found = await findOwn(client, tenant, actor, id, permissions)
  if (!found.ok) return found
  const { view: was, siblings } = found
  const name = patch.name ?? was.name
  const view = { ...was, name, nameKey: keyOfName(name), filters: patch.filters ?? was.filters }
  if (siblings.some((other) => other.id !== was.id && other.nameKey === view.nameKey))
    return { ok: false, because: 'view_exists' }
  const missing = patch.filters === undefined ? null : await missingIn(client, tenant, patch.filters)
  if (missing !== null) return { ok: false, because: missing }
  await putView(client, tenant, view)
  if (patch.place !== undefined) {
    const others = siblings.filter((other) => other.id !== was.id).map((other) => other.id)
    await orderViews(client, tenant, others.toSpliced(patch.place, 0, was.id))
  }
  await tell(client, tenant, actor, 'saved-view.changed', view)
  return { ok: true, item: shown(view), isChanged: true }
}

/** null: it is gone. */
export async function deleteView(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  id: string,
  permissions: Permissions,
): Promise<'not_found' | 'not_allowed' | null> {
  await lockList(client, tenant, 'saved_views')
  const found = await findOwn(client, tenant, actor, id, permissions)
  if (!found.ok) return found.because
  await removeView(client, tenant, found.view.id)
  await tell(client, tenant, actor, 'saved-view.deleted', found.view)
  return null
}

type Found =
  | { readonly ok: true; readonly view: ViewRow; readonly siblings: readonly ViewRow[] }
  | { readonly ok: false; readonly because: 'not_found' | 'not_allowed' }

/** Somebody else's own view is none that there is. */
async function findOwn(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  id: string,
  permissions: Permissions,
): Promise<Found> {
  const all = await selectViews(client, tenant, userIdOf(actor))
  const view = all.find((one) => one.id === id.toLowerCase())
  if (view === undefined) return { ok: false, because: 'not_found' }
  if (view.userId === null && !mayShare(permissions)) return { ok: false, because: 'not_allowed' }
  return { ok: true, view, siblings: all.filter(({ userId }) => userId === view.userId) }
}

async function siblingsOf(client: Client, tenant: TenantId, user: string | null): Promise<ViewRow[]> {
  return (await selectViews(client, tenant, user)).filter(({ userId }) => userId === user)
}

async function missingIn(
  client: Client,
  tenant: TenantId,
  { label, view }: ViewFilters,
): Promise<Missing | null> {
  const teams = view?.startsWith('team:') === true ? [view.slice('team:'.length).toLowerCase()] : []
  const labels = label === undefined ? [] : [label.toLowerCase()]
  const missing = await whatIsMissing(client, tenant, { labels, teams })
  return missing === null ? null : missing === 'team' ? 'team_not_found' : 'label_not_found'
}

/** What somebody keeps for themselves is nobody else's business, and in no log. */
async function tell(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  action: string,
  { id, name, userId }: ViewRow,
): Promise<void> {
  await appendEvents(client, tenant, [['saved-views.changed']])
  if (userId === null)
    await recordAudit(client, tenant, actor, {
      action,
      subject: { kind: 'saved-view', id },
      details: { name },
    })
}

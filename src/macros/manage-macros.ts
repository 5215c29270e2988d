/** What a team does to conversations again and again, several things at once, kept under a name. */
import { recordAudit } from '#audit/record-audit.ts'
import { whatIsMissing } from '#conversations/hold-conversation.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import { appendEvents } from '#realtime/append-events.ts'
import type { Actor } from '#tenants/access.ts'
import { keyOfName, lockList, type ListResult } from '#tenants/named-lists.ts'
import { putMacro, removeMacro, selectMacro, selectMacros } from './internal/sql.ts'
import type { Macro, MacroAction, MacroPatch, NewMacro } from './shapes.ts'

/** All of them go to each open inbox. */
export const MACROS_MAX = 200

type Missing = 'assignee_not_found' | 'team_not_found' | 'label_not_found'
type MacroResult = ListResult<Macro, 'macro_exists' | 'too_many_macros' | Missing>

/** All, by name. */
export async function listMacros(client: Client, tenant: TenantId): Promise<Macro[]> {
  return (await selectMacros(client, tenant)).map(({ id, name, actions }) => ({ id, name, actions }))
}

export async function addMacro(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  { name, actions }: NewMacro,
): Promise<MacroResult> {
  await lockList(client, tenant, 'macros')
  const others = await selectMacros(client, tenant)
  const nameKey = keyOfName(name)
  if (others.some((other) => other.nameKey === nameKey)) return { ok: false, because: 'macro_exists' }
  if (others.length >= MACROS_MAX) return { ok: false, because: 'too_many_macros' }
  const missing = await missingIn(client, tenant, actions)
  if (missing !== null) return { ok: false, because: missing }
  const macro = { id: newId(), name, actions }
  await putMacro(client, tenant, { ...macro, nameKey })
  await tell(client, tenant, actor, 'macro.created', macro)
  return { ok: true, item: macro, isChanged: true }
}

export async function changeMacro(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  { id, patch }: { readonly id: string; readonly patch: MacroPatch },
): Promise<MacroResult> {
  await lockList(client, tenant, 'macros')
  const all = await selectMacros(client, tenant)
  const was = all.find((macro) => macro.id === id.toLowerCase())
  if (was === undefined) return { ok: false, because: 'not_found' }
  const macro = { id: was.id, name: patch.name ?? was.name, actions: patch.actions ?? was.actions }
  const nameKey = keyOfName(macro.name)
  if (all.some((other) => other.id !== was.id && other.nameKey === nameKey))
    return { ok: false, because: 'macro_exists' }
  const missing = patch.actions === undefined ? null : await missingIn(client, tenant, patch.actions)
  if (missing !== null) return { ok: false, because: missing }
  await putMacro(client, tenant, { ...macro, nameKey })
  await tell(client, tenant, actor, 'macro.changed', macro)
  return { ok: true, item: macro, isChanged: true }
}

/** null: it is gone. */
export async function deleteMacro(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  id: string,
): Promise<'not_found' | null> {
  await lockList(client, tenant, 'macros')
  const was = (await selectMacros(client, tenant)).find((macro) => macro.id === id.toLowerCase())
  if (was === undefined) return 'not_found'
  await removeMacro(client, tenant, was.id)
  await tell(client, tenant, actor, 'macro.deleted', was)
  return null
}

async function missingIn(
  client: Client,
  tenant: TenantId,
  actions: readonly MacroAction[],
): Promise<Missing | null> {
  const named = { labels: [] as string[], members: [] as string[], teams: [] as string[] }
  for (const action of actions) {
    if ('labelIds' in action) named.labels.push(...action.labelIds.map((id) => id.toLowerCase()))
    if (action.kind === 'assignee' && action.assigneeId !== null && action.assigneeId !== 'me')
      named.members.push(action.assigneeId.toLowerCase())
    if (action.kind === 'team' && action.teamId !== null) named.teams.push(action.teamId.toLowerCase())
  }
  const missing = await whatIsMissing(client, tenant, named)
  if (missing === null) return null
  return missing === 'member' ? 'assignee_not_found' : `${missing}_not_found`
}

/** What it says to customers and colleagues is in no log. */
async function tell(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  action: string,
  { id, name, actions }: Macro,
): Promise<void> {
  await appendEvents(client, tenant, [['macros.changed']])
  await recordAudit(client, tenant, actor, {
    action,
    subject: { kind: 'macro', id },
    details: { name, does: actions.map(({ kind }) => kind) },
  })
}

/** null: there is no such macro. */
export const findMacro = selectMacro

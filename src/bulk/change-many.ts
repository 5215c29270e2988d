/**
 * The same change to many conversations. Each has a transaction of its own: they are short, none waits for more than one
 * conversation, and what is refused for one holds up no other.
 */
import { changeConversation } from '#conversations/change-conversation.ts'
import { holdConversation, whatIsMissing, type Held } from '#conversations/hold-conversation.ts'
import { problemOfChange } from '#conversations/http.ts'
import type { ConversationPatch } from '#conversations/shapes.ts'
import { deleteNote } from '#conversations/write-notes.ts'
import { findMacro } from '#macros/manage-macros.ts'
import { beforeOf, MacroRefused, relabelled, runMacro } from '#macros/run-macro.ts'
import { runProblem } from '#macros/run-problem.ts'
import { markConversationRead } from '#outbound/mark-read.ts'
import { isConflict, type Client, type Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import type { ProblemBody } from '#platform/problem.ts'
import type { Clock, Instant } from '#platform/time.ts'
import type { Access } from '#tenants/access.ts'
import type { BulkChange, BulkItem } from './shapes.ts'

export type Many = {
  readonly ids: readonly string[]
  readonly change: BulkChange
  /** The caller's Idempotency-Key: with it, no customer gets a macro's message twice. */
  readonly key: string | null
  /** Told as it goes on: what is committed shows at once. */
  readonly onDone: (channel: string | null) => void
}

export type ManyDone =
  | { readonly ok: true; readonly items: BulkItem[] }
  | { readonly ok: false; readonly problem: ProblemBody }

const TRIES_MAX = 3

export async function changeMany(
  database: Database,
  { tenant, actor, permissions }: Access,
  { ids, change, key, onDone }: Many,
  clock: Clock,
): Promise<ManyDone> {
  const problem = await database.inTenant(tenant, async (client) => whyNone(client, tenant, change))
  if (problem !== null) return { ok: false, problem }
  const runKey = key === null ? newId() : `${actor.id}:${key}`
  const items: BulkItem[] = []
  for (const id of new Set(ids.map((one) => one.toLowerCase()))) {
    const work = async (client: Client): Promise<One> => {
      const run = { id, key: `macro:${runKey}:${id}`, maySend: permissions.has('messages:send') }
      return changeOne(client, tenant, { actor, change, run }, clock())
    }
    const { item, channel } = await settled(id, async () =>
      again(async () => database.inTenant(tenant, work)),
    )
    items.push(item)
    if (item.result === 'done') onDone(channel)
  }
  if (change.kind === 'each') {
    const mayAll = permissions.has('settings:write')
    for (const note of change.noteIds)
      await database.inTenant(tenant, async (client) => deleteNote(client, tenant, note, { actor, mayAll }))
    onDone(null)
  }
  return { ok: true, items }
}

type One = { readonly item: BulkItem; readonly channel: string | null }
type Work = {
  readonly actor: Access['actor']
  readonly change: BulkChange
  readonly run: { readonly id: string; readonly key: string; readonly maySend: boolean }
}

/** What no conversation could have is refused before any is touched. */
async function whyNone(client: Client, tenant: TenantId, change: BulkChange): Promise<ProblemBody | null> {
  if (change.kind === 'macro')
    return (await findMacro(client, tenant, change.macroId)) === null
      ? runProblem({ because: 'macro_not_found' })
      : null
  const { assigneeId, teamId } = change.kind === 'patch' ? change.patch : {}
  const missing = await whatIsMissing(client, tenant, {
    members: assigneeId === undefined || assigneeId === null ? [] : [assigneeId.toLowerCase()],
    teams: teamId === undefined || teamId === null ? [] : [teamId.toLowerCase()],
    labels: change.kind === 'labels' ? [...change.add, ...change.remove].map((id) => id.toLowerCase()) : [],
  })
  if (missing === null) return null
  const because = { member: 'no_member', team: 'no_team', label: 'label_not_found' } as const
  return problemOfChange({ ok: false, because: because[missing], places: [] })
}

async function changeOne(
  client: Client,
  tenant: TenantId,
  { actor, change, run }: Work,
  now: Instant,
): Promise<One> {
  const { id } = run
  if (change.kind === 'read') {
    const read = await markConversationRead(client, tenant, id, now)
    if (read === null) throw new MacroRefused({ because: 'conversation_not_found' })
    return { item: itemOf(id, 'done'), channel: read.channel }
  }
  if (change.kind === 'macro') {
    const wish = { conversation: id, macro: change.macroId, key: run.key, maySend: run.maySend }
    const done = await runMacro(client, tenant, actor, wish, now)
    const { before, noteId, messageId, channel } = done
    return {
      item: { ...itemOf(id, done.isChanged ? 'done' : 'unchanged'), before, noteId, messageId },
      channel,
    }
  }
  const held = await holdConversation(client, tenant, id)
  if (held === null) throw new MacroRefused({ because: 'conversation_not_found' })
  const patch = await patchFor(client, tenant, held, { change, id })
  const changed = await changeConversation(client, tenant, actor, { id: held.id, patch }, now)
  if (!changed.ok) throw new MacroRefused({ because: 'not_changed', changed })
  const result = changed.isChanged ? 'done' : 'unchanged'
  return { item: { ...itemOf(id, result), before: beforeOf(held) }, channel: null }
}

async function patchFor(
  client: Client,
  tenant: TenantId,
  held: Held,
  { change, id }: { readonly change: Exclude<BulkChange, { kind: 'read' | 'macro' }>; readonly id: string },
): Promise<ConversationPatch> {
  if (change.kind === 'patch') return change.patch
  if (change.kind === 'labels') return { labelIds: await relabelled(client, tenant, held, change) }
  return Object.entries(change.patches).find(([name]) => name.toLowerCase() === id)?.[1] ?? {}
}

/** Somebody else was faster, and PostgreSQL chose us to give way: nothing of ours was done. */
async function again(work: () => Promise<One>, tries = 1): Promise<One> {
  try {
    return await work()
  } catch (error) {
    if (tries < TRIES_MAX && isConflict(error)) return again(work, tries + 1)
    throw error
  }
}

async function settled(id: string, work: () => Promise<One>): Promise<One> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof MacroRefused)) throw error
    const { code, title, nextStep } = runProblem(error.refusal)
    const problem = { code, title, ...(nextStep !== undefined && { nextStep }) }
    return { item: { ...itemOf(id, 'refused'), problem }, channel: null }
  }
}

const itemOf = (id: string, result: BulkItem['result']): BulkItem => ({
  id,
  result,
  before: null,
  noteId: null,
  messageId: null,
  problem: null,
})

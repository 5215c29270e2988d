/** What the team says among itself about a conversation. Nothing here ever leaves for a customer. */
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import type { Instant } from '#platform/time.ts'
import { appendEvents } from '#realtime/append-events.ts'
import type { Actor } from '#tenants/access.ts'
import {
  insertNote,
  lockConversation,
  removeNote,
  selectNotes,
  selectNotesById,
} from './internal/inbox-sql.ts'
import { findConversations } from './read-models.ts'
import type { Note } from './note-shapes.ts'

const SHOWN_MAX = 200

/** The newest, oldest first; null: there is no such conversation. */
export async function listNotes(
  client: Client,
  tenant: TenantId,
  conversation: string,
  now: Instant,
): Promise<Note[] | null> {
  const [found] = await findConversations(client, tenant, [conversation], now)
  if (found === undefined) return null
  const newest = await selectNotes(client, tenant, found.id, SHOWN_MAX)
  return newest.toReversed()
}

/** Those of the ids that exist, oldest first: for live events. */
export const findNotesById = selectNotesById

/** null: there is no such conversation. Whoever is mentioned is a member: `holdMembers` says so. */
export async function addNote(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  {
    conversation,
    text,
    mentions = [],
  }: { readonly conversation: string; readonly text: string; readonly mentions?: readonly string[] },
  now: Instant,
): Promise<Note | null> {
  const found = await lockConversation(client, tenant, conversation)
  if (found === null) return null
  const { kind, id, name } = actor
  const note = {
    id: newId(),
    conversationId: found.id,
    text,
    author: { kind, id, name },
    at: now,
    mentions: [...mentions],
  }
  await insertNote(client, tenant, note)
  await appendEvents(client, tenant, [['note.created', note.id]])
  return note
}

/** Whoever wrote it may take it back, and whoever may change the settings may take back anybody's. */
export async function deleteNote(
  client: Client,
  tenant: TenantId,
  id: string,
  { actor, mayAll }: { readonly actor: Actor; readonly mayAll: boolean },
): Promise<'deleted' | 'not_found' | 'not_theirs'> {
  const [note] = await selectNotesById(client, tenant, [id])
  if (note === undefined) return 'not_found'
  const isTheirs = note.author.kind === actor.kind && note.author.id === actor.id
  if (!isTheirs && !mayAll) return 'not_theirs'
  if (!(await removeNote(client, tenant, id))) return 'not_found' // somebody was faster
  await appendEvents(client, tenant, [['note.deleted', note.id, note.conversationId]])
  return 'deleted'
}

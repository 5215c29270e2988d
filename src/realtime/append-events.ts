import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'

/** What changed, by id; the rest is read when somebody is there to be told. */
export type EventEntry =
  | readonly ['message.created' | 'message.updated' | 'conversation.updated', string]
  | readonly ['conversation.merged', string, string]
  | readonly ['conversation.removed' | 'thread.changed', string]
  | readonly ['note.created', string]
  /** The note, and the conversation that it was in. */
  | readonly ['note.deleted', string, string]
  | readonly ['deals.changed' | 'reminders.changed' | 'imports.changed' | 'assignees.changed']
  | readonly [
      | 'labels.changed'
      | 'quick-replies.changed'
      | 'saved-views.changed'
      | 'macros.changed'
      | 'campaigns.changed',
    ]
  | readonly ['channels.changed' | 'templates.changed']
  /** A word about a number's health; an alarm that opened or closed. Told to customers' systems; browsers fetch the numbers anew. */
  | readonly ['number.health_changed' | 'number.alarm', string]
  /** Who looked, and at which conversation. */
  | readonly ['mentions.read', string, string]

/** One row for all that a transaction changed. Listeners are told by the caller, after the commit. */
export async function appendEvents(
  client: Client,
  tenant: TenantId,
  entries: readonly EventEntry[],
): Promise<void> {
  if (entries.length === 0) return
  await client.query({
    name: 'append_events',
    text: 'insert into events (tenant_id, entries) values ($1, $2)',
    values: [tenant, JSON.stringify(entries)],
  })
}

/** What people do with conversations: statuses, labels, notes. */
import type { Client } from '#platform/db/database.ts'
import { millisecondsOf } from '#platform/db/sql-text.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { momentOf, type Instant } from '#platform/time.ts'
import type { Label } from '../label-shapes.ts'
import type { Note } from '../note-shapes.ts'
import type { ConversationStatus } from '../shapes.ts'

/** Who has a conversation. */
export type Holders = { readonly assigneeId: string | null; readonly teamId: string | null }

export type Standing = Holders & {
  readonly id: string
  readonly status: ConversationStatus
  readonly snoozedUntil: Instant | null
}

/** The conversation, or the one that it was merged into, kept from changing until the end of the transaction: locks its row. */
export async function lockConversation(
  client: Client,
  tenant: TenantId,
  id: string,
): Promise<Standing | null> {
  const { rows } = await client.query<
    Holders & { id: string; status: ConversationStatus; until_ms: number | null }
  >(
    `select id, assignee_id as "assigneeId", team_id as "teamId", status, ${millisecondsOf('snoozed_until')} as until_ms from conversations
     where tenant_id = $1 and id in
       (select $2::uuid union all select into_id from conversation_merges where tenant_id = $1 and from_id = $2)
     for update`,
    [tenant, id],
  )
  const row = rows[0]
  if (row === undefined) return null
  const { until_ms: until, ...standing } = row
  return { ...standing, snoozedUntil: momentOf(until) }
}

export async function setStatus(
  client: Client,
  tenant: TenantId,
  { id, status, snoozedUntil }: Standing,
  now: Instant,
): Promise<void> {
  await client.query(
    `update conversations set status = $3, snoozed_until = $4,
       resolved_at = case when $3 = 'resolved' then coalesce(resolved_at, $5) end,
       is_assignee_done = $3 = 'resolved'
     where tenant_id = $1 and id = $2`,
    [tenant, id, status, snoozedUntil === null ? null : new Date(snoozedUntil), new Date(now)],
  )
}

/** A person's decision: it is theirs from now on. The conversation is locked by the caller. */
export async function setHolders(
  client: Client,
  tenant: TenantId,
  conversation: string,
  { assigneeId, teamId }: Holders,
): Promise<void> {
  await client.query(
    `update conversations set assignee_id = $3, team_id = $4, is_assignee_done = status = 'resolved'
     where tenant_id = $1 and id = $2`,
    [tenant, conversation, assigneeId, teamId],
  )
}

/** Those of the ids that are members, whom nobody can remove until the end of the transaction. */
export async function holdMembers(
  client: Client,
  tenant: TenantId,
  ids: readonly string[],
): Promise<Set<string>> {
  const { rows } = await client.query<{ id: string }>(
    `select user_id as id from tenant_members where tenant_id = $1 and user_id = any($2::uuid[])
     order by user_id for key share`,
    [tenant, ids],
  )
  return new Set(rows.map(({ id }) => id))
}

/** Whether there is such a team; nobody can delete it until the end of the transaction. */
export async function holdTeam(client: Client, tenant: TenantId, id: string): Promise<boolean> {
  const { rowCount } = await client.query(
    'select from teams where tenant_id = $1 and id = $2 for key share',
    [tenant, id],
  )
  return rowCount === 1
}

/** Snoozes that are over, oldest first. Uses conversations_snoozed; passes over rows on which somebody is at work. */
export async function openDue(
  client: Client,
  tenant: TenantId,
  now: Instant,
  limit: number,
): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `with due as (
       select id from conversations where tenant_id = $1 and status = 'snoozed' and snoozed_until <= $2
       order by snoozed_until limit $3 for update skip locked)
     update conversations c set status = 'open', snoozed_until = null from due where c.tenant_id = $1 and c.id = due.id
     returning c.id`,
    [tenant, new Date(now), limit],
  )
  return rows.map(({ id }) => id)
}

/** Those of the ids that are labels, which nobody can delete until the end of the transaction. */
export async function holdLabels(
  client: Client,
  tenant: TenantId,
  ids: readonly string[],
): Promise<Set<string>> {
  const { rows } = await client.query<{ id: string }>(
    'select id from labels where tenant_id = $1 and id = any($2::uuid[]) order by id for key share',
    [tenant, ids],
  )
  return new Set(rows.map(({ id }) => id))
}

/** The conversation's labels. */
export async function selectLabelIds(
  client: Client,
  tenant: TenantId,
  conversation: string,
): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `select label_id as id from conversation_labels where tenant_id = $1 and conversation_id = $2 order by label_id`,
    [tenant, conversation],
  )
  return rows.map(({ id }) => id)
}

/** Makes these the conversation's labels; says whether that changed anything. The conversation is locked by the caller. */
export async function replaceLabels(
  client: Client,
  tenant: TenantId,
  conversation: string,
  labels: readonly string[],
): Promise<boolean> {
  const { rowCount: gone } = await client.query(
    `delete from conversation_labels where tenant_id = $1 and conversation_id = $2 and label_id <> all($3::uuid[])`,
    [tenant, conversation, labels],
  )
  const { rowCount: come } = await client.query(
    `insert into conversation_labels (tenant_id, conversation_id, label_id) select $1, $2, unnest($3::uuid[])
     on conflict do nothing`,
    [tenant, conversation, labels],
  )
  return (gone ?? 0) + (come ?? 0) > 0
}

export type LabelRow = Label & { readonly nameKey: string }

/** In no order; each label's conversations are counted to `countedMax` only. Uses conversation_labels_label. */
export async function selectLabels(
  client: Client,
  tenant: TenantId,
  countedMax: number,
): Promise<LabelRow[]> {
  const { rows } = await client.query<LabelRow>(
    `select l.id, l.name, l.name_key as "nameKey", l.color, (select count(*)::int from (
       select from conversation_labels c where c.tenant_id = l.tenant_id and c.label_id = l.id limit $2) found)
       as "conversationCount"
     from labels l where l.tenant_id = $1`,
    [tenant, countedMax],
  )
  return rows
}

export async function putLabel(
  client: Client,
  tenant: TenantId,
  { id, name, nameKey, color }: Omit<LabelRow, 'conversationCount'>,
): Promise<void> {
  await client.query(
    `insert into labels (tenant_id, id, name, name_key, color) values ($1, $2, $3, $4, $5)
     on conflict (tenant_id, id) do update set name = excluded.name, name_key = excluded.name_key, color = excluded.color`,
    [tenant, id, name, nameKey, color],
  )
}

/** Takes it off all conversations; some of these, at most `limit`. null: there is no such label. */
export async function removeLabel(
  client: Client,
  tenant: TenantId,
  id: string,
  limit: number,
): Promise<{ readonly name: string; readonly conversations: readonly string[] } | null> {
  const { rows: wearers } = await client.query<{ id: string }>(
    'select conversation_id as id from conversation_labels where tenant_id = $1 and label_id = $2 limit $3',
    [tenant, id, limit],
  )
  const { rows } = await client.query<{ name: string }>(
    'delete from labels where tenant_id = $1 and id = $2 returning name',
    [tenant, id],
  )
  const [label] = rows
  return label === undefined ? null : { name: label.name, conversations: wearers.map((row) => row.id) }
}

type NoteRow = {
  id: string
  conversation_id: string
  text: string
  author_kind: Note['author']['kind']
  author_id: string
  author_name: string
  at_ms: number
  mentions: string[]
}

const NOTE_COLUMNS = `id, conversation_id, text, author_kind, author_id, author_name,
  ${millisecondsOf('at')} as at_ms,
  array(select m.user_id::text from note_mentions m where m.tenant_id = conversation_notes.tenant_id
    and m.note_id = conversation_notes.id order by m.user_id) as mentions`

const noteOf = (row: NoteRow): Note => ({
  id: row.id,
  conversationId: row.conversation_id,
  text: row.text,
  author: { kind: row.author_kind, id: row.author_id, name: row.author_name },
  at: Math.round(row.at_ms),
  mentions: row.mentions,
})

/** Newest first; uses conversation_notes_thread. */
export async function selectNotes(
  client: Client,
  tenant: TenantId,
  conversation: string,
  limit: number,
): Promise<Note[]> {
  const { rows } = await client.query<NoteRow>(
    `select ${NOTE_COLUMNS} from conversation_notes where tenant_id = $1 and conversation_id = $2
     order by at desc, id desc limit $3`,
    [tenant, conversation, limit],
  )
  return rows.map(noteOf)
}

export async function selectNotesById(
  client: Client,
  tenant: TenantId,
  ids: readonly string[],
): Promise<Note[]> {
  const { rows } = await client.query<NoteRow>(
    `select ${NOTE_COLUMNS} from conversation_notes where tenant_id = $1 and id = any($2::uuid[]) order by at, id`,
    [tenant, ids],
  )
  return rows.map(noteOf)
}

export async function insertNote(client: Client, tenant: TenantId, note: Note): Promise<void> {
  await client.query(
    `insert into conversation_notes (tenant_id, id, conversation_id, text, author_kind, author_id, author_name, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      ...[tenant, note.id, note.conversationId, note.text],
      ...[note.author.kind, note.author.id, note.author.name, new Date(note.at)],
    ],
  )
  if (note.mentions.length > 0)
    await client.query(
      `insert into note_mentions (tenant_id, note_id, user_id, conversation_id) select $1, $2, unnest($3::uuid[]), $4`,
      [tenant, note.id, note.mentions, note.conversationId],
    )
}

/** At most `limit` conversations in which somebody was named and has not looked. Uses note_mentions_unread. */
export async function selectUnreadMentions(
  client: Client,
  tenant: TenantId,
  user: string,
  limit: number,
): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `select distinct conversation_id as id from note_mentions where tenant_id = $1 and user_id = $2 and not is_read limit $3`,
    [tenant, user, limit],
  )
  return rows.map(({ id }) => id)
}

/** Says whether there was anything to look at. */
export async function readMentions(
  client: Client,
  tenant: TenantId,
  user: string,
  conversation: string,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `update note_mentions set is_read = true
     where tenant_id = $1 and user_id = $2 and conversation_id = $3 and not is_read`,
    [tenant, user, conversation],
  )
  return (rowCount ?? 0) > 0
}

/** Says whether it was there. */
export async function removeNote(client: Client, tenant: TenantId, id: string): Promise<boolean> {
  const { rowCount } = await client.query('delete from conversation_notes where tenant_id = $1 and id = $2', [
    tenant,
    id,
  ])
  return rowCount === 1
}

/** Before `from` goes: what people put on it goes on with `into`. Where both have a label, it stays once. */
export async function moveLabelsAndNotes(
  client: Client,
  tenant: TenantId,
  from: string,
  into: string,
): Promise<void> {
  await client.query(
    `insert into conversation_labels (tenant_id, conversation_id, label_id)
     select tenant_id, $3, label_id from conversation_labels where tenant_id = $1 and conversation_id = $2
     on conflict do nothing`,
    [tenant, from, into],
  )
  await client.query(
    'update conversation_notes set conversation_id = $3 where tenant_id = $1 and conversation_id = $2',
    [tenant, from, into],
  )
  await client.query(
    'update note_mentions set conversation_id = $3 where tenant_id = $1 and conversation_id = $2',
    [tenant, from, into],
  )
  await client.query(
    'update csat_requests set conversation_id = $3 where tenant_id = $1 and conversation_id = $2',
    [tenant, from, into],
  )
}

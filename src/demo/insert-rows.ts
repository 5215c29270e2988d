/** The demo shop's rows, in the words of the tables because they travel as JSON, and one statement for each table. */
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'

/** Moments are milliseconds. */
export type SeedRows = {
  readonly contacts: readonly ContactRow[]
  readonly identities: readonly IdentityRow[]
  readonly conversations: readonly ConversationRow[]
  readonly messages: readonly MessageRow[]
  readonly media: readonly MediaRow[]
  readonly sends: readonly SendRow[]
  readonly amendments: readonly AmendmentRow[]
  readonly reactions: readonly ReactionRow[]
  readonly labels: readonly LabelRow[]
  readonly conversationLabels: readonly { readonly conversation_id: string; readonly label_id: string }[]
  readonly notes: readonly NoteRow[]
  readonly quickReplies: readonly QuickReplyRow[]
}

type ContactRow = {
  readonly id: string
  readonly kind: 'person' | 'group'
  readonly profile_name: string
  readonly profile_name_at: number
  readonly username: string | null
  readonly username_at: number | null
  readonly created_at: number
}
type IdentityRow = {
  readonly kind: 'phone' | 'bsuid' | 'group'
  readonly value: string
  readonly contact_id: string
  readonly seen_at: number
}
/**
 * Without `last_inbound_wamid`, which is what "mark read" tells Meta about: these customers have no phone that could turn
 * its ticks blue.
 */
export type ConversationRow = {
  readonly id: string
  readonly contact_id: string
  readonly last_inbound_at: number | null
  readonly last_referral_at: number | null
  readonly referral_answered_at: number | null
  readonly last_message_at: number | null
  readonly last_message_id: string | null
  readonly unread_count: number
  readonly status: 'open' | 'pending' | 'snoozed' | 'resolved'
  readonly snoozed_until: number | null
  readonly resolved_at: number | null
  readonly created_at: number
}
export type MessageRow = {
  readonly id: string
  readonly conversation_id: string
  readonly direction: 'in' | 'out'
  readonly source: string
  readonly wamid: string | null
  readonly type: string
  readonly text: string | null
  readonly content: unknown
  readonly context: unknown
  readonly referral: unknown
  readonly author: unknown
  readonly media_id: string | null
  readonly at: number
  readonly status_rank: number
  readonly sent_at: number | null
  readonly delivered_at: number | null
  readonly read_at: number | null
  readonly failed_at: number | null
  readonly failure: unknown
}
type MediaRow = {
  readonly id: string
  readonly meta_media_id: string | null
  readonly state: 'pending' | 'stored' | 'unavailable'
  readonly mime_type: string
  readonly filename: string | null
  readonly is_voice: boolean
  readonly bytes: number | null
  readonly storage_key: string | null
  readonly problem: string | null
  readonly created_at: number
}
type SendRow = {
  readonly id: string
  readonly conversation_id: string
  readonly class: number
  readonly state: 'accepted' | 'held' | 'unknown'
  readonly idempotency_key: string
  readonly payload: unknown
  readonly accepted_at: number
  readonly dispatching_at: number | null
  readonly wamid: string | null
  readonly error: unknown
}
type AmendmentRow = {
  readonly target_wamid: string
  readonly kind: 'edit' | 'revoke'
  readonly wamid: string
  readonly at: number
  readonly type: string | null
  readonly text: string | null
  readonly content: unknown
}
type ReactionRow = {
  readonly target_wamid: string
  readonly reactor: string
  readonly direction: 'in' | 'out'
  readonly emoji: string
  readonly wamid: string
  readonly at: number
}
type LabelRow = {
  readonly id: string
  readonly name: string
  readonly name_key: string
  readonly color: string
  readonly created_at: number
}
type NoteRow = {
  readonly id: string
  readonly conversation_id: string
  readonly text: string
  readonly author_kind: string
  readonly author_id: string
  readonly author_name: string
  readonly at: number
}
type QuickReplyRow = {
  readonly id: string
  readonly shortcut: string
  readonly shortcut_key: string
  readonly text: string
  readonly created_at: number
}

export async function insertRows(
  client: Client,
  tenant: TenantId,
  channel: string,
  rows: SeedRows,
): Promise<void> {
  // What others point at comes first.
  for (const table of TABLES)
    await client.query(insertion(table), [
      tenant,
      JSON.stringify(rows[table.rows], withoutNulls),
      ...(table.isOfChannel ? [channel] : []),
    ])
}

/** What is not there is null as well, and half of the text need not be read. */
const withoutNulls = (_: string, value: unknown): unknown => value ?? undefined

type Table = {
  readonly rows: keyof SeedRows
  readonly name: string
  /** Columns with their types in JSON; `moment`: milliseconds that become a timestamptz. */
  readonly columns: Readonly<Record<string, 'uuid' | 'text' | 'int' | 'boolean' | 'jsonb' | 'moment'>>
  readonly isOfChannel: boolean
  /** Columns that are the same in every row. */
  readonly always?: Readonly<Record<string, string>>
}

function insertion({ name, columns, isOfChannel, always = {} }: Table): string {
  const names = Object.keys(columns)
  const values = names.map((column) =>
    columns[column] === 'moment' ? `to_timestamp(r.${column} / 1000.0)` : `r.${column}`,
  )
  const types = names.map(
    (column) => `${column} ${columns[column] === 'moment' ? 'float8' : columns[column]}`,
  )
  const channel = isOfChannel ? ['channel_id'] : []
  return `insert into ${name} (tenant_id, ${[...channel, ...names, ...Object.keys(always)].join(', ')})
    select ${['$1', ...(isOfChannel ? ['$3::uuid'] : []), ...values, ...Object.values(always)].join(', ')}
    from json_to_recordset($2) as r (${types.join(', ')})`
}

const MOMENT = 'moment'
const TABLES: readonly Table[] = [
  {
    rows: 'contacts',
    name: 'contacts',
    isOfChannel: false,
    columns: {
      ...{ id: 'uuid', kind: 'text', profile_name: 'text', profile_name_at: MOMENT },
      ...{ username: 'text', username_at: MOMENT, created_at: MOMENT },
    },
  },
  {
    rows: 'identities',
    name: 'contact_identities',
    isOfChannel: false,
    columns: { kind: 'text', value: 'text', contact_id: 'uuid', seen_at: MOMENT },
  },
  {
    rows: 'conversations',
    name: 'conversations',
    isOfChannel: true,
    columns: {
      ...{ id: 'uuid', contact_id: 'uuid', last_inbound_at: MOMENT, last_referral_at: MOMENT },
      ...{ referral_answered_at: MOMENT, last_message_at: MOMENT, last_message_id: 'uuid' },
      ...{ unread_count: 'int', created_at: MOMENT },
      ...{ status: 'text', snoozed_until: MOMENT, resolved_at: MOMENT },
    },
  },
  {
    rows: 'messages',
    name: 'messages',
    isOfChannel: true,
    columns: {
      ...{
        id: 'uuid',
        conversation_id: 'uuid',
        direction: 'text',
        source: 'text',
        wamid: 'text',
        type: 'text',
      },
      ...{ text: 'text', content: 'jsonb', context: 'jsonb', referral: 'jsonb', author: 'jsonb' },
      ...{ media_id: 'uuid', at: MOMENT, status_rank: 'int', sent_at: MOMENT },
      ...{ delivered_at: MOMENT, read_at: MOMENT, failed_at: MOMENT, failure: 'jsonb' },
    },
  },
  {
    rows: 'media',
    name: 'media',
    isOfChannel: true,
    columns: {
      ...{ id: 'uuid', meta_media_id: 'text', state: 'text', mime_type: 'text', filename: 'text' },
      ...{ is_voice: 'boolean', bytes: 'int', storage_key: 'text', problem: 'text', created_at: MOMENT },
    },
  },
  {
    rows: 'sends',
    name: 'sends',
    isOfChannel: true,
    columns: {
      ...{ id: 'uuid', conversation_id: 'uuid', class: 'int', state: 'text', idempotency_key: 'text' },
      ...{ payload: 'jsonb', accepted_at: MOMENT, dispatching_at: MOMENT, wamid: 'text', error: 'jsonb' },
    },
    always: {
      ...{ kind: `'message'`, request_hash: `''`, attempts: '1' },
      due_at: 'to_timestamp(r.accepted_at / 1000.0)',
    },
  },
  {
    rows: 'amendments',
    name: 'message_amendments',
    isOfChannel: true,
    columns: {
      ...{ target_wamid: 'text', kind: 'text', wamid: 'text', at: MOMENT },
      ...{ type: 'text', text: 'text', content: 'jsonb' },
    },
  },
  {
    rows: 'reactions',
    name: 'reactions',
    isOfChannel: true,
    columns: {
      ...{
        target_wamid: 'text',
        reactor: 'text',
        direction: 'text',
        emoji: 'text',
        wamid: 'text',
        at: MOMENT,
      },
    },
  },
  {
    rows: 'labels',
    name: 'labels',
    isOfChannel: false,
    columns: { id: 'uuid', name: 'text', name_key: 'text', color: 'text', created_at: MOMENT },
  },
  {
    rows: 'conversationLabels',
    name: 'conversation_labels',
    isOfChannel: false,
    columns: { conversation_id: 'uuid', label_id: 'uuid' },
  },
  {
    rows: 'notes',
    name: 'conversation_notes',
    isOfChannel: false,
    columns: {
      ...{ id: 'uuid', conversation_id: 'uuid', text: 'text', at: MOMENT },
      ...{ author_kind: 'text', author_id: 'text', author_name: 'text' },
    },
  },
  {
    rows: 'quickReplies',
    name: 'quick_replies',
    isOfChannel: false,
    columns: { id: 'uuid', shortcut: 'text', shortcut_key: 'text', text: 'text', created_at: MOMENT },
  },
]

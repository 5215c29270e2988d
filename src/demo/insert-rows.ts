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
  readonly teams: readonly NamedRow[]
  readonly teamPeople: readonly { readonly team_id: string; readonly user_id: string }[]
  readonly availability: readonly AvailabilityRow[]
  readonly mentions: readonly MentionRow[]
  readonly views: readonly ViewRow[]
  readonly macros: readonly (NamedRow & { readonly actions: unknown })[]
  readonly fields: readonly FieldRow[]
  readonly fieldValues: readonly { readonly contact_id: string; readonly attributes: unknown }[]
  readonly notices: readonly NoticeRow[]
  readonly consents: readonly ConsentRow[]
  readonly suppressions: readonly Pick<ConsentRow, 'contact_id' | 'purpose' | 'source' | 'at'>[]
  readonly segments: readonly (NamedRow & { readonly tree: unknown; readonly changed_at: number })[]
  readonly stages: readonly StageRow[]
  readonly deals: readonly DealRow[]
  readonly reminders: readonly ReminderRow[]
  readonly alarms: readonly { readonly due_at: number }[]
  readonly imports: readonly ImportRow[]
  readonly importErrors: readonly ImportErrorRow[]
  readonly ratings: readonly RatingRow[]
}

export type ContactRow = {
  readonly id: string
  readonly kind: 'person' | 'group'
  readonly given_name: string | null
  readonly profile_name: string | null
  readonly profile_name_at: number | null
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
  readonly lifted_at: number | null
  readonly assignee_id: string | null
  readonly team_id: string | null
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
type NamedRow = {
  readonly id: string
  readonly name: string
  readonly name_key: string
  readonly created_at: number
}
type AvailabilityRow = {
  readonly user_id: string
  readonly is_available: boolean
  readonly changed_at: number
}
type MentionRow = {
  readonly note_id: string
  readonly user_id: string
  readonly conversation_id: string
}
type ViewRow = NamedRow & {
  readonly user_id: string | null
  readonly filters: unknown
  readonly place: number
}
type FieldRow = {
  readonly key: string
  readonly label: string
  readonly type: string
  readonly choices: readonly string[]
  readonly created_at: number
}
type NoticeRow = {
  readonly version: string
  readonly language: string
  readonly text: string
  readonly valid_from: number
  readonly created_at: number
  readonly created_by_name: string
}
export type ConsentRow = {
  readonly id: string
  readonly contact_id: string
  readonly purpose: string
  readonly state: 'granted' | 'withdrawn'
  readonly source: 'agent' | 'import'
  readonly cause: string
  readonly evidence: unknown
  readonly notice_version: string | null
  readonly note: string
  readonly actor: unknown
  readonly at: number
}
type StageRow = {
  readonly id: string
  readonly name: string
  readonly kind: 'open' | 'won' | 'lost'
  readonly position: string
  readonly created_at: number
}
type DealRow = {
  readonly id: string
  readonly title: string
  readonly value_paise: number
  readonly contact_id: string
  readonly conversation_id: string
  readonly owner_id: string | null
  readonly expected_close_on: string | null
  readonly stage_id: string
  readonly position: string
  readonly lost_reason: string | null
  readonly closed_at: number | null
  readonly created_at: number
  readonly changed_at: number
}
type ReminderRow = {
  readonly id: string
  readonly conversation_id: string
  readonly deal_id: string | null
  readonly note: string
  readonly due_at: number
  readonly state: 'waiting' | 'due'
  readonly for_kind: string
  readonly for_id: string
  readonly for_name: string
  readonly created_at: number
}
type ImportRow = {
  readonly id: string
  readonly state: 'done'
  readonly filename: string
  readonly bytes: number
  readonly encoding: string
  readonly has_bom: boolean
  readonly delimiter: string
  readonly has_header: boolean
  readonly header: unknown
  readonly sample: unknown
  readonly lines: number
  readonly plan: unknown
  readonly actor: unknown
  readonly position: number
  readonly created: number
  readonly updated: number
  readonly skipped: number
  readonly refused: number
  readonly created_at: number
  readonly started_at: number
  readonly finished_at: number
}
type ImportErrorRow = {
  readonly import_id: string
  readonly row_number: number
  readonly reason: string
  readonly field: string | null
  readonly cells: unknown
}
export type RatingRow = {
  readonly id: string
  readonly conversation_id: string
  readonly assignee_id: string
  readonly resolved_at: number
  readonly due_at: number
  readonly asked_at: number
  readonly token: string
  readonly rating: number | null
  readonly rated_at: number | null
  readonly comment: string | null
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

type ColumnType = 'uuid' | 'text' | 'int' | 'bigint' | 'boolean' | 'date' | 'jsonb' | 'text[]' | 'moment'
type Table = {
  readonly rows: keyof SeedRows
  readonly name: string
  /** Columns with their types in JSON; `moment`: milliseconds that become a timestamptz. */
  readonly columns: Readonly<Record<string, ColumnType>>
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
    rows: 'teams',
    name: 'teams',
    isOfChannel: false,
    columns: { id: 'uuid', name: 'text', name_key: 'text', created_at: MOMENT },
  },
  {
    rows: 'teamPeople',
    name: 'team_people',
    isOfChannel: false,
    columns: { team_id: 'uuid', user_id: 'uuid' },
  },
  {
    rows: 'availability',
    name: 'member_availability',
    isOfChannel: false,
    columns: { user_id: 'uuid', is_available: 'boolean', changed_at: MOMENT },
  },
  {
    rows: 'contacts',
    name: 'contacts',
    isOfChannel: false,
    columns: {
      ...{ id: 'uuid', kind: 'text', given_name: 'text', profile_name: 'text', profile_name_at: MOMENT },
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
      ...{ status: 'text', snoozed_until: MOMENT, resolved_at: MOMENT, lifted_at: MOMENT },
      ...{ assignee_id: 'uuid', team_id: 'uuid' },
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
  {
    rows: 'mentions',
    name: 'note_mentions',
    isOfChannel: false,
    columns: { note_id: 'uuid', user_id: 'uuid', conversation_id: 'uuid' },
  },
  {
    rows: 'views',
    name: 'saved_views',
    isOfChannel: false,
    columns: {
      ...{ id: 'uuid', user_id: 'uuid', name: 'text', name_key: 'text', filters: 'jsonb', place: 'int' },
      created_at: MOMENT,
    },
  },
  {
    rows: 'macros',
    name: 'macros',
    isOfChannel: false,
    columns: { id: 'uuid', name: 'text', name_key: 'text', actions: 'jsonb', created_at: MOMENT },
  },
  {
    rows: 'fields',
    name: 'attribute_definitions',
    isOfChannel: false,
    columns: { key: 'text', label: 'text', type: 'text', choices: 'text[]', created_at: MOMENT },
  },
  {
    rows: 'fieldValues',
    name: 'contact_attributes',
    isOfChannel: false,
    columns: { contact_id: 'uuid', attributes: 'jsonb' },
  },
  {
    rows: 'notices',
    name: 'privacy_notices',
    isOfChannel: false,
    columns: {
      ...{ version: 'text', language: 'text', text: 'text', valid_from: MOMENT, created_at: MOMENT },
      created_by_name: 'text',
    },
  },
  {
    rows: 'consents',
    name: 'consents',
    isOfChannel: false,
    columns: {
      ...{ id: 'uuid', contact_id: 'uuid', purpose: 'text', state: 'text', source: 'text', cause: 'text' },
      ...{ evidence: 'jsonb', notice_version: 'text', note: 'text', actor: 'jsonb', at: MOMENT },
    },
  },
  {
    rows: 'suppressions',
    name: 'suppressions',
    isOfChannel: false,
    columns: { contact_id: 'uuid', purpose: 'text', source: 'text', at: MOMENT },
  },
  {
    rows: 'segments',
    name: 'segments',
    isOfChannel: false,
    columns: {
      ...{
        id: 'uuid',
        name: 'text',
        name_key: 'text',
        tree: 'jsonb',
        created_at: MOMENT,
        changed_at: MOMENT,
      },
    },
  },
  {
    rows: 'stages',
    name: 'deal_stages',
    isOfChannel: false,
    columns: { id: 'uuid', name: 'text', kind: 'text', position: 'text', created_at: MOMENT },
  },
  {
    rows: 'deals',
    name: 'deals',
    isOfChannel: false,
    columns: {
      ...{ id: 'uuid', title: 'text', value_paise: 'bigint', contact_id: 'uuid', conversation_id: 'uuid' },
      ...{ owner_id: 'uuid', expected_close_on: 'date', stage_id: 'uuid', position: 'text' },
      ...{ lost_reason: 'text', closed_at: MOMENT, created_at: MOMENT, changed_at: MOMENT },
    },
  },
  {
    rows: 'reminders',
    name: 'reminders',
    isOfChannel: false,
    columns: {
      ...{
        id: 'uuid',
        conversation_id: 'uuid',
        deal_id: 'uuid',
        note: 'text',
        due_at: MOMENT,
        state: 'text',
      },
      ...{ for_kind: 'text', for_id: 'text', for_name: 'text', created_at: MOMENT },
    },
  },
  { rows: 'alarms', name: 'reminder_alarms', isOfChannel: false, columns: { due_at: MOMENT } },
  {
    rows: 'imports',
    name: 'imports',
    isOfChannel: false,
    columns: {
      ...{
        id: 'uuid',
        state: 'text',
        filename: 'text',
        bytes: 'bigint',
        encoding: 'text',
        has_bom: 'boolean',
      },
      ...{ delimiter: 'text', has_header: 'boolean', header: 'jsonb', sample: 'jsonb', lines: 'bigint' },
      ...{ plan: 'jsonb', actor: 'jsonb', position: 'bigint', created: 'int', updated: 'int' },
      ...{ skipped: 'int', refused: 'int', created_at: MOMENT, started_at: MOMENT, finished_at: MOMENT },
    },
    always: { storage_key: `$1::uuid || '/imports/' || r.id` },
  },
  {
    rows: 'importErrors',
    name: 'import_errors',
    isOfChannel: false,
    columns: { import_id: 'uuid', row_number: 'bigint', reason: 'text', field: 'text', cells: 'jsonb' },
  },
  {
    rows: 'ratings',
    name: 'csat_requests',
    isOfChannel: false,
    columns: {
      ...{ id: 'uuid', conversation_id: 'uuid', assignee_id: 'uuid', token: 'text' },
      ...{ resolved_at: MOMENT, due_at: MOMENT, asked_at: MOMENT },
      ...{ rating: 'int', rated_at: MOMENT, comment: 'text' },
    },
    always: { state: `'asked'` },
  },
]

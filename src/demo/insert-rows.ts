/** Puts the demo shop's rows into the database, one statement for each table. */
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { SeedRows } from './seed-rows.ts'

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
      ...(table.isOfChannel || table.isOfAccount === true ? [channel] : []),
    ])
}

/** What is not there is null as well, and half of the text need not be read. */
const withoutNulls = (_: string, value: unknown): unknown => value ?? undefined

type ColumnType =
  | 'uuid'
  | 'text'
  | 'int'
  | 'bigint'
  | 'boolean'
  | 'date'
  | 'jsonb'
  | 'json'
  | 'text[]'
  | 'moment'
type Table = {
  readonly rows: keyof SeedRows
  readonly name: string
  /** Columns with their types in JSON; `moment`: milliseconds that become a timestamptz; `json`: as text, because its nulls say something. */
  readonly columns: Readonly<Record<string, ColumnType>>
  readonly isOfChannel: boolean
  /** Of the account of the channel. */
  readonly isOfAccount?: boolean
  /** Columns that are the same in every row. */
  readonly always?: Readonly<Record<string, string>>
}

function insertion({ name, columns, isOfChannel, isOfAccount = false, always = {} }: Table): string {
  const names = Object.keys(columns)
  const values = names.map((column) =>
    columns[column] === 'moment'
      ? `to_timestamp(r.${column} / 1000.0)`
      : `r.${column}${columns[column] === 'json' ? '::jsonb' : ''}`,
  )
  const types = names.map((column) => `${column} ${SENT_AS[columns[column] ?? ''] ?? columns[column]}`)
  const of = isOfChannel ? [['channel_id', '$3::uuid']] : isOfAccount ? [['waba_id', ACCOUNT]] : []
  const owner = [['tenant_id', '$1'], ...of, ...Object.entries(always)]
  return `insert into ${name} (${[...owner.map(([column]) => column), ...names].join(', ')})
    select ${[...owner.map(([, value]) => value), ...values].join(', ')}
    from json_to_recordset($2) as r (${types.join(', ')})`
}

const SENT_AS: Readonly<Record<string, string>> = { moment: 'float8', json: 'text' }
const ACCOUNT = '(select waba_id from channels where tenant_id = $1 and id = $3::uuid)'
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
      ...{ unread_count: 'int', answered_by: 'text', created_at: MOMENT },
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
  {
    rows: 'statuses',
    name: 'statuses',
    isOfChannel: true,
    columns: { wamid: 'text', status: 'text', recipient: 'text', at: MOMENT, pricing: 'jsonb' },
  },
  {
    rows: 'templateHours',
    name: 'template_hours',
    isOfChannel: true,
    columns: {
      ...{ hour: MOMENT, template: 'text', language: 'text', sent: 'int', delivered: 'int' },
      ...{ read: 'int', failed: 'int', blocked: 'int' },
    },
  },
  {
    rows: 'healthWords',
    name: 'health_events',
    isOfChannel: true,
    columns: {
      ...{ id: 'uuid', kind: 'text', subject: 'text', at: MOMENT, to_value: 'text', mark: 'text' },
      ...{ data: 'jsonb', severity: 'text', source: 'text', cause: 'text' },
    },
    always: { is_point: 'false' },
  },
  {
    rows: 'pastAlarms',
    name: 'channel_alarms',
    isOfChannel: true,
    columns: {
      ...{ id: 'uuid', kind: 'text', subject: 'text', severity: 'text', details: 'jsonb' },
      ...{ opened_at: MOMENT, closed_at: MOMENT, mailed_at: MOMENT },
    },
    always: { mail_due_at: 'null::timestamptz', mail_attempts: '1' },
  },
  {
    rows: 'templateHistory',
    name: 'template_history',
    isOfChannel: false,
    isOfAccount: true,
    columns: {
      ...{ id: 'uuid', name: 'text', language: 'text', kind: 'text', at: MOMENT, from_value: 'text' },
      ...{ to_value: 'text', reason: 'text', source: 'text', by_id: 'text', by_name: 'text' },
      definition: 'jsonb',
    },
    // Nothing of it is newer than a pull that runs meanwhile.
    always: { recorded_at: 'to_timestamp(r.at / 1000.0)' },
  },
  {
    rows: 'templateDrafts',
    name: 'template_drafts',
    isOfChannel: true,
    columns: {
      ...{ id: 'uuid', definition: 'jsonb', revision: 'int', created_at: MOMENT, updated_at: MOMENT },
      updated_by_name: 'text',
    },
  },
  {
    rows: 'campaigns',
    name: 'campaigns',
    isOfChannel: true,
    columns: {
      ...{ id: 'uuid', name: 'text', state: 'text', definition: 'json', created_by: 'text' },
      ...{ created_at: MOMENT, changed_at: MOMENT, starts_at: MOMENT, started_at: MOMENT, ended_at: MOMENT },
      ...{ is_audience_whole: 'boolean', taken: 'int', reserved_micros: 'bigint', category: 'text' },
    },
  },
  {
    rows: 'recipients',
    name: 'campaign_recipients',
    isOfChannel: false,
    columns: {
      ...{ campaign_id: 'uuid', contact_id: 'uuid', place: 'int', variant: 'int', zone: 'text' },
      ...{ state: 'text', reason: 'text', send_id: 'uuid', price_micros: 'bigint', done_at: MOMENT },
    },
  },
  {
    rows: 'campaignAlarms',
    name: 'campaign_alarms',
    isOfChannel: false,
    columns: { campaign_id: 'uuid', due_at: MOMENT },
  },
  {
    rows: 'trackedLinks',
    name: 'tracked_links',
    isOfChannel: false,
    columns: { id: 'uuid', url: 'text', campaign_id: 'uuid', created_at: MOMENT },
  },
  {
    rows: 'linkCodes',
    name: 'link_codes',
    isOfChannel: false,
    columns: {
      ...{ code: 'text', link_id: 'uuid', contact_id: 'uuid', campaign_id: 'uuid', created_at: MOMENT },
      ...{ clicks: 'int', previews: 'int', seen_at: MOMENT, clicked_at: MOMENT },
    },
  },
]

/**
 * A person who left a mark in every table and in every kind of file that can be about somebody: whom
 * `src/privacy/erase.db.test.ts` erases. Whoever adds a table adds it here: how a row of it comes to be that belongs to a
 * person, or that it is about no customer.
 */
import { diskStorage, type Storage } from '#media/storage.ts'
import type { Client } from '#platform/db/database.ts'
import { newId } from '#platform/ids.ts'
import { bodyOf, ingest, messagesOf, PROCESS_DIGITS } from '#test/ingest.ts'
import { hire, type Shop } from '#test/shop.ts'

/** In every text that is about the person; in no other. */
const CANARY = 'zqcanary'
let nth = 0

type Someone = { readonly phone: string; readonly bsuid: string; readonly canary: string }
export const someone = (): Someone => {
  nth += 1
  const tail = `${PROCESS_DIGITS}${String(nth).padStart(4, '0')}`
  return { phone: `9198${tail}`, bsuid: `IN.${CANARY}${tail}`, canary: `${CANARY}${tail}x` }
}

export const says = ({ phone, bsuid, canary }: Someone, wamid: string, message: object = {}) => ({
  contacts: [
    { profile: { name: `${canary} name`, username: `${canary}user` }, wa_id: phone, user_id: bsuid },
  ],
  messages: [
    {
      ...{ id: `wamid.${canary}.${wamid}`, from: phone, from_user_id: bsuid, timestamp: '1793000000' },
      ...{ type: 'text', text: { body: `${canary} text` } },
      ...message,
    },
  ],
})

export async function contactOf({ database, tenant }: Shop, { phone }: Someone): Promise<string> {
  return database.inTenant(tenant, async (client) => {
    const { rows } = await client.query<{ contact_id: string }>(
      `select contact_id from contact_identities where kind = 'phone' and value = $1`,
      [phone],
    )
    return rows[0]?.contact_id ?? ''
  })
}

type Ids = {
  readonly contact: string
  readonly conversation: string
  readonly message: string
  readonly user: string
  readonly canary: string
}
/** How a row of each table comes to be that belongs to a contact, a conversation or a message. */
export const SEEDS: Readonly<Record<string, (client: Client, ids: Ids, tenant: string) => Promise<unknown>>> =
  {
    assignment_queue: async (client, { conversation }, tenant) =>
      client.query(
        'insert into assignment_queue (tenant_id, conversation_id, since) values ($1, $2, now()) on conflict do nothing',
        [tenant, conversation],
      ),
    away_waiting: async (client, { conversation }, tenant) =>
      client.query(
        'insert into away_waiting (tenant_id, conversation_id, written_at) values ($1, $2, now())',
        [tenant, conversation],
      ),
    contact_activity: async (client, { contact }, tenant) =>
      client.query(
        'insert into contact_activity (tenant_id, contact_id, message_count) values ($1, $2, 1) on conflict do nothing',
        [tenant, contact],
      ),
    contact_attributes: async (client, { contact, canary }, tenant) =>
      client.query('insert into contact_attributes (tenant_id, contact_id, attributes) values ($1, $2, $3)', [
        ...[tenant, contact, JSON.stringify({ city: canary })],
      ]),
    contact_preferences: async (client, { contact, canary }, tenant) =>
      client.query(
        `insert into contact_preferences (tenant_id, contact_id, category, value, detail, at) values ($1, $2, 'x', 'stop', $3, now())`,
        [tenant, contact, canary],
      ),
    conversation_labels: async (client, { conversation, canary }, tenant) => {
      const label = newId()
      await client.query(
        `insert into labels (tenant_id, id, name, name_key, color) values ($1, $2, $3, $3, 'red')`,
        [tenant, label, `label ${canary.length}${label}`],
      )
      await client.query(
        'insert into conversation_labels (tenant_id, conversation_id, label_id) values ($1, $2, $3)',
        [tenant, conversation, label],
      )
    },
    conversation_notes: async (client, { conversation, user, canary }, tenant) => {
      const note = newId()
      await client.query(
        `insert into conversation_notes (tenant_id, id, conversation_id, text, author_kind, author_id, author_name, at)
       values ($1, $2, $3, $4, 'user', $5, 'Asha', now())`,
        [tenant, note, conversation, `${canary} note`, user],
      )
      await client.query(
        'insert into note_mentions (tenant_id, note_id, user_id, conversation_id) values ($1, $2, $3, $4)',
        [tenant, note, user, conversation],
      )
    },
    note_mentions: async () => {}, // with its note
    template_sends: async (client, { conversation, message }, tenant) =>
      client.query(
        `insert into template_sends (tenant_id, message_id, channel_id, conversation_id, template, language, at, is_outside)
         select $1, $2, channel_id, $3, 'offer', 'en', now(), true from conversations where id = $3`,
        [tenant, message, conversation],
      ),
    tracked_links: async (client, { contact, canary }, tenant) => {
      const [link, code] = [newId(), `zz${newId().replaceAll('-', '').slice(-10)}`]
      await client.query(
        'insert into tracked_links (tenant_id, id, url, contact_id, created_at) values ($1, $2, $3, $4, now())',
        [tenant, link, `https://shop.in/order?for=${canary}`, contact],
      )
      await client.query(
        'insert into link_codes (tenant_id, code, link_id, contact_id, created_at, clicks) values ($1, $2, $3, $4, now(), 1)',
        [tenant, code, link, contact],
      )
      await client.query(
        `insert into link_clicks (tenant_id, code, at, class) values ($1, $2, now(), 'person')`,
        [tenant, code],
      )
    },
    link_codes: async () => {}, // with its link
    link_clicks: async () => {}, // with its code
    suppressions: async (client, { contact }, tenant) =>
      client.query(
        `insert into suppressions (tenant_id, contact_id, purpose, source, at) values ($1, $2, 'marketing', 'agent', now())`,
        [tenant, contact],
      ),
    deals: async (client, { contact, conversation, canary }, tenant) => {
      const [stage, deal] = [newId(), newId()]
      await client.query(
        `insert into deal_stages (tenant_id, id, name, kind, position) values ($1, $2, 'New', 'open', $3)`,
        [tenant, stage, stage],
      )
      await client.query(
        `insert into deals (tenant_id, id, title, value_paise, contact_id, conversation_id, stage_id, position, lost_reason)
       values ($1, $2, $3, 100, $4, $5, $6, 'a', $3)`,
        [tenant, deal, `${canary} deal`, contact, conversation, stage],
      )
      await client.query(
        `insert into reminders (tenant_id, id, conversation_id, deal_id, note, due_at, state, for_kind, for_id, for_name)
       values ($1, $2, $3, $4, $5, now(), 'waiting', 'user', 'u', 'Asha')`,
        [tenant, newId(), conversation, deal, `${canary} reminder`],
      )
    },
    reminders: async () => {}, // with its deal
    campaign_recipients: async (client, { contact, message, canary }, tenant) =>
      client.query(
        `insert into campaign_recipients (tenant_id, campaign_id, contact_id, place, zone, state, send_id, words)
         values ($1, $2, $3, 1, 'Asia/Kolkata', 'taken', $4, $5)`,
        [tenant, newId(), contact, message, JSON.stringify({ name: canary })],
      ),
    flow_runs: async (client, { conversation, canary }, tenant) => {
      const [flow, run] = [newId(), newId()]
      const said = JSON.stringify({ text: canary })
      await client.query(
        `insert into flow_runs (tenant_id, id, conversation_id, flow_id, version, state, steps, began_at)
         values ($1, $2, $3, $4, 1, $5, 1, now())`,
        [tenant, run, conversation, flow, said],
      )
      await client.query(
        'insert into flow_log (tenant_id, run_id, step, conversation_id, event, at) values ($1, $2, 0, $3, $4, now())',
        [tenant, run, conversation, said],
      )
      await client.query(
        `insert into flow_visits (tenant_id, flow_id, version, node, run_id, conversation_id, at) values ($1, $2, 1, 'a', $3, $4, now())`,
        [tenant, flow, run, conversation],
      )
    },
    flow_log: async () => {}, // with its run
    flow_visits: async () => {}, // with its run
    flow_turns: async (client, { conversation, message }, tenant) =>
      client.query('insert into flow_turns (tenant_id, conversation_id, first_id) values ($1, $2, $3)', [
        ...[tenant, conversation, message],
      ]),
    sequence_enrolments: async (client, { contact, message, canary }, tenant) => {
      const [sequence, enrolment] = [newId(), newId()]
      await client.query(
        `insert into sequence_enrolments (tenant_id, id, sequence_id, contact_id, cause, state, since, words, enrolled_at, ended_at)
         values ($1, $2, $3, $4, $5, 'finished', now(), $6, now(), now())`,
        [tenant, enrolment, sequence, contact, `hand:${canary}`, JSON.stringify({ cart: canary })],
      )
      await client.query(
        `insert into sequence_steps (tenant_id, enrolment_id, step, sequence_id, contact_id, state, send_id, is_offer, at)
         values ($1, $2, 's1', $3, $4, 'sent', $5, true, now())`,
        [tenant, enrolment, sequence, contact, message],
      )
      await client.query(
        `insert into sequence_events (tenant_id, id, name, contact_id, key, occurred_at, received_at)
         values ($1, $2, 'cart_updated', $3, $4, now(), now())`,
        [tenant, newId(), contact, `given:${canary}`],
      )
    },
    sequence_steps: async () => {}, // with their enrolment
    sequence_events: async () => {}, // with the enrolment
    service_cases: async (client, { conversation }, tenant) =>
      client.query(
        'insert into service_cases (tenant_id, conversation_id, opened_at) values ($1, $2, now())',
        [tenant, conversation],
      ),
    csat_requests: async (client, { conversation, message, canary }, tenant) =>
      client.query(
        `insert into csat_requests (tenant_id, id, conversation_id, resolved_at, due_at, state, token, asked_at, message_id, rating, rated_at, comment)
       values ($1, $2, $3, now(), now(), 'asked', $6, now(), $4, 1, now(), $5)`,
        [tenant, newId(), conversation, message, `${canary} was not happy`, newId()],
      ),
  }

/** Filled by `seed` itself. */
export const SEEDED_BY_HAND = [
  ...[
    'contacts',
    'contact_identities',
    'phone_words',
    'phone_claims',
    'messages',
    'statuses',
    'reactions',
    'updates',
  ],
  ...[
    'message_amendments',
    'media',
    'sends',
    'search_entries',
    'webhook_messages',
    'webhook_attempts',
    'consents',
  ],
  ...[
    'deliveries',
    'dead_letters',
    'privacy_exports',
    'erasures',
    'imports',
    'import_errors',
    'contact_merges',
  ],
  ...['contact_merge_rows', 'conversations', 'kept_refusals', 'import_phones'],
  'events', // ids alone, and for minutes
  'audit_entries', // ids alone: what stays, says the receipt
  'idempotent_requests', // sealed, and gone after a day: says the receipt
]
/** What a business, its team and its numbers are. Whoever adds a table here has looked at what stands in it. */
export const ABOUT_NO_CUSTOMER = [
  ...[
    'tenants',
    'users',
    'sessions',
    'accounts',
    'verifications',
    'two_factors',
    'tenant_members',
    'invitations',
  ],
  ...['invitation_routes', 'api_keys', 'api_key_routes', 'audit_heads', 'installation_secrets', 'migrations'],
  ...[
    'channels',
    'channel_routes',
    'channel_signups',
    'channel_alarms',
    'alarm_dismissals',
    'festival_days',
    'template_hours',
    'health_events',
    'number_polls',
    'members',
    'orphans',
    'templates',
    'template_history',
    'template_drafts',
    'template_samples',
    'teams',
  ],
  ...['assignment_rules', 'labels', 'quick_replies', 'attribute_definitions', 'segments', 'deal_stages'],
  ...[
    'macros',
    'saved_views',
    'sequences',
    'sequence_alarms',
    'flows',
    'flow_versions',
    'flow_cursors',
    'flow_alarms',
    'campaigns',
    'campaign_alarms',
  ],
  ...['charges', 'cost_accounts', 'cost_reconciliations'], // what was delivered, by country: a message's id, no name
  ...['webhook_endpoints', 'notification_settings', 'push_subscriptions', 'push_keys', 'privacy_notices'],
  'service_settings',
  ...['link_tags', 'link_domains', 'link_domain_routes'],
  ...['portfolios', 'portfolio_places'], // with whom Meta counts that it was begun: a contact's id, which says nothing once the contact is gone
]

/** Their marks everywhere, files in `folder`: whom these belong to. */
export async function seed(shop: Shop, folder: string, person: Someone): Promise<Ids> {
  const { database, tenant } = shop
  const user = await hire(shop)
  await ingest(database, writtenBy(shop, person))
  const contact = await contactOf(shop, person)
  return database.inTenant(tenant, async (client) => {
    const { rows } = await client.query<{ id: string; message: string }>(
      'select c.id, m.id as message from conversations c join messages m on m.conversation_id = c.id where c.contact_id = $1 order by m.id limit 1',
      [contact],
    )
    const { id: conversation = '', message = '' } = rows[0] ?? {}
    const ids = { contact, conversation, message, user, canary: person.canary }
    for (const one of Object.values(SEEDS)) await one(client, ids, tenant)
    const marks = { client, shop, person, ids, storage: diskStorage(folder) }
    await markWhatWasSaid(marks)
    await markWhoTheyAre(marks)
    await markWhatWasDone(marks)
    return ids
  })
}

/** What Meta tells of them: also what leaves a status without a message, an update and a dead letter. */
function writtenBy(shop: Shop, person: Someone): string[] {
  const { canary, phone } = person
  return [
    bodyOf(messagesOf(shop.number, says(person, '1'))),
    bodyOf(
      messagesOf(
        shop.number,
        says(person, '2', {
          context: { from: phone, id: `wamid.${canary}.1` },
          referral: { source_url: `https://example.com/${canary}`, headline: canary },
        }),
      ),
    ),
    bodyOf(
      messagesOf(
        shop.number,
        says(person, '3', {
          type: 'reaction',
          text: undefined,
          reaction: { message_id: `wamid.${canary}.1`, emoji: '👍' },
        }),
      ),
    ),
    bodyOf(
      messagesOf(shop.number, {
        statuses: [
          { id: `wamid.${canary}.out`, status: 'read', timestamp: '1793000001', recipient_id: phone },
          { id: `wamid.${canary}.stray`, status: 'sent', timestamp: '1793000002', recipient_id: phone },
        ],
      }),
    ),
    bodyOf(messagesOf(shop.number, { odd: [{ who: phone, what: canary }] }, `field_of_${nth}`)),
    bodyOf(messagesOf(shop.number, { messages: [{ from: phone, text: { body: canary }, type: 'text' }] })), // no id: a dead letter
  ]
}

type Marks = {
  readonly client: Client
  readonly shop: Shop
  readonly person: Someone
  readonly ids: Ids
  readonly storage: Storage
}

/** A file, an answer that waits, an edit, the words of the search, and what customers' systems were told. */
async function markWhatWasSaid({ client, shop, ids, storage }: Marks): Promise<void> {
  const { tenant, channel } = shop
  const { conversation, message, canary } = ids
  const media = newId()
  await storage.put(`${tenant}/${media}`, Buffer.from(`${canary} file`), 'text/plain')
  await client.query(
    `insert into media (tenant_id, id, channel_id, state, filename, storage_key) values ($1, $2, $3, 'stored', $4, $5)`,
    [tenant, media, channel, `${canary}.pdf`, `${tenant}/${media}`],
  )
  await client.query('update messages set media_id = $2, failure = $3, author = $3 where id = $1', [
    ...[message, media, JSON.stringify({ about: canary })],
  ])
  const out = newId()
  await client.query(
    `insert into messages (tenant_id, id, channel_id, conversation_id, direction, source, wamid, type, text, content, at, pricing)
     values ($1, $2, $3, $4, 'out', 'agent', $5, 'text', $6, '{}', now(), '{"billable":true,"category":"utility"}')`,
    [tenant, out, channel, conversation, `wamid.${canary}.out`, `${canary} answer`],
  )
  await client.query(
    `insert into sends (tenant_id, id, channel_id, conversation_id, kind, class, state, idempotency_key, request_hash, payload, due_at, accepted_at)
     values ($1, $2, $3, $4, 'message', 1, 'queued', $5, 'h', $6, now() + interval '1 hour', now())`,
    [tenant, out, channel, conversation, `${canary}-key`, JSON.stringify({ text: canary })],
  )
  await client.query(
    `insert into message_amendments (tenant_id, channel_id, target_wamid, kind, wamid, at, text, content) values ($1, $2, $3, 'edit', $4, now(), $5, $6)`,
    [tenant, channel, `wamid.${canary}.1`, `wamid.${canary}.e`, canary, JSON.stringify({ canary })],
  )
  await client.query(
    `insert into search_entries (tenant_id, message_id, at, words) values ($1, $2, now(), to_tsvector('simple', $3)) on conflict do nothing`,
    [tenant, message, canary],
  )
  const hook = newId()
  await client.query(
    `insert into webhook_messages (tenant_id, id, endpoint_id, event_type, conversation_id, body, created_at) values ($1, $2, $3, 'message.created', $4, $5, now() - interval '1 second')`,
    [tenant, hook, newId(), conversation, JSON.stringify({ canary })],
  )
  await client.query(
    `insert into webhook_attempts (tenant_id, message_id, nth, at, duration_ms, answer) values ($1, $2, 1, now(), 1, $3)`,
    [tenant, hook, canary],
  )
}

/** Names, and what was said of their number and their wishes. */
async function markWhoTheyAre({ client, shop: { tenant }, person, ids }: Marks): Promise<void> {
  const { canary, phone } = person
  const { contact } = ids
  await client.query(
    `update contacts set given_name = $2, book_name = $2, book_name_at = now() where id = $1`,
    [contact, canary],
  )
  await client.query(
    `insert into consents (tenant_id, id, contact_id, purpose, state, source, cause, evidence, note, at)
     values ($1, $2, $3, 'marketing', 'withdrawn', 'message', $4, $5, $6, now())`,
    [tenant, newId(), contact, `message:wamid.${canary}.9`, JSON.stringify({ wamid: canary }), canary],
  )
  await client.query(
    `insert into phone_words (tenant_id, phone, word, value, at) values ($1, $2, 'profile_name', $3, now()) on conflict do nothing`,
    [tenant, phone, canary],
  )
  await client.query(`insert into phone_claims (tenant_id, phone, name, since) values ($1, $2, $3, now())`, [
    ...[tenant, phone, `bsuid:${person.bsuid}`],
  ])
}

/** An export of theirs, a merge of theirs, and a file of contacts in which they stood. */
async function markWhatWasDone({ client, shop: { tenant }, person, ids, storage }: Marks): Promise<void> {
  const { canary, phone } = person
  const { contact } = ids
  const export_ = newId()
  await storage.put(`${tenant}/export-${export_}`, Buffer.from(canary), 'application/zip')
  await client.query(
    `insert into privacy_exports (tenant_id, id, contact_id, state, requested_by_kind, requested_by_id, requested_by_name, requested_at, storage_key)
     values ($1, $2, $3, 'ready', 'user', 'u', 'Asha', now(), $4)`,
    [tenant, export_, contact, `${tenant}/export-${export_}`],
  )
  const merge = newId()
  await client.query(
    `insert into contact_merges (tenant_id, id, winner_id, loser_id, loser_name, actor, at, before, after, consents)
     values ($1, $2, $3, $4, $5, '{}', now(), $6, $6, '{}')`,
    [tenant, merge, contact, newId(), canary, JSON.stringify({ canary })],
  )
  await client.query(
    `insert into contact_merge_rows (tenant_id, merge_id, kind, key, owner_id) values ($1, $2, 'contact_identities', $3, $4)`,
    [tenant, merge, `phone:${phone}`, contact],
  )
  const imported = newId()
  await client.query(
    `insert into imports (tenant_id, id, state, filename, bytes, storage_key, encoding, has_bom, delimiter, has_header, header, sample, lines, actor, created_at)
     values ($1, $2, 'done', 'a.csv', 1, 'x', 'utf-8', false, ',', true, '[]', $3, 1, '{}', now())`,
    [tenant, imported, JSON.stringify([[canary, `+91 ${phone.slice(2, 7)} ${phone.slice(7)}`]])],
  )
  await client.query(
    'insert into import_phones (tenant_id, import_id, phone, row_number) values ($1, $2, $3, 1)',
    [tenant, imported, phone],
  )
  await client.query(
    `insert into import_errors (tenant_id, import_id, row_number, reason, cells) values ($1, $2, 1, 'invalid', $3)`,
    [tenant, imported, JSON.stringify([canary, `+91-${phone.slice(2)}`])],
  )
}

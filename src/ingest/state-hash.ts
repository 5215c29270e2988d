/**
 * One number for everything that a tenant's deliveries have made, to compare two ways of having received the same: shuffled,
 * repeated, batched otherwise, replayed into an empty database. Rows are written down in Meta's words, sorted, and hashed.
 *
 * Left out, because Meta's webhooks do not decide it:
 * - our own ids and the moments of our own clock (`created_at`), and therefore anything that only these tell apart;
 * - what we did ourselves: sends, messages that we sent and their reactions, who has read what, greetings, templates that were
 *   pulled, media that were fetched, settings of a channel, `referral_answered_at` (our answer), events for browsers;
 * - which of several messages of one conversation and second is the last one: Meta's clock has no finer tick, and the thread
 *   shows them in the order in which they reached us;
 * - conversations without messages: a message may leave one when its number turns out to have been somebody else's;
 * - since when a number that nobody claims is known: it decides nothing;
 * - dead letters: the bodies that made them are kept, and one of them may be delivered more than once.
 */
import { createHash } from 'node:crypto'
import { phoneOf } from '#platform/db/address-sql.ts'
import type { Client } from '#platform/db/database.ts'

/** SHA-256, in hex. Within a transaction of this tenant (`inTenant`). */
export async function stateHash(client: Client): Promise<string> {
  const hash = createHash('sha256')
  for (const [table, lines] of await stateLines(client)) {
    hash.update(`${table}\n`)
    for (const line of lines) hash.update(`${line}\n`)
  }
  return hash.digest('hex')
}

/** What is hashed, by table: to see where two states differ. */
export async function stateLines(client: Client): Promise<ReadonlyMap<string, readonly string[]>> {
  const lines = new Map<string, string[]>()
  for (const [table, sql] of Object.entries(TABLES)) {
    const { rows } = await client.query<{ line: unknown }>(sql)
    lines.set(table, rows.map(({ line }) => JSON.stringify(line)).toSorted())
  }
  return lines
}

/** A contact is all its names; a number that it no longer has is not one of them. */
const CONTACT = (id: string): string =>
  `(select jsonb_agg(i.kind || ':' || i.value order by i.kind || ':' || i.value collate "C") from contact_identities i
    where i.tenant_id = current_tenant() and i.contact_id = ${id})`
const NUMBER = (id: string): string =>
  `(select ch.phone_number_id from channels ch where ch.tenant_id = current_tenant() and ch.id = ${id})`
/** What came from Meta; the other sources are our own messages. */
const TOLD = `('live', 'echo', 'history', 'standby')`
/** The only message of that moment, if there is only one. */
const ONLY = (at: string): string => `(
  select case when count(*) = 1 then min(o.wamid) end from messages o
  where o.tenant_id = c.tenant_id and o.conversation_id = c.id and o.source in ${TOLD} and o.at = ${at})`

const TABLES: Readonly<Record<string, string>> = {
  contacts: `select jsonb_build_array(${CONTACT('c.id')}, c.kind, c.profile_name, c.profile_name_at, c.username, c.username_at,
      c.book_name, c.book_name_at,
      ${phoneOf('c.tenant_id', 'c.id')}) as line from contacts c`,
  identities: `select jsonb_build_array(kind, value, case when kind <> 'phone' or claimed_by is not null then seen_at end, claimed_by) as line
    from contact_identities`,
  preferences: `select jsonb_build_array(${CONTACT('p.contact_id')}, p.category, p.value, p.detail, p.at) as line
    from contact_preferences p`,
  conversations: `select jsonb_build_array(${NUMBER('c.channel_id')}, ${CONTACT('c.contact_id')}, c.last_inbound_at, c.last_referral_at,
      ${ONLY('c.last_inbound_at')} = c.last_inbound_wamid, n.last_at, ${ONLY('n.last_at')}, n.unread) as line
    from conversations c, lateral (
      select max(m.at) as last_at, count(*) filter (where m.direction = 'in' and m.source = 'live'
        and m.type not in ('system', 'request_welcome', 'media_placeholder')) as unread
      from messages m where m.tenant_id = c.tenant_id and m.conversation_id = c.id and m.source in ${TOLD}) n
    where n.last_at is not null`,
  messages: `select jsonb_build_array(${NUMBER('m.channel_id')}, m.wamid, (select ${CONTACT('c.contact_id')} from conversations c
        where c.tenant_id = m.tenant_id and c.id = m.conversation_id and c.channel_id = m.channel_id), m.direction, m.source, m.type,
      m.text, m.content, m.context, m.referral, m.author, m.peer_phone, m.media_id is not null, m.at, m.status_rank, m.sent_at,
      m.delivered_at, m.read_at, m.failed_at, m.failure, m.pricing) as line
    from messages m where m.source in ${TOLD}`,
  statuses: `select jsonb_build_array(${NUMBER('channel_id')}, to_jsonb(s) - 'tenant_id' - 'channel_id') as line from statuses s`,
  amendments: `select jsonb_build_array(${NUMBER('channel_id')}, to_jsonb(a) - 'tenant_id' - 'channel_id') as line from message_amendments a`,
  reactions: `select jsonb_build_array(${NUMBER('channel_id')}, to_jsonb(r) - 'tenant_id' - 'channel_id') as line
    from reactions r where reactor <> 'business'`,
  updates: `select jsonb_build_array(${NUMBER('channel_id')}, to_jsonb(u) - 'tenant_id' - 'channel_id' - 'created_at') as line from updates u`,
  channels: `select jsonb_build_array(phone_number_id, waba_id, quality_rating, name_decision, verified_name, messaging_limit, throughput_mps) as line
    from channels`,
}

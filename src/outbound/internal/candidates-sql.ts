/** What the owner of a number may send next. */
import { bsuidOf, phoneOf } from '#platform/db/address-sql.ts'
import type { Client } from '#platform/db/database.ts'
import { millisecondsOf } from '#platform/db/sql-text.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { momentOf, type Instant } from '#platform/time.ts'
import type { JsonObject } from '#whatsapp/facts.ts'
import { SEND_CLASSES } from '../send-class.ts'
import type { SendKind } from './sql.ts'

/** Something that may be sent now: the oldest open send of its conversation, and due. (An `unknown` one is due when it stops holding up others.) */
export type Candidate = {
  readonly id: string
  readonly conversation: string
  readonly contact: string
  readonly kind: SendKind
  readonly class: number
  readonly payload: JsonObject
  readonly attempts: number
  readonly mediaId: string | null
  readonly phone: string | null
  readonly bsuid: string | null
  readonly group: string | null
  readonly lastInboundAt: Instant | null
  readonly lastReferralAt: Instant | null
  readonly referralAnsweredAt: Instant | null
  readonly expiresAt: Instant | null
  /** Something more urgent of its conversation waits behind it. */
  readonly isHastened: boolean
}

/** Of a send that waits until the portfolio may begin with another person. */
export const NO_PLACE = 'outbound.no_place'

type CandidateRow = {
  id: string
  conversation_id: string
  contact_id: string
  kind: SendKind
  class: number
  payload: JsonObject
  attempts: number
  media_id: string | null
  phone: string | null
  bsuid: string | null
  group_id: string | null
  inbound_ms: number | null
  referral_ms: number | null
  answered_ms: number | null
  expires_ms: number | null
  is_hastened: boolean
}

const COLUMNS = ['id', 'conversation_id', 'kind', 'class', 'payload', 'attempts', 'expires_at']
const columnsOf = (alias: string): string => COLUMNS.map((name) => `${alias}.${name}`).join(', ')

/** What holds up its conversation. */
const OPEN = `state in ('queued', 'dispatching', 'unknown') and (state <> 'unknown' or due_at > $3)`

const DUE = `s.tenant_id = $1 and s.channel_id = $2 and s.state = 'queued' and s.due_at <= $3 and s.class between $5 and $6`

/** Those of these classes before which nothing of their conversation is open. */
const IN_TURN = `select ${columnsOf('s')}, s.class as turn_class, s.id as turn_id, false as is_hastened
  from sends s
  left join lateral (select true as is_open from sends
    where tenant_id = $1 and channel_id = $2 and conversation_id = s.conversation_id and ${OPEN} and id < s.id limit 1) older on true
  where ${DUE} and older.is_open is null
  order by s.class, s.id limit $4`

/** And where one of a class behind these stands before one of them, that one. */
const IN_TURN_OR_BEFORE = `select ${columnsOf('first')}, s.class as turn_class, s.id as turn_id, first.id <> s.id as is_hastened
  from sends s
  join lateral (select * from sends
    where tenant_id = $1 and channel_id = $2 and conversation_id = s.conversation_id and ${OPEN} order by id limit 1) first on true
  where ${DUE} and (first.id = s.id or first.class > $6 and first.state = 'queued'
    and (first.due_at <= $3 or first.error ->> 'harkara' = '${NO_PLACE}'))
  order by s.class, s.id limit $4`

type Search = { readonly name: string; readonly next: string; readonly from: number; readonly to: number }

/**
 * Answers and one-time codes. Where something less urgent stands before one of them in its conversation, that is named instead (`isHastened`):
 * or a reply would wait for a campaign.
 */
export const URGENT: Search = {
  ...{ name: 'find_urgent', next: IN_TURN_OR_BEFORE },
  ...{ from: SEND_CLASSES.authentication, to: SEND_CLASSES.reply },
}
/** All else. */
export const BULK: Search = {
  ...{ name: 'find_bulk', next: IN_TURN },
  ...{ from: SEND_CLASSES.utility, to: SEND_CLASSES.marketing },
}

/**
 * By class and age, the order within a conversation kept. Walks sends_queue and looks in sends_open whether something older of the same
 * conversation is still open; the rest is looked up for those alone that are left. Takes no lock.
 */
export async function findCandidates(
  client: Client,
  tenant: TenantId,
  channel: string,
  now: Instant,
  limit: number,
  { name, next, from, to }: Search,
): Promise<Candidate[]> {
  const { rows } = await client.query<CandidateRow>({
    name,
    text: `
      with next as materialized (${next})
      select s.*, c.contact_id, m.media_id,
        ${phoneOf('$1', 'c.contact_id')} as phone,
        (select value from contact_identities i where i.tenant_id = $1 and i.contact_id = c.contact_id and i.kind = 'group'
          order by seen_at desc, value limit 1) as group_id,
        ${bsuidOf('$1', 'c.contact_id')} as bsuid,
        ${millisecondsOf('c.last_inbound_at')} as inbound_ms,
        ${millisecondsOf('c.last_referral_at')} as referral_ms,
        ${millisecondsOf('c.referral_answered_at')} as answered_ms,
        ${millisecondsOf('s.expires_at')} as expires_ms
      from next s
      join lateral (select * from conversations where tenant_id = $1 and id = s.conversation_id limit 1) c on true
      left join lateral (select media_id from messages where tenant_id = $1 and id = s.id limit 1) m on true
      order by s.turn_class, s.turn_id`,
    values: [tenant, channel, new Date(now), limit, from, to],
  })
  // Two may wait behind one.
  return [...new Map(rows.map((row) => [row.id, row])).values()].map((row) => ({
    id: row.id,
    conversation: row.conversation_id,
    contact: row.contact_id,
    kind: row.kind,
    class: row.class,
    payload: row.payload,
    attempts: row.attempts,
    mediaId: row.media_id,
    phone: row.phone,
    bsuid: row.bsuid,
    group: row.group_id,
    lastInboundAt: momentOf(row.inbound_ms),
    lastReferralAt: momentOf(row.referral_ms),
    referralAnsweredAt: momentOf(row.answered_ms),
    expiresAt: momentOf(row.expires_ms),
    isHastened: row.is_hastened,
  }))
}

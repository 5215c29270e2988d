import { phoneOf } from '#platform/db/address-sql.ts'
import type { Client } from '#platform/db/database.ts'
import { millisecondsOf } from '#platform/db/sql-text.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { isId } from '#platform/ids.ts'
import { momentOf, type Instant } from '#platform/time.ts'
import type { WindowFacts } from '#conversations/window.ts'
import type { JsonObject } from '#whatsapp/facts.ts'

/** Whom a message would go to, and whether it may. */
export type Target = WindowFacts & {
  readonly conversation: string
  readonly contact: string
  readonly channel: string
  readonly wabaId: string
  readonly isConnected: boolean
  readonly hasAddress: boolean
}

type Row = {
  id: string
  contact_id: string
  channel_id: string
  waba_id: string
  status: string
  has_address: boolean
  inbound_ms: number | null
  referral_ms: number | null
  answered_ms: number | null
}

/**
 * Follows a merge: an agent may have the older conversation open. Locks the conversation until the end of the transaction, so
 * that its messages are accepted one after the other and their ids rise in that order.
 */
export async function findTarget(
  client: Client,
  tenant: TenantId,
  conversation: string,
): Promise<Target | null> {
  const { rows } = await client.query<Row>(
    `select c.id, c.contact_id, c.channel_id, ch.waba_id, ch.status,
       exists (select 1 from contact_identities i where i.tenant_id = c.tenant_id and i.contact_id = c.contact_id) as has_address,
       ${millisecondsOf('c.last_inbound_at')} as inbound_ms,
       ${millisecondsOf('c.last_referral_at')} as referral_ms,
       ${millisecondsOf('c.referral_answered_at')} as answered_ms
     from conversations c join channels ch on ch.tenant_id = c.tenant_id and ch.id = c.channel_id
     where c.tenant_id = $1 and c.id in
       ($2, (select into_id from conversation_merges where tenant_id = $1 and from_id = $2))
     for no key update of c`,
    [tenant, conversation],
  )
  const row = rows[0]
  if (row === undefined) return null
  return {
    conversation: row.id,
    contact: row.contact_id,
    channel: row.channel_id,
    wabaId: row.waba_id,
    isConnected: row.status === 'connected',
    hasAddress: row.has_address,
    lastInboundAt: momentOf(row.inbound_ms),
    lastReferralAt: momentOf(row.referral_ms),
    referralAnsweredAt: momentOf(row.answered_ms),
  }
}

/** null: it is no answer. */
const answererOf = (origin: string): 'person' | 'program' | null =>
  origin === 'agent' ? 'person' : origin === 'csat' ? null : 'program'

export async function insertOutbound(
  client: Client,
  tenant: TenantId,
  message: {
    readonly id: string
    readonly channel: string
    readonly conversation: string
    readonly origin: string
    readonly type: string
    readonly text: string | null
    readonly content: unknown
    readonly context: unknown
    readonly mediaId: string | null
    readonly now: Instant
  },
): Promise<void> {
  const at = new Date(message.now)
  await client.query(
    `insert into messages (tenant_id, id, channel_id, conversation_id, direction, source, type, text, content, context, media_id, at)
     values ($1, $2, $3, $4, 'out', $5, $6, $7, $8, $9, $10, $11)`,
    [
      ...[
        tenant,
        message.id,
        message.channel,
        message.conversation,
        message.origin,
        message.type,
        message.text,
      ],
      ...[
        JSON.stringify(message.content),
        message.context === null ? null : JSON.stringify(message.context),
        message.mediaId,
        at,
      ],
    ],
  )
  await client.query(
    `update conversations set last_message_at = $3, last_message_id = $4, answered_by = coalesce($5, answered_by)
     where tenant_id = $1 and id = $2 and (coalesce(last_message_at, '-infinity'), coalesce(last_message_id, $4)) <= ($3, $4)`,
    [tenant, message.conversation, at, message.id, answererOf(message.origin)],
  )
}

/** Meta's id of a message of ours or the customer's, within one conversation: nobody is shown what another customer wrote. */
export async function findWamid(
  client: Client,
  tenant: TenantId,
  conversation: string,
  message: string,
): Promise<{ wamid: string; direction: string } | null> {
  if (!isId(message)) return null
  const { rows } = await client.query<{ wamid: string | null; direction: string }>(
    'select wamid, direction from messages where tenant_id = $1 and id = $2 and conversation_id = $3',
    [tenant, message, conversation],
  )
  const row = rows[0]
  return row === undefined || row.wamid === null ? null : { wamid: row.wamid, direction: row.direction }
}

export type ContactFacts = {
  /** null: only a number or a handle is known. */
  readonly name: string | null
  readonly phone: string | null
  readonly attributes: JsonObject
}

/** What may be said of somebody in a template. Values of fields that are gone are not. */
export async function findContactFacts(
  client: Client,
  tenant: TenantId,
  contact: string,
): Promise<ContactFacts> {
  const { rows } = await client.query<ContactFacts>(
    `select coalesce(k.given_name, k.book_name, k.profile_name) as name,
       ${phoneOf('$1', 'k.id')} as phone,
       coalesce((select jsonb_object_agg(one.key, one.value) from contact_attributes a, jsonb_each(a.attributes) one
         join attribute_definitions d on d.tenant_id = $1 and d.key = one.key
         where a.tenant_id = $1 and a.contact_id = k.id), '{}') as attributes
     from contacts k where k.tenant_id = $1 and k.id = $2`,
    [tenant, contact],
  )
  return rows[0] ?? { name: null, phone: null, attributes: {} }
}

export type MediaFacts = { readonly mimeType: string | null; readonly filename: string | null }

/** Those of the files that are here and belong to this number. */
export async function findMediaOf(
  client: Client,
  tenant: TenantId,
  channel: string,
  media: readonly string[],
): Promise<ReadonlyMap<string, MediaFacts>> {
  const ids = media.filter(isId)
  if (ids.length === 0) return new Map()
  const { rows } = await client.query<MediaFacts & { id: string }>(
    `select id, mime_type as "mimeType", filename from media
     where tenant_id = $1 and id = any($2::uuid[]) and channel_id = $3 and state = 'stored'`,
    [tenant, ids, channel],
  )
  const found = new Map(rows.map(({ id, ...facts }) => [id, facts]))
  return new Map(
    ids.flatMap((id) => {
      const facts = found.get(id.toLowerCase())
      return facts === undefined ? [] : [[id, facts] as const]
    }),
  )
}

export async function findMedia(
  client: Client,
  tenant: TenantId,
  channel: string,
  media: string,
): Promise<MediaFacts | null> {
  return (await findMediaOf(client, tenant, channel, [media])).get(media) ?? null
}

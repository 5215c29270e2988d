import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { after, DAY_MS, type Instant } from '#platform/time.ts'
import { appendEvents } from '#realtime/append-events.ts'
import { acceptRead } from './accept-message.ts'

/** Meta: messages can be marked read within 30 days (Meta, "Mark messages as read", Nov 2025). */
const MARKABLE_MS = 30 * DAY_MS

type Row = {
  id: string
  channel_id: string
  last_inbound_wamid: string | null
  last_inbound_at: Date | null
  unread_count: number
}

/**
 * The team has read this conversation: its badge goes, and the customer's ticks turn blue. Null if there is none; a null
 * channel if the customer's phone needs no telling.
 */
export async function markConversationRead(
  client: Client,
  tenant: TenantId,
  conversation: string,
  now: Instant,
): Promise<{ readonly channel: string | null } | null> {
  const row = await find(client, tenant, conversation)
  if (row === null) return null
  if (row.unread_count > 0) {
    await client.query('update conversations set unread_count = 0 where tenant_id = $1 and id = $2', [
      tenant,
      row.id,
    ])
    await appendEvents(client, tenant, [['conversation.updated', row.id]])
  }
  return tell(client, tenant, row, false, now)
}

/** Shows the customer that somebody is writing; Meta marks the message read with it. */
export async function showTyping(
  client: Client,
  tenant: TenantId,
  conversation: string,
  now: Instant,
): Promise<{ readonly channel: string | null } | null> {
  const row = await find(client, tenant, conversation)
  return row === null ? null : tell(client, tenant, row, true, now)
}

async function find(client: Client, tenant: TenantId, conversation: string): Promise<Row | null> {
  const { rows } = await client.query<Row>(
    `select id, channel_id, last_inbound_wamid, last_inbound_at, unread_count from conversations
     where tenant_id = $1 and id in ($2, (select into_id from conversation_merges where tenant_id = $1 and from_id = $2))`,
    [tenant, conversation],
  )
  return rows[0] ?? null
}

async function tell(
  client: Client,
  tenant: TenantId,
  row: Row,
  isTyping: boolean,
  now: Instant,
): Promise<{ channel: string | null }> {
  const wamid = row.last_inbound_wamid
  if (wamid === null || row.last_inbound_at === null) return { channel: null }
  if (row.last_inbound_at.getTime() < after(now, -MARKABLE_MS)) return { channel: null }
  await acceptRead(client, tenant, { channel: row.channel_id, conversation: row.id, wamid, isTyping }, now)
  return { channel: row.channel_id }
}

import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'
import { appendEvents } from '#realtime/append-events.ts'
import { SEND_CLASSES } from './send-class.ts'

export type AutomaticText = {
  readonly id: string
  readonly conversation: string
  readonly channel: string
  readonly key: string
  readonly body: string
}

/**
 * Accepts plain texts that the program itself says into windows that have just opened; many at once, because a flood of new
 * customers must not become a flood of statements. A key that is known already says nothing again.
 */
export async function acceptText(
  client: Client,
  tenant: TenantId,
  texts: readonly AutomaticText[],
  origin: 'greeting',
  now: Instant,
): Promise<void> {
  if (texts.length === 0) return
  const rows = texts.map(({ id, conversation, channel, key, body }) => ({
    id,
    conversation,
    channel,
    key,
    body,
  }))
  const { rows: accepted } = await client.query<{ id: string; conversation_id: string }>({
    name: 'accept_texts',
    text: `with said as (select * from json_to_recordset($2) as r (id uuid, conversation uuid, channel uuid, key text, body text)),
      queued as (
        insert into sends (tenant_id, id, channel_id, conversation_id, kind, class, state, idempotency_key, request_hash, payload, due_at, accepted_at)
        select $1, id, channel, conversation, 'message', $3, 'queued', key, '',
          jsonb_build_object('type', 'text', 'text', jsonb_build_object('body', body)), $4, $4
        from said on conflict (tenant_id, idempotency_key) do nothing returning id)
      insert into messages (tenant_id, id, channel_id, conversation_id, direction, source, type, text, content, at)
      select $1, said.id, channel, conversation, 'out', $5, 'text', body, jsonb_build_object('text', jsonb_build_object('body', body)), $4
      from said join queued on queued.id = said.id returning id, conversation_id`,
    values: [tenant, JSON.stringify(rows), SEND_CLASSES.reply, new Date(now), origin],
  })
  await client.query({
    name: 'accept_texts_newest',
    // `= any` finds each row by its key; a join with the arrays is planned as a scan while the table has no statistics.
    text: `update conversations set last_message_at = $4, last_message_id = ($3::uuid[])[array_position($2::uuid[], id)],
        answered_by = 'program'
      where tenant_id = $1 and id = any($2::uuid[]) and coalesce(last_message_at, '-infinity') <= $4`,
    values: [
      tenant,
      accepted.map((row) => row.conversation_id),
      accepted.map((row) => row.id),
      new Date(now),
    ],
  })
  await appendEvents(
    client,
    tenant,
    accepted.flatMap((row) => [
      ['message.created', row.id] as const,
      ['conversation.updated', row.conversation_id] as const,
    ]),
  )
}

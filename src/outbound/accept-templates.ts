/**
 * The door for many: templates to many people through one number, each composed by now, accepted with a handful of statements
 * however many they are. The same promises as `accept-message.ts`: a key counts once, and message and send are committed together.
 */
import { textArray, uuidArray } from '#platform/db/arrays.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import type { Instant } from '#platform/time.ts'
import { appendEvents } from '#realtime/append-events.ts'
import type { Composed } from './composed.ts'
import { SEND_CLASSES } from './send-class.ts'
import { endOfLife } from './send-life.ts'

export type TemplateToSend = {
  readonly conversation: string
  /** Whoever asks twice with the same key gets the same message. */
  readonly key: string
  readonly composed: Extract<Composed, { kind: 'message' }>
  /** From then on it is too late, if not before; null or left out: as the template says. */
  readonly expiresAt?: number | null
}

/**
 * Accepts them in the caller's transaction; the ids of their messages, in the same order. Whether somebody may be written to at all
 * (consent, an address) the caller has seen to; the claim looks at consent and the template's state again. These messages do not
 * lift conversations: an inbox is for what somebody said.
 */
export async function acceptTemplates(
  client: Client,
  tenant: TenantId,
  channel: string,
  wanted: readonly TemplateToSend[],
  { origin, now }: { readonly origin: 'campaign' | 'sequence'; readonly now: Instant },
): Promise<readonly string[]> {
  if (wanted.length === 0) return []
  const rows = wanted.map((one) => ({ ...one, id: newId() }))
  const at = new Date(now)
  const { rows: sends } = await client.query<{ key: string; id: string }>({
    name: 'accept_template_sends',
    text: `with made as (
        insert into sends (tenant_id, id, channel_id, conversation_id, kind, class, state, idempotency_key, request_hash, payload, due_at, accepted_at, expires_at)
        select $1, n.id, $2, n.conversation_id, 'message', n.class, 'queued', n.key, '', n.payload::jsonb, $8, $8, n.expires_at
        from unnest($3::uuid[], $4::uuid[], $5::smallint[], $6::text[], $7::text[], $9::timestamptz[])
          as n (id, conversation_id, class, key, payload, expires_at)
        on conflict (tenant_id, idempotency_key) do nothing returning idempotency_key, id)
      select idempotency_key as key, id from made`,
    values: [
      tenant,
      channel,
      uuidArray(rows.map(({ id }) => id)),
      uuidArray(rows.map(({ conversation }) => conversation)),
      rows.map(({ composed }) => SEND_CLASSES[composed.class]),
      textArray(rows.map(({ key }) => key)),
      textArray(rows.map(({ composed }) => JSON.stringify(composed.payload))),
      at,
      rows.map(({ composed: { lifeMs = null }, expiresAt }) => {
        const end = endOfLife(now, { expiresAt: expiresAt ?? undefined }, lifeMs)
        return end === null ? null : new Date(end).toISOString()
      }),
    ],
  })
  const made = new Map(sends.map(({ key, id }) => [key, id]))
  const fresh = rows.filter(({ key, id }) => made.get(key) === id)
  await insertMessages(client, tenant, channel, fresh, origin, at)
  await appendEvents(
    client,
    tenant,
    fresh.map(({ id }) => ['message.created', id] as const),
  )
  const known =
    fresh.length === rows.length ? new Map<string, string>() : await findKeys(client, tenant, rows)
  return rows.map(({ key, id }) => made.get(key) ?? known.get(key) ?? id)
}

async function insertMessages(
  client: Client,
  tenant: TenantId,
  channel: string,
  rows: readonly (TemplateToSend & { readonly id: string })[],
  origin: string,
  at: Date,
): Promise<void> {
  if (rows.length === 0) return
  await client.query({
    name: 'accept_template_messages',
    text: `insert into messages (tenant_id, id, channel_id, conversation_id, direction, source, type, text, content, media_id, at)
      select $1, n.id, $2, n.conversation_id, 'out', $7, 'template', n.text, n.content::jsonb, n.media_id, $8
      from unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[], $9::uuid[]) as n (id, conversation_id, text, content, media_id)`,
    values: [
      tenant,
      channel,
      uuidArray(rows.map(({ id }) => id)),
      uuidArray(rows.map(({ conversation }) => conversation)),
      textArray(rows.map(({ composed }) => composed.text)),
      textArray(rows.map(({ composed }) => JSON.stringify(composed.content))),
      origin,
      at,
      uuidArray(rows.map(({ composed }) => composed.mediaId)),
    ],
  })
}

async function findKeys(
  client: Client,
  tenant: TenantId,
  rows: readonly TemplateToSend[],
): Promise<ReadonlyMap<string, string>> {
  const { rows: found } = await client.query<{ key: string; id: string }>(
    'select idempotency_key as key, id from sends where tenant_id = $1 and idempotency_key = any($2::text[])',
    [tenant, rows.map(({ key }) => key)],
  )
  return new Map(found.map(({ key, id }) => [key, id]))
}

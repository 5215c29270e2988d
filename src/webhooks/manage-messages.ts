/** What was told to an endpoint, and telling it again. */
import { recordAudit } from '#audit/record-audit.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'
import type { Actor } from '#tenants/access.ts'
import { selectEndpoint } from './internal/endpoints-sql.ts'
import {
  insertMessages,
  promoteAll,
  replayFailed,
  replayMessage,
  selectMessage,
  selectMessages,
} from './internal/messages-sql.ts'
import { lockRelay } from './internal/relay-sql.ts'
import { pingFor } from './relay.ts'
import type { WebhookMessage, WebhookMessageDetail } from './shapes.ts'

/** A transaction that writes must be short; whoever has more asks again. */
const REPLAYED_MAX = 5000

/** Why nothing was queued. */
export type NotQueued = 'unknown' | 'disabled'

export const findMessage = selectMessage

/** null: there is no such endpoint. */
export async function listMessages(
  client: Client,
  tenant: TenantId,
  endpoint: string,
  page: Parameters<typeof selectMessages>[3],
  now: Instant,
): Promise<Awaited<ReturnType<typeof selectMessages>> | null> {
  const isKnown = (await selectEndpoint(client, tenant, endpoint, now)) !== null
  return isKnown ? selectMessages(client, tenant, endpoint, page) : null
}

/** Queues a `ping`. */
export async function sendTest(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  endpoint: string,
  now: Instant,
): Promise<WebhookMessage | NotQueued> {
  const refusal = await lockActive(client, tenant, endpoint, now)
  if (refusal !== null) return refusal
  const ping = pingFor(endpoint, now)
  await insertMessages(client, tenant, [ping], now)
  const queued = await selectMessage(client, tenant, ping.id)
  await recordAudit(client, tenant, actor, {
    action: 'webhook.tested',
    subject: { kind: 'webhook', id: endpoint },
  })
  return queued ?? 'unknown'
}

/** Tells one message again under its own id, whatever became of it; one that waits for its next attempt is tried now. */
export async function replay(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  id: string,
  now: Instant,
): Promise<WebhookMessageDetail | NotQueued> {
  const message = await selectMessage(client, tenant, id)
  if (message === null) return 'unknown'
  const refusal = await lockActive(client, tenant, message.endpointId, now)
  if (refusal !== null) return refusal
  await replayMessage(client, tenant, id, now)
  const queued = await selectMessage(client, tenant, id)
  await recordAudit(client, tenant, actor, {
    action: 'webhook.replayed',
    subject: { kind: 'webhook', id: message.endpointId },
    details: { message: id },
  })
  return queued ?? 'unknown'
}

/** Tells again what failed or was discarded since then, oldest first. Returns how many; ask again while it is the most. */
export async function replayAllFailed(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  endpoint: string,
  since: Instant,
  now: Instant,
): Promise<{ readonly queued: number; readonly hasMore: boolean } | NotQueued> {
  const refusal = await lockActive(client, tenant, endpoint, now)
  if (refusal !== null) return refusal
  const queued = await replayFailed(client, tenant, endpoint, since, REPLAYED_MAX)
  await promoteAll(client, tenant, endpoint, now)
  await recordAudit(client, tenant, actor, {
    action: 'webhook.replayed',
    subject: { kind: 'webhook', id: endpoint },
    details: { since: new Date(since).toISOString(), messages: queued },
  })
  return { queued, hasMore: queued === REPLAYED_MAX }
}

async function lockActive(
  client: Client,
  tenant: TenantId,
  endpoint: string,
  now: Instant,
): Promise<NotQueued | null> {
  await lockRelay(client, tenant)
  const found = await selectEndpoint(client, tenant, endpoint, now)
  if (found === null) return 'unknown'
  return found.state === 'active' ? null : 'disabled'
}

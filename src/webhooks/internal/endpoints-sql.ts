import type { Client } from '#platform/db/database.ts'
import { millisecondsOf } from '#platform/db/sql-text.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { momentOf, type Instant } from '#platform/time.ts'
import type { WebhookEndpoint, WebhookEventType } from '../shapes.ts'

type Row = {
  id: string
  url: string
  description: string
  event_types: WebhookEventType[]
  state: WebhookEndpoint['state']
  disabled_reason: WebhookEndpoint['disabledReason']
  failing_ms: number | null
  previous_ms: number | null
  attempt_ms: number | null
  last_status: number | null
  last_error_code: string | null
  created_ms: number
}

const COLUMNS = `id, url, description, event_types, state, disabled_reason, ${millisecondsOf('failing_since')} as failing_ms,
  ${millisecondsOf('previous_until')} as previous_ms, ${millisecondsOf('last_attempt_at')} as attempt_ms, last_status, last_error_code,
  ${millisecondsOf('created_at')} as created_ms`

function endpointOf(row: Row, now: Instant): WebhookEndpoint {
  const previousUntil = momentOf(row.previous_ms)
  const attemptAt = momentOf(row.attempt_ms)
  return {
    id: row.id,
    url: row.url,
    description: row.description,
    eventTypes: row.event_types,
    state: row.state,
    disabledReason: row.disabled_reason,
    failingSince: momentOf(row.failing_ms),
    previousSecretUntil: previousUntil !== null && previousUntil > now ? previousUntil : null,
    lastAttempt:
      attemptAt === null ? null : { at: attemptAt, status: row.last_status, errorCode: row.last_error_code },
    createdAt: Math.round(row.created_ms),
  }
}

/** Oldest first: there are few. */
export async function selectEndpoints(
  client: Client,
  tenant: TenantId,
  now: Instant,
): Promise<WebhookEndpoint[]> {
  const { rows } = await client.query<Row>(
    `select ${COLUMNS} from webhook_endpoints where tenant_id = $1 order by id`,
    [tenant],
  )
  return rows.map((row) => endpointOf(row, now))
}

export async function selectEndpoint(
  client: Client,
  tenant: TenantId,
  id: string,
  now: Instant,
): Promise<WebhookEndpoint | null> {
  const { rows } = await client.query<Row>(
    `select ${COLUMNS} from webhook_endpoints where tenant_id = $1 and id = $2`,
    [tenant, id],
  )
  return rows[0] === undefined ? null : endpointOf(rows[0], now)
}

export type EndpointFields = {
  readonly url: string
  readonly description: string
  readonly eventTypes: readonly WebhookEventType[]
}

/** Needs the relay's lock. */
export async function insertEndpoint(
  client: Client,
  tenant: TenantId,
  endpoint: EndpointFields & { readonly id: string; readonly secret: Buffer; readonly at: Instant },
): Promise<void> {
  const { id, url, description, eventTypes, secret, at } = endpoint
  await client.query(
    `insert into webhook_endpoints (tenant_id, id, url, description, event_types, secret_sealed, created_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [tenant, id, url, description, eventTypes, secret, new Date(at)],
  )
}

/** Needs the relay's lock. */
export async function updateEndpoint(
  client: Client,
  tenant: TenantId,
  id: string,
  { url, description, eventTypes }: EndpointFields,
): Promise<void> {
  await client.query(
    'update webhook_endpoints set url = $3, description = $4, event_types = $5 where tenant_id = $1 and id = $2',
    [tenant, id, url, description, eventTypes],
  )
}

/** @param reason null: it is active again. Needs the relay's lock. */
export async function setEndpointState(
  client: Client,
  tenant: TenantId,
  id: string,
  reason: NonNullable<WebhookEndpoint['disabledReason']> | null,
): Promise<void> {
  await client.query(
    `update webhook_endpoints set state = case when $3::text is null then 'active' else 'disabled' end, disabled_reason = $3,
       failing_since = case when $3::text is null then null else failing_since end
     where tenant_id = $1 and id = $2`,
    [tenant, id, reason],
  )
}

/** The secret of now becomes the one before it. Needs the relay's lock. */
export async function replaceSecret(
  client: Client,
  tenant: TenantId,
  id: string,
  secret: Buffer,
  previousUntil: Instant,
): Promise<void> {
  await client.query(
    `update webhook_endpoints set previous_secret_sealed = secret_sealed, previous_until = $4, secret_sealed = $3
     where tenant_id = $1 and id = $2`,
    [tenant, id, secret, new Date(previousUntil)],
  )
}

/** With everything that was to be told to it. Needs the relay's lock. */
export async function deleteEndpointRows(client: Client, tenant: TenantId, id: string): Promise<void> {
  await client.query(
    `delete from webhook_attempts a using webhook_messages m
     where a.tenant_id = $1 and m.tenant_id = $1 and m.endpoint_id = $2 and a.message_id = m.id`,
    [tenant, id],
  )
  await client.query('delete from webhook_messages where tenant_id = $1 and endpoint_id = $2', [tenant, id])
  await client.query('delete from webhook_endpoints where tenant_id = $1 and id = $2', [tenant, id])
}

/**
 * What an attempt says of its endpoint: one success ends a time of failures. Returns since when it has only failed.
 * Needs the relay's lock.
 */
export async function noteAttempt(
  client: Client,
  tenant: TenantId,
  id: string,
  attempt: { readonly at: Instant; readonly status: number | null; readonly errorCode: string | null },
): Promise<{ readonly isActive: boolean; readonly failingSince: Instant | null } | null> {
  const { rows } = await client.query<{ is_active: boolean; failing_ms: number | null }>({
    name: 'note_webhook_attempt',
    text: `update webhook_endpoints set last_attempt_at = $3, last_status = $4, last_error_code = $5,
        failing_since = case when $5::text is null then null else coalesce(failing_since, $3) end
      where tenant_id = $1 and id = $2 returning state = 'active' as is_active, ${millisecondsOf('failing_since')} as failing_ms`,
    values: [tenant, id, new Date(attempt.at), attempt.status, attempt.errorCode],
  })
  const row = rows[0]
  return row === undefined ? null : { isActive: row.is_active, failingSince: momentOf(row.failing_ms) }
}

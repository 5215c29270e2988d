/** What people do to their webhook endpoints. Each change is written into the audit log. */
import { recordAudit } from '#audit/record-audit.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import type { Secret, Vault } from '#platform/secrets.ts'
import { after, HOUR_MS, type Instant } from '#platform/time.ts'
import type { Actor } from '#tenants/access.ts'
import {
  deleteEndpointRows,
  insertEndpoint,
  replaceSecret,
  selectEndpoint,
  selectEndpoints,
  setEndpointState,
  updateEndpoint,
} from './internal/endpoints-sql.ts'
import { discardPending, insertMessages } from './internal/messages-sql.ts'
import { lockRelay, noteEndpoints, openRelay } from './internal/relay-sql.ts'
import { resyncFor } from './relay.ts'
import type {
  NewWebhookEndpoint,
  WebhookEndpoint,
  WebhookEndpointChange,
  WebhookEndpointWithSecret,
} from './shapes.ts'
import { newWebhookSecret } from './signature.ts'

/** Time to bring the new secret to every machine that checks with it. */
const PREVIOUS_SECRET_MS = 24 * HOUR_MS
/** Each of them is told everything it asks for, so that there must be an end. */
export const ENDPOINTS_MAX = 20

/** What a secret is sealed to, so that no other row's can be put in its place. */
export const sealedTo = (tenant: TenantId, endpoint: string): string => `${tenant}:webhook:${endpoint}`

export const listEndpoints = selectEndpoints
export const findEndpoint = selectEndpoint

/** null: there are enough. It is told what happens from now on. */
export async function createEndpoint(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  fields: NewWebhookEndpoint,
  vault: Vault,
  now: Instant,
): Promise<WebhookEndpointWithSecret | null> {
  await openRelay(client, tenant)
  if ((await selectEndpoints(client, tenant, now)).length >= ENDPOINTS_MAX) return null
  const id = newId()
  const secret = newWebhookSecret()
  const sealed = vault.seal(secret, sealedTo(tenant, id))
  await insertEndpoint(client, tenant, { id, ...fields, secret: sealed, at: now })
  await noteEndpoints(client, tenant)
  const made = await shown(client, tenant, id, secret, now)
  await recordAudit(client, tenant, actor, {
    action: 'webhook.created',
    subject: { kind: 'webhook', id },
    details: { host: new URL(fields.url).host, eventTypes: fields.eventTypes },
  })
  return made
}

/** null: there is none. Switched off, it is told nothing more; switched on, that it has missed something. */
export async function changeEndpoint(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  id: string,
  change: WebhookEndpointChange,
  now: Instant,
): Promise<WebhookEndpoint | null> {
  await lockRelay(client, tenant)
  const before = await selectEndpoint(client, tenant, id, now)
  if (before === null) return null
  await updateEndpoint(client, tenant, id, {
    url: change.url ?? before.url,
    description: change.description ?? before.description,
    eventTypes: change.eventTypes ?? before.eventTypes,
  })
  if (change.state === 'disabled' && before.state === 'active') {
    await setEndpointState(client, tenant, id, 'by_hand')
    await discardPending(client, tenant, id)
  }
  if (change.state === 'active' && before.state === 'disabled') {
    await setEndpointState(client, tenant, id, null)
    await insertMessages(client, tenant, [resyncFor(id, now)], now)
  }
  await noteEndpoints(client, tenant)
  const changed = await selectEndpoint(client, tenant, id, now)
  await recordAudit(client, tenant, actor, {
    action: 'webhook.changed',
    subject: { kind: 'webhook', id },
    details: { changed: Object.keys(change), ...(change.state !== undefined && { state: change.state }) },
  })
  return changed
}

/** Whether there was one. What it was to be told goes with it. */
export async function deleteEndpoint(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  id: string,
  now: Instant,
): Promise<boolean> {
  await lockRelay(client, tenant)
  const endpoint = await selectEndpoint(client, tenant, id, now)
  if (endpoint === null) return false
  await deleteEndpointRows(client, tenant, id)
  await noteEndpoints(client, tenant)
  await recordAudit(client, tenant, actor, {
    action: 'webhook.deleted',
    subject: { kind: 'webhook', id },
    details: { host: new URL(endpoint.url).host },
  })
  return true
}

/** null: there is none. The secret of until now signs beside the new one for a day. */
export async function rotateSecret(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  id: string,
  vault: Vault,
  now: Instant,
): Promise<WebhookEndpointWithSecret | null> {
  await lockRelay(client, tenant)
  if ((await selectEndpoint(client, tenant, id, now)) === null) return null
  const secret = newWebhookSecret()
  const sealed = vault.seal(secret, sealedTo(tenant, id))
  await replaceSecret(client, tenant, id, sealed, after(now, PREVIOUS_SECRET_MS))
  const rotated = await shown(client, tenant, id, secret, now)
  await recordAudit(client, tenant, actor, {
    action: 'webhook.secret-rotated',
    subject: { kind: 'webhook', id },
  })
  return rotated
}

async function shown(
  client: Client,
  tenant: TenantId,
  id: string,
  secret: Secret,
  now: Instant,
): Promise<WebhookEndpointWithSecret | null> {
  const endpoint = await selectEndpoint(client, tenant, id, now)
  return endpoint === null ? null : { ...endpoint, secret: secret.reveal() }
}

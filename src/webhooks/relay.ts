/**
 * Turns what happened into messages for a tenant's endpoints. The messages and the place up to which events were turned into
 * them are committed together: each event is told once to each endpoint that asks for it, however often the relay is killed.
 *
 * As for browsers, things that changed several times in between are told once, in their newest state.
 */
import { numberNews } from '#health/tell-webhooks.ts'
import type { ExplainFailure } from '#conversations/read-models.ts'
import type { Client, Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import type { Clock, Instant } from '#platform/time.ts'
import { endOfEvents, expandEvents, isRemembered, readEvents } from '#realtime/read-events.ts'
import { selectEndpoints } from './internal/endpoints-sql.ts'
import { insertMessages, type NewMessage } from './internal/messages-sql.ts'
import { lockRelay, moveCursor } from './internal/relay-sql.ts'
import { WEBHOOK_EVENT_TYPES, type WebhookEndpoint, type WebhookEventType } from './shapes.ts'

export type RelayOptions = {
  readonly database: Database
  readonly explain: ExplainFailure
  readonly clock: Clock
}

type Told = {
  readonly type: WebhookEventType
  readonly at: number
  /** null: it stands in no order. */
  readonly conversation: string | null
  readonly data: object
}

/** Turns a tenant's new events into messages. Returns whether there may be more. */
export async function relayEvents(options: RelayOptions, tenant: TenantId): Promise<boolean> {
  return options.database.inTenant(tenant, async (client) => relayOnce(client, tenant, options))
}

async function relayOnce(
  client: Client,
  tenant: TenantId,
  { explain, clock }: Omit<RelayOptions, 'database'>,
): Promise<boolean> {
  const relay = await lockRelay(client, tenant)
  if (relay === null || !relay.isActive) return false
  const now = clock()
  const endpoints = (await selectEndpoints(client, tenant, now)).filter(({ state }) => state === 'active')
  if (!(await isRemembered(client, tenant, relay.cursor))) {
    await insertMessages(
      client,
      tenant,
      endpoints.map(({ id }) => resyncFor(id, now)),
      now,
    )
    await moveCursor(client, tenant, await endOfEvents(client))
    return true
  }
  const { rows, next, isCut } = await readEvents(client, tenant, relay.cursor)
  if (rows.length === 0) return false
  const entries = rows.flatMap((row) => row.entries)
  const at = Math.round(rows.at(-1)?.at_ms ?? now)
  const events: Told[] = [
    ...(await expandEvents(client, tenant, rows, explain, now)).flatMap(toldOf),
    ...(await numberNews(client, tenant, entries)).map((news) => ({ ...news, at, conversation: null })),
  ]
  const messages = events.flatMap((event) =>
    endpoints.filter((endpoint) => wants(endpoint, event.type)).map(({ id }) => messageFor(id, event)),
  )
  await insertMessages(client, tenant, messages, now)
  await moveCursor(client, tenant, next)
  return isCut
}

type Expanded = Awaited<ReturnType<typeof expandEvents>>[number]

/** Only what endpoints may ask for; the team's own notes and labels are nobody else's business. */
function toldOf(event: Expanded): Told[] {
  const type = WEBHOOK_EVENT_TYPES.find((name) => name === event.type)
  const conversation = conversationOf(event)
  if (type === undefined || conversation === null) return []
  return [{ type, at: event.at, conversation, data: event.data }]
}

/** In whose order it stands. */
function conversationOf(event: Expanded): string | null {
  if (event.type === 'message.created' || event.type === 'message.updated') return event.data.conversationId
  if (event.type === 'conversation.updated') return event.data.id
  return event.type === 'conversation.merged' ? event.data.into : null
}

const wants = ({ eventTypes }: WebhookEndpoint, type: WebhookEventType): boolean =>
  eventTypes.length === 0 || eventTypes.includes(type)

const messageFor = (endpoint: string, { type, at, conversation, data }: Told): NewMessage => ({
  id: newId(),
  endpoint,
  eventType: type,
  conversation,
  body: bodyOf(type, at, data),
})

/** Something was missed, and nobody can say what: fetch everything anew. */
export const resyncFor = (endpoint: string, now: Instant): NewMessage => ({
  id: newId(),
  endpoint,
  eventType: 'resync',
  conversation: null,
  body: bodyOf('resync', now, {}),
})

/** Asked for by a person, to see whether anything arrives. */
export const pingFor = (endpoint: string, now: Instant): NewMessage => ({
  id: newId(),
  endpoint,
  eventType: 'ping',
  conversation: null,
  body: bodyOf('ping', now, { endpointId: endpoint }),
})

const bodyOf = (type: string, at: number, data: object): string =>
  JSON.stringify({ type, timestamp: new Date(at).toISOString(), data })

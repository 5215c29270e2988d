/** A customer's system that listens, a tenant's webhooks that are sent to it, and `test` with both. */
import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { pino } from 'pino'
import type { Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { createEgress, type EgressOptions } from '#platform/egress.ts'
import { createVault, Secret } from '#platform/secrets.ts'
import { after, systemClock, type Instant } from '#platform/time.ts'
import { appendEvents, type EventEntry } from '#realtime/append-events.ts'
import { test as base } from '#test/database.ts'
import { hear, openShop, type Shop, type Talk } from '#test/shop.ts'
import { createEndpoint, findEndpoint } from '#webhooks/manage-endpoints.ts'
import { findMessage, listMessages } from '#webhooks/manage-messages.ts'
import { createWebhookRun, type WebhookRunOptions } from '#webhooks/run-webhooks.ts'
import type {
  NewWebhookEndpoint,
  WebhookEndpoint,
  WebhookEndpointWithSecret,
  WebhookMessage,
  WebhookMessageDetail,
} from '#webhooks/shapes.ts'

export type Heard = { readonly headers: IncomingHttpHeaders; readonly path: string; readonly body: string }
/** Answers a call; by default with 200 and nothing. */
type Answering = (heard: Heard, response: ServerResponse) => void

type Receiver = {
  readonly url: string
  readonly heard: Heard[]
  answer: Answering
  readonly close: () => Promise<void>
}

async function openReceiver(): Promise<Receiver> {
  const receiver = {
    url: '',
    heard: [] as Heard[],
    answer: ((_heard, response) => void response.end()) as Answering,
    close: async () => {
      server.closeAllConnections()
      await new Promise<void>((done) => server.close(() => done()))
    },
  }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const heard = {
        headers: request.headers,
        path: request.url ?? '',
        body: Buffer.concat(chunks).toString(),
      }
      receiver.heard.push(heard)
      receiver.answer(heard, response)
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
  return receiver
}

/** Checks a call as a receiver would, with nothing of ours: which of these secrets signed it. */
export function signersOf({ headers, body }: Heard, secrets: readonly string[]): string[] {
  const given = String(headers['webhook-signature']).split(' ')
  return secrets.filter((secret) => {
    const content = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`
    const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
    return given.includes(`v1,${createHmac('sha256', key).update(content).digest('base64')}`)
  })
}

/** With the key of `test/web-app.ts`. */
export const VAULT = createVault(new Secret(Buffer.alloc(32).toString('base64')))
export const OWNER = { kind: 'user', id: 'test', name: 'Test' } as const

type Hooks = {
  readonly options: WebhookRunOptions
  readonly now: () => Instant
  readonly pass: (ms: number) => void
  readonly create: (
    fields: Partial<NewWebhookEndpoint> & { url: string },
  ) => Promise<WebhookEndpointWithSecret>
  /** Turns all that happened into messages and tells what is due. */
  readonly drain: () => Promise<void>
  readonly close: () => Promise<void>
}

/** A tenant's webhooks with a clock of their own, which stands until somebody moves it. */
export function openHooks(
  database: Database,
  tenant: TenantId,
  { allow = [], egress: egressOptions = {} }: { allow?: readonly string[]; egress?: EgressOptions } = {},
): Hooks {
  let now = systemClock()
  const egress = createEgress({ allowOrigins: allow, ...egressOptions })
  const options: WebhookRunOptions = {
    database,
    egress,
    vault: VAULT,
    clock: () => now,
    log: pino({ enabled: false }),
    explain: () => null,
    random: () => 0,
  }
  const run = createWebhookRun(options)
  return {
    options,
    now: () => now,
    pass: (ms) => (now = after(now, ms)),
    create: async ({ url, description = '', eventTypes = [] }) => {
      const made = await database.inTenant(tenant, async (client) =>
        createEndpoint(client, tenant, OWNER, { url, description, eventTypes }, VAULT, now),
      )
      if (made === null) throw new Error('too many')
      return made
    },
    drain: async () => {
      await untilSeen(database, tenant)
      await run.drain()
    },
    close: egress.close,
  }
}

/** Until no event is hidden behind an older transaction; of other tests, which share the server. */
export async function untilSeen(database: Database, tenant: TenantId): Promise<void> {
  const isHidden = async (): Promise<boolean> =>
    database.inTenant(tenant, async (client) => {
      const { rows } = await client.query<{ hidden: boolean }>(
        `select exists (select 1 from events where tenant_id = $1 and xid >= pg_snapshot_xmin(pg_current_snapshot())) as hidden`,
        [tenant],
      )
      return rows[0]?.hidden === true
    })
  while (await isHidden()) await delay(2)
}

export const test = base.extend<{ receiver: Receiver; hooks: Hooks; shop: Shop }>({
  // oxlint-disable-next-line no-empty-pattern -- vitest reads the fixture's dependencies from this pattern
  receiver: async ({}, use) => {
    const receiver = await openReceiver()
    await use(receiver)
    await receiver.close()
  },
  hooks: async ({ database, tenant, receiver }, use) => {
    const hooks = openHooks(database, tenant, { allow: [receiver.url] })
    await use(hooks)
    await hooks.close()
  },
  shop: async ({ database, tenant }, use) => {
    await use(await openShop(database, tenant))
  },
})

export const append = async ({ database, tenant }: Shop, entries: readonly EventEntry[]): Promise<void> =>
  database.inTenant(tenant, async (client) => appendEvents(client, tenant, entries))

/** A customer writes, and everybody who listens is told. */
export async function write(shop: Shop, talk: Talk, text: string): Promise<string> {
  const id = await hear(shop, talk, { text })
  await append(shop, [['message.created', id]])
  return id
}

export type Body = {
  type: string
  timestamp: string
  data: { id: string; text: string; conversationId: string }
}
export const bodyOf = ({ body }: Heard): Body => JSON.parse(body) as Body
export const textsOf = (heard: readonly Heard[]): string[] => heard.map((one) => bodyOf(one).data.text)

/** All that an endpoint was to be told, oldest first. */
export const messagesOf = async (
  database: Database,
  tenant: TenantId,
  endpoint: string,
  hooks: Hooks,
): Promise<WebhookMessage[]> =>
  database.inTenant(tenant, async (client) => {
    const page = { limit: 200, before: null, state: null }
    const found = await listMessages(client, tenant, endpoint, page, hooks.now())
    return (found?.items ?? []).toReversed()
  })
export const endpointOf = async (
  database: Database,
  tenant: TenantId,
  id: string,
  hooks: Hooks,
): Promise<WebhookEndpoint | null> =>
  database.inTenant(tenant, async (client) => findEndpoint(client, tenant, id, hooks.now()))
export const detailOf = async (
  database: Database,
  tenant: TenantId,
  id: string | undefined,
): Promise<WebhookMessageDetail | null> =>
  database.inTenant(tenant, async (client) => findMessage(client, tenant, id ?? ''))

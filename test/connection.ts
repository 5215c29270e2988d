/** `test` with the simulator as Meta, a gateway that hears it, the web role, and two businesses that connect numbers. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { expect } from 'vitest'
import { createTokens } from '#channels/read-channels.ts'
import type { ConnectedNumber } from '#connection/shapes.ts'
import { syncBusinessApp } from '#connection/sync-business-app.ts'
import { createGateway } from '#ingest/gateway.ts'
import { createDeliveryStore } from '#ingest/store-deliveries.ts'
import type { Database } from '#platform/db/database.ts'
import { tenantId, type TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import { createVault, Secret } from '#platform/secrets.ts'
import { startSimulator, type Simulator } from '#simulator/start.ts'
import { createTenant } from '#tenants/create-tenant.ts'
import { test as base } from '#test/database.ts'
import { createWorker } from '#test/ingest.ts'
import { keyOf } from '#test/keys.ts'
import { openMeta, openWebApp, type Answer, type WebApp } from '#test/web-app.ts'
import { appSecretKey } from '#whatsapp/signature.ts'

const APP_SECRET = 'an-app-secret'
const VERIFY_TOKEN = 'verify-me'
export const VAULT = createVault(new Secret(Buffer.alloc(32).toString('base64')))
export const V1 = '/api/v1/channels'
const LOG = pino({ enabled: false })

type Meta = {
  readonly simulator: Simulator
  readonly app: WebApp
  /** Where webhooks come in. */
  readonly gateway: string
  readonly counters: { unsigned: number }
  /** As the worker does, for each number that was connected. */
  readonly sync: (payload: { readonly tenant: string; readonly channel: string }) => Promise<void>
}
export type Someone = {
  readonly tenant: TenantId
  readonly ask: <T = { readonly code: string; readonly title: string; readonly nextStep?: string }>(
    method: string,
    path: string,
    body?: unknown,
  ) => Promise<Answer<T>>
}

export const test = base.extend<{
  meta: Meta
  us: Someone
  them: Someone
  number: { id: string; waba: string }
}>({
  meta: [
    async ({ database }, use) => {
      const simulator = await startSimulator({ port: 0, seed: 7 })
      const counters = { stored: 0, unsigned: 0, tooLarge: 0, unavailable: 0 }
      const gateway = await listen(
        createGateway({
          store: createDeliveryStore(database.pool, { notify: () => {} }),
          appSecrets: [appSecretKey(APP_SECRET)],
          verifyToken: new Secret(VERIFY_TOKEN),
          counters,
          onStoreFailure: () => {},
        }),
      )
      await simulator.control.connectApp({
        callbackUrl: `${gateway.url}/webhooks/meta`,
        verifyToken: VERIFY_TOKEN,
        appSecret: APP_SECRET,
      })
      const { meta, close } = openMeta(simulator.url, {
        app: { id: simulator.appId, secret: new Secret(APP_SECRET) },
        configId: '1',
        practiceToken: new Secret(simulator.accessToken),
        publicUrl: gateway.url,
        verifyToken: new Secret(VERIFY_TOKEN),
      })
      const app = await openWebApp(database, { meta })
      const tokenOf = createTokens(database, VAULT)
      const sync: Meta['sync'] = async (payload) =>
        syncBusinessApp({ database, accounts: meta.accounts, tokenOf, log: LOG }, payload)
      await use({ simulator, app, gateway: gateway.url, counters, sync })
      await app.close()
      await close()
      await simulator.close()
      await gateway.close()
    },
    { scope: 'file' },
  ],
  us: async ({ database, meta }, use) => use(await someone(database, meta.app)),
  them: async ({ database, meta }, use) => use(await someone(database, meta.app)),
  number: async ({ meta: { simulator } }, use) => use(freshNumber(simulator)),
})

let wabas = 0
/** A number in an account of its own that tells us nothing yet. */
export function freshNumber(
  simulator: Simulator,
  more: Parameters<Simulator['control']['addNumber']>[0] | object = {},
): { id: string; waba: string } {
  const wabaId = `30000000000${String((wabas += 1)).padStart(4, '0')}`
  const { phoneNumberId } = simulator.control.addNumber({
    verifiedName: `Shop ${wabas}`,
    wabaId,
    isSubscribed: false,
    ...more,
  })
  return { id: phoneNumberId, waba: wabaId }
}

async function listen(
  handle: ReturnType<typeof createGateway>,
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const server = createServer(handle)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

/** A business of its own, with a key that may do everything about numbers. */
export async function someone(database: Database, app: WebApp): Promise<Someone> {
  const tenant = tenantId(newId())
  await database.inTenant(tenant, async (client) => createTenant(client, tenant, 'A shop'))
  const { secret } = await keyOf(database, tenant, ['channels:read', 'channels:write', 'audit:read'])
  return { tenant, ask: async (method, path, body) => app.ask(secret, method, path, body) }
}

export const wishOf = (number: { id: string; waba: string }, token: string, more: object = {}): object => ({
  wabaId: number.waba,
  phoneNumberId: number.id,
  accessToken: token,
  ...more,
})

export async function connectOne(
  who: Someone,
  number: { id: string; waba: string },
  token: string,
): Promise<string> {
  const { status, body, text } = await who.ask<ConnectedNumber>('POST', V1, wishOf(number, token))
  expect(status, text).toBe(201)
  return body.id
}

/** Works off what the gateway has stored. */
export async function workOff(database: Database): Promise<void> {
  const worker = await createWorker(database.pool)
  await worker.drain()
  await worker.leases.release()
}

/** `test` with the simulator as Meta, the web role with a clock that stands, and a business with numbers in accounts of their own. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTokens } from '#channels/read-channels.ts'
import { connectChannel } from '#channels/connect-channel.ts'
import { diskStorage, type Storage } from '#media/storage.ts'
import type { Database } from '#platform/db/database.ts'
import { tenantId, type TenantId } from '#platform/db/tenant-id.ts'
import { createEgress } from '#platform/egress.ts'
import { newId } from '#platform/ids.ts'
import { createVault, Secret } from '#platform/secrets.ts'
import { instant, type Instant } from '#platform/time.ts'
import { startSimulator, type Simulator } from '#simulator/start.ts'
import { pullTemplates } from '#templates/pull-templates.ts'
import { createTenant } from '#tenants/create-tenant.ts'
import { test as base } from '#test/database.ts'
import { keyOf } from '#test/keys.ts'
import { openMeta, openWebApp, type Answer } from '#test/web-app.ts'
import type { GraphTemplates } from '#whatsapp/graph-templates.ts'
import { createGraph } from '#whatsapp/graph.ts'

const VAULT = createVault(new Secret(Buffer.alloc(32).toString('base64')))

export type Desk = {
  readonly database: Database
  readonly tenant: TenantId
  readonly simulator: Simulator
  readonly storage: Storage
  readonly ask: <T = { readonly code: string; readonly title: string }>(
    method: string,
    path: string,
    body?: unknown,
  ) => Promise<Answer<T>>
  /** A number in an account of its own; its channel. */
  readonly connect: () => Promise<{ readonly channel: string; readonly waba: string }>
  /** As the worker does. */
  readonly pull: (channel: string) => Promise<void>
  /** Passes time. */
  readonly pass: (ms: number) => void
  readonly now: () => Instant
  /** Puts itself between us and Meta for the next call only. */
  readonly once: (between: Partial<GraphTemplates>) => void
  /** How often Meta was asked for anything about templates, beside lists. */
  readonly asked: () => number
}

export const test = base.extend<{ desk: Desk }>({
  desk: [
    async ({ database }, use) => {
      const simulator = await startSimulator({ port: 0, seed: 7, rules: { templateReviewMs: 3_600_000 } })
      const folder = mkdtempSync(join(tmpdir(), 'harkara-desk-'))
      const storage = diskStorage(folder)
      const opened = openMeta(simulator.url, {
        app: { id: simulator.appId, secret: new Secret('app-secret') },
      })
      let now = Date.now()
      const clock = (): Instant => instant(now)
      const watched = watch(opened.meta.templates)
      const app = await openWebApp(database, {
        ...{ clock, storage },
        meta: { ...opened.meta, templates: watched.templates },
      })
      const egress = createEgress({ allowOrigins: [simulator.url] })
      const graph = createGraph({ egress, baseUrl: simulator.url })
      const tokenOf = createTokens(database, VAULT)
      const tenant = tenantId(newId())
      await database.inTenant(tenant, async (client) => createTenant(client, tenant, 'A shop'))
      const { secret } = await keyOf(database, tenant, ['templates:read', 'templates:write'])
      await use({
        ...{ database, tenant, simulator, storage, now: clock, once: watched.once, asked: watched.asked },
        ask: async (method, path, body) => app.ask(secret, method, `/api/v1${path}`, body),
        connect: async () => connect(database, tenant, simulator),
        pull: async (channel) =>
          pullTemplates(
            { database, graph, tokenOf, clock, notifier: { notify: () => {} } },
            { tenant, channel },
          ),
        pass: (ms) => void (now += ms),
      })
      await app.close()
      await opened.close()
      await egress.close()
      await simulator.close()
      rmSync(folder, { recursive: true, force: true })
    },
    { scope: 'file' },
  ],
})

let accounts = 0
async function connect(
  database: Database,
  tenant: TenantId,
  simulator: Simulator,
): Promise<{ readonly channel: string; readonly waba: string }> {
  const wabaId = `40000000000${String((accounts += 1)).padStart(4, '0')}`
  const number = simulator.control.addNumber({ verifiedName: 'Shop', wabaId })
  const channel = await database.inTenant(tenant, async (client) =>
    connectChannel(
      client,
      tenant,
      {
        ...number,
        ...{ verifiedName: 'Shop', accessToken: new Secret(simulator.accessToken), greeting: null },
      },
      VAULT,
    ),
  )
  return { channel, waba: wabaId }
}

function watch(templates: GraphTemplates): {
  readonly templates: GraphTemplates
  readonly once: Desk['once']
  readonly asked: () => number
} {
  let next: Partial<GraphTemplates> = {}
  let count = 0
  const take = (): GraphTemplates => {
    const between = next
    next = {}
    count += 1
    return { ...templates, ...between }
  }
  return {
    once: (between) => void (next = between),
    asked: () => count,
    templates: {
      create: async (...all) => take().create(...all),
      edit: async (...all) => take().edit(...all),
      remove: async (...all) => take().remove(...all),
      unpause: async (...all) => take().unpause(...all),
      archive: async (...all) => take().archive(...all),
      unarchive: async (...all) => take().unarchive(...all),
      uploadSample: async (...all) => take().uploadSample(...all),
      fetchSample: templates.fetchSample,
    },
  }
}

/** A picture that is none, but starts like one. */
export const picture = (): Buffer =>
  Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), randomBytes(2000)])

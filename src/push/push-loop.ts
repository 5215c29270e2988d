/**
 * Follows the events and wakes closed browsers, never in a lane. Tenants are looked at one after the other, and told beside each
 * other: a push service that does not answer keeps nobody else waiting.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { listTenants } from '#channels/all-tenants.ts'
import type { ExplainFailure } from '#conversations/read-models.ts'
import { inTransaction, type Database } from '#platform/db/database.ts'
import { tenantId, type TenantId } from '#platform/db/tenant-id.ts'
import type { Egress } from '#platform/egress.ts'
import type { Log } from '#platform/log.ts'
import type { Vault } from '#platform/secrets.ts'
import type { Clock } from '#platform/time.ts'
import { collectPushes, type Push } from './collect-pushes.ts'
import { deleteSubscription } from './internal/sql.ts'
import { sendPush } from './send-push.ts'
import { vapidKeys } from './vapid-keys.ts'
import type { VapidKeys } from './vapid.ts'

export type PushOptions = {
  readonly database: Database
  readonly egress: Egress
  readonly vault: Vault
  readonly clock: Clock
  readonly log: Log
  readonly explain: ExplainFailure
  /** Where people open us: named to push services as whom to ask. null: this machine alone. */
  readonly publicUrl: string | null
}

/** Messages that come within this time of each other are one push. */
const GAP_MS = 300
/** An event may be hidden behind an older transaction for a moment, so a tenant is looked at several times after each news. */
const LOOKS = 4
const SWEEP_MS = 15_000
const CALLS_MAX = 32

/** One pass over one tenant: what is new is sent. Returns whether there is more. */
export async function pushNews(options: PushOptions, tenant: TenantId): Promise<boolean> {
  const { database, clock, explain } = options
  const { pushes, hasMore } = await collectPushes(database, tenant, explain, clock())
  await tell(options, tenant, pushes)
  return hasMore
}

async function tell(options: PushOptions, tenant: TenantId, pushes: readonly Push[]): Promise<void> {
  if (pushes.length === 0) return
  const { database, vault, clock, log } = options
  const keys = await inTransaction(database.pool, async (client) => vapidKeys(client, vault, clock()))
  const counts = { sent: 0, gone: 0, lost: 0 }
  const waiting = [...pushes]
  const worker = async (): Promise<void> => {
    for (let push = waiting.shift(); push !== undefined; push = waiting.shift())
      counts[await deliver(options, tenant, push, keys)] += 1
  }
  await Promise.all(Array.from({ length: Math.min(CALLS_MAX, pushes.length) }, worker))
  log.info({ evt: 'push.told', tenant, ...counts })
}

async function deliver(
  { database, egress, clock, publicUrl }: PushOptions,
  tenant: TenantId,
  push: Push,
  keys: VapidKeys,
): Promise<'sent' | 'gone' | 'lost'> {
  const pushed = await sendPush(egress, push, keys, contactOf(publicUrl), clock())
  if (pushed === 'gone')
    await database.inTenant(tenant, async (client) => deleteSubscription(client, tenant, push.to.id, null))
  return pushed
}

/** Push services want an address of somebody's; without one of our own, one that cannot be anybody else's. */
const contactOf = (publicUrl: string | null): string =>
  publicUrl?.startsWith('https://') === true ? publicUrl : 'mailto:push@harkara.invalid'

export type PushLoop = {
  /** These tenants have something new (none named: any may). */
  readonly wake: (tenants: readonly string[]) => void
  readonly close: () => Promise<void>
}

export function startPushes(options: PushOptions): PushLoop {
  const { database, clock, explain, log } = options
  const asked = new Map<string, number>()
  /** Who is being told; they are looked at again after that. */
  const telling = new Map<string, Promise<void>>()
  const onError = (error: unknown): void =>
    log.warn({ evt: 'push.round-failed', err: error instanceof Error ? error.message : String(error) })
  let sweepAt = 0
  let isClosing = false
  const round = async (): Promise<void> => {
    if (performance.now() >= sweepAt) {
      sweepAt = performance.now() + SWEEP_MS
      for (const tenant of await listTenants(database.pool)) asked.set(tenant, asked.get(tenant) ?? 1)
    }
    for (const [name, looks] of [...asked]) {
      if (isClosing) return
      if (telling.has(name)) continue
      if (looks > 1) asked.set(name, looks - 1)
      else asked.delete(name)
      const tenant = tenantId(name)
      const { pushes, hasMore } = await collectPushes(database, tenant, explain, clock())
      if (hasMore) asked.set(name, LOOKS)
      if (pushes.length > 0)
        telling.set(
          name,
          tell(options, tenant, pushes)
            .catch(onError)
            .finally(() => telling.delete(name)),
        )
    }
  }
  const loop = async (): Promise<void> => {
    while (!isClosing) {
      await round().catch(onError)
      await delay(GAP_MS)
    }
  }
  const running = loop()
  return {
    wake: (tenants) => {
      if (tenants.length === 0) sweepAt = 0
      for (const tenant of tenants) asked.set(tenant, LOOKS)
    },
    close: async () => {
      isClosing = true
      await running
      await Promise.all(telling.values())
    },
  }
}

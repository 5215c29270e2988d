/**
 * Follows the events and wakes closed browsers, never in a lane. Tenants are looked at one after the other, and told beside each
 * other: a push service that does not answer keeps nobody else waiting.
 */
import { listTenants } from '#channels/all-tenants.ts'
import type { ExplainFailure } from '#conversations/read-models.ts'
import { inTransaction, type Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Egress } from '#platform/egress.ts'
import { errorText } from '#platform/errors.ts'
import { followTenants, type TenantLoop } from '#platform/follow-tenants.ts'
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
const EVT = 'push.round-failed'

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

export function startPushes(options: PushOptions): TenantLoop {
  const { database, clock, explain, log } = options
  const telling = new Map<TenantId, Promise<void>>()
  const onError = (error: unknown): void => log.warn({ evt: EVT, err: errorText(error) })
  const following = followTenants({
    list: async () => listTenants(database.pool),
    visit: async (tenant) => {
      if (telling.has(tenant)) return true // looked at again after that
      const { pushes, hasMore } = await collectPushes(database, tenant, explain, clock())
      if (pushes.length > 0)
        telling.set(
          tenant,
          tell(options, tenant, pushes)
            .catch(onError)
            .finally(() => telling.delete(tenant)),
        )
      return hasMore
    },
    sweepMs: SWEEP_MS,
    pauseMs: GAP_MS,
    looks: LOOKS,
    log,
    evt: EVT,
  })
  return {
    wake: following.wake,
    close: async () => {
      await following.close()
      await Promise.all(telling.values())
    },
  }
}

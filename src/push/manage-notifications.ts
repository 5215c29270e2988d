/** What a person wants to hear of, and in which browsers. Their own business: it is not in the audit log. */
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import type { Vault } from '#platform/secrets.ts'
import type { Instant } from '#platform/time.ts'
import { endOfEvents } from '#realtime/read-events.ts'
import { areKeys } from './encrypt-push.ts'
import {
  deleteSubscription,
  forgetBeyond,
  hasSubscriptions,
  lockCursor,
  putCursor,
  putSettings,
  putSubscription,
  selectSettings,
  subscriptionsOf,
} from './internal/sql.ts'
import type { NewSubscription, Notifications, NotificationSettings, SettingsPatch } from './shapes.ts'
import { vapidKeys } from './vapid-keys.ts'

const UNCHOSEN: NotificationSettings = { scope: 'all', showsText: true, hasSound: true }
/** Browsers that one person has: a phone, a laptop, a till, and some that they have forgotten. */
const SUBSCRIPTIONS_MAX = 10

export async function readNotifications(
  client: Client,
  tenant: TenantId,
  user: string,
  vault: Vault,
  now: Instant,
): Promise<Notifications> {
  const { publicKey } = await vapidKeys(client, vault, now)
  const subscriptions = await subscriptionsOf(client, tenant, user)
  return {
    settings: (await selectSettings(client, tenant, user)) ?? UNCHOSEN,
    pushKey: publicKey.toString('base64url'),
    subscriptions: subscriptions.map(({ id, endpoint, createdAt }) => ({
      id,
      service: new URL(endpoint).hostname,
      createdAt,
    })),
  }
}

export async function changeSettings(
  client: Client,
  tenant: TenantId,
  user: string,
  patch: SettingsPatch,
): Promise<NotificationSettings> {
  const settings = { ...((await selectSettings(client, tenant, user)) ?? UNCHOSEN), ...withoutGaps(patch) }
  await putSettings(client, tenant, user, settings)
  return settings
}

const withoutGaps = (patch: SettingsPatch): Partial<NotificationSettings> =>
  Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))

export type Subscribed =
  | { readonly ok: true; readonly id: string }
  | { readonly ok: false; readonly because: 'bad_keys' }

/** Wakes this browser from now on. The same browser again is the same subscription. */
export async function subscribe(
  client: Client,
  tenant: TenantId,
  user: string,
  wish: NewSubscription,
  now: Instant,
): Promise<Subscribed> {
  const keys = {
    p256dh: Buffer.from(wish.keys.p256dh, 'base64url'),
    auth: Buffer.from(wish.keys.auth, 'base64url'),
  }
  if (!areKeys(keys)) return { ok: false, because: 'bad_keys' }
  // The first one hears of what happens from now on, not of what was said while nobody listened.
  if (!(await hasSubscriptions(client, tenant)) && (await lockCursor(client, tenant)) !== 'busy')
    await putCursor(client, tenant, await endOfEvents(client))
  const { endpoint, locale } = wish
  const id = await putSubscription(client, tenant, {
    id: newId(),
    userId: user,
    endpoint,
    ...keys,
    locale,
    createdAt: now,
  })
  await forgetBeyond(client, tenant, user, SUBSCRIPTIONS_MAX)
  return { ok: true, id }
}

/** False: there is none of theirs by this id. */
export const unsubscribe = async (
  client: Client,
  tenant: TenantId,
  user: string,
  id: string,
): Promise<boolean> => deleteSubscription(client, tenant, id, user)

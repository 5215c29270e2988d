import type { Client } from '#platform/db/database.ts'
import { wholeMillisecondsOf } from '#platform/db/sql-text.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { EventCursor } from '#realtime/read-events.ts'
import type { NotificationSettings } from '../shapes.ts'

type SettingsRow = { scope: NotificationSettings['scope']; shows_text: boolean; has_sound: boolean }

/** null: they never chose. */
export async function selectSettings(
  client: Client,
  tenant: TenantId,
  user: string,
): Promise<NotificationSettings | null> {
  const { rows } = await client.query<SettingsRow>(
    'select scope, shows_text, has_sound from notification_settings where tenant_id = $1 and user_id = $2',
    [tenant, user],
  )
  const row = rows[0]
  return row === undefined ? null : { scope: row.scope, showsText: row.shows_text, hasSound: row.has_sound }
}

export async function putSettings(
  client: Client,
  tenant: TenantId,
  user: string,
  { scope, showsText, hasSound }: NotificationSettings,
): Promise<void> {
  await client.query(
    `insert into notification_settings (tenant_id, user_id, scope, shows_text, has_sound) values ($1, $2, $3, $4, $5)
     on conflict (tenant_id, user_id) do update set scope = $3, shows_text = $4, has_sound = $5`,
    [tenant, user, scope, showsText, hasSound],
  )
}

export type SubscriptionRow = {
  readonly id: string
  readonly userId: string
  readonly endpoint: string
  readonly p256dh: Buffer
  readonly auth: Buffer
  readonly locale: 'en' | 'hi'
  readonly createdAt: number
}

const SUBSCRIPTION = `s.id, s.user_id as "userId", s.endpoint, s.p256dh, s.auth, s.locale,
  ${wholeMillisecondsOf('s.created_at')} as "createdAt"`

export async function subscriptionsOf(
  client: Client,
  tenant: TenantId,
  user: string,
): Promise<SubscriptionRow[]> {
  const { rows } = await client.query<SubscriptionRow>(
    `select ${SUBSCRIPTION} from push_subscriptions s where s.tenant_id = $1 and s.user_id = $2
     order by s.created_at desc, s.id`,
    [tenant, user],
  )
  return rows
}

/** A browser has one address: whoever uses it now gets its pushes, and nobody who used it before. */
export async function putSubscription(
  client: Client,
  tenant: TenantId,
  { id, userId, endpoint, p256dh, auth, locale, createdAt }: SubscriptionRow,
): Promise<string> {
  const { rows } = await client.query<{ id: string }>(
    `insert into push_subscriptions (tenant_id, id, user_id, endpoint, p256dh, auth, locale, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (tenant_id, endpoint) do update set user_id = $3, p256dh = $5, auth = $6, locale = $7
     returning id`,
    [tenant, id, userId, endpoint, p256dh, auth, locale, new Date(createdAt)],
  )
  return rows[0]?.id ?? id
}

/** So many browsers of one person are woken; older ones are forgotten. */
export async function forgetBeyond(
  client: Client,
  tenant: TenantId,
  user: string,
  max: number,
): Promise<void> {
  await client.query(
    `delete from push_subscriptions where tenant_id = $1 and id in (
       select id from push_subscriptions where tenant_id = $1 and user_id = $2 order by created_at desc, id offset $3)`,
    [tenant, user, max],
  )
}

/** @param user null: the push service says that it is gone, whoever had it. */
export async function deleteSubscription(
  client: Client,
  tenant: TenantId,
  id: string,
  user: string | null,
): Promise<boolean> {
  const { rowCount } = await client.query(
    'delete from push_subscriptions where tenant_id = $1 and id = $2 and ($3::uuid is null or user_id = $3)',
    [tenant, id, user],
  )
  return rowCount === 1
}

export type Listener = SubscriptionRow & NotificationSettings

/** Every browser that may have to be woken, with what its person wants. Who has left the team hears nothing any more. */
export async function selectListeners(client: Client, tenant: TenantId): Promise<Listener[]> {
  const { rows } = await client.query<Listener>(
    `select ${SUBSCRIPTION}, coalesce(n.scope, 'all') as scope, coalesce(n.shows_text, true) as "showsText",
       coalesce(n.has_sound, true) as "hasSound"
     from push_subscriptions s
     left join notification_settings n on n.tenant_id = s.tenant_id and n.user_id = s.user_id
     where s.tenant_id = $1 and coalesce(n.scope, 'all') <> 'off'
       and exists (select 1 from tenant_members m where m.tenant_id = $1 and m.user_id = s.user_id)`,
    [tenant],
  )
  return rows
}

/** Whether anybody wants to be woken: asked often, and mostly answered with no. */
export async function hasSubscriptions(client: Client, tenant: TenantId): Promise<boolean> {
  const { rows } = await client.query<{ has: boolean }>({
    name: 'has_push_subscriptions',
    text: 'select exists (select 1 from push_subscriptions where tenant_id = $1) as has',
    values: [tenant],
  })
  return rows[0]?.has === true
}

/** Locks the place until the commit. `busy`: another process is at it; null: there is none yet. */
export async function lockCursor(client: Client, tenant: TenantId): Promise<EventCursor | 'busy' | null> {
  const { rows } = await client.query<{ xid: string; id: string }>(
    `select xid::text as xid, event_id::text as id from push_cursors where tenant_id = $1 for update skip locked`,
    [tenant],
  )
  if (rows[0] !== undefined) return rows[0]
  const { rowCount } = await client.query('select 1 from push_cursors where tenant_id = $1', [tenant])
  return rowCount === 0 ? null : 'busy'
}

export async function putCursor(client: Client, tenant: TenantId, { xid, id }: EventCursor): Promise<void> {
  await client.query(
    `insert into push_cursors (tenant_id, xid, event_id) values ($1, $2::xid8, $3::bigint)
     on conflict (tenant_id) do update set xid = $2::xid8, event_id = $3::bigint`,
    [tenant, xid, id],
  )
}

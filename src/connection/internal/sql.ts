import { newestWord } from '#channels/read-channels.ts'
import type { Client } from '#platform/db/database.ts'
import { wholeMillisecondsOf } from '#platform/db/sql-text.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { instant, type Instant } from '#platform/time.ts'
import type { Alarm, ConnectedNumber } from '../shapes.ts'

type ChannelRow = Omit<ConnectedNumber, 'alarms'>

/** All of the tenant's numbers, or one; the connected ones first, with their open alarms. */
export async function selectNumbers(
  client: Client,
  tenant: TenantId,
  id: string | null = null,
): Promise<ConnectedNumber[]> {
  const { rows } = await client.query<ChannelRow>(
    `select id, phone_number_id as "phoneNumberId", waba_id as "wabaId", display_phone_number as "displayPhoneNumber",
       verified_name as "verifiedName", name, status, ${newestWord('quality', 'quality_rating')} as "qualityRating",
       ${newestWord('name', 'name_decision')} as "nameDecision", ${newestWord('tier', 'messaging_limit')} as "messagingLimit", throughput_mps as "throughputMps", greeting, is_coexistence as "isCoexistence",
       ${wholeMillisecondsOf('token_expires_at')} as "tokenExpiresAt", ${wholeMillisecondsOf('created_at')} as "createdAt", ${wholeMillisecondsOf('disconnected_at')} as "disconnectedAt"
     from channels where tenant_id = $1 and ($2::uuid is null or id = $2) order by status, id`,
    [tenant, id],
  )
  const alarms = await selectOpenAlarms(client, tenant)
  return rows.map((row) => ({ ...row, alarms: alarms.filter(({ channelId }) => channelId === row.id) }))
}

export async function selectOpenAlarms(client: Client, tenant: TenantId): Promise<Alarm[]> {
  const { rows } = await client.query<Alarm>(
    `select id, channel_id as "channelId", kind, subject, severity, ${wholeMillisecondsOf('opened_at')} as "openedAt", ${wholeMillisecondsOf('closed_at')} as "closedAt", details
     from channel_alarms where tenant_id = $1 and closed_at is null order by opened_at, id`,
    [tenant],
  )
  return rows
}

/** The open alarms that this person has put away. */
export async function selectDismissed(
  client: Client,
  tenant: TenantId,
  user: string,
): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ id: string }>(
    `select a.id from channel_alarms a join alarm_dismissals d on d.tenant_id = a.tenant_id and d.alarm_id = a.id
     where a.tenant_id = $1 and a.closed_at is null and d.user_id = $2`,
    [tenant, user],
  )
  return new Set(rows.map(({ id }) => id))
}

/** null: the number is disconnected, or there is none. */
export async function selectSealedToken(
  client: Client,
  tenant: TenantId,
  id: string,
): Promise<Buffer | null> {
  const { rows } = await client.query<{ sealed: Buffer | null }>(
    'select access_token_sealed as sealed from channels where tenant_id = $1 and id = $2',
    [tenant, id],
  )
  return rows[0]?.sealed ?? null
}

export async function updateNumber(
  client: Client,
  tenant: TenantId,
  id: string,
  change: { readonly name?: string | null | undefined; readonly greeting?: string | null | undefined },
): Promise<void> {
  for (const column of ['name', 'greeting'] as const)
    if (change[column] !== undefined)
      await client.query(`update channels set ${column} = $3 where tenant_id = $1 and id = $2`, [
        tenant,
        id,
        change[column],
      ])
}

/** The worker fetches its templates soon. */
export async function markPullDue(client: Client, channel: string): Promise<void> {
  await client.query('update channel_routes set pull_due = true where channel_id = $1', [channel])
}

/** The history stays; the token goes, and the number is nobody's. Returns the alarms that are closed by it. */
export async function markDisconnected(
  client: Client,
  tenant: TenantId,
  id: string,
  now: Instant,
): Promise<string[]> {
  await client.query(
    `update channels set status = 'disconnected', access_token_sealed = null, token_expires_at = null, disconnected_at = $3
     where tenant_id = $1 and id = $2`,
    [tenant, id, new Date(now)],
  )
  await client.query('delete from channel_routes where tenant_id = $1 and channel_id = $2', [tenant, id])
  const { rows } = await client.query<{ id: string }>(
    'update channel_alarms set closed_at = $3 where tenant_id = $1 and channel_id = $2 and closed_at is null returning id',
    [tenant, id, new Date(now)],
  )
  return rows.map((row) => row.id)
}

/** Whether another connected number of the installation, of whatever tenant, is in the same account. Ids only. */
export async function isAccountNeeded(
  client: Client,
  wabaId: string,
  phoneNumberId: string,
): Promise<boolean> {
  const { rows } = await client.query(
    'select from channel_routes where waba_id = $1 and phone_number_id <> $2 limit 1',
    [wabaId, phoneNumberId],
  )
  return rows.length > 0
}

/** Those of these numbers that are somebody's. */
export async function selectTaken(
  client: Client,
  phoneNumberIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await client.query<{ phone_number_id: string; tenant_id: string }>(
    'select phone_number_id, tenant_id from channel_routes where phone_number_id = any($1)',
    [phoneNumberIds],
  )
  return new Map(rows.map((row) => [row.phone_number_id, row.tenant_id]))
}

/**
 * When something of Meta's last came for this number: a customer's message, or word of one of ours. Of the newest threads and
 * sends only, so that it costs the same however long the history is.
 */
export async function lastHeard(client: Client, tenant: TenantId, channel: string): Promise<Instant | null> {
  const { rows } = await client.query<{ ms: number | null }>(
    `select ${wholeMillisecondsOf('max(at)')} as ms from (
       (select last_inbound_at as at from conversations where tenant_id = $1 and channel_id = $2 and last_inbound_at is not null
        order by last_message_at desc nulls last limit 50)
       union all
       (select greatest(m.sent_at, m.delivered_at, m.read_at, m.failed_at) from sends s
        join messages m on m.tenant_id = s.tenant_id and m.id = s.id
        where s.tenant_id = $1 and s.channel_id = $2 and s.dispatching_at is not null order by s.dispatching_at desc limit 50)) heard`,
    [tenant, channel],
  )
  const ms = rows[0]?.ms ?? null
  return ms === null ? null : instant(ms)
}

/** POSTs of the last hour that nobody with our secret had signed. */
export async function countUnsigned(client: Client, now: Instant): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `select coalesce(sum(count), 0)::int as count from unsigned_posts where minute > $1::timestamptz - interval '1 hour'`,
    [new Date(now)],
  )
  return rows[0]?.count ?? 0
}

/** Meta's id of a connected number in coexistence; null for any other. */
export async function selectCoexistence(
  client: Client,
  tenant: TenantId,
  channel: string,
): Promise<string | null> {
  const { rows } = await client.query<{ id: string }>(
    'select phone_number_id as id from channels where tenant_id = $1 and id = $2 and is_coexistence and disconnected_at is null',
    [tenant, channel],
  )
  return rows[0]?.id ?? null
}

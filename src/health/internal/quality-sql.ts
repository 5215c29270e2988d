import type { Client } from '#platform/db/database.ts'
import { wholeMillisecondsOf } from '#platform/db/sql-text.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'
import type { HealthEvent } from '../shapes.ts'

export type ChannelRow = {
  readonly wabaId: string
  readonly verifiedName: string | null
  readonly nameDecision: string | null
  readonly qualityRating: string | null
  readonly messagingLimit: string | null
  readonly throughputMps: number
  readonly isCoexistence: boolean
  readonly createdAt: number
}

export async function selectChannel(
  client: Client,
  tenant: TenantId,
  id: string,
): Promise<ChannelRow | null> {
  const { rows } = await client.query<ChannelRow>(
    `select waba_id as "wabaId", verified_name as "verifiedName", name_decision as "nameDecision", quality_rating as "qualityRating",
       messaging_limit as "messagingLimit", throughput_mps as "throughputMps", is_coexistence as "isCoexistence",
       ${wholeMillisecondsOf('created_at')} as "createdAt"
     from channels where tenant_id = $1 and id = $2`,
    [tenant, id],
  )
  return rows[0] ?? null
}

/** Changes and trouble, not how it was when it was first asked about. Newest first, after a place. Uses health_events_newest to find the number's; a number has some hundred. */
export async function selectEvents(
  client: Client,
  tenant: TenantId,
  channel: string,
  after: { readonly at: number; readonly id: string } | null,
  limit: number,
): Promise<HealthEvent[]> {
  const { rows } = await client.query<HealthEvent>(
    `select id, ${wholeMillisecondsOf('at')} as at, kind, subject, case when is_point then null else from_value end as "from",
       to_value as "to", data, severity, source
     from health_changes where tenant_id = $1 and channel_id = $2 and (is_point or from_value is not null or severity <> 'info')
       and ($3::float8 is null or (date_trunc('milliseconds', at), id) < (to_timestamp($3::float8 / 1000), $4::uuid))
     order by date_trunc('milliseconds', health_changes.at) desc, id desc limit $5`,
    [tenant, channel, after?.at ?? null, after?.id ?? null, limit],
  )
  return rows
}

type TemplateRow = {
  readonly id: string
  readonly name: string
  readonly language: string
  readonly status: string
  readonly quality: string | null
  readonly pausedUntil: number | null
}

export async function selectTemplates(
  client: Client,
  tenant: TenantId,
  wabaId: string,
): Promise<TemplateRow[]> {
  const { rows } = await client.query<TemplateRow>(
    `select id, name, language, status, quality, ${wholeMillisecondsOf('paused_until')} as "pausedUntil"
     from templates where tenant_id = $1 and waba_id = $2 order by name, language`,
    [tenant, wabaId],
  )
  return rows
}

/** Whether it is there, open or not. */
export async function dismiss(
  client: Client,
  tenant: TenantId,
  alarm: string,
  user: string,
  now: Instant,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `insert into alarm_dismissals (tenant_id, alarm_id, user_id, at)
     select tenant_id, id, $3, $4 from channel_alarms where tenant_id = $1 and id = $2
     on conflict (tenant_id, alarm_id, user_id) do update set at = alarm_dismissals.at`,
    [tenant, alarm, user, new Date(now)],
  )
  return rowCount === 1
}

import type { Client } from '#platform/db/database.ts'
import { wholeMillisecondsOf } from '#platform/db/sql-text.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { AlarmKind } from '#channels/alarm-kinds.ts'
import type { Instant } from '#platform/time.ts'

export type DueMail = {
  readonly id: string
  readonly kind: AlarmKind
  readonly subject: string
  readonly openedAt: number
  readonly details: Readonly<Record<string, unknown>>
  readonly channelId: string
  readonly number: string
  readonly mailedTo: readonly string[]
}

/**
 * The next alarm that people are to be told of by mail; until `again` nobody else takes it. The same thing within the hour before,
 * and what was over before anybody could be told, is spared. Uses channel_alarms_mail.
 */
export async function takeDueMail(
  client: Client,
  tenant: TenantId,
  now: Instant,
  again: Instant,
  attemptsMax: number,
): Promise<DueMail | null> {
  await client.query(
    `update channel_alarms a set mail_due_at = null
     where a.tenant_id = $1 and a.mail_due_at <= $2::timestamptz and (a.mail_attempts >= $3 or (a.closed_at is not null and a.mail_attempts = 0)
       or exists (select from channel_alarms b where b.tenant_id = a.tenant_id and b.channel_id = a.channel_id and b.kind = a.kind
         and b.subject = a.subject and b.id <> a.id and b.mailed_at > $2::timestamptz - interval '1 hour'))`,
    [tenant, new Date(now), attemptsMax],
  )
  const { rows } = await client.query<DueMail>(
    `update channel_alarms a set mail_due_at = $3, mail_attempts = mail_attempts + 1 from channels c
     where a.tenant_id = $1 and c.tenant_id = a.tenant_id and c.id = a.channel_id and a.id = (
       select id from channel_alarms where tenant_id = $1 and mail_due_at <= $2 order by mail_due_at, id limit 1 for update skip locked)
     returning a.id, a.kind, a.subject, ${wholeMillisecondsOf('a.opened_at')} as "openedAt", a.details, c.id as "channelId",
       coalesce(c.name || ' (+' || c.display_phone_number || ')', '+' || c.display_phone_number) as number, a.mailed_to as "mailedTo"`,
    [tenant, new Date(now), new Date(again)],
  )
  return rows[0] ?? null
}

export async function noteMailed(
  client: Client,
  tenant: TenantId,
  id: string,
  user: string,
  now: Instant,
): Promise<void> {
  await client.query(
    `update channel_alarms set mailed_to = mailed_to || $3::uuid, mailed_at = coalesce(mailed_at, $4)
     where tenant_id = $1 and id = $2 and $3::uuid <> all(mailed_to)`,
    [tenant, id, user, new Date(now)],
  )
}

export async function settleMail(client: Client, tenant: TenantId, id: string): Promise<void> {
  await client.query('update channel_alarms set mail_due_at = null where tenant_id = $1 and id = $2', [
    tenant,
    id,
  ])
}

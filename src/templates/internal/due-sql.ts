/** When each account's templates are fetched: ids only, of all tenants. */
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'

/** Accounts whose time has come, each given to one asker, who comes again `everyMs` later. */
export async function takeDue(
  client: Client,
  now: number,
  everyMs: number,
): Promise<{ readonly tenant: string; readonly channel: string }[]> {
  const { rows } = await client.query<{ tenant: string; channel: string; waba: string }>(
    `update channel_routes set templates_due_at = to_timestamp($2::float8 / 1000) where phone_number_id = any(
       select phone_number_id from channel_routes where templates_due_at <= to_timestamp($1::float8 / 1000)
       order by templates_due_at limit 200 for update skip locked)
     returning tenant_id as tenant, channel_id as channel, waba_id as waba`,
    [now, now + everyMs],
  )
  const one = new Map(
    rows
      .toSorted((a, b) => b.channel.localeCompare(a.channel))
      .map((row) => [`${row.tenant} ${row.waba}`, { tenant: row.tenant, channel: row.channel }]),
  )
  return [...one.values()]
}

/** At the latest then. */
export async function bringForward(
  client: Client,
  tenant: TenantId,
  wabaId: string,
  at: number,
): Promise<void> {
  await client.query(
    `update channel_routes set templates_due_at = least(templates_due_at, to_timestamp($3::float8 / 1000))
     where tenant_id = $1 and waba_id = $2`,
    [tenant, wabaId, at],
  )
}

/** Says that what a pull brought is stored; false: one that began later was faster. */
export async function markPulled(
  client: Client,
  tenant: TenantId,
  wabaId: string,
  began: string,
): Promise<boolean> {
  const { rows } = await client.query<{ isNewest: boolean }>(
    `with newest as (select max(templates_pulled_at) as at from channel_routes where tenant_id = $1 and waba_id = $2),
       marked as (update channel_routes set templates_pulled_at = $3::timestamptz where tenant_id = $1 and waba_id = $2
         and templates_pulled_at < $3::timestamptz)
     select coalesce(at, '-infinity') <= $3::timestamptz as "isNewest" from newest`,
    [tenant, wabaId, began],
  )
  return rows[0]?.isNewest ?? true
}

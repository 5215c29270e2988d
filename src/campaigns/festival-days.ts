/** The days on which a business counts offers: the calendar, without those that are none for it, and with its own. */
import { recordAudit } from '#audit/record-audit.ts'
import { textArray } from '#platform/db/arrays.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { after, DAY_MS, type Instant } from '#platform/time.ts'
import type { Actor } from '#tenants/access.ts'
import { dayAt, INDIA, type FestivalDay } from './festival-calendar.ts'
import { SHOP_ZONE } from './write-audience.ts'

/** So far ahead days are shown; later ones are in the calendar when they come nearer. */
const AHEAD_MS = 430 * DAY_MS

type Own = { readonly day: string; readonly name: string | null }

/** In order, from yesterday on: somewhere it still is. */
export async function festivalDays(client: Client, tenant: TenantId, now: Instant): Promise<FestivalDay[]> {
  const { rows } = await client.query<Own>(
    'select day::text as day, name from festival_days where tenant_id = $1 and day >= $2::date',
    [tenant, firstDay(now)],
  )
  const own = new Map(rows.map(({ day, name }) => [day, name]))
  const calendar = shownOf(now).filter(({ day }) => !own.has(day))
  const added = [...own].flatMap(([day, name]) => (name === null ? [] : [{ day, name }]))
  return [...calendar, ...added].toSorted(byDay)
}

/** These days and no others, from today on; what the calendar says of days that are farther ahead stays. */
export async function setFestivalDays(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  days: readonly FestivalDay[],
  now: Instant,
): Promise<FestivalDay[]> {
  const wanted = new Map(days.map(({ day, name }) => [day, name]))
  const calendar = new Map(shownOf(now).map(({ day, name }) => [day, name]))
  const own: Own[] = [
    ...[...calendar.keys()].filter((day) => !wanted.has(day)).map((day) => ({ day, name: null })),
    ...[...wanted].flatMap(([day, name]) => (calendar.get(day) === name ? [] : [{ day, name }])),
  ]
  await client.query('delete from festival_days where tenant_id = $1 and day >= $2::date', [
    tenant,
    firstDay(now),
  ])
  await client.query(
    `insert into festival_days (tenant_id, day, name)
     select $1, n.day::date, n.name from unnest($2::text[], $3::text[]) as n (day, name) where n.day::date >= $4::date`,
    [tenant, textArray(own.map(({ day }) => day)), textArray(own.map(({ name }) => name)), firstDay(now)],
  )
  await recordAudit(client, tenant, actor, {
    action: 'campaign.festival-days-changed',
    subject: { kind: 'tenant', id: tenant },
    details: { days: wanted.size },
  })
  return festivalDays(client, tenant, now)
}

const firstDay = (now: Instant): string => dayAt(SHOP_ZONE, after(now, -DAY_MS))
const byDay = (one: FestivalDay, other: FestivalDay): number => (one.day < other.day ? -1 : 1)

function shownOf(now: Instant): readonly FestivalDay[] {
  const [from, until] = [firstDay(now), dayAt(SHOP_ZONE, after(now, AHEAD_MS))]
  return INDIA.filter(({ day }) => from <= day && day <= until)
}

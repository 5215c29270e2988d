/** How many offers people have had on a festival day, of everything that sends any: campaigns, the API, the inbox. */
import { uuidArray } from '#platform/db/arrays.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'
import { festivalSince } from './festival-calendar.ts'
import { festivalDays } from './festival-days.ts'
import { OFFERS_SINCE } from './internal/offers-sql.ts'
import type { Definition } from './shapes.ts'

export type Festival = {
  readonly most: number
  /** By contact; whoever is missing has had none, or has no festival. */
  readonly had: ReadonlyMap<string, number>
}

/**
 * null: it is no such day for any of them. Whoever counts keeps the others of this business from counting until its transaction is
 * over: two numbers at once would each see the other's message too late.
 */
export async function festivalOf(
  client: Client,
  tenant: TenantId,
  { festivalCap }: Pick<Definition, 'festivalCap'>,
  people: readonly { readonly contact: string; readonly zone: string }[],
  now: Instant,
): Promise<Festival | null> {
  if (festivalCap === null || festivalCap === undefined || people.length === 0) return null
  const days = new Set((await festivalDays(client, tenant, now)).map(({ day }) => day))
  const since = new Map(
    [...new Set(people.map(({ zone }) => zone))].map((zone) => [zone, festivalSince(days, zone, now)]),
  )
  const celebrating = people.flatMap(({ contact, zone }) => {
    const from = since.get(zone) ?? null
    return from === null ? [] : [{ contact, from }]
  })
  if (celebrating.length === 0) return null
  await client.query(`select pg_advisory_xact_lock(hashtextextended('festival-cap:' || $1, 0))`, [tenant])
  const { rows } = await client.query<{ contact: string; had: number }>({
    name: 'count_festival_offers',
    text: `select n.contact_id as contact, ${OFFERS_SINCE('n.contact_id', 'n.since')} as had
      from unnest($2::uuid[], $3::timestamptz[]) as n (contact_id, since)`,
    values: [
      tenant,
      uuidArray(celebrating.map(({ contact }) => contact)),
      celebrating.map(({ from }) => new Date(from)),
    ],
  })
  return { most: festivalCap.messages, had: new Map(rows.map(({ contact, had }) => [contact, had])) }
}

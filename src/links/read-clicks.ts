/** Who followed the links of a campaign: the step of its funnel after “read”. All by one index, which holds only codes that were followed. */
import { uuidArray } from '#platform/db/arrays.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { instant, type Instant } from '#platform/time.ts'

export type CampaignClicks = {
  /** So many recipients followed a link. */
  readonly people: number
  /** So often, all together. */
  readonly clicks: number
  /** Each link that somebody followed. */
  readonly links: readonly { readonly id: string; readonly people: number; readonly clicks: number }[]
}

export async function readClicks(
  client: Client,
  tenant: TenantId,
  campaign: string,
): Promise<CampaignClicks> {
  const { rows } = await client.query<{ id: string | null; people: number; clicks: number }>(
    `select link_id as id, count(distinct contact_id)::int as people, sum(clicks)::int as clicks from link_codes
     where tenant_id = $1 and campaign_id = $2 and clicked_at is not null group by grouping sets ((), (link_id)) order by people desc, id`,
    [tenant, campaign],
  )
  const all = rows.find(({ id }) => id === null)
  const links = rows.flatMap(({ id, people, clicks }) => (id === null ? [] : [{ id, people, clicks }]))
  return { people: all?.people ?? 0, clicks: all?.clicks ?? 0, links }
}

/** When each of these first followed a link of the campaign; who did not is not among them. */
export async function readClickers(
  client: Client,
  tenant: TenantId,
  campaign: string,
  contacts: readonly string[],
): Promise<ReadonlyMap<string, Instant>> {
  const { rows } = await client.query<{ contact: string; at: Date }>(
    `select contact_id as contact, min(clicked_at) as at from link_codes
     where tenant_id = $1 and campaign_id = $2 and contact_id = any($3::uuid[]) and clicked_at is not null group by 1`,
    [tenant, campaign, uuidArray(contacts)],
  )
  return new Map(rows.map(({ contact, at }) => [contact, instant(at.getTime())]))
}

import type { Client } from '#platform/db/database.ts'
import { wholeMillisecondsOf } from '#platform/db/sql-text.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { TrackedLink, TrackedLinkDetail } from './shapes.ts'

/** A link as it is shown, but for how its short form begins. */
type Row = Omit<TrackedLink, 'shortUrl'> & { readonly code: string | null }

/** What is known of each: its one code, if it is not a campaign's, and what was seen of all its codes. */
const SELECT = `
  select l.id, l.url, l.campaign_id as "campaignId", l.contact_id as "contactId", ${wholeMillisecondsOf('l.created_at')} as "createdAt",
    case when l.campaign_id is not null then null
      when l.contact_id is null then (select code from link_codes o where o.tenant_id = l.tenant_id and o.contact_id is null
        and o.campaign_id is null and o.link_id = l.id limit 1)
      else (select code from link_codes o where o.tenant_id = l.tenant_id and o.contact_id = l.contact_id
        and o.campaign_id is null and o.link_id = l.id limit 1) end as code,
    k.people, k.clicks, k.previews, k."firstClickedAt"
  from tracked_links l, lateral (
    select count(distinct contact_id) filter (where clicked_at is not null)::int as people, coalesce(sum(clicks), 0)::int as clicks,
      coalesce(sum(previews), 0)::int as previews, ${wholeMillisecondsOf('min(clicked_at)')} as "firstClickedAt"
    from link_codes where tenant_id = l.tenant_id and link_id = l.id and seen_at is not null) k`

const shown = ({ code, ...link }: Row, prefix: string): TrackedLink => ({
  ...link,
  shortUrl: code === null ? null : prefix + code,
})

/** Those that were made by hand, newest first. */
export async function listLinks(
  client: Client,
  tenant: TenantId,
  page: { readonly prefix: string; readonly limit: number; readonly before: Place | null },
): Promise<TrackedLink[]> {
  const { prefix, limit, before } = page
  const { rows } = await client.query<Row>(
    `${SELECT} where l.tenant_id = $1 and l.campaign_id is null
       and (l.created_at, l.id) < (coalesce($2::timestamptz, 'infinity'), coalesce($3::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
     order by l.created_at desc, l.id desc limit $4`,
    [tenant, before === null ? null : new Date(before.at), before?.id ?? null, limit],
  )
  return rows.map((row) => shown(row, prefix))
}

export type Place = { readonly at: number; readonly id: string }

/** null: there is none. */
export async function findLink(
  client: Client,
  tenant: TenantId,
  id: string,
  prefix: string,
): Promise<TrackedLinkDetail | null> {
  const { rows } = await client.query<Row>(`${SELECT} where l.tenant_id = $1 and l.id = $2`, [tenant, id])
  const [row] = rows
  if (row === undefined) return null
  // The codes that were seen last have the newest clicks but for those who come back.
  const { rows: recent } = await client.query<TrackedLinkDetail['recent'][number]>(
    `select ${wholeMillisecondsOf('c.at')} as at, c.class, k.contact_id as "contactId"
     from (select code, contact_id from link_codes where tenant_id = $1 and link_id = $2 and seen_at is not null
       order by seen_at desc limit 100) k
     join link_clicks c on c.tenant_id = $1 and c.code = k.code order by c.at desc, c.id desc limit 100`,
    [tenant, id],
  )
  return { ...shown(row, prefix), recent }
}

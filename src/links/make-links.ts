import { recordAudit } from '#audit/record-audit.ts'
import { uuidArray, textArray } from '#platform/db/arrays.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import type { Instant } from '#platform/time.ts'
import type { Actor } from '#tenants/access.ts'
import { makeCodes } from './make-codes.ts'

/** A link that somebody makes by hand, with its one code. null: there is no such contact. The URL is as `checkTarget` gives it. */
export async function makeLink(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  { url, contact }: { readonly url: string; readonly contact: string | null },
  now: Instant,
): Promise<string | null> {
  const link = newId()
  const { rowCount } = await client.query(
    `insert into tracked_links (tenant_id, id, url, contact_id, created_at) select $1, $2, $3, $4, $5
     where $4::uuid is null or exists (select from contacts where tenant_id = $1 and id = $4)`,
    [tenant, link, url, contact, new Date(now)],
  )
  if (rowCount === 0) return null
  await makeCodes(client, tenant, [{ link, contact, campaign: null }], now)
  await recordAudit(client, tenant, actor, {
    action: 'link.created',
    subject: { kind: 'link', id: link },
    details: { host: new URL(url).host },
  })
  return link
}

/** A campaign's links, in the order of its URLs (as `checkTarget` gives them); whoever asks again gets the same ones. */
export async function makeCampaignLinks(
  client: Client,
  tenant: TenantId,
  campaign: string,
  urls: readonly string[],
  now: Instant,
): Promise<string[]> {
  if (urls.length === 0) return []
  const different = [...new Set(urls)]
  const { rows } = await client.query<{ id: string; url: string }>(
    `insert into tracked_links as l (tenant_id, id, url, campaign_id, created_at)
     select $1, id, url, $2, $5 from unnest($3::uuid[], $4::text[]) as r (id, url)
     on conflict (tenant_id, campaign_id, md5(url)) where campaign_id is not null and contact_id is null do update set url = l.url
     returning l.id, l.url`,
    [tenant, campaign, uuidArray(different.map(() => newId())), textArray(different), new Date(now)],
  )
  const byUrl = new Map(rows.map(({ id, url }) => [url, id]))
  return urls.map((url) => byUrl.get(url) ?? '')
}

/** Where a link leads that is for one person alone: their own words stand in it. */
export type PersonalLink = { readonly contact: string; readonly url: string }

/**
 * Links that lead each person somewhere else, in their order; whoever asks again gets the same ones. They go with the person. The caller
 * holds the campaign's row, so that nobody asks for the same at the same time.
 */
export async function makePersonalLinks(
  client: Client,
  tenant: TenantId,
  campaign: string,
  wanted: readonly PersonalLink[],
  now: Instant,
): Promise<string[]> {
  if (wanted.length === 0) return []
  const different = [...new Map(wanted.map((one) => [personalKey(one), one])).values()]
  const { rows } = await client.query<PersonalLink & { readonly id: string }>({
    name: 'make_personal_links',
    text: `with wanted as (select id, contact, url from unnest($3::uuid[], $4::uuid[], $5::text[]) as r (id, contact, url)),
      known as (
        select distinct on (w.contact, w.url) l.id, w.contact, w.url from wanted w
        join tracked_links l on l.tenant_id = $1 and l.contact_id = w.contact and l.campaign_id = $2 and l.url = w.url
        order by w.contact, w.url, l.id),
      made as (
        insert into tracked_links (tenant_id, id, url, campaign_id, contact_id, created_at)
        select $1, w.id, w.url, $2, w.contact, $6 from wanted w
        where not exists (select from known k where k.contact = w.contact and k.url = w.url)
        returning id, contact_id as contact, url)
      select id, contact, url from known union all select id, contact, url from made`,
    values: [
      ...[tenant, campaign],
      uuidArray(different.map(() => newId())),
      uuidArray(different.map(({ contact }) => contact)),
      textArray(different.map(({ url }) => url)),
      new Date(now),
    ],
  })
  const byKey = new Map(rows.map((row) => [personalKey(row), row.id]))
  return wanted.map((one) => byKey.get(personalKey(one)) ?? '')
}

const personalKey = ({ contact, url }: PersonalLink): string => `${contact} ${url}`

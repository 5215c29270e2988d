import { uuidArray, textArray } from '#platform/db/arrays.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'
import { newCode, randomText } from './code-text.ts'

/** A link for somebody: the same three have the same code. */
export type CodeWish = {
  readonly link: string
  /** null: for whomever. */
  readonly contact: string | null
  readonly campaign: string | null
}

/**
 * A code for each, in their order. One statement for hundreds; whoever asks again gets the codes of before and makes nothing, also
 * where two ask at once. The links and contacts must be the tenant's: nobody looks here, and another's link
 * leads nowhere.
 */
export async function makeCodes(
  client: Client,
  tenant: TenantId,
  wishes: readonly CodeWish[],
  now: Instant,
): Promise<string[]> {
  if (wishes.length === 0) return []
  const tag = await tagFor(client, tenant)
  const different = new Map(wishes.map((wish) => [keyOf(wish), wish]))
  const rows = [...different.values()].map((wish) => ({ ...wish, code: newCode(tag) }))
  // A code that is there is written anew as it is: so it is given back, and nobody must look for it in another statement.
  const { rows: codes } = await client.query<{ code: string } & CodeWish>({
    name: 'make_link_codes',
    text: `insert into link_codes as k (tenant_id, code, link_id, contact_id, campaign_id, created_at)
      select $1, code, link, contact, campaign, $6 from unnest($2::text[], $3::uuid[], $4::uuid[], $5::uuid[]) as r (code, link, contact, campaign)
      on conflict (tenant_id, contact_id, campaign_id, link_id, nth) do update set link_id = k.link_id
      returning k.code, k.link_id as link, k.contact_id as contact, k.campaign_id as campaign`,
    values: [
      tenant,
      textArray(rows.map(({ code }) => code)),
      uuidArray(rows.map(({ link }) => link)),
      uuidArray(rows.map(({ contact }) => contact)),
      uuidArray(rows.map(({ campaign }) => campaign)),
      new Date(now),
    ],
  })
  const byKey = new Map(codes.map((one) => [keyOf(one), one.code]))
  return wishes.map((wish) => {
    const code = byKey.get(keyOf(wish))
    if (code === undefined) throw new Error('a link has no code')
    return code
  })
}

const keyOf = ({ link, contact, campaign }: CodeWish): string =>
  `${link} ${contact ?? ''} ${campaign ?? ''}`.toLowerCase()

/** Two characters are 3,249 businesses. Those after them get three. */
const TAG_CHARS = [2, 2, 2, 2, 3, 3, 3, 3, 4, 4]

/** How this tenant's codes begin; drawn when it needs its first one. */
async function tagFor(client: Client, tenant: TenantId): Promise<string> {
  for (const length of [null, ...TAG_CHARS]) {
    // Whoever comes second waits for the first one's commit here, and then finds its tag.
    if (length !== null)
      await client.query('insert into link_tags (tag, tenant_id) values ($1, $2) on conflict do nothing', [
        randomText(length),
        tenant,
      ])
    const { rows } = await client.query<{ tag: string }>({
      name: 'link_tag',
      text: 'select tag from link_tags where tenant_id = $1',
      values: [tenant],
    })
    if (rows[0] !== undefined) return rows[0].tag
  }
  throw new Error('no tag is free')
}

import type { Database } from '#platform/db/database.ts'
import { tenantId, type TenantId } from '#platform/db/tenant-id.ts'
import { isCode, tagOf } from './code-text.ts'
import { batched } from './internal/batched.ts'

export type Found = { readonly tenant: TenantId; readonly url: string }

/** null: there is no such code, or it is another business's. */
export type FindCode = (code: string, of: TenantId | null) => Promise<Found | null>

/** Where a code leads. A code's first characters say whose it is; the rest is asked as that business, under row-level security. */
export function createCodeFinder(database: Database): FindCode {
  /** For good: a tag never changes hands. */
  const tenants = new Map<string, TenantId>()
  const findTag = batched(async (tags) => {
    const { rows } = await database.pool.query<{ tag: string; tenant: string }>({
      name: 'link_tags',
      text: 'select tag, tenant_id as tenant from link_tags where tag = any($1)',
      values: [tags],
    })
    return new Map(rows.map(({ tag, tenant }) => [tag, tenantId(tenant)]))
  })
  const urls = new Map<TenantId, (code: string) => Promise<string | null>>()
  const urlsOf = (tenant: TenantId): ((code: string) => Promise<string | null>) => {
    const known = urls.get(tenant) ?? batched(async (codes) => readUrls(database, tenant, codes))
    urls.set(tenant, known)
    return known
  }
  return async (code, of) => {
    if (!isCode(code)) return null
    const tag = tagOf(code)
    const tenant = tenants.get(tag) ?? (await findTag(tag))
    if (tenant === null) return null
    tenants.set(tag, tenant)
    if (of !== null && of !== tenant) return null
    const url = await urlsOf(tenant)(code)
    return url === null ? null : { tenant, url }
  }
}

async function readUrls(
  database: Database,
  tenant: TenantId,
  codes: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  return database.inTenant(tenant, async (client) => {
    const { rows } = await client.query<{ code: string; url: string }>({
      name: 'urls_of_codes',
      text: `select k.code, l.url from unnest($2::text[]) as r (code)
        cross join lateral (select code, link_id from link_codes where tenant_id = $1 and code = r.code limit 1) k
        cross join lateral (select url from tracked_links where tenant_id = $1 and id = k.link_id limit 1) l`,
      values: [tenant, codes],
    })
    return new Map(rows.map(({ code, url }) => [code, url]))
  })
}

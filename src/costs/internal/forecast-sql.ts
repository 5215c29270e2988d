import { addressOf } from '#platform/db/address-sql.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Compiled } from '#segments/compile.ts'
import { PREFIX_DIGITS } from '../markets.ts'

export async function selectTemplateCategory(
  client: Client,
  tenant: TenantId,
  id: string,
  wabaId: string,
): Promise<string | null> {
  const { rows } = await client.query<{ category: string }>(
    'select category from templates where tenant_id = $1 and id = $2 and waba_id = $3',
    [tenant, id, wabaId],
  )
  return rows[0]?.category ?? null
}

/** How many of a segment's people have numbers that begin so, or business-scoped ids of that country. */
export async function selectBeginningsOfNames(
  client: Client,
  { text, values }: Compiled,
): Promise<{ readonly beginning: string; readonly people: number }[]> {
  await client.query(`set local work_mem = '64MB'`) // sets of up to all contacts must fit into memory
  const { rows } = await client.query<{ beginning: string; people: number }>(
    `select coalesce(left(n.value, case n.kind when 'phone' then ${PREFIX_DIGITS} else 3 end), '') as beginning, count(*)::float8 as people
     from contacts k left join lateral ${addressOf('$1', 'k.id')} n on true
     where k.tenant_id = $1 and k.kind = 'person' and (${text}) group by 1`,
    [...values],
  )
  return rows
}

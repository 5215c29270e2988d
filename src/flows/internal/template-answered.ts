import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { SaidRow } from './turns-sql.ts'

/** The name of the template that one of these answers; null: none of them does. Uses the unique key (tenant_id, channel_id, wamid). */
export async function templateAnswered(
  client: Client,
  tenant: TenantId,
  channel: string,
  said: readonly Pick<SaidRow, 'context'>[],
): Promise<string | null> {
  const wamids = said.flatMap(({ context }) => (typeof context?.['id'] === 'string' ? [context['id']] : []))
  if (wamids.length === 0) return null
  const { rows } = await client.query<{ name: string | null }>({
    name: 'flow_template_answered',
    text: `select content #>> '{template,name}' as name from messages
      where tenant_id = $1 and channel_id = $2 and wamid = any($3::text[]) and type = 'template' order by id desc limit 1`,
    values: [tenant, channel, wamids],
  })
  return rows[0]?.name ?? null
}

import { z } from 'zod'
import { newId } from '#platform/ids.ts'
import type { Database } from '#platform/db/database.ts'
import { tenantId, type TenantId } from '#platform/db/tenant-id.ts'
import { job } from '#platform/jobs.ts'
import type { Secret } from '#platform/secrets.ts'
import type { Graph } from '#whatsapp/graph.ts'
import type { JsonObject } from '#whatsapp/facts.ts'

export const pullTemplatesJob = job({
  name: 'templates.pull',
  payload: z.object({ tenant: z.uuid(), channel: z.uuid() }),
  timeoutMs: 120_000,
  attemptsMax: 10,
  concurrency: 2,
  keyOf: ({ channel }) => channel,
})

/** Fetches all templates of the channel's WABA from Meta; what Meta no longer lists is gone here too. */
export async function pullTemplates(
  parts: {
    readonly database: Database
    readonly graph: Graph
    readonly tokenOf: (tenant: TenantId, channel: string) => Promise<Secret | null>
  },
  payload: z.infer<typeof pullTemplatesJob.payload>,
): Promise<void> {
  const tenant = tenantId(payload.tenant)
  const token = await parts.tokenOf(tenant, payload.channel)
  if (token === null) return
  const wabaId = await parts.database.inTenant(tenant, async (client) => {
    const { rows } = await client.query<{ waba_id: string }>(
      'select waba_id from channels where tenant_id = $1 and id = $2',
      [tenant, payload.channel],
    )
    return rows[0]?.waba_id
  })
  if (wabaId === undefined) return
  const found: JsonObject[] = []
  for await (const template of parts.graph.listTemplates(token, wabaId)) found.push(template)
  const rows = distinct(found).map((template) => ({
    id: newId(),
    meta_template_id: textOf(template['id']),
    name: textOf(template['name']),
    language: textOf(template['language']),
    category: textOf(template['category']),
    status: textOf(template['status']),
    parameter_format: textOf(template['parameter_format'] ?? 'POSITIONAL'),
    components: template['components'] ?? [],
  }))
  await parts.database.inTenant(tenant, async (client) => {
    await client.query(
      `with pulled as (select * from json_to_recordset($3) as r (id uuid, meta_template_id text, name text, language text, category text,
          status text, parameter_format text, components jsonb)),
        gone as (delete from templates t where t.tenant_id = $1 and t.waba_id = $2
          and not exists (select 1 from pulled p where p.name = t.name and p.language = t.language))
       insert into templates as t (tenant_id, id, waba_id, meta_template_id, name, language, category, status, parameter_format, components)
       select $1, id, $2, meta_template_id, name, language, category, status, parameter_format, components from pulled
       on conflict (tenant_id, waba_id, name, language) do update set meta_template_id = excluded.meta_template_id,
         category = excluded.category, status = excluded.status, parameter_format = excluded.parameter_format,
         components = excluded.components, pulled_at = now()`,
      [tenant, wabaId, JSON.stringify(rows)],
    )
  })
}

/** A template that moved to a later page while we turned them comes twice; one statement can store it only once. */
const distinct = (templates: readonly JsonObject[]): JsonObject[] => [
  ...new Map(templates.map((one) => [`${textOf(one['name'])} ${textOf(one['language'])}`, one])).values(),
]

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : ''

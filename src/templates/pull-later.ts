import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { JobQueue } from '#platform/jobs.ts'
import type { UpdateFact } from '#whatsapp/facts.ts'
import { pullTemplatesJob } from './pull-templates.ts'

/** Meta's webhook fields that say that a template is not what it was. They tell parts of it; a pull tells all. */
const FIELDS: ReadonlySet<string> = new Set([
  'message_template_status_update',
  'message_template_quality_update',
  'message_template_components_update',
  'template_category_update',
  'template_correct_category_detection',
])

/** Queues a pull for every WABA whose templates these updates speak of. */
export async function pullLater(
  client: Client,
  tenant: TenantId,
  updates: readonly UpdateFact[],
  jobs: Pick<JobQueue, 'enqueue'>,
): Promise<void> {
  const wabas = new Set(updates.filter(({ field }) => FIELDS.has(field)).map(({ wabaId }) => wabaId))
  if (wabas.size === 0) return
  const { rows } = await client.query<{ channel: string }>(
    `select distinct on (waba_id) id as channel from channels where tenant_id = $1 and waba_id = any($2) order by waba_id, id`,
    [tenant, [...wabas]],
  )
  await jobs.enqueue(
    client,
    pullTemplatesJob,
    rows.map(({ channel }) => ({ tenant, channel })),
  )
}

import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { JsonObject } from '#whatsapp/facts.ts'

export type StoredTemplate = {
  readonly id: string
  readonly name: string
  readonly language: string
  readonly category: string
  readonly status: string
  readonly components: readonly JsonObject[]
}

const COLUMNS = 'id, name, language, category, status, components'

/** The template as Meta last described it to us; null if the WABA has none of this name in this language. */
export async function findTemplate(
  client: Client,
  tenant: TenantId,
  wabaId: string,
  name: string,
  language: string,
): Promise<StoredTemplate | null> {
  const { rows } = await client.query<StoredTemplate>(
    `select ${COLUMNS} from templates where tenant_id = $1 and waba_id = $2 and name = $3 and language = $4`,
    [tenant, wabaId, name, language],
  )
  return rows[0] ?? null
}

/** Those of the channel's WABA; null if there is no such channel. */
export async function listTemplates(
  client: Client,
  tenant: TenantId,
  channel: string,
): Promise<StoredTemplate[] | null> {
  const { rows: channels } = await client.query<{ waba_id: string }>(
    'select waba_id from channels where tenant_id = $1 and id = $2',
    [tenant, channel],
  )
  if (channels[0] === undefined) return null
  const { rows } = await client.query<StoredTemplate>(
    `select ${COLUMNS} from templates where tenant_id = $1 and waba_id = $2 order by name, language limit 1000`,
    [tenant, channels[0].waba_id],
  )
  return rows
}

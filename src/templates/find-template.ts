import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { JsonObject } from '#whatsapp/facts.ts'

export type StoredTemplate = {
  readonly id: string
  readonly name: string
  readonly language: string
  readonly category: string
  readonly status: string
  readonly subCategory: string | null
  /** Meta's `message_send_ttl_seconds`; null: as long as is usual. */
  readonly ttlSeconds: number | null
  readonly components: readonly JsonObject[]
}

/** Those of this name in these languages, as Meta last described them to us. */
export async function findTemplates(
  client: Client,
  tenant: TenantId,
  wabaId: string,
  name: string,
  languages: readonly string[],
): Promise<StoredTemplate[]> {
  const { rows } = await client.query<StoredTemplate>(
    `select id, name, language, category, status, sub_category as "subCategory", ttl_seconds as "ttlSeconds", components
     from templates where tenant_id = $1 and waba_id = $2 and name = $3 and language = any($4)`,
    [tenant, wabaId, name, languages],
  )
  return rows
}

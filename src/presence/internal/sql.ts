import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'

/** The conversation's id, or that of the one it was merged into; null: there is none. */
export async function selectConversation(
  client: Client,
  tenant: TenantId,
  id: string,
): Promise<string | null> {
  const { rows } = await client.query<{ id: string }>({
    name: 'presence_conversation',
    text: `select id from conversations where tenant_id = $1 and id in
      ($2, (select into_id from conversation_merges where tenant_id = $1 and from_id = $2))`,
    values: [tenant, id],
  })
  return rows[0]?.id ?? null
}

import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { QuickReply } from '../shapes.ts'

export type QuickReplyRow = QuickReply & { readonly shortcutKey: string }

/** By shortcut; uses the unique key. There are at most `QUICK_REPLIES_MAX`. */
export async function selectQuickReplies(client: Client, tenant: TenantId): Promise<QuickReplyRow[]> {
  const { rows } = await client.query<QuickReplyRow>(
    `select id, shortcut, shortcut_key as "shortcutKey", text from quick_replies where tenant_id = $1
     order by shortcut_key collate "C"`,
    [tenant],
  )
  return rows
}

export async function putQuickReply(
  client: Client,
  tenant: TenantId,
  { id, shortcut, shortcutKey, text }: QuickReplyRow,
): Promise<void> {
  await client.query(
    `insert into quick_replies (tenant_id, id, shortcut, shortcut_key, text) values ($1, $2, $3, $4, $5)
     on conflict (tenant_id, id) do update set shortcut = excluded.shortcut, shortcut_key = excluded.shortcut_key,
       text = excluded.text`,
    [tenant, id, shortcut, shortcutKey, text],
  )
}

/** Its shortcut; null: there is no such quick reply. */
export async function removeQuickReply(client: Client, tenant: TenantId, id: string): Promise<string | null> {
  const { rows } = await client.query<{ shortcut: string }>(
    'delete from quick_replies where tenant_id = $1 and id = $2 returning shortcut',
    [tenant, id],
  )
  return rows[0]?.shortcut ?? null
}

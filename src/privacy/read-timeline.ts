import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { selectTimeline } from './internal/timeline-sql.ts'
import type { TimelineItem } from './shapes.ts'

/** A place between two things; of things from one moment the greater key comes first. */
export type TimelinePlace = { readonly at: number; readonly key: string }

/**
 * All that happened with one contact, newest first, in one order: what was said as one line a day and conversation, the rest one
 * by one. null: there is no such contact.
 */
export async function readTimeline(
  client: Client,
  tenant: TenantId,
  contact: string,
  page: { readonly before: TimelinePlace | null; readonly limit: number },
): Promise<readonly TimelineItem[] | null> {
  const { rows } = await client.query<{ conversations: string[] }>(
    `select coalesce((select array_agg(v.id) from conversations v where v.tenant_id = $1 and v.contact_id = $2), '{}')::text[] as conversations
     from contacts where tenant_id = $1 and id = $2`,
    [tenant, contact],
  )
  const [found] = rows
  return found === undefined ? null : selectTimeline(client, tenant, contact, found.conversations, page)
}

/** What somebody else's transaction wants to keep as it is for a moment. */
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import {
  holdLabels,
  holdMembers,
  holdTeam,
  lockConversation,
  selectLabelIds,
  type Standing,
} from './internal/inbox-sql.ts'

export type Held = Standing & { readonly labelIds: readonly string[] }

/** The conversation, or the one that it was merged into, locked until the end of the transaction; null: there is none. */
export async function holdConversation(client: Client, tenant: TenantId, id: string): Promise<Held | null> {
  const standing = await lockConversation(client, tenant, id)
  return standing === null
    ? null
    : { ...standing, labelIds: await selectLabelIds(client, tenant, standing.id) }
}

export type Named = {
  readonly labels?: readonly string[]
  readonly members?: readonly string[]
  readonly teams?: readonly string[]
}

/** What of this the business does not have; null: it has all, until the end of the transaction. */
export async function whatIsMissing(
  client: Client,
  tenant: TenantId,
  { labels = [], members = [], teams = [] }: Named,
): Promise<'label' | 'member' | 'team' | null> {
  if (members.length > 0 && (await holdMembers(client, tenant, members)).size < new Set(members).size)
    return 'member'
  for (const team of teams) if (!(await holdTeam(client, tenant, team))) return 'team'
  if (labels.length > 0 && (await holdLabels(client, tenant, labels)).size < new Set(labels).size)
    return 'label'
  return null
}

/** Those of the ids that the business has; nobody can take them away until the end of the transaction. */
export { holdLabels, holdMembers }

import type { Client, Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'
import { compileTree } from './compile.ts'
import { parseTree, type Tree } from './conditions.ts'
import { selectMembers } from './internal/sql.ts'
import type { Segment } from './shapes.ts'

/** The tree of a saved segment. It was checked when it was saved; what an older program saved and this one does not know is a fault. */
export function treeOf({ tree }: Pick<Segment, 'tree'>): Tree {
  const parsed = parseTree(tree)
  if (!parsed.ok) throw new Error(`a saved segment cannot be read: ${parsed.errors[0]?.path}`)
  return parsed.tree
}

/** The next contacts of a segment after one of them, by id: everybody who stays in it is met exactly once, however long it takes. */
export const nextMembers = async (
  client: Client,
  tenant: TenantId,
  tree: Tree,
  place: { readonly from: 'newest' | 'oldest'; readonly afterId: string | null; readonly limit: number },
  now: Instant,
): Promise<readonly string[]> => selectMembers(client, compileTree(tree, tenant, now), place)

/**
 * Everybody in a segment, batch by batch, each read in a short transaction of its own. Who enters or leaves it meanwhile may or
 * may not be met; days are counted from `now`, which stays the same, so that a long walk asks one question.
 */
export async function* walkMembers(
  database: Database,
  tenant: TenantId,
  tree: Tree,
  now: Instant,
  batchMax = 500,
): AsyncGenerator<readonly string[]> {
  let afterId: string | null = null
  for (;;) {
    const place = { from: 'oldest', afterId, limit: batchMax } as const
    const batch: readonly string[] = await database.inTenant(tenant, async (client) =>
      nextMembers(client, tenant, tree, place, now),
    )
    if (batch.length > 0) yield batch
    if (batch.length < batchMax) return
    afterId = batch.at(-1) ?? null
  }
}

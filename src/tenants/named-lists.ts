/** Short lists of things that a business gives names to: labels, teams, quick replies, macros, saved views, segments, stages. */
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { ProblemBody } from '#platform/problem.ts'

/** What became of the wish to have something in such a list, new or changed. */
export type ListResult<Item, Because extends string> =
  | { readonly ok: true; readonly item: Item; readonly isChanged: boolean }
  | ListRefusal<Because>
export type ListRefusal<Because extends string> = {
  readonly ok: false
  readonly because: Because | 'not_found'
  /** Where in the wish. */
  readonly errors?: ProblemBody['errors']
}

/** Two names that differ in nothing but case are one. */
export const keyOfName = (name: string): string => name.normalize('NFKC').toLowerCase()

type Named = { readonly name: string }
const collator = new Intl.Collator('en', { numeric: true })
export const byName = (a: Named, b: Named): number => collator.compare(a.name, b.name)

/** Whoever changes such a list takes turns, so that two names cannot become one and the list cannot outgrow its limit. */
export async function lockList(
  client: Client,
  tenant: TenantId,
  list: 'labels' | 'teams' | 'quick_replies' | 'macros' | 'saved_views' | 'segments',
): Promise<void> {
  await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`${list}:${tenant}`])
}

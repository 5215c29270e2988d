/** Keeps the cases of conversations what their messages and statuses make them. Repeating it changes nothing. */
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'
import { putCases, removeCases, selectCases } from './internal/cases-sql.ts'
import { hasTargets, type Settings } from './read-settings.ts'
import { workOutCase } from './work-out-case.ts'

/**
 * Of these conversations; some of them begin a case with a message of this moment. Returns those whose promise is another now,
 * for listeners. Needs the relay's lock.
 */
export async function keepCases(
  client: Client,
  tenant: TenantId,
  { hours, targets }: Pick<Settings, 'hours' | 'targets'>,
  touched: ReadonlyMap<string, Instant | null>,
  now: Instant,
): Promise<string[]> {
  if (touched.size === 0) return []
  const wanted = [...touched].map(([conversation, openedAt]) => ({ conversation, openedAt }))
  const rows = await selectCases(client, tenant, wanted)
  const isOver = (row: (typeof rows)[number]): boolean => row.isOver || !hasTargets(targets)
  const over = rows.filter((row) => row.isKept && isOver(row))
  const kept = rows
    .filter((row) => !isOver(row))
    .map((row) => ({ row, state: workOutCase(hours, targets, row.facts, now) }))
  const isPromisedAnew = ({ row, state: { promised } }: (typeof kept)[number]): boolean =>
    row.which !== (promised?.which ?? null) ||
    row.dueAt !== (promised?.dueAt ?? null) ||
    row.warnAt !== (promised?.warnAt ?? null)
  const changed = kept.filter(
    (one) => isPromisedAnew(one) || !one.row.isKept || one.state.pausedSince !== one.row.facts.pausedSince,
  )
  await putCases(client, tenant, changed)
  await removeCases(
    client,
    tenant,
    over.map(({ conversation }) => conversation),
  )
  return [
    ...changed.filter(isPromisedAnew).map(({ row }) => row.conversation),
    ...over.filter(({ dueAt }) => dueAt !== null).map(({ conversation }) => conversation),
  ]
}

/** What customers thought of how they were served. */
import { recordAudit } from '#audit/record-audit.ts'
import { csvLine, UTF8_MARK } from '#platform/csv.ts'
import type { Client, Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { after, DAY_MS, type Instant } from '#platform/time.ts'
import type { Actor } from '#tenants/access.ts'
import { selectRatings, selectSummary, type RatingFilter, type RatingRow } from './internal/csat-sql.ts'
import type { Rating, RatingSummary } from './shapes.ts'

const PAGE_ROWS = 500

export async function listRatings(client: Client, tenant: TenantId, filter: RatingFilter): Promise<Rating[]> {
  return (await selectRatings(client, tenant, filter)).map(ratingShape)
}

const ratingShape = (row: RatingRow): Rating => ({
  id: row.id,
  conversationId: row.conversation_id,
  contact: { id: row.contact_id, displayName: row.name, phone: row.phone },
  rating: row.rating,
  comment: row.comment,
  ratedAt: row.rated_ms,
  resolvedAt: row.resolved_ms,
  agent: row.assignee_id === null ? null : { id: row.assignee_id, name: row.agent_name },
})

/** Of those who were asked within the last days. */
export async function summariseRatings(
  client: Client,
  tenant: TenantId,
  days: number,
  now: Instant,
): Promise<RatingSummary> {
  const { asked, groups } = await selectSummary(client, tenant, after(now, -days * DAY_MS))
  const counts = [1, 2, 3, 4, 5].map((rating) => sum(groups.filter((group) => group.rating === rating)))
  const agents = [...Map.groupBy(groups, ({ agent }) => agent)].map(([id, theirs]) => ({
    id,
    name: theirs[0]?.name ?? null,
    rated: sum(theirs),
    average: average(theirs) ?? 0,
  }))
  return {
    days,
    asked,
    rated: sum(groups),
    average: average(groups),
    counts,
    agents: agents.toSorted((a, b) => b.rated - a.rated),
  }
}

type Group = { readonly rating: number; readonly count: number }
const sum = (groups: readonly Group[]): number => groups.reduce((total, { count }) => total + count, 0)

/** To two places. */
function average(groups: readonly Group[]): number | null {
  const count = sum(groups)
  if (count === 0) return null
  const total = groups.reduce((all, group) => all + group.rating * group.count, 0)
  return Math.round((total / count) * 100) / 100
}

/** The lines of a CSV file, read page by page. That it was taken is in the audit log before the first line. */
export async function* exportRatings(
  database: Database,
  tenant: TenantId,
  actor: Actor,
  filter: Pick<RatingFilter, 'contact' | 'agent' | 'rating'>,
): AsyncGenerator<string> {
  await database.inTenant(tenant, async (client) =>
    recordAudit(client, tenant, actor, {
      action: 'csat.exported',
      subject: { kind: 'tenant', id: tenant },
      details: { ...filter },
    }),
  )
  yield `${UTF8_MARK}${csvLine(['Rated at', 'Rating', 'Comment', 'Name', 'Phone', 'Agent', 'Resolved at', 'Conversation'])}`
  let place: RatingFilter['after'] = null
  for (;;) {
    const page: RatingFilter = { ...filter, after: place, limit: PAGE_ROWS }
    const rows = await database.inTenant(tenant, async (client) => selectRatings(client, tenant, page))
    if (rows.length > 0) yield rows.map(lineOf).join('')
    const last = rows.at(-1)
    if (last === undefined || rows.length < PAGE_ROWS) return
    place = { at: last.rated_ms, id: last.id }
  }
}

const lineOf = (row: RatingRow): string =>
  csvLine([
    ...[new Date(row.rated_ms).toISOString(), row.rating, row.comment, row.name, row.phone, row.agent_name],
    ...[new Date(row.resolved_ms).toISOString(), row.conversation_id],
  ])

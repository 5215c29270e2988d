/** Sequences as they are shown: what they say, and the books of everybody who came in. */
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'
import { findProblems } from './check-sequence.ts'
import { countEnrolments, countNext, countSteps, type BookLine } from './internal/books-sql.ts'
import { selectSequence, selectSequences, type SequenceRow } from './internal/sequences-sql.ts'
import type { Books, Sequence, SequencePage } from './shapes.ts'

const PAGE = 30

export async function listSequences(
  client: Client,
  tenant: TenantId,
  before: string | null,
  now: Instant,
): Promise<SequencePage> {
  const rows = await selectSequences(client, tenant, { before, limit: PAGE + 1 })
  const page = rows.slice(0, PAGE)
  const lines = await countEnrolments(
    client,
    tenant,
    page.map(({ id }) => id),
  )
  const items: Sequence[] = []
  for (const row of page) {
    const problems = row.state === 'on' ? await findProblems(client, tenant, row, now) : []
    items.push({
      ...shown(row),
      books: booksOf(lines.filter(({ sequence }) => sequence === row.id)),
      problems,
    })
  }
  return { items, next: rows.length > PAGE ? (page.at(-1)?.id ?? null) : null }
}

/** null: there is none. */
export async function findSequence(
  client: Client,
  tenant: TenantId,
  id: string,
  now: Instant,
): Promise<Sequence | null> {
  const row = await selectSequence(client, tenant, id)
  if (row === null || row.state === 'deleted') return null
  const done = await countSteps(client, tenant, id)
  const next = await countNext(client, tenant, id)
  return {
    ...shown(row),
    books: booksOf(await countEnrolments(client, tenant, [id])),
    problems: await findProblems(client, tenant, row, now),
    steps: row.definition.steps.map((step) => {
      const lines = done.filter((line) => line.step === step.id)
      const sent = lines.find(({ reason }) => reason === null)
      return {
        id: step.id,
        waiting: next.get(step.id) ?? 0,
        sent: sent?.count ?? 0,
        delivered: sent?.delivered ?? 0,
        read: sent?.read ?? 0,
        skippedBy: lines.flatMap(({ reason, count }) => (reason === null ? [] : [{ reason, count }])),
      }
    }),
  }
}

const NO_BOOKS: Books = { enrolled: 0, waiting: 0, finished: 0, left: 0, leftBy: [] }

function shown(row: SequenceRow): Sequence {
  const { state } = row
  return {
    id: row.id,
    name: row.name,
    channelId: row.channelId,
    state: state === 'deleted' ? 'off' : state,
    definition: row.definition,
    createdBy: row.createdBy,
    createdAt: row.createdAt,
    changedAt: row.changedAt,
    turnedOnAt: row.turnedOnAt,
    books: NO_BOOKS,
    problems: [],
    steps: [],
  }
}

function booksOf(lines: readonly BookLine[]): Books {
  const of = (state: BookLine['state']): number =>
    lines.reduce((sum, line) => sum + (line.state === state ? line.count : 0), 0)
  return {
    enrolled: lines.reduce((sum, { count }) => sum + count, 0),
    waiting: of('waiting'),
    finished: of('finished'),
    left: of('left'),
    leftBy: lines.flatMap(({ reason, count }) =>
      reason === null ? [] : [{ ...partsOfReason(reason), count }],
    ),
  }
}

/** `event:order_placed` is the reason `event` with the detail `order_placed`. */
export function partsOfReason(reason: string): { readonly reason: string; readonly detail: string | null } {
  const at = reason.indexOf(':')
  return at < 0 ? { reason, detail: null } : { reason: reason.slice(0, at), detail: reason.slice(at + 1) }
}

import { uuidArray } from '#platform/db/arrays.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { EnrolmentState } from '../shapes.ts'

export type BookLine = {
  readonly sequence: string
  readonly state: EnrolmentState
  readonly reason: string | null
  readonly count: number
}

/** Everybody who ever came in, by what became of them: one look, so the lines belong together. Uses sequence_enrolments_books. */
export async function countEnrolments(
  client: Client,
  tenant: TenantId,
  sequences: readonly string[],
): Promise<BookLine[]> {
  const { rows } = await client.query<BookLine>(
    `select sequence_id as sequence, state, reason, count(*)::int as count from sequence_enrolments
     where tenant_id = $1 and sequence_id = any($2::uuid[]) group by 1, 2, 3 order by 4 desc, 3`,
    [tenant, uuidArray(sequences)],
  )
  return rows
}

export type StepLine = {
  readonly step: string
  readonly reason: string | null
  readonly count: number
  readonly delivered: number
  readonly read: number
}

/** What was said at each step and how far it got, and what was left out. */
export async function countSteps(client: Client, tenant: TenantId, sequence: string): Promise<StepLine[]> {
  const { rows } = await client.query<StepLine>(
    `select t.step, t.reason, count(*)::int as count, count(*) filter (where m.status_rank >= 2)::int as delivered,
       count(*) filter (where m.status_rank >= 3)::int as read
     from sequence_steps t left join messages m on m.tenant_id = $1 and m.id = t.send_id
     where t.tenant_id = $1 and t.sequence_id = $2 group by 1, 2 order by 3 desc, 2`,
    [tenant, sequence],
  )
  return rows
}

/** How many wait for each step. */
export async function countNext(
  client: Client,
  tenant: TenantId,
  sequence: string,
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await client.query<{ step: string; count: number }>(
    `select step, count(*)::int as count from sequence_enrolments where tenant_id = $1 and sequence_id = $2 and state = 'waiting' group by 1`,
    [tenant, sequence],
  )
  return new Map(rows.map(({ step, count }) => [step, count]))
}

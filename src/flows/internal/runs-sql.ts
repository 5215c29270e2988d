/** Customers' ways through flows. */
import { textArray, uuidArray } from '#platform/db/arrays.ts'
import type { Client } from '#platform/db/database.ts'
import { millisecondsOf } from '#platform/db/sql-text.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { instant, type Instant } from '#platform/time.ts'
import type { FlowState, Place } from '../engine/flow-state.ts'

export type Run = {
  readonly id: string
  readonly conversation: string
  readonly state: FlowState
  /** Rows of its log. */
  readonly steps: number
  readonly beganAt: Instant
}

type RunRow = Omit<Run, 'beganAt'> & { readonly began: number }

const COLUMNS = `r.id, r.conversation_id as conversation, r.state, r.steps, ${millisecondsOf('r.began_at')} as began`
const runOf = ({ began, ...rest }: RunRow): Run => ({ ...rest, beganAt: instant(Math.round(began)) })

/** The one that waits for something in this conversation, locked; null: none does. */
export async function lockRun(client: Client, tenant: TenantId, conversation: string): Promise<Run | null> {
  const { rows } = await client.query<RunRow>({
    name: 'lock_flow_run',
    text: `select ${COLUMNS} from flow_runs r where r.tenant_id = $1 and r.conversation_id = $2 and r.outcome is null for no key update`,
    values: [tenant, conversation],
  })
  return rows[0] === undefined ? null : runOf(rows[0])
}

/** Conversations whose run goes on by itself now. */
export async function findDueRuns(
  client: Client,
  tenant: TenantId,
  now: Instant,
  limit: number,
): Promise<string[]> {
  const { rows } = await client.query<{ conversation: string }>({
    name: 'flow_runs_due',
    text: `select conversation_id as conversation from flow_runs where tenant_id = $1 and outcome is null and due_at <= $2
      order by due_at limit $3 for update skip locked`,
    values: [tenant, new Date(now), limit],
  })
  return rows.map(({ conversation }) => conversation)
}

export async function insertRun(client: Client, tenant: TenantId, run: Run, now: Instant): Promise<void> {
  const { id, conversation, state, steps } = run
  await client.query({
    name: 'insert_flow_run',
    text: `insert into flow_runs (tenant_id, id, conversation_id, flow_id, version, state, outcome, due_at, steps, began_at, ended_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    values: [
      ...[tenant, id, conversation, state.place.flow, state.place.version],
      ...[JSON.stringify(state), state.outcome, dueOf(state), steps, new Date(now)],
      state.outcome === null ? null : new Date(now),
    ],
  })
}

export async function updateRun(
  client: Client,
  tenant: TenantId,
  { id, state, steps }: Pick<Run, 'id' | 'state' | 'steps'>,
  now: Instant,
): Promise<void> {
  await client.query({
    name: 'update_flow_run',
    text: `update flow_runs set state = $3, outcome = $4, due_at = $5, steps = $6, ended_at = $7 where tenant_id = $1 and id = $2`,
    values: [
      ...[tenant, id, JSON.stringify(state), state.outcome, dueOf(state), steps],
      state.outcome === null ? null : new Date(now),
    ],
  })
}

/** Of a conversation that is not there any more. */
export async function endLostRun(
  client: Client,
  tenant: TenantId,
  conversation: string,
  now: Instant,
): Promise<void> {
  await client.query(
    `update flow_runs set outcome = 'stopped', due_at = null, ended_at = $3 where tenant_id = $1 and conversation_id = $2 and outcome is null`,
    [tenant, conversation, new Date(now)],
  )
}

const dueOf = ({ waiting }: FlowState): Date | null =>
  waiting === null || waiting.dueAt === null ? null : new Date(waiting.dueAt)

export async function insertLog(
  client: Client,
  tenant: TenantId,
  { id, conversation }: Pick<Run, 'id' | 'conversation'>,
  { step, event, at }: { readonly step: number; readonly event: unknown; readonly at: Instant },
): Promise<void> {
  await client.query({
    name: 'insert_flow_log',
    text: 'insert into flow_log (tenant_id, run_id, step, conversation_id, event, at) values ($1, $2, $3, $4, $5, $6)',
    values: [tenant, id, step, conversation, JSON.stringify(event), new Date(at)],
  })
}

export async function insertVisits(
  client: Client,
  tenant: TenantId,
  { id, conversation }: Pick<Run, 'id' | 'conversation'>,
  entered: readonly Place[],
  at: Instant,
): Promise<void> {
  if (entered.length === 0) return
  await client.query({
    name: 'insert_flow_visits',
    text: `insert into flow_visits (tenant_id, flow_id, version, node, run_id, conversation_id, at)
      select $1, n.flow, n.version, n.node, $2, $7, $6 from unnest($3::uuid[], $4::int[], $5::text[]) as n (flow, version, node)
      on conflict do nothing`,
    values: [
      ...[tenant, id, uuidArray(entered.map(({ flow }) => flow))],
      entered.map(({ version }) => version),
      textArray(entered.map(({ node }) => node)),
      ...[new Date(at), conversation],
    ],
  })
}

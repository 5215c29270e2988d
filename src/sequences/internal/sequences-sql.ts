import type { Pool } from 'pg'
import { uuidArray } from '#platform/db/arrays.ts'
import type { Client } from '#platform/db/database.ts'
import { wholeMillisecondsOf } from '#platform/db/sql-text.ts'
import { tenantId, type TenantId } from '#platform/db/tenant-id.ts'
import { isId } from '#platform/ids.ts'
import type { Instant } from '#platform/time.ts'
import type { Definition, SequenceState } from '../shapes.ts'

/** A sequence as it is kept. */
export type SequenceRow = {
  readonly id: string
  readonly channelId: string
  readonly name: string
  readonly state: SequenceState | 'deleted'
  readonly definition: Definition
  readonly createdBy: string
  readonly createdAt: number
  readonly changedAt: number
  readonly turnedOnAt: number | null
}

const COLUMNS = `s.id, s.channel_id as "channelId", s.name, s.state, s.definition, s.created_by as "createdBy",
  ${wholeMillisecondsOf('s.created_at')} as "createdAt", ${wholeMillisecondsOf('s.changed_at')} as "changedAt",
  case when s.turned_on_at is not null then ${wholeMillisecondsOf('s.turned_on_at')} end as "turnedOnAt"`

/**
 * `update`: for whoever changes it; `share`: for whoever lets people in or takes them on, who thereby stand before or after the change, but
 * not in the middle of it.
 */
const LOCKS = { none: '', share: 'for share', update: 'for no key update' } as const

/** Deleted ones too, which are on their way out. */
export async function selectSequence(
  client: Client,
  tenant: TenantId,
  id: string,
  lock: keyof typeof LOCKS = 'none',
): Promise<SequenceRow | null> {
  if (!isId(id)) return null
  const { rows } = await client.query<SequenceRow>(
    `select ${COLUMNS} from sequences s where s.tenant_id = $1 and s.id = $2 ${LOCKS[lock]}`,
    [tenant, id],
  )
  return rows[0] ?? null
}

/** The newest first: ids rise with time. */
export async function selectSequences(
  client: Client,
  tenant: TenantId,
  page: { readonly before: string | null; readonly limit: number },
): Promise<SequenceRow[]> {
  const { rows } = await client.query<SequenceRow>(
    `select ${COLUMNS} from sequences s where s.tenant_id = $1 and s.state <> 'deleted' and ($2::uuid is null or s.id < $2)
     order by s.id desc limit $3`,
    [tenant, page.before, page.limit],
  )
  return rows
}

/** Those that are on and that this event brings people into, or ends: `isTrigger`. Held as they are until the end of the transaction. */
export async function lockTouchedBy(client: Client, tenant: TenantId, event: string): Promise<SequenceRow[]> {
  const { rows } = await client.query<SequenceRow>(
    `select ${COLUMNS} from sequences s where s.tenant_id = $1 and s.state = 'on'
       and (s.event = $2 or s.definition #> '{exits,events}' ? $2) order by s.id for share`,
    [tenant, event],
  )
  return rows
}

export async function insertSequence(
  client: Client,
  tenant: TenantId,
  sequence: Pick<SequenceRow, 'id' | 'channelId' | 'name' | 'definition' | 'createdBy'>,
  now: Instant,
): Promise<void> {
  const { id, channelId, name, definition, createdBy } = sequence
  await client.query(
    `insert into sequences (tenant_id, id, channel_id, name, state, definition, created_by, created_at, changed_at)
     values ($1, $2, $3, $4, 'draft', $5, $6, $7, $7)`,
    [tenant, id, channelId, name, JSON.stringify(definition), createdBy, new Date(now)],
  )
}

export type SequenceChange = {
  readonly [field in 'name' | 'channelId' | 'definition' | 'state']?: SequenceRow[field] | undefined
}

/** Whatever is left out stays. */
export async function updateSequence(
  client: Client,
  tenant: TenantId,
  id: string,
  { name, channelId, definition, state }: SequenceChange,
  now: Instant,
): Promise<void> {
  await client.query(
    `update sequences set name = coalesce($3, name), channel_id = coalesce($4, channel_id), definition = coalesce($5, definition),
       state = coalesce($6, state), changed_at = $7, turned_on_at = case when $6 = 'on' then $7 else turned_on_at end
     where tenant_id = $1 and id = $2`,
    [
      ...[tenant, id, name ?? null, channelId ?? null],
      ...[definition === undefined ? null : JSON.stringify(definition), state ?? null, new Date(now)],
    ],
  )
}

export async function removeSequence(client: Client, tenant: TenantId, id: string): Promise<void> {
  await client.query('delete from sequences where tenant_id = $1 and id = $2', [tenant, id])
}

/** Those of the ids that are labels of this business. */
export async function selectLabels(
  client: Client,
  tenant: TenantId,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const { rows } = await client.query<{ id: string }>(
    'select id from labels where tenant_id = $1 and id = any($2::uuid[])',
    [tenant, uuidArray(ids.filter(isId))],
  )
  return new Set(rows.map(({ id }) => id))
}

/** Somebody looks at this sequence at that moment, or sooner if that was wished for already. */
export async function wakeAt(client: Client, tenant: TenantId, id: string, at: Instant): Promise<void> {
  await client.query(
    `insert into sequence_alarms as a (tenant_id, sequence_id, due_at) values ($1, $2, $3)
     on conflict (tenant_id, sequence_id) do update set due_at = least(a.due_at, excluded.due_at)`,
    [tenant, id, new Date(at)],
  )
}

/**
 * The alarm is put to when the next one comes due; where nobody waits, or nothing goes on, there is none. The alarm's row is locked before it
 * is looked who waits: whoever comes in has been seen, or finds the row after us and puts it forward.
 * @param again when to look for those who were due and could not be taken on
 */
export async function settleAlarm(
  client: Client,
  tenant: TenantId,
  id: string,
  again: Instant,
): Promise<void> {
  await client.query('select 1 from sequence_alarms where tenant_id = $1 and sequence_id = $2 for update', [
    tenant,
    id,
  ])
  const { rows } = await client.query<{ due: Date }>(
    `select greatest(e.due_at, $3) as due from sequence_enrolments e where e.tenant_id = $1 and e.sequence_id = $2 and e.state = 'waiting'
       and exists (select from sequences s where s.tenant_id = $1 and s.id = $2 and s.state = 'on') order by e.due_at limit 1`,
    [tenant, id, new Date(again)],
  )
  const [row] = rows
  if (row === undefined)
    await client.query('delete from sequence_alarms where tenant_id = $1 and sequence_id = $2', [tenant, id])
  else
    await client.query('update sequence_alarms set due_at = $3 where tenant_id = $1 and sequence_id = $2', [
      ...[tenant, id, row.due],
    ])
}

/** Alarms that are due, of all tenants, each put off so that nobody else takes it up while somebody is at it. */
export async function takeAlarms(
  pool: Pool,
  { now, until, limit }: { readonly now: Instant; readonly until: Instant; readonly limit: number },
): Promise<{ readonly tenant: TenantId; readonly sequence: string }[]> {
  const { rows } = await pool.query<{ tenant_id: string; sequence_id: string }>(
    `update sequence_alarms a set due_at = $2 from (
       select tenant_id, sequence_id from sequence_alarms where due_at <= $1 order by due_at limit $3 for update skip locked) d
     where a.tenant_id = d.tenant_id and a.sequence_id = d.sequence_id returning a.tenant_id, a.sequence_id`,
    [new Date(now), new Date(until), limit],
  )
  return rows.map((row) => ({ tenant: tenantId(row.tenant_id), sequence: row.sequence_id }))
}

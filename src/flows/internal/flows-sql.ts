import type { Client } from '#platform/db/database.ts'
import { wholeMillisecondsOf } from '#platform/db/sql-text.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { isId } from '#platform/ids.ts'
import type { Instant } from '#platform/time.ts'
import type { FlowDefinition } from '../definition.ts'
import type { PublishedFlow } from '../engine/flow-state.ts'

/** A flow as it is kept. */
export type FlowRow = {
  readonly id: string
  readonly name: string
  readonly isOn: boolean
  readonly draft: FlowDefinition
  /** null: it was never published. */
  readonly version: number | null
  readonly createdBy: string
  readonly createdAt: number
  readonly changedAt: number
}

const COLUMNS = `f.id, f.name, f.is_on as "isOn", f.draft, f.version, f.created_by as "createdBy",
  ${wholeMillisecondsOf('f.created_at')} as "createdAt", ${wholeMillisecondsOf('f.changed_at')} as "changedAt"`

export async function selectFlow(
  client: Client,
  tenant: TenantId,
  id: string,
  lock: 'none' | 'update' = 'none',
): Promise<FlowRow | null> {
  if (!isId(id)) return null
  const { rows } = await client.query<FlowRow>(
    `select ${COLUMNS} from flows f where f.tenant_id = $1 and f.id = $2 ${lock === 'update' ? 'for no key update' : ''}`,
    [tenant, id],
  )
  return rows[0] ?? null
}

export async function insertFlow(
  client: Client,
  tenant: TenantId,
  { id, name, draft, createdBy }: Pick<FlowRow, 'id' | 'name' | 'draft' | 'createdBy'>,
  now: Instant,
): Promise<void> {
  await client.query(
    `insert into flows (tenant_id, id, name, draft, created_by, created_at, changed_at) values ($1, $2, $3, $4, $5, $6, $6)`,
    [tenant, id, name, JSON.stringify(draft), createdBy, new Date(now)],
  )
}

/** Whatever is left out stays. */
export async function updateFlow(
  client: Client,
  tenant: TenantId,
  id: string,
  { name, draft, isOn, version }: Partial<Pick<FlowRow, 'name' | 'draft' | 'isOn' | 'version'>>,
  now: Instant,
): Promise<void> {
  await client.query(
    `update flows set name = coalesce($3, name), draft = coalesce($4, draft), is_on = coalesce($5, is_on),
       version = coalesce($6, version), changed_at = $7 where tenant_id = $1 and id = $2`,
    [
      ...[tenant, id, name ?? null, draft === undefined ? null : JSON.stringify(draft)],
      ...[isOn ?? null, version ?? null, new Date(now)],
    ],
  )
}

export async function insertVersion(
  client: Client,
  tenant: TenantId,
  flow: string,
  { version, definition, pins }: PublishedFlow & { readonly version: number },
  by: string,
  now: Instant,
): Promise<void> {
  await client.query(
    `insert into flow_versions (tenant_id, flow_id, version, definition, pins, published_by, published_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [...[tenant, flow, version, JSON.stringify(definition), JSON.stringify(pins), by], new Date(now)],
  )
}

type VersionRow = PublishedFlow & { readonly flow: string; readonly version: number }

/** Those that are on, as they were published last, the oldest flow first. */
export async function selectListening(client: Client, tenant: TenantId): Promise<VersionRow[]> {
  const { rows } = await client.query<VersionRow>({
    name: 'flows_listening',
    text: `select v.flow_id as flow, v.version, v.definition, v.pins from flows f
      join flow_versions v on v.tenant_id = f.tenant_id and v.flow_id = f.id and v.version = f.version
      where f.tenant_id = $1 and f.is_on order by f.id`,
    values: [tenant],
  })
  return rows
}

/** Versions never change, so whoever has read one keeps it. */
export async function selectVersion(
  client: Client,
  tenant: TenantId,
  flow: string,
  version: number,
): Promise<PublishedFlow | null> {
  const { rows } = await client.query<PublishedFlow>({
    name: 'flow_version',
    text: 'select definition, pins from flow_versions where tenant_id = $1 and flow_id = $2 and version = $3',
    values: [tenant, flow, version],
  })
  return rows[0] ?? null
}

/** The newest versions of these flows; one that was never published is not there. */
export async function newestVersions(
  client: Client,
  tenant: TenantId,
  flows: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await client.query<{ id: string; version: number }>(
    'select id, version from flows where tenant_id = $1 and id = any($2::uuid[]) and version is not null',
    [tenant, flows.filter(isId)],
  )
  return new Map(rows.map(({ id, version }) => [id, version]))
}

/** Nobody is begun with from now on by what was said before: it is heard from here. */
export async function forgetCursor(client: Client, tenant: TenantId): Promise<void> {
  await client.query('delete from flow_cursors where tenant_id = $1', [tenant])
}

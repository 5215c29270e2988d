/** What a team does with its flows: draws, publishes, turns on and off. */
import { recordAudit } from '#audit/record-audit.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import type { Instant } from '#platform/time.ts'
import type { Actor } from '#tenants/access.ts'
import { checkFlow, type FlowFinding } from './check-flow.ts'
import type { FlowDefinition, NodeKind } from './definition.ts'
import {
  forgetCursor,
  insertFlow,
  insertVersion,
  newestVersions,
  selectFlow,
  selectListening,
  updateFlow,
  type FlowRow,
} from './internal/flows-sql.ts'
import { wakeAt } from './internal/turns-sql.ts'

/** Nodes that the engine knows and this program does not do yet. */
const NOT_YET: ReadonlySet<NodeKind> = new Set(['http', 'assistant', 'rating'])

export type FlowRefusal =
  | { readonly because: 'flow_not_found' }
  | { readonly because: 'not_published' }
  | { readonly because: 'has_errors'; readonly findings: readonly FlowFinding[] }
  | { readonly because: 'node_not_available'; readonly nodes: readonly string[] }
  | { readonly because: 'sub_flow_not_published'; readonly flows: readonly string[] }

export type FlowOutcome =
  | { readonly ok: true; readonly flow: FlowRow }
  | ({ readonly ok: false } & FlowRefusal)

export async function addFlow(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  { name, definition }: { readonly name: string; readonly definition: FlowDefinition },
  now: Instant,
): Promise<FlowRow> {
  const id = newId()
  await insertFlow(client, tenant, { id, name, draft: definition, createdBy: actor.name }, now)
  await record(client, tenant, actor, id, 'flow.added', { name })
  return (await selectFlow(client, tenant, id)) as FlowRow
}

/** The draft alone: customers go on by what was published. */
export async function changeFlow(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  {
    id,
    name,
    definition,
  }: { readonly id: string; readonly name?: string; readonly definition?: FlowDefinition },
  now: Instant,
): Promise<FlowOutcome> {
  if ((await selectFlow(client, tenant, id, 'update')) === null)
    return { ok: false, because: 'flow_not_found' }
  await updateFlow(
    client,
    tenant,
    id,
    { ...(name === undefined ? {} : { name }), ...(definition === undefined ? {} : { draft: definition }) },
    now,
  )
  await record(client, tenant, actor, id, 'flow.changed', {
    fields: [...(name === undefined ? [] : ['name']), ...(definition === undefined ? [] : ['definition'])],
  })
  return done(client, tenant, id)
}

/** The draft becomes a version, by which whoever begins from now on goes. */
export async function publishFlow(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  id: string,
  now: Instant,
): Promise<FlowOutcome> {
  const flow = await selectFlow(client, tenant, id, 'update')
  if (flow === null) return { ok: false, because: 'flow_not_found' }
  const errors = checkFlow(flow.draft).filter(({ severity }) => severity === 'error')
  if (errors.length > 0) return { ok: false, because: 'has_errors', findings: errors }
  const notYet = flow.draft.nodes.filter(({ kind }) => NOT_YET.has(kind))
  if (notYet.length > 0)
    return { ok: false, because: 'node_not_available', nodes: notYet.map((node) => node.id) }
  const version = (flow.version ?? 0) + 1
  const called = [
    ...new Set(flow.draft.nodes.flatMap((node) => (node.kind === 'sub_flow' ? [node.flowId] : []))),
  ]
  const pins = new Map(await newestVersions(client, tenant, called))
  if (called.includes(id)) pins.set(id, version)
  const missing = called.filter((each) => !pins.has(each))
  if (missing.length > 0) return { ok: false, because: 'sub_flow_not_published', flows: missing }
  await insertVersion(
    client,
    tenant,
    id,
    { version, definition: flow.draft, pins: Object.fromEntries(pins) },
    actor.name,
    now,
  )
  await updateFlow(client, tenant, id, { version }, now)
  await record(client, tenant, actor, id, 'flow.published', { version })
  return done(client, tenant, id)
}

/** On: whoever says one of its words from now on begins it. Off: nobody begins; who is in it goes on. */
export async function turnFlow(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  { id, isOn }: { readonly id: string; readonly isOn: boolean },
  now: Instant,
): Promise<FlowOutcome> {
  const flow = await selectFlow(client, tenant, id, 'update')
  if (flow === null) return { ok: false, because: 'flow_not_found' }
  if (flow.version === null) return { ok: false, because: 'not_published' }
  if (flow.isOn === isOn) return { ok: true, flow }
  if (isOn && (await selectListening(client, tenant)).length === 0) await forgetCursor(client, tenant)
  await updateFlow(client, tenant, id, { isOn }, now)
  await wakeAt(client, tenant, now)
  await record(client, tenant, actor, id, isOn ? 'flow.turned-on' : 'flow.turned-off', {})
  return done(client, tenant, id)
}

async function done(client: Client, tenant: TenantId, id: string): Promise<FlowOutcome> {
  const flow = await selectFlow(client, tenant, id)
  return flow === null ? { ok: false, because: 'flow_not_found' } : { ok: true, flow }
}

async function record(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  id: string,
  action: string,
  details: Readonly<Record<string, unknown>>,
): Promise<void> {
  await recordAudit(client, tenant, actor, { action, subject: { kind: 'flow', id }, details })
}

/** Filters that a business keeps: made, changed, deleted, and asked who is in them. */
import { recordAudit } from '#audit/record-audit.ts'
import { listAttributes } from '#contacts/define-attributes.ts'
import type { Attribute } from '#contacts/shapes.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import type { Instant } from '#platform/time.ts'
import { isCatchingUp } from '#realtime/follow-events.ts'
import type { Actor } from '#tenants/access.ts'
import { byName, keyOfName, lockList } from '#tenants/named-lists.ts'
import { compileCount } from './compile.ts'
import {
  conditionsOf,
  parseTree,
  type CheckedTree,
  type Condition,
  type Tree,
  type TreeError,
} from './conditions.ts'
import { countMembers, putSegment, removeSegment, selectKnownIds, selectSegments } from './internal/sql.ts'
import type { NewSegment, Segment, SegmentCount, SegmentPatch } from './shapes.ts'

/** More are no help to anybody who must choose among them. */
export const SEGMENTS_MAX = 200

export type SegmentRefusal =
  | { readonly ok: false; readonly because: 'not_found' | 'segment_exists' | 'too_many_segments' }
  | { readonly ok: false; readonly because: 'invalid'; readonly errors: readonly TreeError[] }
export type SegmentResult = { readonly ok: true; readonly segment: Segment } | SegmentRefusal

/** All, by name. */
export async function listSegments(client: Client, tenant: TenantId): Promise<Segment[]> {
  const found = await selectSegments(client, tenant)
  return found.toSorted(byName).map(withoutKey)
}

const withoutKey = ({ id, name, tree, createdAt, changedAt }: Segment): Segment => ({
  ...{ id, name, tree, createdAt, changedAt },
})

export async function findSegment(client: Client, tenant: TenantId, id: string): Promise<Segment | null> {
  return (await listSegments(client, tenant)).find((segment) => segment.id === id.toLowerCase()) ?? null
}

export async function addSegment(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  { name, tree }: NewSegment,
  now: Instant,
): Promise<SegmentResult> {
  const checked = await checkTree(client, tenant, tree)
  if (!checked.ok) return { ok: false, because: 'invalid', errors: checked.errors }
  await lockList(client, tenant, 'segments')
  const others = await selectSegments(client, tenant)
  if (others.some(({ nameKey }) => nameKey === keyOfName(name)))
    return { ok: false, because: 'segment_exists' }
  if (others.length >= SEGMENTS_MAX) return { ok: false, because: 'too_many_segments' }
  const segment = { id: newId(), name, tree: { ...checked.tree }, createdAt: now, changedAt: now }
  await putSegment(client, tenant, { ...segment, nameKey: keyOfName(name) })
  await audit(client, tenant, actor, 'segment.created', segment)
  return { ok: true, segment }
}

export async function changeSegment(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  { id, patch }: { readonly id: string; readonly patch: SegmentPatch },
  now: Instant,
): Promise<SegmentResult> {
  await lockList(client, tenant, 'segments')
  const all = await selectSegments(client, tenant)
  const was = all.find((segment) => segment.id === id.toLowerCase())
  if (was === undefined) return { ok: false, because: 'not_found' }
  const checked = patch.tree === undefined ? null : await checkTree(client, tenant, patch.tree)
  if (checked !== null && !checked.ok) return { ok: false, because: 'invalid', errors: checked.errors }
  const name = patch.name ?? was.name
  if (all.some((other) => other.id !== was.id && other.nameKey === keyOfName(name)))
    return { ok: false, because: 'segment_exists' }
  const segment = {
    ...withoutKey(was),
    name,
    tree: checked === null ? was.tree : { ...checked.tree },
    changedAt: now,
  }
  await putSegment(client, tenant, { ...segment, nameKey: keyOfName(name) })
  await audit(client, tenant, actor, 'segment.changed', segment)
  return { ok: true, segment }
}

/** False: there is no such segment. */
export async function deleteSegment(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  id: string,
): Promise<boolean> {
  const name = await removeSegment(client, tenant, id)
  if (name === null) return false
  await audit(client, tenant, actor, 'segment.deleted', { id, name })
  return true
}

/** How many are in it now: exactly. */
export async function countTree(
  client: Client,
  tenant: TenantId,
  tree: Tree,
  now: Instant,
): Promise<SegmentCount> {
  const count = await countMembers(client, compileCount(tree, tenant, now))
  const isOfMessages = conditionsOf(tree).some(({ condition: { kind } }) => COUNTED.has(kind))
  return { count, isCounting: isOfMessages && (await isCatchingUp(client, tenant, 'activity_cursors')) }
}

const COUNTED: ReadonlySet<Condition['kind']> = new Set(['messages', 'written_to'])

/** The tree that was sent, if all that it speaks of is there: fields of the right kind, labels, stages. */
export async function checkTree(client: Client, tenant: TenantId, raw: unknown): Promise<CheckedTree> {
  const parsed = parseTree(raw)
  if (!parsed.ok) return parsed
  const conditions = conditionsOf(parsed.tree)
  const fields = new Map((await listAttributes(client, tenant)).map((field) => [field.key, field]))
  const ids = conditions.flatMap(({ condition }) => idsIn(condition).map(([, id]) => id))
  const known = await selectKnownIds(client, tenant, ids)
  const errors = conditions.flatMap(({ path, condition }): TreeError[] => {
    if (condition.kind === 'attribute') {
      const wrong = wrongField(condition, fields.get(condition.key))
      return wrong === null ? [] : [{ ...wrong, path: `${path}.${wrong.path}` }]
    }
    return idsIn(condition).flatMap(([place, id]) =>
      known.has(id.toLowerCase()) ? [] : [{ path: `${path}.${place}`, message: 'is not there (any more)' }],
    )
  })
  return errors.length > 0 ? { ok: false, errors } : parsed
}

function idsIn(condition: Condition): readonly (readonly ['labelId' | 'stageId', string])[] {
  if (condition.kind === 'label') return [['labelId', condition.labelId]]
  return condition.kind === 'deal' && condition.stageId !== undefined ? [['stageId', condition.stageId]] : []
}

const OPS: Readonly<Record<Attribute['type'], readonly Extract<Condition, { kind: 'attribute' }>['op'][]>> = {
  text: ['set', 'equals', 'contains'],
  choice: ['set', 'equals'],
  number: ['set', 'equals', 'greater', 'less'],
  boolean: ['set', 'equals'],
  date: ['set', 'equals', 'before', 'after', 'anniversary', 'next_days', 'last_days'],
}
const HELD = {
  text: 'string',
  choice: 'string',
  date: 'string',
  number: 'number',
  boolean: 'boolean',
} as const

function wrongField(
  condition: Extract<Condition, { kind: 'attribute' }>,
  field: Attribute | undefined,
): TreeError | null {
  if (field === undefined) return { path: 'key', message: 'is no contact field' }
  if (!OPS[field.type].includes(condition.op))
    return { path: 'op', message: `must be one of: ${OPS[field.type].join(', ')}` }
  if (condition.op === 'equals' && typeof condition.value !== HELD[field.type])
    return { path: 'value', message: `must be a ${HELD[field.type]}` }
  return null
}

async function audit(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  action: string,
  { id, name }: Pick<Segment, 'id' | 'name'>,
): Promise<void> {
  await recordAudit(client, tenant, actor, { action, subject: { kind: 'segment', id }, details: { name } })
}

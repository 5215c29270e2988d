/**
 * What a segment can ask of a contact: a tree of conditions, joined by all, any and not. Every condition speaks of the contact as
 * they are at the moment of asking. Orders get a kind of their own once there are orders. Pure.
 */
import { z } from 'zod'

/** Groups within groups: more is more than anybody can read. */
const NESTING_MAX = 3
const CONDITIONS_MAX = 20
/** So far a contact's messages are counted. */
export const MESSAGES_COUNTED_MAX = 500

const text = (max: number) =>
  z
    .string()
    .transform((value) => value.replaceAll('\0', '').trim())
    .pipe(z.string().min(1, 'must not be empty').max(max, `must have at most ${max} characters`))
const Days = z.number().int().min(1, 'must be at least 1').max(3650, 'must be at most 3650')
const Day = z.iso.date('must be a date like 2026-05-03')
const Paise = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)

/** Calling codes of the countries to which shops here sell; a number that begins with one is taken to be from there. */
export const COUNTRIES = {
  ...{
    IN: '91',
    AE: '971',
    AU: '61',
    BD: '880',
    BH: '973',
    BT: '975',
    CN: '86',
    DE: '49',
    FR: '33',
    GB: '44',
  },
  ...{ ID: '62', KE: '254', KW: '965', LK: '94', MV: '960', MY: '60', NG: '234', NP: '977', NZ: '64' },
  ...{ OM: '968', PH: '63', PK: '92', QA: '974', SA: '966', SG: '65', TH: '66', US: '1', ZA: '27' },
} as const
export type Country = keyof typeof COUNTRIES

/** A contact field's own kinds of question, by what the field holds. */
const AttributeCondition = z.discriminatedUnion('op', [
  z.strictObject({ kind: z.literal('attribute'), key: text(60), op: z.literal('set') }),
  z.strictObject({
    kind: z.literal('attribute'),
    key: text(60),
    op: z.literal('equals'),
    value: z.union([text(1000), z.number(), z.boolean()]),
  }),
  z.strictObject({
    kind: z.literal('attribute'),
    key: text(60),
    op: z.literal('contains'),
    value: text(200),
  }),
  z.strictObject({
    kind: z.literal('attribute'),
    key: text(60),
    op: z.enum(['greater', 'less']),
    value: z.number(),
  }),
  z.strictObject({
    kind: z.literal('attribute'),
    key: text(60),
    op: z.enum(['before', 'after']),
    value: Day,
  }),
  /** `anniversary`: its day and month come within so many days, today among them, whatever the year. */
  z.strictObject({
    kind: z.literal('attribute'),
    key: text(60),
    op: z.enum(['anniversary', 'next_days', 'last_days']),
    days: Days,
  }),
])

export const ConditionShape = z.discriminatedUnion('kind', [
  AttributeCondition,
  /** One of their conversations has it. */
  z.strictObject({ kind: z.literal('label'), labelId: z.uuid('must be the id of a label') }),
  /** They want none of this: `marketing`, … */
  z.strictObject({ kind: z.literal('suppressed'), purpose: text(40) }),
  /** They agreed to it, and have not taken it back. */
  z.strictObject({ kind: z.literal('consented'), purpose: text(40) }),
  z.strictObject({ kind: z.literal('name'), op: z.enum(['equals', 'contains']), value: text(100) }),
  z.strictObject({
    kind: z.literal('phone'),
    prefix: z
      .string()
      .regex(/^\d{1,15}$/u, 'must be 1 to 15 digits, with the country’s code and without “+”'),
  }),
  z.strictObject({
    kind: z.literal('country'),
    country: z.enum(Object.keys(COUNTRIES) as [Country, ...Country[]]),
  }),
  /** They wrote to us within so many days. */
  z.strictObject({ kind: z.literal('wrote'), days: Days }),
  /** We wrote to them within so many days. */
  z.strictObject({ kind: z.literal('written_to'), days: Days }),
  z.strictObject({ kind: z.literal('first_seen'), days: Days }),
  /** Messages of both sides. */
  z.strictObject({
    kind: z.literal('messages'),
    atLeast: z.number().int().min(1).max(MESSAGES_COUNTED_MAX, `must be at most ${MESSAGES_COUNTED_MAX}`),
  }),
  z.strictObject({
    kind: z.literal('conversation'),
    status: z.enum(['open', 'pending', 'snoozed', 'resolved']),
  }),
  /** We may write freely to them now. */
  z.strictObject({ kind: z.literal('window') }),
  /** This template went to them within so many days, and this became of it (`replied`: they wrote after it). */
  z.strictObject({
    kind: z.literal('template'),
    name: text(512),
    outcome: z.enum(['sent', 'delivered', 'read', 'replied']),
    days: Days,
  }),
  /** They have a deal: of this kind of stage, in this stage, of at least this value. */
  z.strictObject({
    kind: z.literal('deal'),
    stageKind: z.enum(['open', 'won', 'lost']).optional(),
    stageId: z.uuid('must be the id of a stage').optional(),
    valueAtLeastPaise: Paise.optional(),
  }),
])

export type Condition = z.infer<typeof ConditionShape>
export type Tree =
  | { readonly kind: 'all'; readonly of: readonly Tree[] }
  | { readonly kind: 'any'; readonly of: readonly Tree[] }
  | { readonly kind: 'not'; readonly of: Tree }
  | Condition

export type TreeError = { readonly path: string; readonly message: string }
export type CheckedTree =
  | { readonly ok: true; readonly tree: Tree }
  | { readonly ok: false; readonly errors: readonly TreeError[] }

/** What came as JSON as a tree, or everything that is wrong with it, each with its place: `tree.of.2.days`. */
export function parseTree(raw: unknown): CheckedTree {
  const errors: TreeError[] = []
  const counted = { conditions: 0 }
  const tree = nodeOf(raw, 'tree', 0, { errors, counted })
  if (counted.conditions > CONDITIONS_MAX)
    errors.push({ path: 'tree', message: `must have at most ${CONDITIONS_MAX} conditions` })
  return errors.length > 0 || tree === null ? { ok: false, errors } : { ok: true, tree }
}

type Found = { readonly errors: TreeError[]; readonly counted: { conditions: number } }

function nodeOf(raw: unknown, path: string, depth: number, found: Found): Tree | null {
  const kind = isObject(raw) ? raw['kind'] : null
  if (!isObject(raw) || (kind !== 'all' && kind !== 'any' && kind !== 'not'))
    return conditionOf(raw, path, found)
  const wrong = (message: string, place = path): null => {
    found.errors.push({ path: place, message })
    return null
  }
  if (depth >= NESTING_MAX) return wrong(`groups go at most ${NESTING_MAX} deep`)
  const strange = Object.keys(raw).find((key) => key !== 'kind' && key !== 'of')
  if (strange !== undefined) return wrong(`knows no “${strange.slice(0, 40)}”`)
  const { of } = raw
  if (kind === 'not') {
    const inner = nodeOf(of, `${path}.of`, depth + 1, found)
    return inner === null ? null : { kind, of: inner }
  }
  if (!Array.isArray(of) || of.length === 0) return wrong('must have conditions', `${path}.of`)
  if (of.length > CONDITIONS_MAX) return wrong(`must have at most ${CONDITIONS_MAX} conditions`, `${path}.of`)
  const nodes = of.map((one: unknown, place) => nodeOf(one, `${path}.of.${place}`, depth + 1, found))
  const whole = nodes.filter((node) => node !== null)
  return whole.length === nodes.length ? { kind, of: whole } : null
}

function conditionOf(raw: unknown, path: string, { errors, counted }: Found): Condition | null {
  counted.conditions += 1
  const parsed = ConditionShape.safeParse(raw)
  if (parsed.success) return parsed.data
  for (const issue of parsed.error.issues)
    errors.push({ path: [path, ...issue.path.map(String)].join('.'), message: issue.message })
  return null
}

/** Every condition of the tree with its place. */
export function conditionsOf(tree: Tree, path = 'tree'): { path: string; condition: Condition }[] {
  if (tree.kind === 'all' || tree.kind === 'any')
    return tree.of.flatMap((node, place) => conditionsOf(node, `${path}.of.${place}`))
  return tree.kind === 'not' ? conditionsOf(tree.of, `${path}.of`) : [{ path, condition: tree }]
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * A segment's tree as the builder edits it. A group reads "all", "any", "none" or "not all" of its parts; the last two are a
 * "not" around it, and so is a condition that is turned around. Pure.
 */
import type { Attribute, Condition, Tree } from '../platform/contract.ts'

export type Join = 'all' | 'any' | 'none' | 'not-all'
export type Group = { readonly join: Join; readonly of: readonly Part[] }
export type Row = { readonly isNot: boolean; readonly condition: Condition }
/** Keys are for the screen only: they stay with a part while others come and go. */
export type Part = { readonly key: number } & ({ readonly group: Group } | { readonly row: Row })

/** What the server takes at most. */
export const ROWS_MAX = 20
const DEEP_MAX = 3

let keys = 0
export const newPart = (part: { group: Group } | { row: Row }): Part => ({ key: (keys += 1), ...part })

/** What the builder shows first is always a group. */
export function groupOf(tree: Tree): Group {
  const part = partOf(tree)
  return 'group' in part ? part.group : { join: 'all', of: [part] }
}

function partOf(tree: Tree): Part {
  if (tree.kind === 'all' || tree.kind === 'any')
    return newPart({ group: { join: tree.kind, of: tree.of.map(partOf) } })
  if (tree.kind !== 'not') return newPart({ row: { isNot: false, condition: tree } })
  const inner = partOf(tree.of)
  if ('row' in inner) return newPart({ row: { ...inner.row, isNot: !inner.row.isNot } })
  return newPart({ group: { ...inner.group, join: OPPOSITE[inner.group.join] } })
}

const OPPOSITE: Readonly<Record<Join, Join>> = { all: 'not-all', any: 'none', none: 'any', 'not-all': 'all' }

export function treeOf({ join, of }: Group): Tree {
  const parts = of.map((part) => ('group' in part ? treeOf(part.group) : treeOfRow(part.row)))
  const kind = join === 'all' || join === 'not-all' ? 'all' : 'any'
  const tree: Tree = { kind, of: parts }
  return join === 'none' || join === 'not-all' ? { kind: 'not', of: tree } : tree
}

const treeOfRow = ({ isNot, condition }: Row): Tree => (isNot ? { kind: 'not', of: condition } : condition)

const rowsIn = ({ of }: Group): number =>
  of.reduce((sum, part) => sum + ('group' in part ? rowsIn(part.group) : 1), 0)

/** How deep the server finds it: a turned-around group or condition is one deeper. */
export function depthOf({ join, of }: Group): number {
  const own = join === 'none' || join === 'not-all' ? 2 : 1
  return (
    own + Math.max(0, ...of.map((part) => ('group' in part ? depthOf(part.group) : part.row.isNot ? 1 : 0)))
  )
}

export type Lack = 'empty' | 'unfilled' | 'too-deep' | 'too-many'
/** Why it cannot be counted or saved yet; null: it can. */
export function lackOf(group: Group): Lack | null {
  if (rowsIn(group) > ROWS_MAX) return 'too-many'
  if (depthOf(group) > DEEP_MAX) return 'too-deep'
  return emptyIn(group) ? 'empty' : unfilledIn(group) ? 'unfilled' : null
}
const emptyIn = ({ of }: Group): boolean =>
  of.length === 0 || of.some((part) => 'group' in part && emptyIn(part.group))
const unfilledIn = ({ of }: Group): boolean =>
  of.some((part) => ('group' in part ? unfilledIn(part.group) : !isFilled(part.row.condition)))

/** Whether everything that it asks for has been filled in. */
export function isFilled(condition: Condition): boolean {
  return Object.entries(condition).every(([name, value]) =>
    typeof value === 'string'
      ? value.trim() !== ''
      : typeof value !== 'number' ||
        (Number.isFinite(value) && (name === 'value' || name === 'valueAtLeastPaise' || value >= 1)),
  )
}

/** What a condition of this kind begins with. */
export function freshCondition(kind: Exclude<Condition['kind'], 'attribute'>): Condition {
  switch (kind) {
    case 'wrote':
    case 'written_to':
      return { kind, days: 7 }
    case 'first_seen':
      return { kind, days: 30 }
    case 'messages':
      return { kind, atLeast: 5 }
    case 'conversation':
      return { kind, status: 'open' }
    case 'window':
      return { kind }
    case 'label':
      return { kind, labelId: '' }
    case 'suppressed':
    case 'consented':
      return { kind, purpose: 'marketing' }
    case 'name':
      return { kind, op: 'contains', value: '' }
    case 'phone':
      return { kind, prefix: '' }
    case 'country':
      return { kind, country: 'IN' }
    case 'template':
      return { kind, name: '', outcome: 'read', days: 30 }
    case 'deal':
      return { kind, stageKind: 'open' }
    default:
      return kind satisfies never
  }
}

type Op = Extract<Condition, { kind: 'attribute' }>['op']
/** What can be asked of a field, by what it holds; the first is what one begins with. */
export const FIELD_OPS: Readonly<Record<Attribute['type'], readonly Op[]>> = {
  text: ['equals', 'contains', 'set'],
  choice: ['equals', 'set'],
  number: ['greater', 'less', 'equals', 'set'],
  boolean: ['equals', 'set'],
  date: ['anniversary', 'next_days', 'last_days', 'before', 'after', 'equals', 'set'],
}

/** A question about one of the business's own fields. */
export function fieldCondition({ key, type, choices }: Attribute, op: Op): Condition {
  switch (op) {
    case 'set':
      return { kind: 'attribute', key, op }
    case 'equals':
      return {
        ...{ kind: 'attribute', key, op },
        value:
          type === 'number' ? 0 : type === 'boolean' ? true : type === 'choice' ? (choices[0] ?? '') : '',
      }
    case 'contains':
    case 'before':
    case 'after':
      return { kind: 'attribute', key, op, value: '' }
    case 'greater':
    case 'less':
      return { kind: 'attribute', key, op, value: 0 }
    case 'anniversary':
    case 'next_days':
    case 'last_days':
      return { kind: 'attribute', key, op, days: 7 }
    default:
      return op satisfies never
  }
}

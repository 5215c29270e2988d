import { describe, expect, it } from 'vitest'
import type { Tree } from '../platform/contract.ts'
import {
  depthOf,
  fieldCondition,
  freshCondition,
  groupOf,
  isFilled,
  lackOf,
  newPart,
  treeOf,
} from './edit-tree.ts'

const row = (days: number) => newPart({ row: { isNot: false, condition: { kind: 'wrote', days } } })

describe('a tree in the builder', () => {
  it('is the same tree when it is saved again', () => {
    const trees: Tree[] = [
      { kind: 'all', of: [{ kind: 'window' }, { kind: 'not', of: { kind: 'wrote', days: 7 } }] },
      {
        kind: 'not',
        of: { kind: 'any', of: [{ kind: 'window' }, { kind: 'all', of: [{ kind: 'window' }] }] },
      },
      { kind: 'any', of: [{ kind: 'not', of: { kind: 'all', of: [{ kind: 'window' }] } }] },
    ]
    for (const tree of trees) expect(treeOf(groupOf(tree))).toEqual(tree)
    expect(treeOf(groupOf({ kind: 'window' }))).toEqual({ kind: 'all', of: [{ kind: 'window' }] })
    expect(treeOf(groupOf({ kind: 'not', of: { kind: 'not', of: { kind: 'window' } } }))).toEqual({
      ...{ kind: 'all', of: [{ kind: 'window' }] },
    })
  })

  it('says what it lacks before the server would', () => {
    expect(lackOf({ join: 'all', of: [] })).toBe('empty')
    expect(lackOf({ join: 'all', of: [row(7), newPart({ group: { join: 'any', of: [] } })] })).toBe('empty')
    expect(lackOf({ join: 'all', of: [row(NaN)] })).toBe('unfilled')
    expect(lackOf({ join: 'all', of: [row(0)] })).toBe('unfilled')
    expect(lackOf({ join: 'all', of: Array.from({ length: 21 }, () => row(1)) })).toBe('too-many')
    const inner = { join: 'none', of: [row(1)] } as const
    expect(depthOf({ join: 'none', of: [newPart({ group: inner })] })).toBe(4)
    expect(lackOf({ join: 'none', of: [newPart({ group: inner })] })).toBe('too-deep')
    expect(lackOf({ join: 'all', of: [newPart({ group: inner })] })).toBeNull()
  })

  it('begins with conditions of which only words are missing', () => {
    expect(isFilled(freshCondition('wrote'))).toBe(true)
    expect(isFilled(freshCondition('name'))).toBe(false)
    const field = { key: 'spent', label: 'Spent', type: 'number', choices: [] } as const
    expect(isFilled(fieldCondition({ ...field, choices: [] }, 'greater'))).toBe(true)
  })
})

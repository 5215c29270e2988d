import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { instant } from '#platform/time.ts'
import { compileTree } from './compile.ts'
import { parseTree, type Tree } from './conditions.ts'

const NOW = instant(Date.UTC(2026, 10, 22, 12))
const TENANT = '00000000-0000-7000-8000-000000000000'

/** Everything that somebody can write into a condition as text. */
const treeOfTexts = (a: string, b: string): unknown => ({
  kind: 'any',
  of: [
    { kind: 'attribute', key: a, op: 'equals', value: b },
    { kind: 'attribute', key: a, op: 'contains', value: b },
    { kind: 'attribute', key: b, op: 'set' },
    { kind: 'suppressed', purpose: a },
    { kind: 'not', of: { kind: 'consented', purpose: b } },
    { kind: 'name', op: 'contains', value: a },
    { kind: 'name', op: 'equals', value: b },
    { kind: 'template', name: a, outcome: 'read', days: 7 },
  ],
})

const parsed = (raw: unknown): Tree => {
  const checked = parseTree(raw)
  if (!checked.ok) throw new Error(JSON.stringify(checked.errors))
  return checked.tree
}
const errorsOf = (raw: unknown) => {
  const checked = parseTree(raw)
  return checked.ok ? [] : checked.errors
}

const ATTACKS = [
  `'; drop table contacts; --`,
  `$1`,
  `' or '1'='1`,
  `\\'; --`,
  `%_\\`,
  `{template,name}`,
  `"`,
  `/*`,
  `$$`,
  `\u0000'`,
]
const hostile = fc
  .oneof(
    fc.constantFrom(...ATTACKS),
    fc.string({ maxLength: 40 }),
    fc.string({ unit: 'binary', maxLength: 40 }),
  )
  .filter((text) => text.replaceAll('\0', '').trim() !== '')

describe('a compiled tree', () => {
  it('has a text that no word of anybody’s can change', () => {
    const { text } = compileTree(parsed(treeOfTexts('harmless', 'words')), TENANT, NOW)
    fc.assert(
      fc.property(hostile, hostile, (a, b) => {
        const compiled = compileTree(parsed(treeOfTexts(a, b)), TENANT, NOW)
        expect(compiled.text).toBe(text)
        const places = new Set([...compiled.text.matchAll(/\$(\d+)/gu)].map(([, place]) => Number(place)))
        expect([...places].toSorted((x, y) => x - y)).toEqual(compiled.values.map((_, place) => place + 1))
      }),
    )
  })
})

describe('what is wrong with a tree', () => {
  it('is told with its place', () => {
    const tree = {
      kind: 'all',
      of: [
        { kind: 'window' },
        { kind: 'wrote', days: 0 },
        { kind: 'not', of: { kind: 'any', of: [{ kind: 'phone', prefix: '+91' }, { kind: 'moon' }] } },
      ],
    }
    expect(errorsOf(tree).map(({ path }) => path)).toEqual([
      'tree.of.1.days',
      'tree.of.2.of.of.0.prefix',
      'tree.of.2.of.of.1.kind',
    ])
  })

  it('may be that it is too deep, too long, empty, or knows more than we do', () => {
    const window = { kind: 'window' }
    const deep = (levels: number): unknown => (levels === 0 ? window : { kind: 'not', of: deep(levels - 1) })
    expect(errorsOf(deep(3))).toEqual([])
    expect(errorsOf(deep(4))).toEqual([{ path: 'tree.of.of.of', message: 'groups go at most 3 deep' }])
    const many = (count: number) => ({ kind: 'any', of: Array.from({ length: count }, () => window) })
    expect(errorsOf(many(20))).toEqual([])
    expect(errorsOf(many(21))[0]?.path).toBe('tree.of')
    expect(errorsOf({ kind: 'all', of: [many(15), many(6)] })[0]?.message).toContain('at most 20')
    expect(errorsOf({ kind: 'all', of: [] })[0]?.path).toBe('tree.of')
    expect(errorsOf({ kind: 'all', of: [window], or: 1 })).toHaveLength(1)
    expect(errorsOf({ kind: 'window', extra: 1 })).toHaveLength(1)
    expect(errorsOf(null)).toHaveLength(1)
  })
})

import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { SHORTCUT_KEYS } from './shortcut-keys.ts'

const SOURCES = new URL('../', import.meta.url).pathname

test('every key that the help lists does something somewhere, and no key is listed twice', () => {
  const handlers = globSync('**/*.{ts,tsx}', { cwd: SOURCES })
    .map((file) => readFileSync(SOURCES + file, 'utf8'))
    .flatMap((text) => text.match(/useShortcuts\(\{[\s\S]*?(?:\n *\}\)\n|\}\)\n)/gu) ?? [])
    .join('\n')
  const taken = (key: string) =>
    new RegExp(`(?:^|[\\s{'])${key.replaceAll('+', String.raw`\+`)}'?:`, 'mu').test(handlers)
  expect(SHORTCUT_KEYS.filter((key) => !taken(key))).toEqual([])
  expect(new Set(SHORTCUT_KEYS).size).toBe(SHORTCUT_KEYS.length)
})

test('no key waits for a second one and does something alone', () => {
  const first = SHORTCUT_KEYS.flatMap((key) => (key.includes(' ') ? [key.split(' ')[0]] : []))
  expect(SHORTCUT_KEYS.filter((key) => first.includes(key))).toEqual([])
})

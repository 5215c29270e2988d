import { readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { expect, test } from 'vitest'
import { LATER } from '../../lingui.config.ts'

const SRC = join(import.meta.dirname, '..')
const IMPORT = /^(?:import|export)\s(?!type\b)[^;'"]*?from\s+'(\.[^']+)'|^import\s+'(\.[^']+\.tsx?)'/gmu

/** What is loaded with the first screen: all that entry and inbox import, and what that imports. */
function firstScreen(): ReadonlySet<string> {
  const seen = new Set<string>()
  const todo = ['main.tsx', 'conversations/inbox.tsx']
  for (let file = todo.pop(); file !== undefined; file = todo.pop()) {
    if (seen.has(file) || !/\.tsx?$/u.test(file) || file.startsWith('..')) continue
    seen.add(file)
    for (const [, from, bare] of readFileSync(join(SRC, file), 'utf8').matchAll(IMPORT))
      todo.push(relative(SRC, normalize(join(SRC, dirname(file), from ?? bare ?? ''))))
  }
  return seen
}

test('nothing on the first screen says words that only come later', () => {
  const first = [...firstScreen()]
  expect(first.length).toBeGreaterThan(50)
  const late = first.filter(
    (file) =>
      LATER.some((place) => file === place || file.startsWith(`${place}/`)) &&
      readFileSync(join(SRC, file), 'utf8').includes('@lingui'),
  )
  expect(late).toEqual([])
})

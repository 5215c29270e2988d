import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { WEIGHTS_FILE, weightsFile } from './train-category.ts'

const linesOf = (name: string): string[] =>
  readFileSync(new URL(name, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '')

test('the weights that are committed are those that the examples teach', () => {
  const file = weightsFile()
  expect(file).toBe(readFileSync(WEIGHTS_FILE, 'utf8'))
  expect(Buffer.byteLength(file)).toBeLessThan(40_000)
}, 60_000)

test('no held-out text is an example', () => {
  const bodies = linesOf('held-out.jsonl').map((line) => {
    const { template } = JSON.parse(line) as { template: { components: { type: string; text?: string }[] } }
    return template.components.find(({ type }) => type === 'BODY')?.text
  })
  const examples = new Set(
    linesOf('training.jsonl').map((line) => (JSON.parse(line) as { text: string }).text),
  )
  expect(bodies.length).toBe(120)
  expect(bodies.filter((text) => text !== undefined && examples.has(text))).toEqual([])
})

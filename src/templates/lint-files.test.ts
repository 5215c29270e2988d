import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lintFiles } from './lint-files.ts'

const RIGHT = {
  ...{ name: 'order_ready', language: 'en', category: 'UTILITY' },
  components: [{ type: 'BODY', text: 'Hello, your order is ready.' }],
}

test('files of templates are told apart by name and place, and what is no template counts as an error', () => {
  const folder = mkdtempSync(join(tmpdir(), 'harkara-lint-'))
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  const lines: string[] = []
  const lint = (...files: string[]): number =>
    lintFiles(files, (line) => lines.push(line.replaceAll(folder, '')))
  expect(lint(file('right.json', JSON.stringify(RIGHT)))).toBe(0)
  expect(lines).toEqual([])
  const errors = lint(
    file('both.json', JSON.stringify([RIGHT, { ...RIGHT, name: 'Order Ready' }, 7])),
    file('broken.json', '{'),
    join(folder, 'missing.json'),
  )
  expect(errors).toBe(4)
  expect(lines.map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
    '/both.json[1]: error name.form',
    '/both.json[2]: is no',
    expect.stringContaining('/broken.json: '),
    expect.stringContaining('/missing.json: '),
  ])
})

import { expect, test } from 'vitest'
import { fit, matching } from './match-commands.ts'

const commands = [
  { id: 'theme', names: ['Dark theme', 'गहरी थीम'] },
  { id: 'labels', names: ['Settings: Labels', 'सेटिंग: लेबल'] },
  { id: 'label', names: ['Labels of the conversation', 'इस बातचीत के लेबल'] },
]
const ids = (typed: string) => matching(commands, typed).map(({ id }) => id)

test('a command is found by its English and by its Hindi name', () => {
  expect(ids('dark')).toEqual(['theme'])
  expect(ids('गहरी')).toEqual(['theme'])
})

test('words may be typed in any order and only begun, but all must be meant', () => {
  expect(ids('lab set')).toEqual(['labels'])
  expect(ids('labels nonsense')).toEqual([])
})

test('what begins like the typed words comes first', () => {
  expect(ids('label')).toEqual(['label', 'labels'])
})

test('case and the two ways to write a nukta make no difference', () => {
  expect(fit(['टीम में जोड़ें'], 'जोड़ें')).toBeGreaterThan(0)
  expect(fit(['DARK'], 'dark')).toBe(4)
})

test('nothing typed means nothing', () => {
  expect(ids('  ')).toEqual([])
})

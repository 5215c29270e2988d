import { expect, test } from 'vitest'
import { auditHeader, auditLine } from './write-csv.ts'

test('an entry is a line with as many cells as the header names, and no name in it is a formula', () => {
  const line = auditLine({
    seq: 7,
    at: 0,
    actor: { kind: 'user', id: 'u', name: '=cmd' },
    action: 'key.created',
    subject: { kind: 'key', id: 'k' },
    details: {},
    hash: 'aa',
    previousHash: 'bb',
  })
  expect(line).toBe(
    `7,"1970-01-01T00:00:00.000Z","user","u","'=cmd","key.created","key","k","{}","bb","aa"\r\n`,
  )
  expect(auditHeader().split(',')).toHaveLength(line.split(',').length)
})

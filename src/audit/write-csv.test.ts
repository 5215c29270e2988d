import { describe, expect, test } from 'vitest'
import { csvCell, csvHeader, csvLine } from './write-csv.ts'

describe('a CSV cell', () => {
  test.for(['=1+1', '+91 98', '-1', '@SUM(A1)', '\t=1', '\r=1'])(
    'that begins like a formula is text: %j',
    (text) => {
      expect(csvCell(text).replace(/^"/u, '').startsWith("'")).toBe(true)
    },
  )

  test('is quoted where it must be, and only there', () => {
    expect(csvCell('Asha')).toBe('Asha')
    expect(csvCell('a,b')).toBe('"a,b"')
    expect(csvCell('say "hi"')).toBe('"say ""hi"""')
    expect(csvCell('a\nb')).toBe('"a\nb"')
    expect(csvCell('=HYPERLINK("x")')).toBe(`"'=HYPERLINK(""x"")"`)
  })

  test('stands in a line with as many others as the header names', () => {
    const line = csvLine({
      seq: 7,
      at: 0,
      actor: { kind: 'user', id: 'u', name: '=cmd' },
      action: 'key.created',
      subject: { kind: 'key', id: 'k' },
      details: {},
      hash: 'aa',
      previousHash: 'bb',
    })
    expect(line).toBe("7,1970-01-01T00:00:00.000Z,user,u,'=cmd,key.created,key,k,{},bb,aa\r\n")
    expect(csvHeader().split(',')).toHaveLength(line.split(',').length)
  })
})

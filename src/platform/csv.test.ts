import { expect, it } from 'vitest'
import { csvLine } from './csv.ts'

it.each([
  ['=HYPERLINK("http://evil","click")', `"'=HYPERLINK(""http://evil"",""click"")"`],
  ['+91 98', `"'+91 98"`],
  ['-2+3', `"'-2+3"`],
  ['@SUM(A1)', `"'@SUM(A1)"`],
  ['\t=1', `"'\t=1"`],
  ['  =1', `"'  =1"`],
  ['\r=1', `"'\r=1"`],
  ['＝1', `"'＝1"`],
  ['|calc', `"'|calc"`],
  ['आशा', '"आशा"'],
  ['a,b\n"c"', '"a,b\n""c"""'],
  ['1=1', '"1=1"'],
  [-5, '-5'],
  [true, 'yes'],
  [null, ''],
])('%j is written as %j', (cell, written) => {
  expect(csvLine([cell])).toBe(`${written}\r\n`)
})

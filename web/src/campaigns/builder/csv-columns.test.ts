import { describe, expect, test } from 'vitest'
import { columnsOf, guessMapping, readHead, refusedCsv, renamed } from './csv-columns.ts'

const guessed = (names: readonly string[], words: readonly string[] = []) =>
  guessMapping({ names, samples: [] }, words)
const fileOf = (text: string): File => new File([text], 'people.csv', { type: 'text/csv' })

describe('columns of a file', () => {
  test('are found in lines with commas, semicolons or tabs, with quotes around what has one in it', () => {
    expect(readHead('Name,"Phone, mobile"\r\n"Asha ""A"" Rao",98765\r\n').names).toEqual([
      'Name',
      'Phone, mobile',
    ])
    expect(readHead('Name;Phone\nAsha;98765\nRavi;98766\n').samples).toEqual([
      ['Asha', 'Ravi'],
      ['98765', '98766'],
    ])
    expect(readHead('Name\tPhone\nAsha\t98765').separator).toBe('\t')
  })

  test('are known by what they are called, and each of them once', () => {
    const mapping = guessed(['Customer Name', 'Mobile No', 'Order No', 'City'], ['order_no', '2'])
    expect(mapping).toEqual({ phone: 1, name: 0, order_no: 2 })
    expect(guessed(['नाम', 'फ़ोन'])).toEqual({ phone: 1, name: 0 })
    // The message says the name: the column is the message's.
    expect(guessed(['name', 'phone'], ['name'])).toEqual({ phone: 1, name: 0 })
  })

  test('get the names that the server knows, and the rows stay as they are to the byte', async () => {
    const rows = '98765 43210,रवि,KH-1\r\n"98765,43211",Asha,KH-2\r\n'
    const file = fileOf(`\uFEFFनंबर,नाम,Bestellung\r\n${rows}`)
    const columns = await columnsOf(file)
    const sent = await renamed(file, columns, { phone: 0, name: 1, order_no: 2 }).text()
    expect(sent).toBe(`"phone","name","order_no"\r\n${rows}`)
  })

  test('that have another name already are left alone, and one that would be taken for the number is not', async () => {
    const right = fileOf('phone,name\n98765,Asha\n')
    expect(renamed(right, await columnsOf(right), { phone: 0, name: 1 })).toBe(right)
    const two = fileOf('Phone of the shop,Mobile\n022,98765\n')
    const sent = await renamed(two, await columnsOf(two), { phone: 1 }).text()
    expect(sent).toBe('"column_1","phone"\n022,98765\n')
  })

  test('without names above them are known by what stands in them, and nobody is lost', async () => {
    const file = fileOf('Asha,+91 98765-43210\nRavi,9876543211\n')
    const columns = await columnsOf(file)
    expect(columns.names).toEqual(['', ''])
    const mapping = guessMapping(columns, [])
    expect(mapping).toEqual({ phone: 1 })
    expect(await renamed(file, columns, mapping).text()).toBe(
      '"column_1","phone"\nAsha,+91 98765-43210\nRavi,9876543211\n',
    )
  })

  test('of another encoding than UTF-8 go as they are', async () => {
    const file = new File([new Uint8Array([0x4e, 0xe4, 0x6d, 0x65, 0x0a, 0x41])], 'old.csv')
    const columns = await columnsOf(file)
    expect(renamed(file, columns, { phone: 0 })).toBe(file)
  })
})

describe('rows that were not taken', () => {
  test('become a file that no spreadsheet takes for formulas', () => {
    expect(refusedCsv([{ row: 3, reason: 'no number', value: '=1+1' }])).toBe(
      `\uFEFFrow,value,reason\r\n3,"'=1+1","no number"\r\n`,
    )
  })
})

/**
 * A CSV file's columns, looked at in the browser, so that whoever brings it can say which of them is what: the first line is written
 * anew with the names that the server knows, and the rest of the file goes as it is. No React.
 */

/** As much of a file as is looked at: a first line and a few more. */
const HEAD_BYTES = 64 * 1024
const SAMPLES = 3

export type Columns = {
  readonly names: readonly string[]
  /** Of the first rows, by column. */
  readonly samples: readonly (readonly string[])[]
  readonly separator: string
  /** With which a line ends: the whole file must say the same. */
  readonly lineEnd: string
  /** Where the second line begins, in bytes; null: the first line cannot be written anew. */
  readonly restAt: number | null
}

export async function columnsOf(file: File): Promise<Columns> {
  const bytes = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer())
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  return { ...readHead(new TextDecoder().decode(bytes), hasMark ? 3 : 0) }
}

/** @param before bytes before the text */
export function readHead(text: string, before = 0): Columns {
  const separator = separatorOf(text)
  const rows = rowsOf(text, separator, SAMPLES + 1)
  const [first] = rows
  // Where the first line is somebody already, nothing stands above the columns.
  const hasNames = first !== undefined && !first.cells.some(isPhone)
  const people = hasNames ? rows.slice(1) : rows.slice(0, SAMPLES)
  const names = (first?.cells ?? []).map((name) => (hasNames ? name.trim() : ''))
  const above = hasNames ? text.slice(0, first.end) : ''
  return {
    names,
    samples: names.map((_, column) => people.flatMap(({ cells }) => cells[column]?.trim() || [])),
    separator,
    lineEnd: /\r?\n/u.exec(text.slice((first?.end ?? 0) - 2))?.[0] ?? '\n',
    // Another encoding than UTF-8: its bytes cannot be counted by its letters.
    restAt: text.slice(0, first?.end).includes('\uFFFD')
      ? null
      : before + new TextEncoder().encode(above).length,
  }
}

const isPhone = (cell: string): boolean => /^\+?[\d\s()./-]{10,20}$/u.test(cell.trim())

/** Excel writes semicolons where a comma stands in numbers. */
function separatorOf(text: string): string {
  const [line = ''] = text.split('\n', 1)
  const count = (sign: string): number => line.split(sign).length
  return [',', ';', '\t'].toSorted((one, other) => count(other) - count(one))[0] ?? ','
}

type Row = { readonly cells: readonly string[]; readonly end: number }

/** At most so many; a last one that is cut off is left out unless it is the only one. */
function rowsOf(text: string, separator: string, max: number): readonly Row[] {
  const rows: Row[] = []
  let cells: string[] = []
  let cell = ''
  let isQuoted = false
  for (let at = 0; at < text.length && rows.length < max; at += 1) {
    const sign = text[at] ?? ''
    if (isQuoted) {
      if (sign !== '"') cell += sign
      else if (text[at + 1] === '"') {
        cell += '"'
        at += 1
      } else isQuoted = false
    } else if (sign === '"' && cell.trim() === '') {
      cell = ''
      isQuoted = true
    } else if (sign === separator) {
      cells.push(cell)
      cell = ''
    } else if (sign === '\n') {
      rows.push({ cells: [...cells, cell.replace(/\r$/u, '')], end: at + 1 })
      cells = []
      cell = ''
    } else cell += sign
  }
  if (rows.length < max && (cell !== '' || cells.length > 0))
    rows.push({ cells: [...cells, cell], end: text.length })
  return rows
}

/** By what the server calls it, the column's place. */
export type Mapping = Readonly<Record<string, number>>

const PHONE = /^(?:phone|number|mobile|whatsapp|tel|फ़ोन|फोन|नंबर|मोबाइल)/iu
const NAME = /^(?:name|full ?name|customer|customer ?name|नाम|ग्राहक)$/iu
const plain = (name: string): string => name.toLowerCase().replaceAll(/[\s_-]+/gu, '')

/** What the columns' own names say. */
export function guessMapping(
  { names, samples }: Pick<Columns, 'names' | 'samples'>,
  words: readonly string[],
): Mapping {
  const taken = new Set<number>()
  const take = (is: (name: string, at: number) => boolean): number | null => {
    const at = names.findIndex((name, index) => !taken.has(index) && is(name, index))
    if (at < 0) return null
    taken.add(at)
    return at
  }
  const phone =
    take((name) => PHONE.test(name)) ??
    take((_, at) => (samples[at] ?? []).length > 0 && samples[at]?.every(isPhone) === true)
  const found = words.map((word) => [word, take((name) => plain(name) === plain(word))] as const)
  const own = found.some(([word, at]) => word === 'name' && at !== null)
  const name = own ? null : take((one) => NAME.test(one))
  return Object.fromEntries(
    [['phone', phone] as const, ['name', name] as const, ...found].flatMap(([key, at]) =>
      at === null ? [] : [[key, at]],
    ),
  )
}

/** The same file with the names that the server knows above its columns. */
export function renamed(file: File, columns: Columns, mapping: Mapping): File {
  if (columns.restAt === null) return file
  const wanted = new Map(Object.entries(mapping).map(([key, at]) => [at, key]))
  const used = new Set(wanted.values())
  const names = columns.names.map((name, at) => {
    const given = wanted.get(at)
    if (given !== undefined) return given
    // Nothing else may go by a name that was given away.
    return name === '' || used.has(name) || (used.has('phone') && PHONE.test(name))
      ? `column_${at + 1}`
      : name
  })
  if (names.every((name, at) => name === columns.names[at])) return file
  const line = names.map((name) => `"${name.replaceAll('"', '""')}"`).join(columns.separator)
  return new File([`${line}${columns.lineEnd}`, file.slice(columns.restAt)], file.name, { type: file.type })
}

/** No spreadsheet takes it for a formula. */
const cellOf = (text: string): string =>
  `"${(/^[=+\-@\t\r]/u.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`

/** Rows that were not taken, to mend them in a spreadsheet. */
export function refusedCsv(refused: readonly { row: number; reason: string; value: string }[]): string {
  const lines = refused.map(({ row, reason, value }) =>
    [String(row), cellOf(value), cellOf(reason)].join(','),
  )
  // With a mark, so that spreadsheets take it for UTF-8.
  return `\uFEFF${['row,value,reason', ...lines].join('\r\n')}\r\n`
}

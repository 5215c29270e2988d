/** One line of a CSV file (RFC 4180) that a spreadsheet opens as text: what customers call themselves must not run there. */
export const csvLine = (cells: readonly (string | number | boolean | null)[]): string =>
  `${cells.map(cellOf).join(',')}\r\n`

/**
 * A spreadsheet takes what begins with one of these for a formula, also after blanks (OWASP, "CSV Injection", 2024); an
 * apostrophe before it says that it is text. Numbers of ours are numbers, also below zero.
 */
const FORMULA = /^[\s\0]*[=+\-@|%＝＋－＠]|^[\t\r\n]/u

function cellOf(value: string | number | boolean | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  const text = FORMULA.test(value) ? `'${value}` : value
  return `"${text.replaceAll('"', '""')}"`
}

/** At the beginning of a file: without it Excel takes UTF-8 for something else and garbles every Indian script. */
export const UTF8_MARK = '\uFEFF'

/** Entries as CSV (RFC 4180), for spreadsheets. Pure. */
import type { AuditRow } from './shapes.ts'

const COLUMNS: readonly (readonly [string, (row: AuditRow) => string])[] = [
  ['seq', ({ seq }) => String(seq)],
  ['at', ({ at }) => new Date(at).toISOString()],
  ['actor_kind', ({ actor }) => actor.kind],
  ['actor_id', ({ actor }) => actor.id],
  ['actor_name', ({ actor }) => actor.name],
  ['action', ({ action }) => action],
  ['subject_kind', ({ subject }) => subject.kind],
  ['subject_id', ({ subject }) => subject.id],
  ['details', ({ details }) => JSON.stringify(details)],
  ['previous_hash', ({ previousHash }) => previousHash],
  ['hash', ({ hash }) => hash],
]

/** With the mark by which Excel knows that this is UTF-8; without it, names in Hindi come out as rubbish. */
export const csvHeader = (): string => `\uFEFF${lineOf(COLUMNS.map(([name]) => name))}`
export const csvLine = (row: AuditRow): string => lineOf(COLUMNS.map(([, read]) => read(row)))

const lineOf = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`

/**
 * A name is what somebody typed, and a spreadsheet takes a cell that begins with one of these for a formula and runs it; with an
 * apostrophe before it, it is text. Source: OWASP, "CSV Injection" (read 22 Nov 2026).
 */
export function csvCell(text: string): string {
  const harmless = /^[=+\-@\t\r]/u.test(text) ? `'${text}` : text
  return /[",\r\n]/u.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

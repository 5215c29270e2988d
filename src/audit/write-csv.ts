/** Entries as CSV, for spreadsheets. Pure. */
import { csvLine, UTF8_MARK } from '#platform/csv.ts'
import type { AuditRow } from './shapes.ts'

const COLUMNS: readonly (readonly [string, (row: AuditRow) => string | number])[] = [
  ['seq', ({ seq }) => seq],
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

export const auditHeader = (): string => `${UTF8_MARK}${csvLine(COLUMNS.map(([name]) => name))}`
export const auditLine = (row: AuditRow): string => csvLine(COLUMNS.map(([, read]) => read(row)))

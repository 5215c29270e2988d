import { listAttributes } from '#contacts/define-attributes.ts'
import { csvLine, UTF8_MARK } from '#platform/csv.ts'
import type { Client, Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { RowRefusal } from './check-row.ts'
import { selectErrors, selectImport, selectImports, type ImportRow, type RefusedRow } from './internal/sql.ts'
import { proposeMapping } from './propose-mapping.ts'
import type { Import, ImportDetail } from './shapes.ts'

/** As many as anybody looks back at. */
const IMPORTS_SHOWN = 50

export const listImports = async (client: Client, tenant: TenantId): Promise<Import[]> =>
  (await selectImports(client, tenant, IMPORTS_SHOWN)).map(shownOf)

export async function readImport(client: Client, tenant: TenantId, id: string): Promise<ImportDetail | null> {
  const row = await selectImport(client, tenant, id)
  if (row === null) return null
  const { header, sample, plan } = row
  const proposal = proposeMapping(header, sample, await listAttributes(client, tenant))
  return { ...shownOf(row), sample, plan, proposal }
}

/** What is tidied up after the last row concerns nobody: it still runs. */
function shownOf(row: ImportRow): Import {
  const { id, filename, bytes, encoding, hasBom, delimiter, hasHeader, header, rowsEstimate, rows } = row
  const { created, updated, skipped, refused, problem, startedBy, createdAt, startedAt, finishedAt } = row
  const state = row.state === 'finishing' ? 'running' : row.state
  return {
    ...{ id, state, filename, bytes, encoding, hasBom, delimiter, hasHeader, header, rowsEstimate, rows },
    ...{ created, updated, skipped, refused, problem, startedBy, createdAt, startedAt, finishedAt },
  }
}

const PAGE_ROWS = 500

/**
 * The rows that were not taken, with what the file called its columns, their number and the reason: to be put right and brought
 * again. Read page by page, so memory stays flat; null: there is no such import.
 */
export async function exportErrors(
  database: Database,
  tenant: TenantId,
  id: string,
): Promise<AsyncGenerator<string> | null> {
  const found = await database.inTenant(tenant, async (client) => selectImport(client, tenant, id))
  return found === null ? null : errorLines(database, tenant, found)
}

async function* errorLines(
  database: Database,
  tenant: TenantId,
  { id, header, hasHeader }: ImportRow,
): AsyncGenerator<string> {
  const names = hasHeader ? header : header.map((_, nth) => `Column ${nth + 1}`)
  yield `${UTF8_MARK}${csvLine([...names, 'Row in the file', 'Reason'])}`
  let after = 0
  for (;;) {
    const page: RefusedRow[] = await database.inTenant(tenant, async (client) =>
      selectErrors(client, tenant, id, after, PAGE_ROWS),
    )
    if (page.length > 0)
      yield page
        .map(({ cells, number, reason, field }) =>
          csvLine([
            ...Array.from({ length: names.length }, (_, nth) => cells[nth] ?? ''),
            ...[number, sentenceOf(reason as RowRefusal, field)],
          ]),
        )
        .join('')
    if (page.length < PAGE_ROWS) return
    after = page.at(-1)?.number ?? after
  }
}

const SENTENCES: Readonly<Record<RowRefusal, string>> = {
  phone_missing: 'There is no phone number',
  phone_impossible:
    'This can be no phone number; numbers of other countries begin with + and the country code',
  phone_rounded: 'The spreadsheet has rounded this number: make the column a text, and type it again',
  duplicate_in_file: 'The same number stands further up in the file',
  name_too_long: 'The name is longer than 120 characters',
  value_too_long: 'The value is longer than 1000 characters',
  value_not_a_number: 'The value is no number',
  value_not_a_date: 'The value is no date; write it like 2026-05-03 or 3/5/2026',
  value_not_yes_or_no: 'The value is neither yes nor no',
  value_not_a_choice: 'The value is none of the choices of this field',
  field_is_gone: 'This contact field is no longer there',
}
const sentenceOf = (reason: RowRefusal, field: string | null): string =>
  field === null ? SENTENCES[reason] : `${SENTENCES[reason]} (${field})`

import { recordAudit } from '#audit/record-audit.ts'
import { csvLine, UTF8_MARK } from '#platform/csv.ts'
import type { Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Actor } from '#tenants/access.ts'
import { selectDefinitions } from './internal/attributes-sql.ts'
import { selectForExport, type ExportRow } from './internal/read-sql.ts'
import type { Attribute } from './shapes.ts'

const PAGE_ROWS = 500

/**
 * Everybody whom a business knows, as the lines of a CSV file. Read page by page, each in a transaction of its own: memory stays
 * flat and no transaction is long, however many there are. That it was taken is in the audit log before the first line.
 */
export async function* exportContacts(
  database: Database,
  tenant: TenantId,
  actor: Actor,
): AsyncGenerator<string> {
  const fields = await database.inTenant(tenant, async (client) => {
    const definitions = await selectDefinitions(client, tenant)
    const subject = { kind: 'contacts', id: tenant }
    await recordAudit(client, tenant, actor, { action: 'contacts.exported', subject })
    return definitions
  })
  yield `${UTF8_MARK}${csvLine([...COLUMNS, ...fields.map(({ label }) => label)])}`
  let afterId: string | null = null
  for (;;) {
    const page: ExportRow[] = await database.inTenant(tenant, async (client) =>
      selectForExport(client, tenant, afterId, PAGE_ROWS),
    )
    if (page.length > 0) yield page.map((row) => lineOf(row, fields)).join('')
    if (page.length < PAGE_ROWS) return
    afterId = page.at(-1)?.id ?? null
  }
}

const COLUMNS = [
  'Name',
  'Phone',
  'Username',
  'WhatsApp id',
  'Offers',
  'Offers since',
  'Offers source',
  'First seen',
]

/** Phone numbers go without "+": with it a spreadsheet would take them for a formula. */
const lineOf = (row: ExportRow, fields: readonly Attribute[]): string =>
  csvLine([
    ...[
      row.name,
      row.phone,
      row.username,
      row.bsuid,
      row.state,
      row.since?.toISOString() ?? null,
      row.source,
    ],
    ...[row.created_at.toISOString(), ...fields.map(({ key }) => row.attributes?.[key] ?? null)],
  ])

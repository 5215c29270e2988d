import { recordAudit, type AuditEntry } from '#audit/record-audit.ts'
import { csvLine, UTF8_MARK } from '#platform/csv.ts'
import type { Client, Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Actor } from '#tenants/access.ts'
import { selectDefinitions } from './internal/attributes-sql.ts'
import { selectForExport, type ExportRow } from './internal/read-sql.ts'
import type { Attribute } from './shapes.ts'

const PAGE_ROWS = 500

/** Who is in a file that is not of everybody: the next ids after one, and what the audit log calls them together. */
export type Chosen = {
  readonly next: (client: Client, afterId: string | null, limit: number) => Promise<readonly string[]>
  readonly audit: AuditEntry
}

/**
 * Everybody whom a business knows, or whoever is chosen, as the lines of a CSV file. Read page by page, each in a transaction of its own: memory stays
 * flat and no transaction is long, however many there are. That it was taken is in the audit log before the first line.
 */
export async function* exportContacts(
  database: Database,
  tenant: TenantId,
  actor: Actor,
  chosen: Chosen | null = null,
): AsyncGenerator<string> {
  const fields = await database.inTenant(tenant, async (client) => {
    const definitions = await selectDefinitions(client, tenant)
    const subject = { kind: 'contacts', id: tenant }
    await recordAudit(client, tenant, actor, chosen?.audit ?? { action: 'contacts.exported', subject })
    return definitions
  })
  yield `${UTF8_MARK}${csvLine([...COLUMNS, ...fields.map(({ label }) => label)])}`
  let afterId: string | null = null
  for (;;) {
    const { rows, ids } = await readPage(database, tenant, chosen, afterId)
    if (rows.length > 0) yield rows.map((row) => lineOf(row, fields)).join('')
    if (ids.length < PAGE_ROWS) return
    afterId = ids.at(-1) ?? null
  }
}

type Page = { readonly rows: readonly ExportRow[]; readonly ids: readonly string[] }

/** Who of the chosen has gone meanwhile is among the ids and not among the rows. */
const readPage = async (
  database: Database,
  tenant: TenantId,
  chosen: Chosen | null,
  afterId: string | null,
): Promise<Page> =>
  database.inTenant(tenant, async (client) => {
    const ids = chosen === null ? null : await chosen.next(client, afterId, PAGE_ROWS)
    const rows = await selectForExport(client, tenant, afterId, PAGE_ROWS, ids)
    return { rows, ids: ids ?? rows.map(({ id }) => id) }
  })

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

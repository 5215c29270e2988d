/** What became of each recipient, page by page and as a file. */
import type { ExplainFailure } from '#conversations/read-models.ts'
import { csvLine, UTF8_MARK } from '#platform/csv.ts'
import type { Client, Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { selectCampaign } from './internal/campaigns-sql.ts'
import { OUTCOME } from './internal/outcome-sql.ts'
import { selectOutcomes, type RecipientOutcome } from './internal/recipients-sql.ts'
import type { RecipientPage } from './shapes.ts'

const PAGE = 50
const FILE_PAGE = 1000

export type RecipientFilter = { readonly state: string | null; readonly reason: string | null }

/** null: there is no such campaign. `reason`: why skipped, or a failure's code. */
export async function listRecipients(
  client: Client,
  tenant: TenantId,
  { id, after, ...filter }: RecipientFilter & { readonly id: string; readonly after: string | null },
): Promise<RecipientPage | null> {
  if ((await selectCampaign(client, tenant, id)) === null) return null
  const rows = await selectOutcomes(client, tenant, OUTCOME('$2'), {
    ...{ campaign: id, after, limit: PAGE + 1 },
    ...filter,
  })
  const items = rows.slice(0, PAGE)
  return { items: items.map(shown), next: rows.length > PAGE ? (items.at(-1)?.contactId ?? null) : null }
}

const shown = ({ code, reason, ...row }: RecipientOutcome): RecipientPage['items'][number] => ({
  ...row,
  reason: row.state === 'failed' ? code : reason,
})

/** All of them, in lines of a CSV file; each page is a short transaction of its own. */
export async function* writeRecipients(
  database: Database,
  tenant: TenantId,
  id: string,
  filter: RecipientFilter,
  explain: ExplainFailure,
): AsyncGenerator<string> {
  yield UTF8_MARK + csvLine(['Name', 'Phone', 'State', 'Reason', 'What happened', 'At', 'Contact', 'Message'])
  let after: string | null = null
  for (;;) {
    const place = { campaign: id, after, limit: FILE_PAGE, ...filter }
    const rows: RecipientOutcome[] = await database.inTenant(tenant, async (client) =>
      selectOutcomes(client, tenant, OUTCOME('$2'), place),
    )
    for (const row of rows) yield lineOf(row, explain)
    if (rows.length < FILE_PAGE) return
    after = rows.at(-1)?.contactId ?? null
  }
}

function lineOf(row: RecipientOutcome, explain: ExplainFailure): string {
  const { name, phone, state, at, contactId, messageId, code, reason } = row
  const failure = state !== 'failed' || code === null ? null : explain(codeAsError(code))
  return csvLine([
    ...[name, phone === null ? null : `+${phone}`, state, state === 'failed' ? code : reason],
    ...[failure?.title ?? null, at === null ? null : new Date(at).toISOString(), contactId, messageId],
  ])
}

const codeAsError = (code: string): Record<string, string | number> =>
  /^\d+$/u.test(code) ? { code: Number(code) } : { harkara: code }

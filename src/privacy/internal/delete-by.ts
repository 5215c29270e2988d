import type { Client } from '#platform/db/database.ts'
import { count, type Run } from './run.ts'

/** Rows at a time, where they are small. */
export const ROWS = 500

/** Deletes the tenant's rows with one of these ids in the column, and counts them. */
export async function deleteBy(
  client: Client,
  run: Run,
  table: string,
  column: string,
  ids: readonly string[],
): Promise<void> {
  const { rowCount } = await client.query(
    `delete from ${table} where tenant_id = $1 and ${column} = any($2::uuid[])`,
    [run.tenant, ids],
  )
  count(run, table, rowCount)
}

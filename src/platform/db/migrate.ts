import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'

/** Any constant will do, as long as every process uses the same: it makes concurrent deploys take turns. */
const MIGRATION_LOCK = 0x6861726b // "hark"
/** A migration that cannot get its lock in this time gives way, instead of stopping everybody behind it. */
const LOCK_TIMEOUT_MS = 10_000

/**
 * Applies migrations/NNNN_name.sql in order, each in its own transaction. Forward only; an applied file whose text has
 * changed since stops the start. Returns the names applied now.
 */
export async function migrate(databaseUrl: string, folder: string): Promise<string[]> {
  const client = new Client({ connectionString: databaseUrl, application_name: 'harkara migrate' })
  client.on('error', () => {}) // the query that runs fails too, and says so
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    await client.query(`create table if not exists migrations (
      name text primary key, hash text not null, applied_at timestamptz not null default now())`)
    const { rows } = await client.query<{ name: string; hash: string }>('select name, hash from migrations')
    const done = new Map(rows.map((row) => [row.name, row.hash]))
    const applied: string[] = []
    for (const file of (await readdir(folder)).filter((name) => /^\d{4}_.+\.sql$/u.test(name)).toSorted()) {
      const sql = await readFile(join(folder, file), 'utf8')
      const hash = createHash('sha256').update(sql).digest('hex')
      const known = done.get(file)
      if (known !== undefined && known !== hash)
        throw new Error(`migration ${file} was changed after it had been applied; write a new one instead`)
      if (known !== undefined) continue
      await apply(client, file, hash, sql)
      applied.push(file)
    }
    return applied
  } finally {
    await client.end() // also releases the advisory lock
  }
}

async function apply(client: Client, name: string, hash: string, sql: string): Promise<void> {
  await client.query('begin')
  try {
    await client.query(`set local lock_timeout = ${LOCK_TIMEOUT_MS}`)
    await client.query('insert into migrations (name, hash) values ($1, $2)', [name, hash])
    await client.query(sql)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new Error(`migration ${name} failed and was rolled back: ${String(error)}`, { cause: error })
  }
}

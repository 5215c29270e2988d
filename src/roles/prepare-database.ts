import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { SettingsError } from '#platform/config.ts'
import { migrate } from '#platform/db/migrate.ts'
import { errorText } from '#platform/errors.ts'

const MIGRATIONS = fileURLToPath(new URL('../../migrations', import.meta.url))
const WAIT_MS = 15_000

/** Waits a while for a database that is just starting, then brings its schema up to date. */
export async function prepareDatabase(url: string, say: (line: string) => void): Promise<void> {
  const until = performance.now() + WAIT_MS
  for (let isFirst = true; ; isFirst = false) {
    const problem = await tryConnect(url)
    if (problem === null) break
    if (isFirst)
      say(`the database at ${placeOf(url)} cannot be reached (${problem}); trying for ${WAIT_MS / 1000} s`)
    if (performance.now() > until)
      throw new SettingsError(`the database at ${placeOf(url)} cannot be reached: ${problem}`)
    await delay(500)
  }
  await migrate(url, join(MIGRATIONS))
}

async function tryConnect(url: string): Promise<string | null> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 3000 })
  client.on('error', () => {})
  try {
    await client.connect()
    return null
  } catch (error) {
    const first = error instanceof AggregateError ? (error.errors[0] as unknown) : error
    return errorText(first)
  } finally {
    await client.end().catch(() => {})
  }
}

/** Host and name, without user and password. */
function placeOf(url: string): string {
  const parsed = URL.parse(url)
  return parsed === null
    ? 'DATABASE_URL'
    : `${parsed.hostname}:${parsed.port === '' ? '5432' : parsed.port}${parsed.pathname}`
}

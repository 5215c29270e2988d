/** node src/main.ts replay --into <url>: everything that Meta ever delivered, once more into an empty database. */
import { parseArgs } from 'node:util'
import { replay } from '#ingest/replay.ts'
import { SettingsError } from '#platform/config.ts'
import type { Log } from '#platform/log.ts'
import { prepareDatabase } from './prepare-database.ts'

/** Sends nothing. Returns whether both databases say the same; says the hashes, and where they differ. */
export async function runReplay(
  words: readonly string[],
  sourceUrl: string | null,
  log: Log,
  say: (line: string) => void,
): Promise<boolean> {
  const { values } = parseArgs({ args: [...words], options: { into: { type: 'string' } } })
  if (sourceUrl === null)
    throw new SettingsError('DATABASE_URL is missing: the database whose deliveries are replayed')
  if (values.into === undefined)
    throw new SettingsError('--into is missing: an empty PostgreSQL database to replay into')
  await prepareDatabase(values.into, say)
  const onProgress = (deliveries: number): void => say(`${deliveries} deliveries`)
  const result = await replay({ sourceUrl, targetUrl: values.into, log, onProgress })
  say(`source     ${result.source}`)
  say(`replayed   ${result.target}   (${result.deliveries} deliveries)`)
  for (const tenant of result.different) say(`different  tenant ${tenant}`)
  return result.source === result.target
}

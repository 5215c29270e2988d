import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import type { TestProject } from 'vitest/node'
import { migrate } from '#platform/db/migrate.ts'
import { startEmbeddedPostgres } from '#platform/embedded-postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The server's superuser. */
    databaseUrl: string
  }
}

/** A migrated database that each test worker clones. */
export const TEMPLATE = 'harkara_test_template'

/** Nothing here outlives the run, so nothing waits for the disk; a killed process loses nothing by it, a machine would. */
const IN_A_HURRY = { fsync: 'off', full_page_writes: 'off' }

/** One real PostgreSQL for the run: the embedded one, or the one that TEST_DATABASE_URL names. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'harkara-test-'))
  const given = process.env['TEST_DATABASE_URL']
  const server =
    given === undefined
      ? await startEmbeddedPostgres({ folder: join(folder, 'postgres'), settings: IN_A_HURRY })
      : null
  const databaseUrl = given ?? server?.url ?? ''
  const admin = new Client({ connectionString: databaseUrl })
  await admin.connect()
  await admin.query(`drop database if exists ${TEMPLATE} with (force)`)
  await admin.query(`create database ${TEMPLATE}`)
  await admin.end()
  await migrate(urlOf(databaseUrl, TEMPLATE), 'migrations')
  project.provide('databaseUrl', databaseUrl)
  return async () => {
    await server?.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The same server, another database. */
export const urlOf = (serverUrl: string, name: string): string => serverUrl.replace(/\/[^/]*$/u, `/${name}`)

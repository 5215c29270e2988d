import { Client } from 'pg'
import { test as base, inject } from 'vitest'
import { openDatabase, type Database } from '#platform/db/database.ts'
import { tenantId, type TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import { createTenant } from '#tenants/create-tenant.ts'
import { TEMPLATE, urlOf } from './setup-database.ts'

type Fixtures = {
  /** A database of this test file's own, as the program sees it. */
  database: Database
  /** The same, for the superuser: to look behind the curtain. */
  adminUrl: string
  tenant: TenantId
}

/** Makes an empty, migrated database; the returned function drops it. */
export async function cloneDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `harkara_test_${newId().replaceAll('-', '')}`
  await administer(`create database ${name} template ${TEMPLATE} strategy file_copy`)
  return {
    url: urlOf(inject('databaseUrl'), name),
    drop: async () => administer(`drop database ${name} with (force)`),
  }
}

async function administer(sql: string): Promise<void> {
  const admin = new Client({ connectionString: inject('databaseUrl') })
  await admin.connect()
  await admin.query(sql)
  await admin.end()
}

/** `test` with a real database, and a fresh tenant for each test. */
export const test = base.extend<Fixtures>({
  adminUrl: [
    // oxlint-disable-next-line no-empty-pattern -- vitest reads the fixture's dependencies from this pattern
    async ({}, use) => {
      const { url, drop } = await cloneDatabase()
      await use(url)
      await drop()
    },
    { scope: 'file' },
  ],
  database: [
    async ({ adminUrl }, use) => {
      const database = openDatabase({ url: adminUrl, poolSize: 6, name: 'test' })
      await use(database)
      await database.close()
    },
    { scope: 'file' },
  ],
  tenant: async ({ database }, use) => {
    const tenant = tenantId(newId())
    await database.inTenant(tenant, async (client) => createTenant(client, tenant, 'Test shop'))
    await use(tenant)
  },
})

/**
 * A person who left a mark everywhere is erased, and every column of every table and every file is searched for the marks. A
 * table that is added later and can belong to a person must be seeded in `test/marked-person.ts`, or the first test fails.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { describe, expect } from 'vitest'
import { replay } from '#ingest/replay.ts'
import { diskStorage } from '#media/storage.ts'
import { createVault, Secret } from '#platform/secrets.ts'
import { systemClock } from '#platform/time.ts'
import { cloneDatabase, test } from '#test/database.ts'
import { asAdmin, bodyOf, ingest, messagesOf } from '#test/ingest.ts'
import {
  ABOUT_NO_CUSTOMER,
  contactOf,
  says,
  seed,
  SEEDED_BY_HAND,
  SEEDS,
  someone,
} from '#test/marked-person.ts'
import { openOtherShop, openShop, type Shop } from '#test/shop.ts'
import { selectErasure } from './internal/erasures-sql.ts'
import { findPersonTables } from './internal/person-tables.ts'
import { applyKeptRefusals } from './keep-refusals.ts'
import { privacyKeys } from './privacy-keys.ts'
import { isGenuine, type Receipt } from './receipt.ts'
import { previewErasure, requestErasure } from './request-erasure.ts'
import { runErasures, type ErasureOptions } from './run-erasures.ts'

const vault = createVault(new Secret(Buffer.alloc(32, 3).toString('base64')))
const OWNER = { kind: 'user', id: 'u1', name: 'Owner' } as const

/** Every row of every table, as text, that holds one of these; bytes are looked through as text. */
async function search(adminUrl: string, words: readonly string[]): Promise<string[]> {
  return asAdmin(adminUrl, async (admin) => {
    const { rows: tables } = await admin.query<{ name: string; bytes: string[] }>(
      `select format('%I.%I', n.nspname, c.relname) as name,
         coalesce(array_agg(a.attname::text) filter (where a.atttypid = 'bytea'::regtype), '{}') as bytes
       from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
       where c.relkind = 'r' and n.nspname in ('public', 'pgboss') group by 1 order by 1`,
    )
    const found: string[] = []
    for (const { name, bytes } of tables)
      for (const word of words) {
        const texts = ['t::text', ...bytes.map((column) => `encode(t.${column}, 'escape')`)]
        const { rows } = await admin.query<{ row: string }>(
          `select left(t::text, 300) as row from ${name} t where ${texts.map((one) => `position($1 in ${one}) > 0`).join(' or ')}`,
          [word],
        )
        for (const { row } of rows) found.push(`${name}: ${word} in ${row}`)
      }
    return found
  })
}

const filesWith = (folder: string, word: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((file) =>
    file.isFile() && readFileSync(join(file.parentPath, file.name)).includes(word) ? [file.name] : [],
  )

async function withFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'harkara-erase-'))
  await work(folder).finally(() => rmSync(folder, { recursive: true, force: true }))
}

async function erase(options: ErasureOptions, shop: Shop, contact: string): Promise<string> {
  const id = await shop.database.inTenant(shop.tenant, async (client) =>
    requestErasure(client, shop.tenant, OWNER, contact, { cause: 'request', now: systemClock() }),
  )
  await runErasures(options, shop.tenant)
  return id ?? ''
}

describe('an erased person', () => {
  test('could have been in no table that this test does not know', async ({ adminUrl }) => {
    const words = await asAdmin(adminUrl, async (admin) => {
      const { rows } = await admin.query<{ name: string }>(
        `select distinct c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
         where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
           and a.atttypid in ('text'::regtype, 'jsonb'::regtype, 'json'::regtype, 'bytea'::regtype, 'text[]'::regtype, 'tsvector'::regtype) order by 1`,
      )
      return rows.map(({ name }) => name)
    })
    const known = new Set([...Object.keys(SEEDS), ...SEEDED_BY_HAND, ...ABOUT_NO_CUSTOMER])
    expect(words.filter((name) => !known.has(name))).toEqual([])
  })

  test('could have been in no table that is not seeded here', async ({ database }) => {
    const client = await database.pool.connect()
    const tables = await findPersonTables(client).finally(() => client.release())
    const known = Object.keys(SEEDS)
    expect(tables.map(({ table }) => table).filter((table) => !known.includes(table))).toEqual([])
  })

  test('is in no column of any table and in no file any more, and others are', async ({
    database,
    adminUrl,
    tenant,
  }) =>
    withFolder(async (folder) => {
      const shop = await openShop(database, tenant)
      const [person, neighbour] = [someone(), someone()]
      await ingest(database, [
        bodyOf(
          messagesOf(shop.number, {
            contacts: [...says(person, 'shared').contacts, ...says(neighbour, 'shared').contacts],
            messages: [...says(person, 'shared').messages, ...says(neighbour, 'shared').messages],
          }),
        ),
      ])
      const { contact } = await seed(shop, folder, person)
      const marks = [person.canary, person.phone, person.bsuid]
      const before = await search(adminUrl, marks)
      expect(new Set(before.map((one) => one.split(':')[0])).size).toBeGreaterThan(18)
      expect(filesWith(folder, person.canary)).toHaveLength(2)
      const preview = await database.inTenant(tenant, async (client) =>
        previewErasure(client, tenant, contact),
      )
      expect(preview).toMatchObject({ conversations: 1, files: 1, notes: 1, sendsWaiting: 1, refusals: 1 })
      const options = { database, storage: diskStorage(folder), vault, clock: systemClock }
      const id = await erase(options, shop, contact)

      expect(await search(adminUrl, marks)).toEqual([])
      expect(filesWith(folder, person.canary)).toEqual([])
      expect(await search(adminUrl, [contact])).toHaveLength(1) // the receipt: an id that leads nowhere
      expect((await search(adminUrl, [neighbour.canary])).length).toBeGreaterThan(3)

      // Whoever has it on the screen is told.
      const told = await database.inTenant(tenant, async (client) =>
        client.query(`select from events where tenant_id = $1 and entries @> '[["conversation.removed"]]'`, [
          tenant,
        ]),
      )
      expect(told.rowCount).toBe(1)

      const done = await database.inTenant(tenant, async (client) => selectErasure(client, tenant, id))
      expect(done?.state).toBe('done')
      const { receipt = '', signature = '' } = done ?? {}
      expect(isGenuine(await privacyKeys(database.pool, vault), receipt ?? '', signature ?? '')).toBe(true)
      expect(isGenuine(await privacyKeys(database.pool, vault), `${receipt} `, signature ?? '')).toBe(false)
      const words = JSON.parse(receipt ?? '') as Receipt
      expect(words.removed).toMatchObject({ files: 1, conversations: 1, contacts: 1, conversation_notes: 1 })
      expect(words.removed['messages']).toBeGreaterThanOrEqual(4)
      expect(words.billing).toEqual([
        { month: expect.any(String), category: 'utility', isBillable: true, messages: 1 },
      ])
    }))

  test('is gone from the raw deliveries too, and these still replay to the state that there is', async ({
    database,
    adminUrl,
  }) =>
    withFolder(async (folder) => {
      void folder
      const copy = await cloneDatabase()
      try {
        void adminUrl
        const { openDatabase } = await import('#platform/db/database.ts')
        const own = openDatabase({ url: copy.url, poolSize: 4, name: 'test' })
        try {
          const shop = await openOtherShop(own)
          const [person, neighbour] = [someone(), someone()]
          await ingest(own, [
            bodyOf(
              messagesOf(shop.number, {
                contacts: [...says(person, '1').contacts, ...says(neighbour, '1').contacts],
                messages: [...says(person, '1').messages, ...says(neighbour, '1').messages],
              }),
            ),
            bodyOf(messagesOf(shop.number, says(person, '2')), messagesOf(shop.number, says(neighbour, '2'))),
            bodyOf(messagesOf(shop.number, says(person, '3'))),
          ])
          const options = { database: own, storage: diskStorage(folder), vault, clock: systemClock }
          await erase(options, shop, await contactOf(shop, person))
          const { rows } = await own.pool.query<{ body: string }>(
            `select encode(body, 'escape') as body from deliveries`,
          )
          expect(rows).toHaveLength(2)
          for (const { body } of rows) expect(body).not.toContain(person.phone)
          const target = await cloneDatabase()
          try {
            const log = pino({ enabled: false })
            const result = await replay({ sourceUrl: copy.url, targetUrl: target.url, log })
            expect(result.different).toEqual([])
            expect(result.deliveries).toBe(2)
          } finally {
            await target.drop()
          }
        } finally {
          await own.close()
        }
      } finally {
        await copy.drop()
      }
      void database
    }))

  test('who writes again is somebody new, and is still not sent what they had refused', async ({
    database,
    tenant,
  }) =>
    withFolder(async (folder) => {
      const shop = await openShop(database, tenant)
      const person = someone()
      await ingest(database, [bodyOf(messagesOf(shop.number, says(person, '1', { text: { body: 'STOP' } })))])
      const before = await contactOf(shop, person)
      await erase({ database, storage: diskStorage(folder), vault, clock: systemClock }, shop, before)
      expect(await contactOf(shop, person)).toBe('')
      await ingest(database, [bodyOf(messagesOf(shop.number, says(person, '2')))])
      const after = await contactOf(shop, person)
      expect(after).not.toBe('')
      expect(after).not.toBe(before)
      await applyKeptRefusals({ database, vault, clock: systemClock }, tenant)
      const { rows } = await database.inTenant(tenant, async (client) =>
        client.query('select purpose, source from suppressions where contact_id = $1', [after]),
      )
      expect(rows).toEqual([{ purpose: 'marketing', source: 'erasure' }])
    }))

  test('is erased to the end by the next worker when the first one is stopped after any step', async ({
    database,
    adminUrl,
    tenant,
  }) =>
    withFolder(async (folder) => {
      const shop = await openShop(database, tenant)
      const person = someone()
      const { contact } = await seed(shop, folder, person)
      const base = { database, storage: diskStorage(folder), vault, clock: systemClock }
      await database.inTenant(tenant, async (client) =>
        requestErasure(client, tenant, OWNER, contact, { cause: 'request', now: systemClock() }),
      )
      let workers = 0
      for (let isDone = false; !isDone; workers += 1) {
        let asked = 0
        isDone = (await runErasures({ ...base, isClosing: () => (asked += 1) > 1 }, tenant)) === 1
        await database.inTenant(tenant, async (client) =>
          client.query('update erasures set claimed_until = null'),
        )
      }
      expect(workers).toBeGreaterThan(10)
      expect(await search(adminUrl, [person.canary, person.phone, person.bsuid])).toEqual([])
    }))
})

import { describe, expect } from 'vitest'
import { openDatabase, type Client, type Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import { instant, systemClock, type Instant } from '#platform/time.ts'
import { lockTenant } from '#tenants/lock-tenant.ts'
import { test } from '#test/database.ts'
import { plansOf } from '#test/plans-of.ts'
import { freshPhone } from '#test/shop.ts'
import type { Person } from '#whatsapp/facts.ts'
import { claimPhones } from './internal/sql.ts'
import { putImported } from './put-imported.ts'
import { resolvePeople } from './resolve-people.ts'

/** As a webhook's transaction does, beside others of the tenant. */
async function resolve(
  client: Client,
  tenant: TenantId,
  people: readonly Person[],
  at: Instant,
): Promise<string[]> {
  await lockTenant(client, tenant, false)
  const effects = { merge: async () => expect.unreachable(), rehome: async () => expect.unreachable() }
  const facts = people.map((person) => ({ person, at }))
  const resolved = await resolvePeople(client, tenant, facts, { effects, isAlone: false })
  return people.map((person) => resolved.contactOf(person, at))
}

async function importPhones(
  database: Database,
  tenant: TenantId,
  phones: readonly string[],
): Promise<string[]> {
  const people = phones.map((phone) => ({ phone, name: null, attributes: {} }))
  const put = await database.inTenant(tenant, async (client) => {
    await lockTenant(client, tenant, false)
    return putImported(client, tenant, people, { known: 'fill', now: systemClock() })
  })
  return put.map(({ contact }) => contact)
}

describe('people of whom we had the number alone', () => {
  test('keep their contact when Meta first says their name, whole batches of them at once and beside others', async ({
    database,
    tenant,
  }) => {
    const phones = Array.from({ length: 50 }, () => freshPhone())
    const people = phones.map((phone) => ({ phone, bsuid: `IN.${phone}`, parentBsuid: `IN.ENT.${phone}` }))
    const contacts = await importPhones(database, tenant, phones)
    const now = systemClock()
    const found = await database.inTenant(tenant, async (client) =>
      resolve(client, tenant, [...people, ...people], now),
    )
    expect(found).toEqual([...contacts, ...contacts])
    const names = await database.inTenant(tenant, async (client) =>
      resolve(
        client,
        tenant,
        people.map(({ bsuid }) => ({ bsuid })),
        now,
      ),
    )
    expect(names).toEqual(contacts)
  })

  test('have one first claimant, also where two lanes bring different ones at the same moment', async ({
    database,
    tenant,
  }) => {
    const phone = freshPhone()
    const [contact] = await importPhones(database, tenant, [phone])
    const now = systemClock()
    const isClaimed = Promise.withResolvers<void>()
    const isOver = Promise.withResolvers<void>()
    const first = database.inTenant(tenant, async (client) => {
      const found = await resolve(client, tenant, [{ phone, bsuid: 'IN.first' }], now)
      isClaimed.resolve()
      await isOver.promise
      return found
    })
    await isClaimed.promise
    const second = database
      .inTenant(tenant, async (client) => resolve(client, tenant, [{ phone, bsuid: 'IN.second' }], now))
      .then(() => null)
      .catch((error: unknown) => error)
    const waiting = `select 1 from pg_locks where locktype = 'transactionid' and not granted`
    await expect.poll(async () => (await database.pool.query(waiting)).rowCount).toBe(1)
    isOver.resolve()
    expect(await first).toEqual([contact])
    expect(await second).toMatchObject({ code: '40001' })
  })

  test('are found by their numbers, and not among all numbers, where no table has ever been analyzed', async ({
    adminUrl,
    tenant,
  }) => {
    const worker = openDatabase({ url: adminUrl, poolSize: 1, name: 'worker', looksUpOnly: true })
    const claim = { kind: 'phone', since: instant(1), claimedBy: 'bsuid:IN.1', isContested: false } as const
    const claims = Array.from({ length: 50 }, () => ({ ...claim, contact: newId(), value: freshPhone() }))
    const plan = await worker.inTenant(tenant, async (client) =>
      plansOf(client, async (explaining) => claimPhones(explaining, tenant, claims)),
    )
    await worker.close()
    expect(plan).toContain('contact_identities_pkey')
    expect(plan).not.toMatch(/contact_identities_(?:phones|contact)|Seq Scan/u)
  })
})

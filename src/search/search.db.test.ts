/** Whatever was said is found by its words, a moment after it was said, and not by anybody else. */
import { describe, expect } from 'vitest'
import { explainFailure } from '#outbound/explain-failure.ts'
import type { Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { systemClock } from '#platform/time.ts'
import { forgetEvents } from '#realtime/forget-events.ts'
import { test } from '#test/database.ts'
import { bodyOf, connect, freshNumber, ingest, messagesOf, type TestNumber } from '#test/ingest.ts'
import { openOtherShop } from '#test/shop.ts'
import { indexMessages } from './index-messages.ts'
import { searchMessages } from './search-messages.ts'

let serial = 0
const said = (body: string, id = `wamid.search${(serial += 1)}`, extra: object = {}): object => ({
  from: '919812345678',
  id,
  timestamp: String(1_793_000_000 + serial),
  type: 'text',
  text: { body },
  ...extra,
})
const bodyTo = (number: TestNumber, ...messages: object[]): string => bodyOf(messagesOf(number, { messages }))

async function indexAll(database: Database, tenant: TenantId): Promise<void> {
  while (await indexMessages(database, tenant));
}
const find = async (
  database: Database,
  tenant: TenantId,
  text: string,
  limit = 20,
): Promise<(string | null)[]> =>
  database.inTenant(tenant, async (client) => {
    const page = { limit, after: null }
    const context = { explain: explainFailure, now: systemClock() }
    const { items } = await searchMessages(client, tenant, text, page, context)
    return items.map(({ message }) => message.text)
  })

describe('a message', () => {
  test('is found by its words and their beginnings, in any script, newest first', async ({
    database,
    tenant,
  }) => {
    const number = freshNumber()
    await database.inTenant(tenant, async (client) => connect(client, tenant, number))
    await indexAll(database, tenant)
    await ingest(database, [
      bodyTo(number, said('Is the blue kurta here?'), said('नीला कुर्ता मिलेगा?'), said('BLUE one please')),
      bodyTo(number, said("it's 100% <b>cotton</b> \\ & | !")),
    ])
    await indexAll(database, tenant)
    expect(await find(database, tenant, 'blue')).toEqual(['BLUE one please', 'Is the blue kurta here?'])
    expect(await find(database, tenant, 'kur blue')).toEqual(['Is the blue kurta here?'])
    expect(await find(database, tenant, 'कुर्त')).toEqual(['नीला कुर्ता मिलेगा?'])
    expect(await find(database, tenant, `cotton\\' & | ! :* <->`)).toHaveLength(1)
    expect(await find(database, tenant, '… 🙏')).toEqual([])
    expect(await find(database, tenant, 'silk')).toEqual([])
  })

  test('that was there before the index is found too, and one that was edited or taken back by what it says now', async ({
    database,
    tenant,
  }) => {
    const number = freshNumber()
    await database.inTenant(tenant, async (client) => connect(client, tenant, number))
    const old = Array.from({ length: 450 }, (_, nth) => said(`old number${nth}`))
    await ingest(database, [
      bodyTo(number, ...old, said('wrong price', 'wamid.edited'), said('oops', 'wamid.gone')),
    ])
    await indexAll(database, tenant)
    expect(await find(database, tenant, 'number0')).toEqual(['old number0'])
    expect(await find(database, tenant, 'old', 50)).toHaveLength(50)
    const edit = {
      type: 'edit',
      edit: { original_message_id: 'wamid.edited', message: { type: 'text', text: { body: 'right price' } } },
    }
    const revoke = { type: 'revoke', revoke: { original_message_id: 'wamid.gone' } }
    await ingest(database, [bodyTo(number, said('', 'wamid.edit', edit), said('', 'wamid.revoke', revoke))])
    await indexAll(database, tenant)
    expect(await find(database, tenant, 'wrong')).toEqual([])
    expect(await find(database, tenant, 'right price')).toEqual(['right price'])
    expect(await find(database, tenant, 'oops')).toEqual([])
  })

  test('is found by nobody else', async ({ database, tenant }) => {
    const number = freshNumber()
    await database.inTenant(tenant, async (client) => connect(client, tenant, number))
    await ingest(database, [bodyTo(number, said('ours alone'))])
    const other = await openOtherShop(database)
    await indexAll(database, tenant)
    await indexAll(database, other.tenant)
    expect(await find(database, tenant, 'alone')).toEqual(['ours alone'])
    expect(await find(database, other.tenant, 'alone')).toEqual([])
  })
})

describe('the index', () => {
  test('is waited for before events are forgotten, though not for ever', async ({ database, tenant }) => {
    const number = freshNumber()
    await database.inTenant(tenant, async (client) => connect(client, tenant, number))
    await indexAll(database, tenant)
    const age = async (span: string): Promise<void> => {
      await database.inTenant(tenant, async (client) => {
        await client.query(`update events set at = clock_timestamp() - $2::interval where tenant_id = $1`, [
          tenant,
          span,
        ])
        await forgetEvents(client, tenant)
      })
    }
    const events = async (): Promise<number> =>
      database.inTenant(tenant, async (client) => {
        const { rows } = await client.query('select from events where tenant_id = $1', [tenant])
        return rows.length
      })
    await ingest(database, [bodyTo(number, said('one that waits'))])
    await age('1 hour')
    expect(await events()).toBe(1)
    await indexAll(database, tenant)
    await age('1 hour')
    expect(await events()).toBe(0)
    await ingest(database, [bodyTo(number, said('one that waited too long'))])
    await age('2 days')
    expect(await events()).toBe(0)
    await indexAll(database, tenant)
    expect(await find(database, tenant, 'waited')).toEqual(['one that waited too long'])
  })

  test('loses nothing when passes of two workers meet, and pages of it neither overlap nor leave gaps', async ({
    database,
    tenant,
  }) => {
    const number = freshNumber()
    await database.inTenant(tenant, async (client) => connect(client, tenant, number))
    await indexAll(database, tenant)
    const bodies = Array.from({ length: 30 }, (_, nth) => bodyTo(number, said(`word${nth} common`)))
    await ingest(database, bodies.slice(0, 15))
    await Promise.all([
      indexAll(database, tenant),
      indexAll(database, tenant),
      ingest(database, bodies.slice(15)),
    ])
    await indexAll(database, tenant)
    const seen: (string | null)[] = []
    let after: { at: number; id: string } | null = null
    do {
      const hits: Awaited<ReturnType<typeof searchMessages>> = await database.inTenant(
        tenant,
        async (client) =>
          searchMessages(
            client,
            tenant,
            'common',
            { limit: 7, after },
            { explain: explainFailure, now: systemClock() },
          ),
      )
      seen.push(...hits.items.map(({ message }) => message.text))
      after = hits.next
      expect(hits.isCatchingUp).toBe(false)
    } while (after !== null)
    expect(seen).toHaveLength(30)
    expect(new Set(seen).size).toBe(30)
  })
})

import fc from 'fast-check'
import { describe, expect } from 'vitest'
import { after, DAY_MS, HOUR_MS, MINUTE_MS, type Instant } from '#platform/time.ts'
import { mergeByHand } from '#merges/merge-by-hand.ts'
import { appendEvents } from '#realtime/append-events.ts'
import { test as base } from '#test/database.ts'
import { answered, countAll, NOW, record, sendTemplate, stranger } from '#test/health.ts'
import { hear, openShop, openTalk, type Shop, type Talk } from '#test/shop.ts'
import { portfolioUse } from './portfolio-use.ts'

const test = base.extend<{ shop: Shop }>({
  shop: async ({ database, tenant }, use) => use(await openShop(database, tenant)),
})

const useOf = async (
  { database, tenant, channel }: Shop,
  limit: number | null | undefined = 2000,
  now: Instant = NOW,
) => database.inTenant(tenant, async (client) => portfolioUse(client, tenant, channel, limit, now))

const hoursAgo = (hours: number): Instant => after(NOW, -hours * HOUR_MS)

/** The same customer at another of the shop's numbers. */
async function at(shop: Shop, talk: Talk): Promise<Talk> {
  return shop.database.inTenant(shop.tenant, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `insert into conversations (tenant_id, id, channel_id, contact_id) values ($1, gen_random_uuid(), $2, $3) returning id`,
      [shop.tenant, shop.channel, talk.contact],
    )
    return { ...talk, conversation: rows[0]?.id ?? '' }
  })
}

describe('the people of the last 24 hours', () => {
  test('are those who got a template outside of a window, each once', async ({ shop }) => {
    const [one, two, talker] = [await stranger(shop), await stranger(shop), await openTalk(shop)]
    await hear(shop, talker, { at: hoursAgo(5) })
    await sendTemplate(shop, one, { at: hoursAgo(3) })
    await sendTemplate(shop, one, { at: hoursAgo(2) })
    await sendTemplate(shop, two, { at: hoursAgo(30) }) // longer ago
    await sendTemplate(shop, two, { at: hoursAgo(1), deliveredAt: null }) // not delivered
    await sendTemplate(shop, talker, { at: hoursAgo(4) }) // an answer
    await countAll(shop)
    expect(await useOf(shop)).toMatchObject({
      used: 1,
      freeAt: after(hoursAgo(2), DAY_MS + 1000),
      roomAt: null,
    })
  })

  test('count to the millisecond: a day after it arrived, and not a moment later', async ({ shop }) => {
    await sendTemplate(shop, await stranger(shop), { at: hoursAgo(10), deliveredAt: hoursAgo(10) })
    await countAll(shop)
    const leaves = after(hoursAgo(10), DAY_MS)
    expect((await useOf(shop, 250, after(leaves, -1))).used).toBe(1)
    expect((await useOf(shop, 250, leaves)).used).toBe(0)
  })

  test('count together over the numbers of a portfolio, and apart from those of another', async ({
    database,
    tenant,
    shop,
  }) => {
    const [sibling, other] = [await openShop(database, tenant), await openShop(database, tenant)]
    for (const [one, portfolio] of [
      [shop, '77'],
      [sibling, '77'],
      [other, '88'],
    ] as const)
      await record(one, NOW, answered(NOW, ['portfolio', portfolio]))
    const [one, two] = [await stranger(shop), await stranger(sibling)]
    await sendTemplate(shop, one)
    await sendTemplate(sibling, await at(sibling, one))
    await sendTemplate(sibling, two)
    await sendTemplate(other, await at(other, one))
    await countAll(shop)
    expect(await useOf(shop)).toMatchObject({ portfolioId: '77', numbers: 2, used: 2 })
    expect(await useOf(sibling)).toMatchObject({ used: 2 })
    expect(await useOf(other)).toMatchObject({ portfolioId: '88', numbers: 1, used: 1 })
  })

  test('say when there is room again', async ({ shop }) => {
    for (const hours of [20, 10, 5, 2])
      await sendTemplate(shop, await stranger(shop), { at: hoursAgo(hours), deliveredAt: hoursAgo(hours) })
    await countAll(shop)
    expect((await useOf(shop, 5)).roomAt).toBeNull()
    expect((await useOf(shop, 4)).roomAt).toBe(after(hoursAgo(20), DAY_MS))
    expect((await useOf(shop, 3)).roomAt).toBe(after(hoursAgo(10), DAY_MS))
    const { leaving } = await useOf(shop)
    expect(leaving.map(({ count }) => count)).toEqual([1, 1, 1, 1])
  })

  test('were in a window if the customer’s message comes in late, and are one person after a merge', async ({
    shop,
  }) => {
    const { database, tenant } = shop
    const [one, two] = [await stranger(shop), await stranger(shop)]
    await sendTemplate(shop, one, { at: hoursAgo(3) })
    await sendTemplate(shop, two, { at: hoursAgo(3) })
    await countAll(shop)
    expect((await useOf(shop)).used).toBe(2)
    const merged = await database.inTenant(tenant, async (client) =>
      mergeByHand(
        client,
        tenant,
        { kind: 'user', id: '1', name: 'Owner' },
        { id: one.contact, otherId: two.contact, now: NOW },
      ),
    )
    expect(merged.ok).toBe(true)
    await countAll(shop)
    expect((await useOf(shop)).used).toBe(1)
    for (const talk of [one, two]) {
      const late = await hear(shop, talk, { at: hoursAgo(4) })
      await database.inTenant(tenant, async (client) =>
        appendEvents(client, tenant, [['message.created', late]]),
      )
    }
    await countAll(shop)
    expect((await useOf(shop)).used).toBe(0)
  })

  test('and the hours’ sums are the same as counted anew, whatever comes in which order', async ({
    database,
    tenant,
  }) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            who: fc.nat(3),
            hours: fc.integer({ min: 1, max: 40 }),
            fate: fc.constantFrom('sent', 'delivered', 'read', 'failed', 'blocked'),
          }),
          { minLength: 1, maxLength: 8 },
        ),
        async (sends) => {
          const shop = await openShop(database, tenant)
          const people = await Promise.all([0, 1, 2, 3].map(async () => stranger(shop)))
          for (const { who, hours, fate } of sends) {
            const at = hoursAgo(hours)
            const id = await sendTemplate(shop, people[who] as Talk, { at, deliveredAt: null })
            await countAll(shop)
            const set = {
              sent: 'status_rank = 1',
              delivered: `status_rank = 2, delivered_at = sent_at + interval '1 minute'`,
              read: `status_rank = 3, read_at = sent_at + interval '2 minutes'`,
              failed: `failed_at = sent_at, failure = '{"code": 131000}'`,
              blocked: `failed_at = sent_at, failure = '{"code": 131026}'`,
            }[fate]
            await database.inTenant(tenant, async (client) => {
              await client.query(`update messages set ${set} where id = $1`, [id])
              for (let nth = 0; nth < 2; nth += 1)
                await appendEvents(client, tenant, [['message.updated', id]])
            })
          }
          await countAll(shop)
          const { hours, anew, reached } = await database.inTenant(tenant, async (client) => ({
            hours: (await client.query(SUMS, [tenant, shop.channel])).rows[0],
            anew: (await client.query(ANEW, [tenant, shop.channel])).rows[0],
            reached: (
              await client.query<{ count: number }>(REACHED, [
                tenant,
                shop.channel,
                new Date(after(NOW, -DAY_MS)),
              ])
            ).rows[0]?.count,
          }))
          expect(hours).toEqual(anew)
          expect((await useOf(shop)).used).toBe(reached)
        },
      ),
      { numRuns: 8 },
    )
  })
})

const SUMS = `select sum(sent)::int as sent, sum(delivered)::int as delivered, sum(read)::int as read, sum(failed)::int as failed,
  sum(blocked)::int as blocked from template_hours where tenant_id = $1 and channel_id = $2`
const ANEW = `select count(*)::int as sent, count(coalesce(delivered_at, read_at))::int as delivered, count(read_at)::int as read,
  count(failed_at)::int as failed, count(*) filter (where failure ->> 'code' = '131026')::int as blocked
  from messages where tenant_id = $1 and channel_id = $2 and type = 'template'`
const REACHED = `select count(distinct conversation_id)::int as count from messages
  where tenant_id = $1 and channel_id = $2 and coalesce(delivered_at, read_at) > $3`

test('a customer’s message that is a minute old keeps a template inside the window', async ({ shop }) => {
  const talk = await openTalk(shop)
  await hear(shop, talk, { at: after(NOW, -MINUTE_MS) })
  await sendTemplate(shop, talk, { at: NOW })
  await countAll(shop)
  expect((await useOf(shop, 250, after(NOW, HOUR_MS))).used).toBe(0)
})

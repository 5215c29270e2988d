/** A number that was lost and is ours again goes on, also if the database goes away in the very moment of taking it over. */
import { expect } from 'vitest'
import { createLeases } from '#platform/db/leases.ts'
import { newId } from '#platform/ids.ts'
import { systemClock } from '#platform/time.ts'
import { test } from '#test/database.ts'
import { eventually, forgetNumbers, queueSends, sendsOf, startSending, taken } from '#test/sending.ts'
import { openShop, openTalk } from '#test/shop.ts'

test('a taking over that fails is made again, although the number was ours before', async ({
  database,
  tenant,
}) => {
  const shop = await openShop(database, tenant)
  const leases = createLeases(database.pool, {
    ...{ table: 'number_leases', key: 'channel_id', role: `sender ${newId()}`, busy: 'wait' },
  })
  let taking = 0
  let isAway = false
  const sender = startSending([shop], async (_number, { id }) => taken(id), {
    leases: {
      ...leases,
      renew: async () => {
        const fresh = await leases.renew()
        taking += fresh.length
        isAway = fresh.length > 0 && taking === 2
        return fresh
      },
    },
    clock: () => {
      if (isAway) throw new Error('the database is away')
      return systemClock()
    },
  })
  try {
    await queueSends(shop, [(await openTalk(shop)).conversation])
    expect(await eventually(async () => (await sendsOf(shop))[0]?.state === 'accepted')).toBe(true)
    await database.pool.query(`update number_leases set leased_until = '-infinity' where channel_id = $1`, [
      shop.channel,
    ])
    expect(await eventually(() => taking === 2)).toBe(true)
    await queueSends(shop, [(await openTalk(shop)).conversation])
    expect(await eventually(async () => (await sendsOf(shop))[1]?.state === 'accepted')).toBe(true)
  } finally {
    isAway = false
    await sender.close()
    await forgetNumbers([shop])
  }
})

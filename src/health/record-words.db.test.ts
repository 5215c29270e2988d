import fc from 'fast-check'
import { describe, expect } from 'vitest'
import { after, DAY_MS, HOUR_MS, MINUTE_MS } from '#platform/time.ts'
import { test as base } from '#test/database.ts'
import { alarmsOf, answered, hearOf, NOW, record, timelineOf, told } from '#test/health.ts'
import { openShop, type Shop } from '#test/shop.ts'
import { readQuality } from './read-quality.ts'

const test = base.extend<{ shop: Shop }>({
  shop: async ({ database, tenant }, use) => use(await openShop(database, tenant)),
})

const NOBODY = { user: null, segment: null } as const

const flagged = (shop: Shop, event: 'FLAGGED' | 'UNFLAGGED', minutesAgo: number): string =>
  told(
    shop,
    'phone_number_quality_update',
    { display_phone_number: shop.number.display, event },
    after(NOW, -minutesAgo * MINUTE_MS),
  )

const qualityOf = async ({ database, tenant, channel }: Shop, now = NOW) =>
  database.inTenant(tenant, async (client) => {
    const quality = await readQuality(client, tenant, channel, NOBODY, now)
    if (quality === null) throw new Error('there is no such number')
    return quality
  })

/** Seven webhooks, in Meta's order. */
const tellAll = (shop: Shop): string[] => [
  flagged(shop, 'UNFLAGGED', 50),
  flagged(shop, 'FLAGGED', 40),
  flagged(shop, 'UNFLAGGED', 30),
  told(
    shop,
    'business_capability_update',
    { max_daily_conversations_per_business: 2000 },
    after(NOW, -45 * MINUTE_MS),
  ),
  told(
    shop,
    'business_capability_update',
    { max_daily_conversations_per_business: 'TIER_10K' },
    after(NOW, -20 * MINUTE_MS),
  ),
  told(
    shop,
    'account_update',
    { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'DISABLE' } },
    after(NOW, -15 * MINUTE_MS),
  ),
  told(
    shop,
    'account_update',
    { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'REINSTATE' } },
    after(NOW, -10 * MINUTE_MS),
  ),
]

describe('what Meta says of a number', () => {
  test('is one state and one timeline, in whatever order and however often it is told', async ({
    database,
    tenant,
  }) => {
    const expected = [
      'quality -→GREEN',
      'tier -→TIER_2K',
      'quality GREEN→RED',
      'quality RED→GREEN',
      'tier TIER_2K→TIER_10K',
      'account -→disabled',
      'account disabled→active',
    ]
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6], { minLength: 7 }),
        fc.array(fc.nat(6), { maxLength: 4 }),
        async (order, again) => {
          const shop = await openShop(database, tenant)
          const bodies = tellAll(shop)
          for (const nth of [...order, ...again]) await hearOf(shop, [bodies[nth] ?? ''])
          expect(await timelineOf(shop)).toEqual(expected)
          const quality = await qualityOf(shop)
          expect([quality.quality?.value, quality.limit.tier, quality.account.state]).toEqual([
            'GREEN',
            'TIER_10K',
            'active',
          ])
          expect((await alarmsOf(shop)).filter((alarm) => alarm.startsWith('quality'))).toEqual([])
        },
      ),
      { numRuns: 6 },
    )
  })

  test('when it was asked outlives an earlier webhook that comes in later, and not a later one', async ({
    shop,
  }) => {
    await record(shop, NOW, answered(after(NOW, -20 * MINUTE_MS), ['quality', 'GREEN']))
    await hearOf(shop, [flagged(shop, 'FLAGGED', 30)])
    expect((await qualityOf(shop)).quality?.value).toBe('GREEN')
    expect(await timelineOf(shop)).toEqual(['quality -→RED', 'quality RED→GREEN'])
    await hearOf(shop, [flagged(shop, 'FLAGGED', 10)])
    expect((await qualityOf(shop)).quality?.value).toBe('RED')
  })

  test('again when it is asked again is no event', async ({ shop }) => {
    for (const minutes of [30, 20, 10])
      await record(
        shop,
        NOW,
        answered(after(NOW, -minutes * MINUTE_MS), ['quality', 'GREEN'], ['number_status', 'CONNECTED']),
      )
    expect(await timelineOf(shop)).toEqual(['number_status -→CONNECTED', 'quality -→GREEN'])
    await record(shop, NOW, answered(NOW, ['quality', 'YELLOW'], ['number_status', 'CONNECTED']))
    expect(await timelineOf(shop)).toContain('quality GREEN→YELLOW')
  })

  test('of an account is said of each of its numbers, of a number only of that one', async ({
    database,
    tenant,
    shop,
  }) => {
    const sibling = await openShop(database, tenant, {
      ...shop.number,
      phoneNumberId: `${shop.number.phoneNumberId}9`,
      display: `${shop.number.display}9`,
    })
    await hearOf(shop, [
      flagged(shop, 'FLAGGED', 5),
      told(shop, 'account_review_update', { decision: 'REJECTED' }),
    ])
    await record(sibling)
    expect((await qualityOf(shop)).quality?.value).toBe('RED')
    expect((await qualityOf(sibling)).quality).toBeNull()
    expect((await qualityOf(sibling)).account.review).toBe('REJECTED')
  })

  test('cannot be changed once it is written down', async ({ shop }) => {
    await hearOf(shop, [flagged(shop, 'FLAGGED', 5)])
    const { database, tenant } = shop
    for (const sql of [`update health_events set to_value = 'GREEN'`, 'delete from health_events'])
      await expect(database.inTenant(tenant, async (client) => client.query(sql))).rejects.toThrow(
        /permission denied/u,
      )
  })

  test('has the number asked about at once', async ({ shop }) => {
    const due = async (): Promise<boolean> => {
      const { rows } = await shop.database.pool.query<{ is_due: boolean }>(
        'select health_due_at <= now() as is_due from channel_routes where channel_id = $1',
        [shop.channel],
      )
      return rows[0]?.is_due ?? false
    }
    await shop.database.pool.query(
      `update channel_routes set health_due_at = now() + interval '1 hour' where channel_id = $1`,
      [shop.channel],
    )
    expect(await due()).toBe(false)
    await hearOf(shop, [flagged(shop, 'FLAGGED', 5)])
    expect(await due()).toBe(true)
  })
})

describe('an alarm about a number', () => {
  test('opens once for trouble, rings again when it gets worse, and closes by itself', async ({ shop }) => {
    const ask = async (value: string, minutesAgo: number): Promise<void> => {
      await record(shop, NOW, answered(after(NOW, -minutesAgo * MINUTE_MS), ['quality', value]))
    }
    await ask('GREEN', 50)
    expect(await alarmsOf(shop)).toEqual([])
    await ask('YELLOW', 40)
    await ask('YELLOW', 35)
    expect(await alarmsOf(shop)).toEqual(['quality YELLOW'])
    await ask('RED', 30)
    expect(await alarmsOf(shop)).toEqual(['quality RED'])
    await ask('GREEN', 20)
    expect(await alarmsOf(shop)).toEqual([])
  })

  test('of a restriction ends when Meta said it would', async ({ shop }) => {
    const endsAt = after(NOW, HOUR_MS)
    await hearOf(shop, [
      told(shop, 'account_update', {
        event: 'ACCOUNT_RESTRICTION',
        restriction_info: [
          { restriction_type: 'RESTRICTED_BIZ_INITIATED_MESSAGING', expiration: endsAt / 1000 },
        ],
      }),
    ])
    expect(await alarmsOf(shop)).toEqual(['restriction RESTRICTED_BIZ_INITIATED_MESSAGING'])
    const before = await qualityOf(shop, after(endsAt, -1))
    expect([before.level, before.reason.key, before.restrictions]).toEqual([
      'bad',
      'restricted',
      [{ type: 'RESTRICTED_BIZ_INITIATED_MESSAGING', since: NOW, expiresAt: endsAt }],
    ])
    await record(shop, endsAt)
    expect(await alarmsOf(shop)).toEqual([])
    expect((await qualityOf(shop, endsAt)).restrictions).toEqual([])
  })

  test('of a violation is over after a week, and stays in the timeline', async ({ shop }) => {
    await hearOf(shop, [
      told(shop, 'account_update', {
        event: 'ACCOUNT_VIOLATION',
        violation_info: { violation_type: 'SPAM' },
      }),
    ])
    expect(await alarmsOf(shop)).toEqual(['violation SPAM'])
    await record(shop, after(NOW, 7 * DAY_MS))
    expect(await alarmsOf(shop)).toEqual([])
    expect(await timelineOf(shop)).toEqual(['violation SPAM -→SPAM'])
  })

  test('of an account that is gone closes when Meta lets messages go out', async ({ shop }) => {
    await hearOf(shop, [told(shop, 'account_update', { event: 'ACCOUNT_OFFBOARDED' }, after(NOW, -HOUR_MS))])
    expect(await alarmsOf(shop)).toEqual(['account offboarded'])
    await record(shop, NOW, answered(NOW, ['sending', 'AVAILABLE']))
    expect(await alarmsOf(shop)).toEqual([])
  })
})

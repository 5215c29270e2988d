/** What is too late is not sent, whatever kept it waiting, and says so. */
import { describe, expect } from 'vitest'
import { after, instant, MINUTE_MS, systemClock, type Instant } from '#platform/time.ts'
import { newId } from '#platform/ids.ts'
import { test } from '#test/database.ts'
import { test as inWorld } from '#test/sender-world.ts'
import { eventually, forgetNumbers, queueSends, sendsOf, startSending, taken } from '#test/sending.ts'
import { openShop, openTalk, putTemplate, type Shop } from '#test/shop.ts'
import { acceptMessage } from './accept-message.ts'
import type { Outgoing } from './outgoing-shape.ts'

const setExpiry = async ({ database, tenant }: Shop, id: string, at: Instant): Promise<unknown> =>
  database.inTenant(tenant, async (client) =>
    client.query('update sends set expires_at = $3 where tenant_id = $1 and id = $2', [
      ...[tenant, id, new Date(at)],
    ]),
  )

describe('a message that waited', () => {
  test('goes out a moment before it is too late, and not at that moment', async ({ database, tenant }) => {
    const shop = await openShop(database, tenant)
    const now = instant(Math.floor(systemClock()))
    const talks = [await openTalk(shop), await openTalk(shop), await openTalk(shop)]
    const accepted = after(now, -MINUTE_MS)
    const [late, inTime, never] = await queueSends(
      shop,
      talks.map(({ conversation }) => conversation),
      { class: 1, now: accepted },
    )
    await setExpiry(shop, late ?? '', now)
    await setExpiry(shop, inTime ?? '', after(now, 1))
    const called: string[] = []
    // Time stands still; the number itself has room, because it was taken over a minute ago by the same clock.
    let asked = 0
    const clock = () => (asked++ === 0 ? after(now, -MINUTE_MS) : now)
    const sender = startSending([shop], async (_number, { id }) => (called.push(id), taken(id)), { clock })
    try {
      expect(
        await eventually(async () => (await sendsOf(shop)).every(({ state }) => state !== 'queued')),
      ).toBe(true)
      const sends = await sendsOf(shop)
      const stateOf = (id = ''): string | undefined => sends.find((one) => one.id === id)?.state
      expect([late, inTime, never].map(stateOf)).toEqual(['failed', 'accepted', 'accepted'])
      expect(sends.find(({ id }) => id === late)).toMatchObject({
        attempts: 0,
        error: { harkara: 'outbound.expired' },
      })
      expect(new Set(called)).toEqual(new Set([inTime, never]))
    } finally {
      await sender.close()
      await forgetNumbers([shop])
    }
  })

  inWorld(
    'behind a number that Meta holds fails when it is too late, and says what to do',
    async ({ world }) => {
      await putTemplate(world.shop, { name: 'code', body: 'Your code', category: 'AUTHENTICATION' })
      const [asha, noor] = [await world.meet(), await world.meet()]
      world.meta.faults({ tokenExpired: true })
      world.start()
      const first = await world.say(asha, 'hello')
      await world.until([first], ({ failure }) => failure?.metaCode === 190)
      const code = await world.say(noor, {
        type: 'template',
        template: { name: 'code', language: 'en', parameters: {} },
      })
      const text = await world.say(noor, { type: 'text', text: { body: 'wait' }, ttlSeconds: 3600 })
      await world.pass(10 * MINUTE_MS)
      const [failed] = await world.until([code], ({ state }) => state === 'failed')
      expect(failed?.failure).toMatchObject({ code: 'outbound.expired', side: 'business' })
      expect(await world.attempts([code])).toEqual([0])
      expect((await world.message(text)).state).toBe('queued')
      expect(world.phone(noor)).toEqual([])
    },
  )

  test('is refused if it would be too late at once', async ({ database, tenant }) => {
    const shop = await openShop(database, tenant)
    const now = systemClock()
    const { conversation } = await openTalk(shop, { lastInboundAt: now })
    const say = async (outgoing: Outgoing) =>
      database.inTenant(tenant, async (client) =>
        acceptMessage(client, tenant, { conversation, outgoing, key: newId(), origin: 'api' }, now),
      )
    const text = { type: 'text', text: { body: 'hello' } } as const
    expect(await say({ ...text, expiresAt: Math.floor(now) - 1 })).toMatchObject({
      ...{ ok: false, because: 'invalid_content', path: 'expiresAt' },
    })
    expect(await say({ ...text, expiresAt: Math.ceil(now) + 1000 })).toMatchObject({ ok: true })
  })
})

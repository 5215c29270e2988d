import { describe, expect } from 'vitest'
import { acceptMessage } from '#outbound/accept-message.ts'
import { acceptText } from '#outbound/accept-text.ts'
import { newId } from '#platform/ids.ts'
import { after, instant, type Instant } from '#platform/time.ts'
import { test as base } from '#test/database.ts'
import { bodyOf, ingest, messagesOf } from '#test/ingest.ts'
import { freshPhone, HOUR_MS, openShop, openTalk, type Shop, type Talk } from '#test/shop.ts'
import { countViews, listConversations } from './read-models.ts'

const NOW = instant(Date.UTC(2026, 10, 22, 12))

const test = base.extend<{ shop: Shop }>({
  shop: async ({ database, tenant }, use) => use(await openShop(database, tenant)),
})

const open = async (shop: Shop): Promise<Talk> =>
  openTalk(shop, { phone: freshPhone(), lastInboundAt: after(NOW, -HOUR_MS) })

const greet = async ({ database, tenant, channel }: Shop, { conversation }: Talk): Promise<void> => {
  const id = newId()
  await database.inTenant(tenant, async (client) =>
    acceptText(client, tenant, [{ id, conversation, channel, key: id, body: 'hello' }], 'greeting', NOW),
  )
}
const answer = async (
  { database, tenant }: Shop,
  { conversation }: Talk,
  origin: 'agent' | 'api' | 'away' | 'csat',
  now: Instant = after(NOW, 1000),
): Promise<void> => {
  const outgoing = { type: 'text', text: { body: 'yes' } } as const
  const accepted = await database.inTenant(tenant, async (client) =>
    acceptMessage(client, tenant, { conversation, outgoing, key: newId(), origin }, now),
  )
  expect(accepted.ok).toBe(true)
}
/** Typed on the shop's own phone. */
const type = async ({ database, number }: Shop, { phone }: Talk, moment: Instant): Promise<void> => {
  const echo = {
    ...{ from: number.display, to: phone, id: `wamid.${newId()}`, timestamp: String(moment / 1000) },
    ...{ type: 'text', text: { body: 'from the shop' } },
  }
  await ingest(database, [bodyOf(messagesOf(number, { message_echoes: [echo] }, 'smb_message_echoes'))])
}
const ofBots = async ({ database, tenant }: Shop): Promise<{ ids: string[]; count: number }> =>
  database.inTenant(tenant, async (client) => {
    const wish = { limit: 50, after: null, filter: 'all', search: null, status: 'open' } as const
    const items = await listConversations(client, tenant, { ...wish, view: { isBot: true } }, NOW)
    return { ids: items.map(({ id }) => id), count: (await countViews(client, tenant, null, NOW)).bot }
  })

describe('conversations that a bot answered', () => {
  test('are those whose newest answer came from a program, until somebody of the team answers', async ({
    shop,
  }) => {
    const [greeted, away, byKey, quiet] = [
      await open(shop),
      await open(shop),
      await open(shop),
      await open(shop),
    ]
    await greet(shop, greeted)
    await answer(shop, away, 'away')
    await answer(shop, byKey, 'api')
    const { ids, count } = await ofBots(shop)
    expect(ids.toSorted()).toEqual([greeted, away, byKey].map((one) => one.conversation).toSorted())
    expect(ids).not.toContain(quiet.conversation)
    expect(count).toBe(3)
    await answer(shop, greeted, 'agent', after(NOW, 2000))
    await answer(shop, away, 'agent', after(NOW, 2000))
    expect(await ofBots(shop)).toEqual({ ids: [byKey.conversation], count: 1 })
  })

  test('are left as they were by the question for a rating', async ({ shop }) => {
    const [asked, greeted] = [await open(shop), await open(shop)]
    await answer(shop, asked, 'agent')
    await answer(shop, asked, 'csat', after(NOW, 2000))
    await greet(shop, greeted)
    await answer(shop, greeted, 'csat', after(NOW, 2000))
    expect((await ofBots(shop)).ids).toEqual([greeted.conversation])
  })

  test('are not those that the shop answered on its phone; an older answer told later changes nothing', async ({
    shop,
  }) => {
    const [answered, older] = [await open(shop), await open(shop)]
    await greet(shop, answered)
    await greet(shop, older)
    await type(shop, answered, after(NOW, 60_000))
    await type(shop, older, after(NOW, -60_000))
    expect((await ofBots(shop)).ids).toEqual([older.conversation])
  })
})

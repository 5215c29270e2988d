import { describe, expect } from 'vitest'
import type { Message } from '#conversations/message-shapes.ts'
import { FIRST_TENANT } from '#tenants/first-tenant.ts'
import { test as base } from '#test/database.ts'
import { keepMedia, openShop, openTalk, type Shop } from '#test/shop.ts'
import { openWebApp, type WebApp } from '#test/web-app.ts'

const test = base.extend<{ app: WebApp; shop: Shop }>({
  app: [
    async ({ database }, use) => {
      const app = await openWebApp(database)
      await use(app)
      await app.close()
    },
    { scope: 'file' },
  ],
  shop: async ({ database, app }, use) => {
    expect(app.url).not.toBe('') // which has made the first business
    await use(await openShop(database, FIRST_TENANT))
  },
})

type Answer = Message & { code: string; errors: readonly { path: string }[] }
const say = async (app: WebApp, shop: Shop, body: object) => {
  const { conversation } = await openTalk(shop)
  return app.ask<Answer>(null, 'POST', `/api/v1/conversations/${conversation}/messages`, body)
}
const BUTTONS = {
  type: 'button',
  body: { text: 'Which one?' },
  action: { buttons: [{ type: 'reply', reply: { id: '1', title: 'Blue' } }] },
}

const withAction = (type: string, action: object) => ({
  type: 'interactive',
  interactive: { type, body: { text: 'Please' }, action: { name: type, ...action } },
})
const ask = (country: string) => withAction('address_message', { parameters: { country } })
const call = (ttl_minutes: unknown) => withAction('voice_call', { parameters: { ttl_minutes } })
const show = (product_retailer_id: string) => ({
  type: 'interactive',
  interactive: { type: 'product', action: { catalog_id: '1', product_retailer_id } },
})

describe('what customers tap on', () => {
  test('takes a picture of ours above it, which is kept with the message', async ({
    app,
    shop,
    database,
  }) => {
    const mediaId = await keepMedia(shop)
    const interactive = { ...BUTTONS, header: { type: 'image', image: {} } }
    const { status, body, text } = await say(app, shop, { type: 'interactive', interactive, mediaId })
    expect(status, text).toBeLessThan(300)
    expect(body).toMatchObject({ type: 'interactive', text: 'Which one?', media: { id: mediaId } })
    const { rows } = await database.inTenant(shop.tenant, async (client) =>
      client.query('select payload from sends where tenant_id = $1 and id = $2', [shop.tenant, body.id]),
    )
    expect(rows[0]).toMatchObject({ payload: { interactive: { header: { type: 'image' } } } })
  })

  test('takes no file where it has no place, and none of another number', async ({ app, shop, database }) => {
    const mediaId = await keepMedia(shop)
    const misplaced = await say(app, shop, { type: 'interactive', interactive: BUTTONS, mediaId })
    expect([misplaced.status, misplaced.body.errors?.[0]?.path]).toEqual([400, 'mediaId'])
    const other = await openShop(database, FIRST_TENANT)
    const foreign = await keepMedia(other)
    const interactive = { ...BUTTONS, header: { type: 'image', image: {} } }
    expect((await say(app, shop, { type: 'interactive', interactive, mediaId: foreign })).status).not.toBe(
      200,
    )
  })

  test('is refused by name where it is longer than WhatsApp takes', async ({ app, shop }) => {
    const interactive = { ...BUTTONS, body: { text: 'x'.repeat(1025) } }
    const { status, body } = await say(app, shop, { type: 'interactive', interactive })
    expect([status, body.errors?.[0]?.path]).toEqual([400, 'interactive.body.text'])
  })

  test('asks for an address in India, and nowhere else', async ({ app, shop }) => {
    expect(await say(app, shop, ask('IN'))).toMatchObject({ body: { text: 'Please' } })
    const { status, body } = await say(app, shop, ask('SG'))
    expect([status, body.errors?.[0]?.path]).toEqual([400, 'interactive.action.parameters.country'])
  })

  test('calls for 30 days at most', async ({ app, shop }) => {
    expect((await say(app, shop, call(43_200))).status).toBeLessThan(300)
    for (const minutes of [43_201, '60', null]) {
      const { status, body } = await say(app, shop, call(minutes))
      expect([status, body.errors?.[0]?.path]).toEqual([400, 'interactive.action.parameters.ttl_minutes'])
    }
  })

  test('shows a product without a word', async ({ app, shop }) => {
    const { status, body, text } = await say(app, shop, show('K-1'))
    expect(status, text).toBeLessThan(300)
    expect(body.text).toBeNull()
    expect((await say(app, shop, show(''))).status).toBe(400)
  })
})

const carousel = (...files: string[]) => ({
  type: 'interactive',
  interactive: {
    ...{ type: 'carousel', body: { text: 'New in' } },
    action: {
      cards: files.map((mediaId, card_index) => ({
        ...{ card_index, type: 'cta_url', header: { type: 'image', image: { mediaId } } },
        action: { name: 'cta_url', parameters: { display_text: 'Buy', url: 'https://example.com' } },
      })),
    },
  },
})

describe('cards beside each other', () => {
  test('show pictures of ours, which the message names, and can be said again', async ({
    app,
    shop,
    database,
  }) => {
    const wanted = carousel(await keepMedia(shop), await keepMedia(shop, { mimeType: 'image/jpeg' }))
    const { status, body, text } = await say(app, shop, wanted)
    expect(status, text).toBeLessThan(300)
    expect(body).toMatchObject({ text: 'New in', media: null, content: { interactive: wanted.interactive } })
    await database.inTenant(shop.tenant, async (client) =>
      client.query(`update sends set state = 'failed' where tenant_id = $1 and id = $2`, [
        shop.tenant,
        body.id,
      ]),
    )
    const again = await app.ask<Answer>(null, 'POST', `/api/v1/messages/${body.id}/retry`)
    expect(again.status, again.text).toBeLessThan(300)
    expect(again.body).toMatchObject({ content: { interactive: wanted.interactive } })
  })

  test('show nothing of another number, and no file that is no picture', async ({ app, shop, database }) => {
    const own = await keepMedia(shop)
    const foreign = await keepMedia(await openShop(database, FIRST_TENANT))
    expect(await say(app, shop, carousel(own, foreign))).toMatchObject({
      status: 404,
      body: { code: 'outbound.media_not_found' },
    })
    const { status, body } = await say(
      app,
      shop,
      carousel(own, await keepMedia(shop, { mimeType: 'application/pdf' })),
    )
    expect([status, body.errors?.[0]?.path]).toEqual([400, 'interactive.action.cards.1.header.image.mediaId'])
  })
})

test('a contact card is sent as Meta wants it and shown by its name', async ({ app, shop }) => {
  const contacts = [
    {
      name: { formatted_name: 'Asha Rao', first_name: 'Asha', last_name: 'Rao' },
      phones: [{ phone: '+919800000000', type: 'WORK' }],
    },
  ]
  const { status, body, text } = await say(app, shop, { type: 'contacts', contacts })
  expect(status, text).toBeLessThan(300)
  expect(body).toMatchObject({ type: 'contacts', text: 'Asha Rao', content: { contacts } })
  expect((await say(app, shop, { type: 'contacts', contacts: [] })).status).toBe(400)
})

import { describe, expect } from 'vitest'
import { FIRST_TENANT } from '#tenants/first-tenant.ts'
import { test as base } from '#test/database.ts'
import { openShop, openTalk, type Shop } from '#test/shop.ts'
import { openWebApp, type WebApp } from '#test/web-app.ts'
import { RECORDING } from './test-recording.ts'

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

const post = async (app: WebApp, channel: string, bytes: Buffer, query = 'voice=true') => {
  const form = new FormData()
  form.append('file', new Blob([new Uint8Array(bytes)], { type: 'audio/webm;codecs=opus' }), 'voice')
  return app.ask<{ id: string; code: string; nextStep: string }>(
    ...([null, 'POST', `/api/v1/media?channelId=${channel}&${query}`, form] as const),
  )
}

describe('a recording of a browser', () => {
  test('is kept as the Ogg file that WhatsApp plays, and sent as a voice note', async ({ app, shop }) => {
    const kept = await post(app, shop.channel, RECORDING)
    expect(kept.status, kept.text).toBe(201)
    const file = await app.ask(null, 'GET', `/api/v1/media/${kept.body.id}`)
    expect(file.headers.get('content-type')).toBe('audio/ogg')
    expect(file.text.startsWith('OggS')).toBe(true)
    const talk = await openTalk(shop)
    const sent = await app.ask<{ media: { isVoice: boolean }; content: object }>(
      null,
      'POST',
      `/api/v1/conversations/${talk.conversation}/messages`,
      { type: 'audio', mediaId: kept.body.id, voice: true },
    )
    expect(sent.status, sent.text).toBeLessThan(300)
    expect(sent.body).toMatchObject({ media: { isVoice: true }, content: { audio: { voice: true } } })
  })

  test('that is none is refused with what to do', async ({ app, shop }) => {
    for (const [bytes, status, code] of [
      [Buffer.from('no sound at all'), 415, 'media.voice_format'],
      [RECORDING.subarray(0, 1000), 400, 'media.voice_broken'],
    ] as const) {
      const refused = await post(app, shop.channel, bytes)
      expect([refused.status, refused.body.code]).toEqual([status, code])
      expect(refused.body.nextStep).not.toBe('')
    }
  })

  test('is no file that WhatsApp takes, unless it is made into a voice note', async ({ app, shop }) => {
    const refused = await post(app, shop.channel, RECORDING, 'voice=false')
    expect([refused.status, refused.body.code]).toEqual([415, 'media.kind'])
  })
})

/** Saying something over HTTP. */
import { describe, expect } from 'vitest'
import type { Message, MessagePage } from '#conversations/message-shapes.ts'
import { newId } from '#platform/ids.ts'
import { after, systemClock } from '#platform/time.ts'
import { test } from '#test/first-business.ts'
import { HOUR_MS, openTalk } from '#test/shop.ts'

const RANDOM = newId()
const say = { type: 'text', text: { body: 'hello' } }

describe('saying something', () => {
  test('refuses bodies that are not what it takes, and says where', async ({ api, shop }) => {
    const { conversation } = await openTalk(shop)
    const path = `/api/v1/conversations/${conversation}/messages`
    const bodies = [
      {},
      { type: 'fax' },
      { type: 'text', text: { body: '' } },
      { type: 'text', text: { body: 'x'.repeat(4097) } },
      { type: 'location', location: { latitude: 91, longitude: 0 } },
      { type: 'template', template: { name: 'x', language: 'en', parameters: { '1': 7 } } },
      { type: 'text', text: { body: 'a\0b' } },
      { type: 'text', text: { body: '\ud800' } },
      [],
      null,
    ]
    for (const body of bodies) {
      const answer = await api.ask('POST', path, body)
      expect(answer.status, JSON.stringify(body)?.slice(0, 80)).toBe(400)
      expect(answer.body.code).toMatch(/^(invalid_request|outbound\.invalid_content)$/u)
    }
    expect((await api.ask('POST', path, { type: 'text', text: { body: '' } })).body.errors?.[0]?.path).toBe(
      'text.body',
    )
    const broken = await api.ask('POST', path, '{"type":', { 'content-type': 'application/json' })
    expect(broken.status).toBe(400)
  })

  test.for(['text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'application/json2', 'x'])(
    'takes nothing as %s',
    async (type, { api, shop }) => {
      const { conversation } = await openTalk(shop)
      const path = `/api/v1/conversations/${conversation}/messages`
      const answer = await api.ask('POST', path, JSON.stringify(say), { 'content-type': type })
      expect(answer.status).toBe(415)
      expect(answer.headers.get('content-type')).toContain('application/problem+json')
    },
  )

  test('refuses a body without end with 413', async ({ api, shop }) => {
    const { conversation } = await openTalk(shop)
    const answer = await api.ask('POST', `/api/v1/conversations/${conversation}/messages`, {
      ...say,
      more: 'x'.repeat(2 * 1024 * 1024),
    })
    expect(answer.status).toBe(413)
  })

  test('outside the window says whose move it is', async ({ api, shop }) => {
    const { conversation } = await openTalk(shop, { lastInboundAt: after(systemClock(), -25 * HOUR_MS) })
    const answer = await api.ask('POST', `/api/v1/conversations/${conversation}/messages`, say)
    expect([answer.status, answer.body.code]).toEqual([409, 'outbound.window_closed'])
    expect(answer.body.nextStep).toContain('template')
  })

  test('with ids that have not the form of ids is refused as not found, and stumbles over nothing', async ({
    api,
    shop,
  }) => {
    const { conversation } = await openTalk(shop)
    const path = `/api/v1/conversations/${conversation}/messages`
    for (const body of [
      { type: 'image', mediaId: '1' },
      { ...say, replyTo: "'" },
      { type: 'reaction', messageId: '', emoji: '👍' },
    ])
      expect((await api.ask('POST', path, body)).status).toBe(404)
  })

  test('cannot set anything but what is said: not the tenant, not the state, not who said it', async ({
    api,
    shop,
  }) => {
    const { conversation } = await openTalk(shop)
    const extra = {
      tenant_id: RANDOM,
      id: RANDOM,
      state: 'accepted',
      direction: 'in',
      source: 'live',
      wamid: 'w',
      origin: 'app',
    }
    const path = `/api/v1/conversations/${conversation}/messages`
    for (const [name, value] of Object.entries(extra))
      expect((await api.ask('POST', path, { ...say, [name]: value })).status, name).toBe(400)
    expect((await api.ask<MessagePage>('GET', path)).body.items).toEqual([])
    const { body } = await api.ask<Message>('POST', path, say)
    expect(body).toMatchObject({ conversationId: conversation, state: 'queued', origin: 'agent' })
  })

  test('with a key twice is 201 and then 200, with the same message', async ({ api, shop }) => {
    const { conversation } = await openTalk(shop)
    const path = `/api/v1/conversations/${conversation}/messages`
    const key = { 'idempotency-key': newId() }
    const [one, two] = [
      await api.ask<Message>('POST', path, say, key),
      await api.ask<Message>('POST', path, say, key),
    ]
    expect([one.status, two.status]).toEqual([201, 200])
    expect(two.body.id).toBe(one.body.id)
    expect(one.body.clientId).toBe(key['idempotency-key'])
    expect((await api.ask('POST', path, say, { 'idempotency-key': 'short' })).status).toBe(400)
  })
})

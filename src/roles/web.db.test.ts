/** What every route of the web role has in common: whom it answers, in which form, and to which pages. */
import { request as httpRequest } from 'node:http'
import { describe, expect } from 'vitest'
import type { Me } from '#channels/me-shape.ts'
import type { MessagePage } from '#conversations/message-shapes.ts'
import type { Conversation, ConversationPage } from '#conversations/shapes.ts'
import { newId } from '#platform/ids.ts'
import { after, systemClock } from '#platform/time.ts'
import { test } from '#test/first-business.ts'
import { freshPhone, hear, HOUR_MS, keepMedia, openTalk, putTemplate, type Shop } from '#test/shop.ts'

const NASTY = `<img src=x onerror=alert(1)>"'</script><script>alert(2)</script>`

const RANDOM = newId()
const say = { type: 'text', text: { body: 'hello' } }

const ids = async (
  shop: Shop,
): Promise<{ conversation: string; message: string; media: string; channel: string }> => {
  const talk = await openTalk(shop)
  return {
    conversation: talk.conversation,
    message: await hear(shop, talk),
    media: await keepMedia(shop),
    channel: shop.channel,
  }
}

const cursor = (at: string, id: string): string => Buffer.from(`${at}:${id}`).toString('base64url')

const routes = (of: Awaited<ReturnType<typeof ids>>): [string, string, unknown?][] => [
  ['GET', `/api/v1/conversations/${of.conversation}`],
  ['GET', `/api/v1/conversations/${of.conversation}/messages`],
  ['POST', `/api/v1/conversations/${of.conversation}/messages`, say],
  ['POST', `/api/v1/conversations/${of.conversation}/read`],
  ['POST', `/api/v1/conversations/${of.conversation}/typing`],
  ['POST', `/api/v1/messages/${of.message}/retry`],
  ['GET', `/api/v1/templates?channelId=${of.channel}`],
  ['GET', `/api/v1/media/${of.media}`],
]

describe('every route', () => {
  test('answers for what is ours', async ({ api, shop }) => {
    const ours = await ids(shop)
    for (const [method, path, body] of routes(ours)) {
      if (path.endsWith('/retry') || path.includes('/media/')) continue // a message that did not fail; a file that is not on disk
      expect((await api.ask(method, path, body)).status, `${method} ${path}`).toBeLessThan(300)
    }
    for (const path of ['/healthz', '/api/v1/me', '/api/v1/conversations'])
      expect((await api.ask('GET', path)).status).toBe(200)
  })

  test('answers for another tenant’s id exactly as for an id that never was: 404, a stable code, no hint', async ({
    api,
    other,
  }) => {
    const theirs = routes(await ids(other))
    const never = routes({ conversation: RANDOM, message: RANDOM, media: RANDOM, channel: RANDOM })
    for (const [nth, [method, path, body]] of theirs.entries()) {
      const [stolen, random] = [
        await api.ask(method, path, body),
        await api.ask(method, never[nth]?.[1] ?? '', body),
      ]
      expect(stolen.status, `${method} ${path}`).toBe(404)
      expect(stolen.headers.get('content-type')).toContain('application/problem+json')
      expect(stolen.body.code).toMatch(/^(not_found|outbound\.conversation_not_found)$/u)
      expect(stolen.text).toBe(random.text)
    }
    const form = new FormData()
    form.append('file', new Blob(['hello'], { type: 'text/plain' }), 'a.txt')
    for (const channel of [other.channel, RANDOM])
      expect((await api.ask('POST', `/api/v1/media?channelId=${channel}`, form)).status).toBe(404)
  })

  test('refuses what is no id, no number, no cursor with 400 and the path of it', async ({ api, shop }) => {
    const { conversation } = await openTalk(shop)
    const bad: [string, string, unknown?][] = [
      ['GET', '/api/v1/conversations/x'],
      ['GET', `/api/v1/conversations/${RANDOM}'--/messages`],
      ['POST', '/api/v1/messages/1/retry'],
      ['POST', '/api/v1/conversations/%00/read'],
      ['GET', '/api/v1/templates?limit=0'],
      ['GET', '/api/v1/templates?cursor=x'],
      ['GET', '/api/v1/templates?channelId=7'],
      ['GET', '/api/v1/media/..%2f..%2fsecrets.json'],
      ['GET', '/api/v1/conversations?limit=0'],
      ['GET', '/api/v1/conversations?limit=201'],
      ['GET', '/api/v1/conversations?limit=many'],
      ['GET', '/api/v1/conversations?filter=mine'],
      ['GET', '/api/v1/conversations?cursor=x'],
      ['GET', `/api/v1/conversations?cursor=${cursor('1', '-'.repeat(36))}`],
      ['GET', `/api/v1/conversations?cursor=${cursor('9999999999999999', RANDOM)}`],
      ['GET', `/api/v1/conversations/${conversation}/messages?before=${cursor('-1', RANDOM)}`],
      ['GET', `/api/v1/conversations?q=${'x'.repeat(101)}`],
    ]
    for (const [method, path, body] of bad) {
      const answer = await api.ask(method, path, body)
      expect([answer.status, answer.body.code], `${method} ${path}`).toEqual([400, 'invalid_request'])
      expect(answer.headers.get('content-type')).toContain('application/problem+json')
    }
    // What no text can hold is only not found.
    expect((await api.ask('GET', '/api/v1/conversations?q=%00abc%00')).status).toBe(200)
  })

  test('that is none is a 404 in the same form', async ({ api }) => {
    for (const [method, path] of [
      ['GET', '/api/v1/nothing'],
      ['DELETE', `/api/v1/conversations/${RANDOM}`],
      ['PUT', '/api/v1/me'],
    ] as const) {
      const answer = await api.ask(method, path)
      expect([answer.status, answer.body.code], path).toEqual([404, 'not_found'])
      expect(answer.headers.get('content-type')).toContain('application/problem+json')
    }
  })
})

describe('other sites', () => {
  const attempts: [string, Record<string, string>][] = [
    ['cross-site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
    ['same-site', { 'sec-fetch-site': 'same-site' }],
    ['another origin, where the browser says no more', { origin: 'http://evil.example' }],
    ['no origin at all that it would name', { origin: 'null' }],
  ]
  test.for(attempts)('(%s) change nothing', async ([, headers], { api, shop }) => {
    const { conversation } = await openTalk(shop)
    for (const [path, body] of [
      [`/api/v1/conversations/${conversation}/messages`, say],
      [`/api/v1/conversations/${conversation}/read`],
    ] as const) {
      const answer = await api.ask('POST', path, body, headers)
      expect([answer.status, answer.body.code]).toEqual([403, 'cross_site'])
    }
    const { body } = await api.ask<MessagePage>('GET', `/api/v1/conversations/${conversation}/messages`)
    expect(body.items).toEqual([])
  })

  test('our own pages, and programs, do', async ({ api, shop }) => {
    const { conversation } = await openTalk(shop)
    for (const headers of [{ 'sec-fetch-site': 'same-origin', origin: api.url }, { origin: api.url }, {}])
      expect(
        (
          await api.ask(
            'POST',
            `/api/v1/conversations/${conversation}/read`,
            undefined,
            headers as Record<string, string>,
          )
        ).status,
      ).toBe(200)
  })
})

describe('a name that is not ours', () => {
  test('opens nothing, though it leads to this machine; an address does', async ({ api }) => {
    const statusAs = async (host: string): Promise<number | undefined> =>
      new Promise((done, failed) => {
        httpRequest(`${api.url}/api/v1/me`, { headers: { host, cookie: api.cookie } }, (response) => {
          response.resume()
          done(response.statusCode)
        })
          .on('error', failed)
          .end()
      })
    expect(await statusAs('rebound.example')).toBe(421)
    expect(await statusAs(new URL(api.url).host)).toBe(200)
    expect(await statusAs('localhost')).toBe(200)
  })
})

describe('what customers write', () => {
  test('comes back as data only, whatever it looks like, under a policy that runs nothing', async ({
    api,
    shop,
  }) => {
    const talk = await openTalk(shop)
    await hear(shop, talk, { text: NASTY })
    await shop.database.inTenant(shop.tenant, async (client) => {
      await client.query('update tenants set name = $2 where tenant_id = $1', [shop.tenant, NASTY])
      await client.query('update contacts set profile_name = $2 where id = $1', [talk.contact, NASTY])
    })
    const conversation = await api.ask<Conversation>('GET', `/api/v1/conversations/${talk.conversation}`)
    expect(conversation.body.contact.displayName).toBe(NASTY)
    const messages = await api.ask<MessagePage>('GET', `/api/v1/conversations/${talk.conversation}/messages`)
    expect(messages.body.items[0]?.text).toBe(NASTY)
    const me = await api.ask<Me>('GET', '/api/v1/me')
    expect(me.body.tenant.name).toBe(NASTY)
    for (const { headers } of [
      conversation,
      messages,
      me,
      await api.ask('GET', '/'),
      await api.ask('GET', `/${encodeURIComponent(NASTY)}`),
    ]) {
      expect(headers.get('content-security-policy')).toContain("default-src 'self'")
      expect(headers.get('content-security-policy')).not.toMatch(/script-src|unsafe-eval/u)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
    }
    for (const { headers } of [conversation, messages, me])
      expect(headers.get('content-type')).toMatch(/^application\/json/u)
  })

  test('in an address is not repeated as HTML', async ({ api }) => {
    for (const path of [
      `/api/v1/${encodeURIComponent(NASTY)}`,
      `/api/v1/conversations/${encodeURIComponent(NASTY)}`,
    ]) {
      const answer = await api.ask('GET', path)
      expect(answer.headers.get('content-type')).toContain('json')
      expect(answer.text).not.toContain('<img')
    }
  })
})

describe('lists', () => {
  test('of messages by their cursors are complete and without doubles, though new ones keep coming', async ({
    api,
    shop,
  }) => {
    const talk = await openTalk(shop)
    const start = after(systemClock(), -HOUR_MS)
    const ids: string[] = []
    for (let nth = 0; nth < 23; nth += 1)
      ids.push(await hear(shop, talk, { at: after(start, nth - (nth % 5)) }))
    const found: string[] = []
    for (let next = ''; ;) {
      const { body } = await api.ask<MessagePage>(
        'GET',
        `/api/v1/conversations/${talk.conversation}/messages?limit=5${next}`,
      )
      found.push(...body.items.map(({ id }) => id))
      if (body.nextCursor === null) break
      next = `&before=${body.nextCursor}`
      await hear(shop, talk, { at: systemClock() })
    }
    expect(found).toEqual(ids.toReversed())
  })

  test('of conversations as well: who moves up meanwhile is at the top, and nobody is shown twice', async ({
    api,
    shop,
  }) => {
    const start = after(systemClock(), HOUR_MS)
    const talks = []
    for (let nth = 0; nth < 13; nth += 1) {
      const talk = await openTalk(shop)
      await hear(shop, talk, { at: after(start, nth) })
      talks.push(talk)
    }
    const ours = new Set(talks.map(({ conversation }) => conversation))
    const found: string[] = []
    let isMoved = false
    for (let next = ''; ;) {
      const { body } = await api.ask<ConversationPage>('GET', `/api/v1/conversations?limit=4${next}`)
      found.push(...body.items.map(({ id }) => id).filter((id) => ours.has(id)))
      if (body.nextCursor === null) break
      next = `&cursor=${body.nextCursor}`
      const moved = talks[10]
      if (!isMoved && moved !== undefined) await hear(shop, moved, { at: after(start, HOUR_MS) })
      isMoved = true
    }
    expect(found).toHaveLength(13)
    expect(new Set(found)).toEqual(ours)
  })

  test('of templates name their places', async ({ api, shop }) => {
    await putTemplate(shop, { name: 'order', body: 'Hello {{1}}, {{2}}' })
    const { body } = await api.ask<{ items: { name: string; parameters: string[] }[] }>(
      'GET',
      `/api/v1/templates?channelId=${shop.channel}`,
    )
    expect(body.items).toMatchObject([{ name: 'order', parameters: ['1', '2'] }])
  })
})

test('a number in somebody’s address book is found by its digits', async ({ api, shop }) => {
  const phone = freshPhone()
  const talk = await openTalk(shop, { phone })
  await hear(shop, talk)
  const { body } = await api.ask<ConversationPage>('GET', `/api/v1/conversations?q=${phone.slice(-9)}`)
  expect(body.items.map(({ id }) => id)).toEqual([talk.conversation])
})

import { request as httpRequest } from 'node:http'
import { describe, expect } from 'vitest'
import type {
  Conversation,
  ConversationPage,
  Me,
  Message,
  MessagePage,
  Problem,
  StreamEvent,
} from '#conversations/shapes.ts'
import { newId } from '#platform/ids.ts'
import { after, systemClock } from '#platform/time.ts'
import { appendEvents } from '#realtime/append-events.ts'
import { forgetEvents } from '#realtime/forget-events.ts'
import { FIRST_TENANT } from '#tenants/first-tenant.ts'
import { test as base } from '#test/database.ts'
import {
  freshPhone,
  hear,
  HOUR_MS,
  keepMedia,
  openOtherShop,
  openShop,
  openTalk,
  putTemplate,
  type Shop,
} from '#test/shop.ts'
import { FIRST_OWNER, openWebApp } from '#test/web-app.ts'

const NASTY = `<img src=x onerror=alert(1)>"'</script><script>alert(2)</script>`

type Answer<T> = { status: number; body: T; headers: Headers; text: string }
type Api = {
  readonly url: string
  /** The owner's. */
  readonly cookie: string
  readonly ask: <T = Problem>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<Answer<T>>
  /** What the notification of a commit does in the program. */
  readonly wake: () => void
}

const test = base.extend<{ api: Api; shop: Shop; other: Shop }>({
  api: [
    async ({ database }, use) => {
      const app = await openWebApp(database)
      await database.inTenant(FIRST_TENANT, async (client) =>
        client.query('update tenants set name = $2 where tenant_id = $1', [FIRST_TENANT, NASTY]),
      )
      const { cookie } = await app.as(FIRST_OWNER)
      await use({
        url: app.url,
        cookie,
        ask: async (method, path, body, headers) => app.ask({ cookie }, method, path, body, headers) as never,
        wake: app.wake,
      })
      await app.close()
    },
    { scope: 'file' },
  ],
  shop: [
    // The tenant is made together with the API.
    async ({ database, api: _api }, use) => use(await openShop(database, FIRST_TENANT)),
    { scope: 'file' },
  ],
  other: [async ({ database }, use) => use(await openOtherShop(database)), { scope: 'file' }],
})

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
      ['GET', '/api/v1/templates'],
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

describe('what customers write', () => {
  test('comes back as data only, whatever it looks like, under a policy that runs nothing', async ({
    api,
    shop,
  }) => {
    const talk = await openTalk(shop)
    await hear(shop, talk, { text: NASTY })
    await shop.database.inTenant(shop.tenant, async (client) =>
      client.query('update contacts set profile_name = $2 where id = $1', [talk.contact, NASTY]),
    )
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

const upload = async (
  api: Api,
  type: string,
  bytes: Buffer | string,
  filename = 'a',
): Promise<Answer<Problem & { id: string }>> => {
  const form = new FormData()
  form.append(
    'file',
    new Blob([typeof bytes === 'string' ? bytes : new Uint8Array(bytes)], { type }),
    filename,
  )
  return api.ask('POST', '/api/v1/media', form)
}

describe('files', () => {
  const PNG = Buffer.from('iVBORw0KGgo=', 'base64')

  test('of WhatsApp’s kinds are kept and come back as they were, sniffed by nobody, running nothing', async ({
    api,
    shop,
  }) => {
    void shop
    const { status, body } = await upload(api, 'image/png', PNG, 'kurta.png')
    expect(status).toBe(201)
    const response = await fetch(`${api.url}/api/v1/media/${body.id}`, { headers: { cookie: api.cookie } })
    expect(Buffer.from(await response.arrayBuffer()).equals(PNG)).toBe(true)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'content-disposition': "inline; filename*=UTF-8''kurta.png",
    })
  })

  test.for([
    'image/svg+xml',
    'text/html',
    'application/xhtml+xml',
    'application/javascript',
    'text/xml',
    'application/octet-stream',
  ])('of a kind that WhatsApp does not take are refused with 415 (%s)', async (type, { api, shop }) => {
    void shop
    const { status, body } = await upload(api, type, '<svg onload=alert(1)>')
    expect([status, body.code]).toEqual([415, 'media.kind'])
  })

  test.for(['image/svg+xml', 'text/html', 'application/pdf', 'text/html;charset=utf-8', '', 'IMAGE/SVG+XML'])(
    'that customers sent as %s are only ever downloaded',
    async (type, { api, shop }) => {
      const { body } = await upload(api, 'text/plain', '<script>alert(1)</script>', 'x.html')
      await shop.database.inTenant(shop.tenant, async (client) =>
        client.query('update media set mime_type = $2 where id = $1', [body.id, type]),
      )
      const { headers } = await api.ask('GET', `/api/v1/media/${body.id}`)
      expect(headers.get('content-type')).toBe('application/octet-stream')
      expect(headers.get('content-disposition')).toMatch(/^attachment; /u)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('content-security-policy')).toContain('sandbox')
    },
  )

  test.for([
    ['image/png', 5 * 1024 * 1024],
    ['image/webp', 512 * 1024],
    ['audio/ogg', 16 * 1024 * 1024],
  ] as const)('larger than WhatsApp takes are refused with 413 (%s)', async ([type, max], { api, shop }) => {
    void shop
    expect((await upload(api, type, Buffer.alloc(max))).status).toBe(201)
    const { status, body } = await upload(api, type, Buffer.alloc(max + 1))
    expect([status, body.code]).toEqual([413, 'media.too_large'])
  })

  test('are refused where there are none, and where something else is', async ({ api, shop }) => {
    void shop
    expect((await api.ask('POST', '/api/v1/media', { file: '/etc/passwd' })).status).toBeGreaterThanOrEqual(
      400,
    )
    expect((await api.ask('POST', '/api/v1/media', { file: '/etc/passwd' })).status).toBeLessThan(500)
    const empty = new FormData()
    empty.append('word', 'x')
    expect((await api.ask('POST', '/api/v1/media', empty)).body.code).toBe('media.no_file')
  })

  test('keep of their names what is a name: no folders, nothing that breaks a header', async ({
    api,
    shop,
  }) => {
    void shop
    for (const [given, kept] of [
      ['../../etc/passwd', 'passwd'],
      ['C:\\x\\बिल.pdf', 'बिल.pdf'],
      ['a\u0007b.txt', 'ab.txt'],
    ] as const) {
      const { body } = await upload(api, 'text/plain', 'x', given)
      const { headers } = await api.ask('GET', `/api/v1/media/${body.id}`)
      expect(headers.get('content-disposition')).toBe(
        `attachment; filename*=UTF-8''${encodeURIComponent(kept)}`,
      )
    }
  })
})

const nobodyWaits = (): void => {}

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

/** The stream of events as a browser gets it. */
async function listen(
  api: Api,
  lastId?: string,
): Promise<{
  readonly next: (isIt: (frame: Frame) => boolean) => Promise<Frame>
  readonly headers: Record<string, unknown>
  readonly close: () => void
}> {
  const frames: Frame[] = []
  let changed = nobodyWaits
  return new Promise((opened) => {
    const request = httpRequest(
      `${api.url}/api/v1/events`,
      { headers: { cookie: api.cookie, ...(lastId !== undefined && { 'last-event-id': lastId }) } },
      (response) => {
        let rest = ''
        response.setEncoding('utf8').on('data', (chunk: string) => {
          rest += chunk
          const blocks = rest.split('\n\n')
          rest = blocks.pop() ?? ''
          for (const block of blocks) {
            const data = /^data: (.*)$/mu.exec(block)?.[1]
            frames.push({
              id: /^id: (.*)$/mu.exec(block)?.[1] ?? null,
              event: data === undefined ? null : (JSON.parse(data) as StreamEvent),
            })
          }
          changed()
        })
        opened({
          headers: response.headers,
          next: async (isIt) => {
            for (;;) {
              const at = frames.findIndex(isIt)
              const found = frames[at]
              if (found !== undefined) return (frames.splice(0, at + 1), found)
              await new Promise<void>((done) => (changed = done))
            }
          },
          close: () => request.destroy(),
        })
      },
    )
    request.on('error', () => {})
    request.end()
  })
}
type Frame = { readonly id: string | null; readonly event: StreamEvent | null }

const tell = async (shop: Shop, api: Api, ...ids: string[]): Promise<void> => {
  await shop.database.inTenant(shop.tenant, async (client) =>
    appendEvents(
      client,
      shop.tenant,
      ids.map((id) => ['message.created', id] as const),
    ),
  )
  api.wake()
}

const isMessage = ({ event }: Frame): boolean => event?.type === 'message.created'

const idOf = ({ event }: Frame): unknown => (event?.data as { id?: string } | undefined)?.id

describe('live events', () => {
  test('begin with the place, so that a connection which breaks before the first event loses nothing', async ({
    api,
    shop,
  }) => {
    const talk = await openTalk(shop)
    const first = await listen(api)
    const place = await first.next(({ id }) => id !== null)
    expect(place.event).toBeNull()
    first.close()
    const id = await hear(shop, talk, { text: 'while away' })
    await tell(shop, api, id)
    const second = await listen(api, place.id ?? '')
    expect(idOf(await second.next(isMessage))).toBe(id)
    second.close()
  })

  test('resume after the last place, without what was heard before it', async ({ api, shop }) => {
    const talk = await openTalk(shop)
    const first = await listen(api)
    await first.next(({ id }) => id !== null)
    const heard = await hear(shop, talk)
    await tell(shop, api, heard)
    const frame = await first.next(isMessage)
    expect(idOf(frame)).toBe(heard)
    first.close()
    const missed = await hear(shop, talk)
    await tell(shop, api, missed)
    const second = await listen(api, frame.id ?? '')
    expect(idOf(await second.next(isMessage))).toBe(missed)
    second.close()
  })

  test('of a batch name the place only with the last: each before it leads back to the batch’s beginning', async ({
    api,
    shop,
  }) => {
    const talk = await openTalk(shop)
    const stream = await listen(api)
    const place = await stream.next(({ id }) => id !== null)
    const ids = [await hear(shop, talk), await hear(shop, talk), await hear(shop, talk)]
    await tell(shop, api, ...ids)
    const frames = [await stream.next(isMessage), await stream.next(isMessage), await stream.next(isMessage)]
    expect(frames.map(({ id }) => id === null)).toEqual([true, true, false])
    expect(frames.slice(0, 2).map(({ event }) => event?.id)).toEqual([place.id, place.id])
    expect(frames[2]?.event?.id).toBe(frames[2]?.id)
    stream.close()
  })

  test.for(['garbage', '18446744073709551615-1', '99999999999999999999-1', '1-9999999999999999999'])(
    'from a place that is not ours (%s) begin with “fetch everything anew”, and then go on',
    async (lastId, { api, shop }) => {
      const stream = await listen(api, lastId)
      expect((await stream.next(({ event }) => event !== null)).event?.type).toBe('resync')
      const id = await hear(shop, await openTalk(shop))
      await tell(shop, api, id)
      expect(idOf(await stream.next(isMessage))).toBe(id)
      stream.close()
    },
  )

  test('from a place that is older than what is remembered begin so too', async ({ api, shop }) => {
    await tell(shop, api, RANDOM)
    await shop.database.inTenant(shop.tenant, async (client) => {
      await client.query(`update events set at = now() - interval '1 hour' where tenant_id = $1`, [
        shop.tenant,
      ])
      await forgetEvents(client, shop.tenant)
    })
    const stream = await listen(api, '0-0')
    expect((await stream.next(({ event }) => event !== null)).event?.type).toBe('resync')
    stream.close()
  })

  test('hold nothing of another tenant’s', async ({ api, shop, other }) => {
    const stream = await listen(api)
    await stream.next(({ id }) => id !== null)
    await tell(other, api, await hear(other, await openTalk(other), { text: 'private' }))
    const ours = await hear(shop, await openTalk(shop))
    await tell(shop, api, ours)
    expect(idOf(await stream.next(({ event }) => event !== null))).toBe(ours)
    stream.close()
  })

  test('carry the policy that every answer carries, and are kept by nobody on the way', async ({ api }) => {
    const stream = await listen(api)
    expect(stream.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-cache, no-transform',
    })
    stream.close()
  })
})

test('a number in somebody’s address book is found by its digits', async ({ api, shop }) => {
  const phone = freshPhone()
  const talk = await openTalk(shop, { phone })
  await hear(shop, talk)
  const { body } = await api.ask<ConversationPage>('GET', `/api/v1/conversations?q=${phone.slice(-9)}`)
  expect(body.items.map(({ id }) => id)).toEqual([talk.conversation])
})

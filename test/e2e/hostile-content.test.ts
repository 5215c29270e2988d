/**
 * What strangers send, shown to people: HTML and scripts in every field that a customer, an advertisement or a file can fill. And
 * what nobody may read in a log: tokens, passwords, and what people said.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { MessagePage } from '#conversations/message-shapes.ts'
import type { ConversationPage } from '#conversations/shapes.ts'
import { openBrowser } from './browser.ts'
import { controlOf, NUMBER } from './imran.ts'
import { call, eventually, startProgram, temporaryFolder, type Program } from './program.ts'

const EVIL =
  `"'><img src=x onerror="window.pwned=1"><script>window.pwned=2</script><svg onload="window.pwned=3">` +
  `<a href="javascript:window.pwned=4">x</a>{{constructor.constructor('window.pwned=5')()}}`
const EVIL_LINK = 'javascript:window.pwned=6//https://shop.example'
const CANARY = 'canary-4f1c9e'

type Json = Record<string, unknown>

/** One of every kind of message, hostile wherever a text may be. */
function hostileMessages(files: Readonly<Record<string, string>>): Json[] {
  const contact = {
    name: { formatted_name: EVIL, first_name: EVIL, last_name: EVIL, prefix: EVIL },
    addresses: [{ street: EVIL, city: EVIL, country: EVIL, type: EVIL }],
    emails: [{ email: EVIL, type: EVIL }],
    org: { company: EVIL, department: EVIL, title: EVIL },
    phones: [{ phone: EVIL, wa_id: EVIL, type: EVIL }],
    urls: [{ url: EVIL_LINK, type: EVIL }],
    birthday: EVIL,
  }
  const media = (kind: string, more: Json = {}): Json => ({
    type: kind,
    [kind]: { id: files[kind], mime_type: 'image/svg+xml', sha256: 'x', ...more },
  })
  const interactive = (kind: string, reply: Json): Json => ({
    type: 'interactive',
    interactive: { type: kind, [kind]: reply },
  })
  return [
    { type: 'text', text: { body: EVIL } },
    { type: 'text', text: { body: EVIL_LINK } },
    {
      type: 'text',
      text: { body: 'from an ad' },
      referral: {
        source_url: EVIL_LINK,
        source_type: EVIL,
        source_id: EVIL,
        headline: EVIL,
        body: EVIL,
        image_url: EVIL_LINK,
        thumbnail_url: EVIL_LINK,
        ctwa_clid: EVIL,
      },
    },
    { type: 'text', text: { body: 'forwarded' }, context: { forwarded: true, from: EVIL, id: EVIL } },
    media('image', { caption: EVIL }),
    media('video', { caption: EVIL }),
    media('audio', { voice: true }),
    media('sticker', { animated: false }),
    media('document', { caption: EVIL, filename: `${EVIL}.html`, mime_type: 'text/html' }),
    { type: 'location', location: { latitude: 1, longitude: 2, name: EVIL, address: EVIL, url: EVIL_LINK } },
    { type: 'contacts', contacts: [contact] },
    interactive('button_reply', { id: EVIL, title: EVIL }),
    interactive('list_reply', { id: EVIL, title: EVIL, description: EVIL }),
    interactive('nfm_reply', { name: EVIL, body: EVIL, response_json: JSON.stringify({ [EVIL]: EVIL }) }),
    { type: 'button', button: { text: EVIL, payload: EVIL } },
    {
      type: 'order',
      order: {
        catalog_id: EVIL,
        text: EVIL,
        product_items: [{ product_retailer_id: EVIL, quantity: 1, item_price: 5, currency: EVIL }],
      },
    },
    { type: 'system', system: { body: EVIL, type: 'user_changed_number', wa_id: '919800000007' } },
    {
      type: 'unsupported',
      errors: [{ code: 131_051, title: EVIL, message: EVIL, error_data: { details: EVIL } }],
    },
    { type: EVIL.slice(0, 60), [EVIL.slice(0, 60)]: { body: EVIL } },
  ]
}

/** Nothing ran, nothing in the page would run, and no link leads to code. */
const expectHarmless = async (page: Page, where: string): Promise<void> => {
  const found = await page.evaluate<Record<string, unknown>>(`({
    pwned: globalThis.pwned ?? null,
    handlers: document.querySelectorAll('[onerror],[onload],[onclick],[onmouseover]').length,
    inline: [...document.querySelectorAll('script')].filter((script) => script.src === '' && /pwned/.test(script.text)).length,
    links: [...document.querySelectorAll('a[href], [src]')].map((one) => one.getAttribute('href') ?? one.getAttribute('src'))
      .filter((url) => /^\\s*(javascript|data:text)/i.test(url ?? '')),
    frames: document.querySelectorAll('iframe, object, embed').length,
  })`)
  expect(found, where).toMatchObject({ pwned: null, handlers: 0, inline: 0, links: [] })
}

const secret = (name: string): string => `${CANARY}-${name}`

describe('a customer who sends code in every field', () => {
  let program: Program
  let browser: Browser
  let control: string
  beforeAll(async () => {
    const folder = temporaryFolder()
    program = await startProgram({ dataFolder: folder.path, env: { LOG_LEVEL: 'debug' } })
    control = controlOf(program)
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser.close()
    await program.interrupt()
  })

  const webhook = async (value: Json, field = 'messages'): Promise<void> => {
    const metadata = { display_phone_number: '15550000001', phone_number_id: NUMBER }
    const change = { field, value: { messaging_product: 'whatsapp', metadata, ...value } }
    await call('POST', `${control}/webhooks`, {
      body: { object: 'whatsapp_business_account', entry: [{ id: '1', changes: [change] }] },
    })
  }
  const file = async (name: string, type: string, bytes: string): Promise<string> => {
    const answer = await fetch(`${control}/media`, {
      method: 'POST',
      headers: { 'content-type': type, 'x-filename': encodeURIComponent(name) },
      body: bytes,
    })
    expect(answer.status, name).toBeLessThan(300)
    return ((await answer.json()) as { id: string }).id
  }
  const writeAll = async (): Promise<{ id: string; count: number }> => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" onload="window.pwned=7"><script>window.pwned=8</script></svg>`
    const page = `<html><script>window.pwned=9</script></html>`
    const files = {
      image: await file('a.svg', 'image/svg+xml', svg),
      sticker: await file('b.svg', 'image/svg+xml', svg),
      video: await file('c.mp4', 'video/mp4', page),
      audio: await file('d.ogg', 'audio/ogg', page),
      document: await file('e.html', 'text/html', page),
    }
    const kinds = hostileMessages(files)
    let nth = 0
    for (const message of kinds)
      await webhook({
        contacts: [{ profile: { name: EVIL, username: EVIL }, wa_id: '919800000007' }],
        messages: [
          {
            from: '919800000007',
            id: `wamid.${CANARY}.${(nth += 1)}`,
            timestamp: String(Math.floor(Date.now() / 1000)),
            ...message,
          },
        ],
      })
    const { body } = await eventually(
      async () => call<ConversationPage>('GET', `${program.inbox}/api/v1/conversations?q=919800000007`),
      (answer) => answer.body.items.length > 0,
    )
    const id = body.items[0]?.id ?? ''
    await eventually(
      async () => call<MessagePage>('GET', `${program.inbox}/api/v1/conversations/${id}/messages?limit=100`),
      (answer) => answer.body.items.some(({ type }) => type === EVIL.slice(0, 60)),
    )
    return { id, count: kinds.length }
  }

  test('sees it shown as text: in the list, in the thread, in details, in search and on the contact’s page', async () => {
    const { id, count } = await writeAll()
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'en-IN' })
    const page = await context.newPage()
    const asked: string[] = []
    page.on('dialog', (dialog) => void asked.push(dialog.message()))
    page.on('request', (request) => {
      const { origin } = new URL(request.url())
      if (origin !== 'null' && origin !== new URL(program.inbox).origin) asked.push(request.url())
    })
    await page.goto(`${program.inbox}/inbox/${id}`)
    await page.getByRole('log').getByText('window.pwned=1').first().waitFor()
    await expectHarmless(page, 'thread')
    const log = page.getByRole('log')
    for (let turn = 0; turn < count; turn += 1) {
      await log.hover()
      await page.mouse.wheel(0, -600)
    }
    await expectHarmless(page, 'thread, scrolled')
    for (const path of ['/inbox?q=919800000007', '/contacts', '/settings/audit-log', '/settings/webhooks']) {
      await page.goto(`${program.inbox}${path}`)
      if (path === '/contacts')
        await Promise.all([
          page.waitForResponse(/contacts\?.*q=9198/u),
          page.getByRole('searchbox').fill('919800000007'),
        ])
      const shown = path.startsWith('/inbox') ? page.getByRole('option') : page.locator('#main h1, #main h2')
      await shown.first().waitFor({ state: 'attached' })
      await expectHarmless(page, path)
    }
    await page.goto(`${program.inbox}/inbox/${id}`)
    await log.waitFor()
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox').last().fill('pwned')
    await page.getByRole('group', { name: 'Messages' }).getByRole('option').first().waitFor()
    await expectHarmless(page, 'search')
    expect(asked).toEqual([])
    await context.close()
  })

  test('brings no file that a browser would run as a page of ours', async () => {
    const { body } = await call<ConversationPage>(
      'GET',
      `${program.inbox}/api/v1/conversations?q=919800000007`,
    )
    const thread = `${program.inbox}/api/v1/conversations/${body.items[0]?.id}/messages?limit=100`
    const { body: messages } = await eventually(
      async () => call<MessagePage>('GET', thread),
      (answer) => answer.body.items.filter(({ media }) => media?.state === 'stored').length > 2,
    )
    const urls = messages.items.flatMap(({ media }) =>
      media?.url === null || media?.url === undefined ? [] : [media.url],
    )
    expect(urls.length).toBeGreaterThan(2)
    const context = await browser.newContext()
    const page = await context.newPage()
    for (const url of urls) {
      const answer = await context.request.get(`${program.inbox}${url}`)
      const headers = answer.headers()
      expect(headers['x-content-type-options'], url).toBe('nosniff')
      const isPage = /html|svg|xml|javascript/iu.test(headers['content-type'] ?? '')
      if (isPage) expect(headers['content-disposition'], url).toMatch(/^attachment/u)
      await page.goto(`${program.inbox}${url}`).catch(() => {}) // a download is no page
      expect(await page.evaluate('globalThis.pwned ?? null')).toBeNull()
    }
    await context.close()
  })

  test('and every secret and text stays out of the log, though everything goes wrong', async () => {
    const api = `${program.inbox}/api/v1`
    const sessionless = async (
      path: string,
      body: unknown,
      headers: Record<string, string> = {},
    ): Promise<void> => {
      await fetch(`${program.inbox}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      })
    }
    await sessionless('/api/v1/auth/sign-in', { email: 'a@example.com', password: secret('password') })
    await sessionless('/api/v1/auth/sign-up', {
      name: secret('name'),
      email: 'x',
      password: secret('password'),
    })
    await sessionless('/api/v1/auth/password/reset', { token: secret('token'), password: secret('password') })
    await sessionless(
      '/api/v1/labels',
      { name: secret('label') },
      { authorization: `Bearer hk_${secret('key')}` },
    )
    await sessionless('/webhooks/meta', `{"object":"${secret('unsigned')}"}`, {
      'x-hub-signature-256': 'sha256=00',
    })
    await sessionless('/webhooks/meta', secret('no json'))
    await webhook({
      messages: [{ from: '919800000007', id: 'w', timestamp: 'x', type: 'text', text: secret('bad fact') }],
    })
    await call('PUT', `${control}/faults`, { serverError: 1 })
    const { body } = await call<ConversationPage>('GET', `${api}/conversations?status=open`)
    const open = body.items.find(({ window }) => window.state === 'open')
    const said = { type: 'text', text: { body: secret('said') } }
    await call('POST', `${api}/conversations/${open?.id}/messages`, said)
    await call('POST', `${api}/conversations/${open?.id}/notes`, { text: secret('note') })
    await call('POST', `${api}/webhook-endpoints`, {
      url: `https://${secret('host')}.example/?token=${secret('query')}`,
    })
    await webhook({
      contacts: [{ profile: { name: secret('profile') }, wa_id: '919800000008' }],
      messages: [
        {
          from: '919800000008',
          id: 'wamid.canary',
          timestamp: String(Math.floor(Date.now() / 1000)),
          type: 'text',
          text: { body: secret('heard') },
        },
      ],
    })
    await eventually(
      async () => call<ConversationPage>('GET', `${api}/conversations?q=919800000008`),
      (answer) => answer.body.items.length > 0,
    )
    const { META_APP_SECRET: appSecret, ...others } = JSON.parse(
      readFileSync(join(program.dataFolder, 'secrets.json'), 'utf8'),
    ) as Record<string, string>
    const log = readFileSync(join(program.dataFolder, 'harkara.log'), 'utf8') + program.output()
    expect(log).toMatch(/"evt"/u)
    for (const one of [CANARY, appSecret ?? '', ...Object.values(others), 'window.pwned', 'EAASIMULATOR'])
      expect(log.includes(one), one.slice(0, 12)).toBe(false)
  })
})

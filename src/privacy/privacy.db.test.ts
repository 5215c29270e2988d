import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { describe, expect } from 'vitest'
import { forgetDeliveries } from '#ingest/forget-deliveries.ts'
import { diskStorage } from '#media/storage.ts'
import type { ContactDetail } from '#contacts/shapes.ts'
import { newId } from '#platform/ids.ts'
import { createVault, Secret } from '#platform/secrets.ts'
import { after, instant, systemClock } from '#platform/time.ts'
import { FIRST_TENANT } from '#tenants/first-tenant.ts'
import { test as base } from '#test/database.ts'
import { bodyOf, ingest, messagesOf } from '#test/ingest.ts'
import { hear, hire, keepMedia, openShop, openTalk, type Shop } from '#test/shop.ts'
import { openWebApp, type WebApp } from '#test/web-app.ts'
import { runErasures } from './run-erasures.ts'
import { runExports } from './run-exports.ts'
import { applyRetention, changeRetention } from './retention.ts'
import type { Due, ErasureDetail, Notice, PersonExport, Retention, TimelinePage } from './shapes.ts'

const vault = createVault(new Secret(Buffer.alloc(32).toString('base64')))
const DAY_MS = 24 * 60 * 60 * 1000
const OWNER = { kind: 'user', id: 'u1', name: 'Owner' } as const
const log = pino({ enabled: false })

type Ask = <T>(method: string, path: string, body?: unknown) => ReturnType<typeof WEB.ask<T>>
declare const WEB: WebApp

const test = base.extend<{ app: WebApp; shop: Shop; ask: Ask; folder: string }>({
  // oxlint-disable-next-line no-empty-pattern -- vitest reads the fixture's dependencies from this pattern
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'harkara-privacy-'))
    await use(folder)
    rmSync(folder, { recursive: true })
  },
  app: async ({ database, folder }, use) => {
    const app = await openWebApp(database, { storage: diskStorage(folder) })
    await use(app)
    await app.close()
  },
  shop: async ({ database, app }, use) => {
    void app
    await use(await openShop(database, FIRST_TENANT))
  },
  ask: async ({ app, shop }, use) => {
    const { cookie } = await app.as(await hire(shop, { role: 'admin' }))
    await use(async (method, path, body) => app.ask(null, method, `/api/v1${path}`, body, { cookie }))
  },
})

describe('an export of one person', () => {
  test('is one ZIP with a readable page and all files, and can be fetched until it expires', async ({
    database,
    shop,
    ask,
    app,
    folder,
  }) => {
    const talk = await openTalk(shop)
    await hear(shop, talk, { text: '<script>alert(1)</script> नमस्ते' })
    const message = await hear(shop, talk)
    const media = await keepMedia(shop, { filename: '../../bill/मई.png' })
    const storage = diskStorage(folder)
    await storage.put(`t/${media}`, Buffer.from('picture'), 'image/png')
    await database.inTenant(FIRST_TENANT, async (client) => {
      await client.query('update messages set media_id = $2 where id = $1', [message, media])
      await client.query(
        `insert into conversation_notes (tenant_id, id, conversation_id, text, author_kind, author_id, author_name, at)
         values ($1, $2, $3, 'likes silk', 'user', 'u', 'Asha', now())`,
        [FIRST_TENANT, newId(), talk.conversation],
      )
    })
    const asked = await ask<PersonExport>('POST', `/contacts/${talk.contact}/export`)
    expect(asked.status).toBe(202)
    const again = await ask<PersonExport>('POST', `/contacts/${talk.contact}/export`)
    expect(again.body.id).toBe(asked.body.id)
    expect((await ask('GET', `/exports/${asked.body.id}/download`)).status).toBe(409)

    expect(await runExports({ database, storage, clock: systemClock, log }, FIRST_TENANT)).toBe(1)
    const { body: ready } = await ask<PersonExport>('GET', `/exports/${asked.body.id}`)
    expect(ready).toMatchObject({ state: 'ready', filesDone: ready.filesTotal })
    const { cookie } = await app.as(await hire(shop, { role: 'admin' }))
    const response = await fetch(`${app.url}${ready.download}`, { headers: { cookie } })
    const path = join(folder, 'export.zip')
    writeFileSync(path, Buffer.from(await response.arrayBuffer()))
    const read = (code: string): string => execFileSync('python3', ['-c', code, path]).toString()
    const names = read(
      'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print("\\n".join(z.namelist()))',
    ).split('\n')
    expect(names).toContain('index.html')
    expect(names).toContain('data/messages.json')
    expect(names).toContain('data/conversation_notes.json')
    expect(names).toContain('media/1-bill_मई.png')
    const page = read('import sys, zipfile; print(zipfile.ZipFile(sys.argv[1]).read("index.html").decode())')
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt; नमस्ते')
    expect(page).not.toContain('<script')
    expect(page).toContain('likes silk')

    const later = after(systemClock(), 8 * DAY_MS)
    await runExports({ database, storage, clock: () => later, log }, FIRST_TENANT)
    expect((await ask('GET', `/exports/${asked.body.id}/download`)).status).toBe(410)
    expect(await storage.get(`${FIRST_TENANT}/export-${asked.body.id}`)).toBeNull()
  })
})

describe('an erasure', () => {
  test('needs the contact’s id as a confirmation, and ends with a receipt to print', async ({
    database,
    shop,
    ask,
    folder,
  }) => {
    const talk = await openTalk(shop)
    await hear(shop, talk)
    const wrong = await ask<{ code: string }>('POST', `/contacts/${talk.contact}/erase`, { confirm: 'yes' })
    expect([wrong.status, wrong.body.code]).toEqual([400, 'not_confirmed'])
    const preview = await ask('GET', `/contacts/${talk.contact}/erasure-preview`)
    expect(preview.body).toMatchObject({ conversations: 1, messages: 1 })
    const asked = await ask<{ id: string }>('POST', `/contacts/${talk.contact}/erase`, {
      confirm: talk.contact,
    })
    expect(asked.status).toBe(202)
    await runErasures({ database, storage: diskStorage(folder), vault, clock: systemClock }, FIRST_TENANT)
    const { body } = await ask<ErasureDetail>('GET', `/privacy/erasures/${asked.body.id}`)
    expect(body).toMatchObject({ state: 'done', progress: 1, isGenuine: true })
    const page = await ask('GET', `/privacy/erasures/${asked.body.id}/receipt.html`)
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(page.text).toContain(talk.contact)
    expect((await ask('GET', `/contacts/${talk.contact}`)).status).toBe(404)
  })

  test('is for owners and admins alone', async ({ app, shop }) => {
    const talk = await openTalk(shop)
    const { cookie } = await app.as(await hire(shop, { role: 'agent' }))
    const path = `/api/v1/contacts/${talk.contact}/erase`
    expect((await app.ask(null, 'POST', path, { confirm: talk.contact }, { cookie })).status).toBe(403)
  })
})

describe('retention', () => {
  test('takes files and texts of their age and nothing younger, and erases the silent after a day’s warning', async ({
    database,
    tenant,
    folder,
  }) => {
    const shop = await openShop(database, tenant)
    const storage = diskStorage(folder)
    const talk = await openTalk(shop)
    const message = await hear(shop, talk, { text: 'an old secret' })
    const media = await keepMedia(shop)
    await storage.put(`t/${media}`, Buffer.from('picture'), 'image/png')
    const now = systemClock()
    const rules = { mediaDays: 30, textDays: 90, inactiveDays: 365 }
    await database.inTenant(tenant, async (client) => changeRetention(client, tenant, OWNER, rules, now))
    const at = async (days: number): Promise<void> => {
      const parts = { database, storage, clock: () => after(now, days * DAY_MS) }
      while (await applyRetention(parts, tenant));
    }
    const seen = async () =>
      database.inTenant(tenant, async (client) => {
        const one = await client.query<{ text: string | null }>('select text from messages where id = $1', [
          message,
        ])
        const two = await client.query<{ state: string }>('select state from media where id = $1', [media])
        const three = await client.query('select 1 from erasures')
        return [one.rows[0]?.text, two.rows[0]?.state, three.rowCount]
      })
    await at(29)
    expect(await seen()).toEqual(['an old secret', 'stored', 0])
    await at(31)
    expect(await seen()).toEqual(['an old secret', 'unavailable', 0])
    expect(await storage.get(`t/${media}`)).toBeNull()
    await at(91)
    expect(await seen()).toEqual([null, 'unavailable', 0])
    await at(366)
    expect(await seen()).toEqual([null, 'unavailable', 1])
  })

  test('says who is due, longest silent first, and waits a day before it begins', async ({
    shop,
    ask,
    database,
  }) => {
    const talk = await openTalk(shop)
    await hear(shop, talk, { at: instant(systemClock() - 500 * DAY_MS) })
    await database.inTenant(FIRST_TENANT, async (client) =>
      client.query('update contacts set created_at = $2 where id = $1', [
        talk.contact,
        new Date(systemClock() - 600 * DAY_MS),
      ]),
    )
    const due = await ask<Due>('GET', '/privacy/due?days=365')
    expect(due.body.items.map(({ contactId }) => contactId)).toContain(talk.contact)
    const put = await ask<Retention>('PUT', '/privacy/retention', {
      mediaDays: null,
      textDays: null,
      inactiveDays: 365,
    })
    expect(put.body.inactiveFrom).toBeGreaterThan(systemClock() + DAY_MS / 2)
    expect(
      (await ask('PUT', '/privacy/retention', { mediaDays: 0, textDays: null, inactiveDays: null })).status,
    ).toBe(400)
    await ask('PUT', '/privacy/retention', { mediaDays: null, textDays: null, inactiveDays: null })
  })

  test('forgets old raw deliveries that were worked off, and none that waits or is young', async ({
    database,
    tenant,
  }) => {
    const shop = await openShop(database, tenant)
    const says = (id: string) =>
      bodyOf(
        messagesOf(shop.number, {
          contacts: [{ wa_id: '919990001111' }],
          messages: [
            { id, from: '919990001111', timestamp: '1793000000', type: 'text', text: { body: 'x' } },
          ],
        }),
      )
    await ingest(database, [says(`wamid.${newId()}`)])
    const countAll = async (): Promise<number> =>
      (await database.pool.query<{ n: number }>('select count(*)::int as n from deliveries')).rows[0]?.n ?? 0
    const before = await countAll()
    expect(await forgetDeliveries(database.pool, after(systemClock(), -DAY_MS))).toBe(0)
    await database.pool.query(`insert into deliveries (lane, body) values (3, '{}')`) // nobody has worked it off
    expect(await forgetDeliveries(database.pool, after(systemClock(), DAY_MS))).toBe(before)
    expect(await countAll()).toBe(1)
    await database.pool.query('delete from deliveries')
  })
})

describe('privacy notices', () => {
  test('are only added to, and a consent is written down with the one that was current', async ({
    shop,
    ask,
  }) => {
    const talk = await openTalk(shop)
    const path = `/contacts/${talk.contact}/consents`
    const grant = { purpose: 'marketing', state: 'granted' }
    const free = await ask<ContactDetail>('POST', path, { ...grant, noticeVersion: 'shop-sign' })
    expect(free.body.consents[0]?.noticeVersion).toBe('shop-sign')
    const texts = [
      { language: 'en', text: 'We keep your number to answer you.' },
      { language: 'hi', text: 'जवाब देने के लिए हम आपका नंबर रखते हैं।' },
    ]
    const made = await ask<{ items: Notice[] }>('POST', '/privacy/notices', { version: '2026-1', texts })
    expect(made.status).toBe(201)
    expect(made.body.items[0]).toMatchObject({ version: '2026-1', isCurrent: true, texts })
    expect((await ask('POST', '/privacy/notices', { version: '2026-1', texts })).status).toBe(409)
    const filled = await ask<ContactDetail>('POST', path, grant)
    expect(filled.body.consents[0]?.noticeVersion).toBe('2026-1')
    const unknown = await ask<{ code: string }>('POST', path, { ...grant, noticeVersion: 'never' })
    expect([unknown.status, unknown.body.code]).toEqual([400, 'unknown_notice'])
  })
})

describe('a timeline', () => {
  test('has everything in one order, messages once a day, and its pages join without gap or double', async ({
    database,
    shop,
    ask,
  }) => {
    const talk = await openTalk(shop)
    const noon = instant(Date.UTC(2026, 5, 1, 6))
    for (let day = 0; day < 4; day++)
      for (let nth = 0; nth < 3; nth++) await hear(shop, talk, { at: after(noon, day * DAY_MS + nth * 1000) })
    await database.inTenant(FIRST_TENANT, async (client) =>
      client.query(
        `insert into messages (tenant_id, id, channel_id, conversation_id, direction, source, type, content, at)
         values ($1, $2, $3, $4, 'out', 'agent', 'template', '{"template":{"name":"diwali","language":{"code":"en"}}}', $5)`,
        [FIRST_TENANT, newId(), shop.channel, talk.conversation, new Date(after(noon, 5000))],
      ),
    )
    await ask('POST', `/contacts/${talk.contact}/consents`, { purpose: 'marketing', state: 'granted' })
    await ask('POST', `/conversations/${talk.conversation}/notes`, { text: 'likes silk' })
    await ask('PATCH', `/conversations/${talk.conversation}`, { status: 'resolved' })
    const whole = await ask<TimelinePage>('GET', `/contacts/${talk.contact}/timeline?limit=100`)
    const kinds = whole.body.items.map(({ kind }) => kind)
    expect(kinds.toSorted()).toEqual(
      [
        'changed',
        'consent',
        'first_seen',
        'messages',
        'messages',
        'messages',
        'messages',
        'note',
        'template',
      ].toSorted(),
    )
    const first = whole.body.items.findLast(({ kind }) => kind === 'messages')
    expect(first?.details).toEqual({ in: 3, out: 1, day: '2026-06-01' })
    const moments = whole.body.items.map(({ at }) => at)
    expect(moments).toEqual(moments.toSorted((a, b) => b - a))
    const paged: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: { body: TimelinePage } = await ask<TimelinePage>(
        'GET',
        `/contacts/${talk.contact}/timeline?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`,
      )
      paged.push(...page.body.items.map(({ id }) => id))
      cursor = page.body.nextCursor
    }
    expect(paged).toEqual(whole.body.items.map(({ id }) => id))
  })
})

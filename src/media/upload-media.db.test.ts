import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { request, type ClientRequest, type IncomingMessage } from 'node:http'
import { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { newId } from '#platform/ids.ts'
import { FIRST_TENANT } from '#tenants/first-tenant.ts'
import { test as base } from '#test/database.ts'
import { openOtherShop, openShop, type Shop } from '#test/shop.ts'
import { FIRST_OWNER, openWebApp, type WebApp } from '#test/web-app.ts'
import { diskStorage, type Storage } from './storage.ts'
import { keepFile } from './upload-media.ts'

const MB = 1024 * 1024
const STICKER_MAX = MB / 2

type Kept = { readonly storage: Storage; readonly files: () => string[] }
const test = base.extend<{ kept: Kept; app: WebApp; shop: Shop }>({
  kept: [
    // oxlint-disable-next-line no-empty-pattern -- vitest reads the fixture's dependencies from this pattern
    async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'harkara-uploads-'))
      const files = (): string[] =>
        readdirSync(folder, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map(({ name }) => name)
      await use({ storage: diskStorage(folder), files })
      rmSync(folder, { recursive: true })
    },
    { scope: 'file' },
  ],
  app: [
    async ({ database, kept }, use) => {
      const app = await openWebApp(database, { storage: kept.storage })
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

const TEXT = 'Kurta House, Jaipur. '
async function post(app: WebApp, path: string, bytes: number, type: string) {
  const form = new FormData()
  form.append('file', new Blob([Buffer.alloc(bytes, TEXT)], { type }), 'file')
  return app.ask<{ id: string; code: string; title: string }>(null, 'POST', path, form)
}
const pathOf = ({ channel }: Shop, query = ''): string => `/api/v1/media?channelId=${channel}${query}`

async function countMedia({ database, channel }: Shop): Promise<number> {
  return database.inTenant(FIRST_TENANT, async (client) => {
    const { rows } = await client.query<{ count: number }>(
      'select count(*)::int as count from media where tenant_id = $1 and channel_id = $2',
      [FIRST_TENANT, channel],
    )
    return rows[0]?.count ?? 0
  })
}

describe('a file that is uploaded', () => {
  test('may be as large as WhatsApp takes its kind, and comes back byte for byte', async ({
    app,
    shop,
    kept,
  }) => {
    const before = kept.files().length
    const taken = await post(app, pathOf(shop), STICKER_MAX, 'image/webp')
    expect(taken.status, taken.text).toBe(201)
    const file = await app.ask(null, 'GET', `/api/v1/media/${taken.body.id}`)
    expect(file.headers.get('content-type')).toBe('image/webp')
    expect(file.text === Buffer.alloc(STICKER_MAX, TEXT).toString()).toBe(true)
    expect(kept.files()).toHaveLength(before + 1)
  })

  test('leaves nothing when it is a byte larger than its kind may be', async ({ app, shop, kept }) => {
    const before = kept.files()
    for (const [bytes, type] of [
      [STICKER_MAX + 1, 'image/webp'],
      [100 * MB + 1, 'application/pdf'],
    ] as const) {
      const refused = await post(app, pathOf(shop), bytes, type)
      expect([refused.status, refused.body.code], type).toEqual([413, 'media.too_large'])
    }
    const recorded = await post(app, pathOf(shop, '&voice=true'), 16 * MB + 1, 'audio/webm')
    expect([recorded.status, recorded.body.code]).toEqual([413, 'media.too_large'])
    expect(kept.files()).toEqual(before)
    expect(await countMedia(shop)).toBe(0)
  })

  test('is not even begun for a number that there is not, or that is another business’s', async ({
    app,
    database,
    kept,
  }) => {
    const before = kept.files()
    const other = await openOtherShop(database)
    for (const channel of [newId(), other.channel]) {
      const refused = await post(app, `/api/v1/media?channelId=${channel}`, 1000, 'image/png')
      expect(refused.status).toBe(404)
    }
    expect(kept.files()).toEqual(before)
  })

  test('lies on the disk while it comes, and leaves nothing when it is cut off', async ({
    app,
    shop,
    kept,
  }) => {
    const before = kept.files()
    const sending = await beginUpload(app, pathOf(shop))
    sending.write(Buffer.alloc(MB))
    await expect.poll(() => kept.files().length).toBe(before.length + 1)
    sending.destroy()
    await expect.poll(() => kept.files()).toEqual(before)
    expect(await countMedia(shop)).toBe(0)
  })

  test('leaves nothing when the form ends in the middle of it', async ({ app, shop, kept }) => {
    const before = kept.files()
    const sending = await beginUpload(app, pathOf(shop))
    const answer = answerOf(sending)
    sending.end(Buffer.alloc(1000))
    expect(await answer).toEqual([400, 'media.cut_off'])
    expect(kept.files()).toEqual(before)
    expect(await countMedia(shop)).toBe(0)
  })

  test('is not what is wrong when our own storage breaks', async ({ database, shop }) => {
    const failing: Storage = {
      ...diskStorage(tmpdir()),
      put: async (_, stream) =>
        pipeline(stream, new Writable({ write: (_chunk, _encoding, done) => done(new Error('disk full')) })),
    }
    const broken = await openWebApp(database, { storage: failing })
    const answer = await post(broken, pathOf(shop), MB, 'image/png')
    expect([answer.status, answer.body.code]).toEqual([500, 'internal'])
    await broken.close()
  })

  test('leaves nothing when its row cannot be written', async ({ database, kept }) => {
    const before = kept.files()
    const content = { stream: Readable.from([Buffer.from('a file')]), bytes: () => 6 }
    const file = { channel: 'no number', content, mimeType: 'text/plain', filename: null, isVoice: false }
    await expect(keepFile({ database, storage: kept.storage }, FIRST_TENANT, file)).rejects.toThrow('uuid')
    expect(kept.files()).toEqual(before)
  })
})

/** The first lines of a form; what is in the file follows. */
async function beginUpload(app: WebApp, path: string): Promise<ClientRequest> {
  const { cookie } = await app.as(FIRST_OWNER)
  const headers = { cookie, 'content-type': 'multipart/form-data; boundary=cut' }
  const sending = request(`${app.url}${path}`, { method: 'POST', headers })
  sending.on('error', () => {}) // it is cut off on purpose
  sending.write(
    '--cut\r\ncontent-disposition: form-data; name="file"; filename="a.pdf"\r\ncontent-type: application/pdf\r\n\r\n',
  )
  return sending
}

async function answerOf(sending: ClientRequest): Promise<[number | undefined, string]> {
  const [answer] = (await once(sending, 'response')) as [IncomingMessage]
  const chunks = (await answer.toArray()) as Buffer[]
  const { code } = JSON.parse(Buffer.concat(chunks).toString()) as { code: string }
  return [answer.statusCode, code]
}

import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, describe, expect } from 'vitest'
import { newId } from '#platform/ids.ts'
import { Secret } from '#platform/secrets.ts'
import { createGraph, type Graph } from '#whatsapp/graph.ts'
import { test } from '#test/database.ts'
import { openOtherShop, type Shop } from '#test/shop.ts'
import { fetchMedia } from './fetch-media.ts'
import { diskStorage } from './storage.ts'

const folder = mkdtempSync(join(tmpdir(), 'harkara-fetched-'))
afterAll(() => rmSync(folder, { recursive: true }))

const files = (): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))

const PICTURE = ['a picture', ' of a blue kurta']
const HASH = createHash('sha256').update(PICTURE.join(''))
const HEX = HASH.copy().digest('hex')
const BASE64 = HASH.copy().digest('base64')

/** Meta, of whom only media are asked. */
function meta(chunks: () => AsyncIterable<Buffer>): Graph {
  const nobody = createGraph({ egress: { request: never, stream: never } } as never)
  return {
    ...nobody,
    mediaInfo: () =>
      Promise.resolve({ url: 'https://x.example/1', mimeType: 'image/png', sha256: null, bytes: null }),
    downloadMedia: () => Promise.resolve({ body: chunks(), mimeType: 'image/png', bytes: null }),
  }
}
const never = (): never => {
  throw new Error('nobody is asked')
}

async function pending({ database, tenant, channel }: Shop, sha256: string | null): Promise<string> {
  const id = newId()
  await database.inTenant(tenant, async (client) =>
    client.query(
      `insert into media (tenant_id, id, channel_id, meta_media_id, state, sha256) values ($1, $2, $3, 'm', 'pending', $4)`,
      [tenant, id, channel, sha256],
    ),
  )
  return id
}

async function fetchOnce(shop: Shop, media: string, graph: Graph, isLast = false): Promise<unknown> {
  const { database, tenant } = shop
  await fetchMedia(
    {
      ...{ database, graph, storage: diskStorage(folder), notifier: { notify: () => {} } },
      tokenOf: () => Promise.resolve(new Secret('t')),
    },
    { tenant, media },
    { isLast },
  )
  return database.inTenant(tenant, async (client) => {
    const { rows } = await client.query(
      'select state, bytes, problem from media where tenant_id = $1 and id = $2',
      [tenant, media],
    )
    return rows[0]
  })
}

const whole = (): AsyncIterable<Buffer> => Readable.from(PICTURE.map((part) => Buffer.from(part)))
async function* broken(): AsyncGenerator<Buffer> {
  yield Buffer.from(PICTURE[0] ?? '')
  await Promise.resolve()
  throw new Error('the line is down')
}

describe('a customer’s file', () => {
  test.for([HEX, BASE64, null, 'no hash at all'])(
    'is kept when its bytes are those of %s',
    async (sha256, { database }) => {
      const shop = await openOtherShop(database)
      const bytes = PICTURE.join('').length
      expect(await fetchOnce(shop, await pending(shop, sha256), meta(whole))).toMatchObject({
        state: 'stored',
        bytes: String(bytes),
      })
      expect(files()).toContain(PICTURE.join(''))
    },
  )

  test('leaves nothing behind when its bytes are others, and is asked for again', async ({ database }) => {
    const shop = await openOtherShop(database)
    const before = files().length
    const media = await pending(shop, createHash('sha256').update('another').digest('hex'))
    await expect(fetchOnce(shop, media, meta(whole))).rejects.toThrow('not those')
    expect(files()).toHaveLength(before)
    expect(await fetchOnce(shop, media, meta(whole), true)).toMatchObject({
      state: 'unavailable',
      problem: 'media.wrong_hash',
    })
  })

  test('leaves nothing behind when the line breaks in the middle of it', async ({ database }) => {
    const shop = await openOtherShop(database)
    const before = files().length
    const media = await pending(shop, null)
    await expect(fetchOnce(shop, media, meta(broken))).rejects.toThrow('line is down')
    expect(files()).toHaveLength(before)
    expect(await fetchOnce(shop, media, meta(whole))).toMatchObject({ state: 'stored' })
  })
})

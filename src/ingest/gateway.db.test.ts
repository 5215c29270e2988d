import { createHash, createHmac } from 'node:crypto'
import { createServer, request as httpRequest, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Client, Pool } from 'pg'
import { describe, expect } from 'vitest'
import { Secret } from '#platform/secrets.ts'
import { test as base } from '#test/database.ts'
import { appSecretKey } from '#whatsapp/signature.ts'
import { createGateway, isWebhook, WEBHOOK_PATH, type GatewayCounters } from './gateway.ts'
import { laneOf } from './lane-of.ts'
import { createDeliveryStore } from './store-deliveries.ts'

const SECRET = 'app-secret-of-tests'
const NEXT_SECRET = 'app-secret-to-come'
const VERIFY_TOKEN = 'verify-token-of-tests'
const MB = 1024 * 1024

type Door = {
  readonly url: string
  readonly counters: GatewayCounters
  /** Bodies that were handed to the store. */
  readonly arrived: () => number
  readonly close: () => Promise<void>
}

/** The gateway as the program builds it, in front of this database. */
async function openDoor(pool: Pool): Promise<Door> {
  const counters: GatewayCounters = { stored: 0, unsigned: 0, tooLarge: 0, unavailable: 0 }
  const store = createDeliveryStore(pool, { notify: () => {} })
  let arrived = 0
  const gateway = createGateway({
    store: {
      store: async (routes, body) => {
        arrived += 1
        return store.store(routes, body)
      },
    },
    appSecrets: [appSecretKey(SECRET), appSecretKey(NEXT_SECRET)],
    verifyToken: new Secret(VERIFY_TOKEN),
    counters,
    onStoreFailure: () => {},
  })
  const server: Server = createServer((request, response) =>
    isWebhook(request.url) ? gateway(request, response) : response.writeHead(404).end(),
  )
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${WEBHOOK_PATH}`,
    counters,
    arrived: () => arrived,
    close: async () => {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

const test = base.extend<{ door: Door; admin: Client }>({
  door: async ({ database }, use) => {
    const door = await openDoor(database.pool)
    await use(door)
    await door.close()
  },
  admin: async ({ adminUrl }, use) => {
    const admin = new Client({ connectionString: adminUrl })
    await admin.connect()
    await use(admin)
    await admin.end()
  },
})

const sign = (body: string | Buffer, secret = SECRET, algorithm = 'sha256'): string =>
  `${algorithm}=${createHmac(algorithm, secret).update(body).digest('hex')}`

const post = async (
  url: string,
  body: string,
  headers: Record<string, string> = { 'x-hub-signature-256': sign(body) },
): Promise<{ status: number; text: string }> => {
  const response = await fetch(url, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  })
  return { status: response.status, text: await response.text() }
}

/** How many rows there are, in all tables together. */
async function countRows(admin: Client): Promise<number> {
  const { rows } = await admin.query<{ name: string }>(
    `select quote_ident(tablename) as name from pg_tables where schemaname = 'public'`,
  )
  const sums = rows.map(({ name }) => `(select count(*) from ${name})`).join(' + ')
  return Number((await admin.query<{ sum: string }>(`select ${sums} as sum`)).rows[0]?.sum)
}

async function storedBodies(admin: Client, text: string): Promise<string[]> {
  const { rows } = await admin.query<{ body: string }>(
    `select convert_from(body, 'utf8') as body from deliveries where position($1::bytea in body) > 0 order by xid, id`,
    [Buffer.from(text)],
  )
  return rows.map(({ body }) => body)
}

let bodies = 0
/** A body that no other test has, about this number. */
function bodyFor(...numbers: string[]): string {
  bodies += 1
  const entry = numbers.map((phone_number_id) => ({
    id: '1',
    changes: [{ field: 'messages', value: { metadata: { phone_number_id }, marker: `body-${bodies}.` } }],
  }))
  return JSON.stringify({ object: 'whatsapp_business_account', entry })
}

describe('a body whose signature is not Meta’s', () => {
  const body = bodyFor('1001')
  const good = sign(body)
  test.for([
    ['none', {}],
    ['an empty one', { 'x-hub-signature-256': '' }],
    ['one of another secret', { 'x-hub-signature-256': sign(body, 'another') }],
    ['one of another body', { 'x-hub-signature-256': sign(`${body} `) }],
    ['one cut short', { 'x-hub-signature-256': good.slice(0, -1) }],
    ['half of one', { 'x-hub-signature-256': good.slice(0, 39) }],
    ['one too long', { 'x-hub-signature-256': `${good}00` }],
    [
      'upper-case letters and one wrong digit',
      { 'x-hub-signature-256': `sha256=${good.slice(7, -1).toUpperCase()}${good.endsWith('0') ? '1' : '0'}` },
    ],
    ['SHA-1 only', { 'x-hub-signature': sign(body, SECRET, 'sha1') }],
    ['SHA-1 in the place of SHA-256', { 'x-hub-signature-256': sign(body, SECRET, 'sha1') }],
    [
      'a plain hash without secret',
      { 'x-hub-signature-256': `sha256=${createHash('sha256').update(body).digest('hex')}` },
    ],
    ['no algorithm', { 'x-hub-signature-256': good.slice(7) }],
  ] as const)('(%s) gets 401 and leaves nothing but a count', async ([, headers], { door, admin }) => {
    const before = await countRows(admin)
    expect(await post(door.url, body, headers)).toEqual({ status: 401, text: '' })
    expect(door.counters).toEqual({ stored: 0, unsigned: 1, tooLarge: 0, unavailable: 0 })
    expect(await countRows(admin)).toBe(before)
  })

  test('gets 401 when the body was cut on the way', async ({ door, admin }) => {
    const before = await countRows(admin)
    expect((await post(door.url, body.slice(0, -1), { 'x-hub-signature-256': good })).status).toBe(401)
    expect(await countRows(admin)).toBe(before)
  })
})

describe('a signed body', () => {
  test('is stored byte for byte, with either secret during a rotation', async ({ door, admin }) => {
    const odd = `{"a":"\\u0928 \\/ नमस्ते 🙏","n":1.0,  "object":"x","marker":"rotation."}`
    expect((await post(door.url, odd)).status).toBe(200)
    expect((await post(door.url, odd, { 'x-hub-signature-256': sign(odd, NEXT_SECRET) })).status).toBe(200)
    expect(await storedBodies(admin, 'rotation.')).toEqual([odd, odd])
  })

  test.for([
    'not json, rotten.',
    '{"object":"rotten.',
    '[]rotten.',
    'null rotten.',
    '"rotten."',
    `${'['.repeat(50_000)}rotten.`,
  ])('that is not what we know gets 200 and is stored all the same (%#)', async (body, { door, admin }) => {
    const before = (await storedBodies(admin, 'rotten.')).length
    expect(await post(door.url, body)).toEqual({ status: 200, text: '' })
    expect(await storedBodies(admin, 'rotten.')).toHaveLength(before + 1)
  })

  test('of nothing at all is stored too', async ({ door }) => {
    expect((await post(door.url, '')).status).toBe(200)
    expect(door.counters.stored).toBe(1)
  })

  test('lies in its number’s lane', async ({ door, admin }) => {
    const body = bodyFor('1234567')
    await post(door.url, body)
    const { rows } = await admin.query('select lane from deliveries where body = $1', [Buffer.from(body)])
    expect(rows).toEqual([{ lane: laneOf('1234567') }])
  })

  test('about several numbers is stored once, and the other lanes point at it', async ({ door, admin }) => {
    const numbers = ['21', '22', '23', '21']
    const lanes = new Set(numbers.map(laneOf))
    expect(lanes.size).toBe(3)
    const body = bodyFor(...numbers)
    expect((await post(door.url, body)).status).toBe(200)
    const { rows: homes } = await admin.query<{ id: string; lane: number; others: number[] }>(
      'select id, lane, other_lanes as others from deliveries where body = $1',
      [Buffer.from(body)],
    )
    expect(homes).toHaveLength(1)
    const { rows: visitors } = await admin.query<{ lane: number; is_empty: boolean; home_lane: number }>(
      'select lane, body is null as is_empty, home_lane from deliveries where home_id = $1',
      [homes[0]?.id],
    )
    expect(new Set([homes[0]?.lane, ...visitors.map(({ lane }) => lane)])).toEqual(lanes)
    expect(visitors).toHaveLength(2)
    expect(visitors.every((visitor) => visitor.is_empty && visitor.home_lane === homes[0]?.lane)).toBe(true)
  })
})

describe('200', () => {
  test('is said after the commit: the row is there for anybody at the moment of the answer', async ({
    door,
    admin,
  }) => {
    for (let nth = 0; nth < 20; nth += 1) {
      const body = bodyFor(String(nth))
      expect((await post(door.url, body)).status).toBe(200)
      const { rowCount } = await admin.query('select 1 from deliveries where body = $1', [Buffer.from(body)])
      expect(rowCount).toBe(1)
    }
  })

  test('is not said while the row cannot be written', async ({ door, admin }) => {
    const body = bodyFor('77')
    await admin.query('begin; lock table deliveries in access exclusive mode')
    let isAnswered = false
    const answer = post(door.url, body).finally(() => (isAnswered = true))
    for (let isWaiting = false; !isWaiting;)
      isWaiting = (await admin.query('select 1 from pg_locks where not granted')).rowCount !== 0
    expect(isAnswered).toBe(false)
    await admin.query('commit')
    expect((await answer).status).toBe(200)
  })

  test('is not said when the commit itself fails, and nothing is kept then', async ({ door, admin }) => {
    await admin.query(`
      create function refuse_at_commit() returns trigger language plpgsql as $$ begin raise 'disk full'; end $$;
      create constraint trigger refuse after insert on deliveries deferrable initially deferred
        for each row when (position('at-commit' in convert_from(new.body, 'utf8')) > 0) execute function refuse_at_commit()`)
    const body = '{"marker":"at-commit"}'
    expect((await post(door.url, body)).status).toBe(503)
    expect(await storedBodies(admin, 'at-commit')).toEqual([])
    await admin.query('drop trigger refuse on deliveries; drop function refuse_at_commit()')
    expect((await post(door.url, body)).status).toBe(200)
  })
})

describe('a database that is away', () => {
  test('means 503, and nothing is lost when Meta comes again', async ({ database, admin }) => {
    const nowhere = new Pool({ host: '127.0.0.1', port: 1, connectionTimeoutMillis: 2000 })
    const closed = await openDoor(nowhere)
    const all = Array.from({ length: 10 }, (_, nth) => bodyFor(`9${nth}`))
    const first = await Promise.all(all.map(async (body) => post(closed.url, body)))
    expect(first.map(({ status }) => status)).toEqual(all.map(() => 503))
    expect(closed.counters).toMatchObject({ stored: 0, unavailable: 10 })
    await closed.close()
    await nowhere.end()

    const door = await openDoor(database.pool)
    const again = await Promise.all(all.map(async (body) => post(door.url, body)))
    expect(again.map(({ status }) => status)).toEqual(all.map(() => 200))
    for (const body of all)
      expect(
        (await admin.query('select 1 from deliveries where body = $1', [Buffer.from(body)])).rowCount,
      ).toBe(1)
    await door.close()
  })
})

describe('load', () => {
  test('of 200 posts while the disk is busy is kept in a handful of commits, each body once', async ({
    door,
    admin,
  }) => {
    const all = Array.from({ length: 200 }, (_, nth) => bodyFor(`5${nth}`))
    await admin.query('begin; lock table deliveries in access exclusive mode')
    const posts = Promise.all(all.map(async (body) => post(door.url, body)))
    while (door.arrived() < all.length) await new Promise((done) => setImmediate(done))
    await admin.query('commit')
    const answers = await posts
    expect(answers.every(({ status }) => status === 200)).toBe(true)
    const { rows } = await admin.query<{ kept: number; commits: number }>(
      'select count(*)::int as kept, count(distinct xid)::int as commits from deliveries where body = any($1::bytea[])',
      [all.map((body) => Buffer.from(body))],
    )
    expect(rows[0]?.kept).toBe(200)
    expect(rows[0]?.commits).toBeLessThanOrEqual(4)
  })
})

/** A POST that is written by hand; the status, or null if the connection broke before one came. */
async function postRaw(
  url: string,
  headers: Record<string, string>,
  pieces: readonly Buffer[],
): Promise<number | null> {
  return new Promise((done) => {
    const request = httpRequest(url, { method: 'POST', headers }, (response) => {
      response.resume()
      done(response.statusCode ?? null)
    })
    request.on('error', () => done(null))
    for (const piece of pieces) request.write(piece)
    request.end()
  })
}

describe('3 MB', () => {
  const full = Buffer.alloc(3 * MB, ' ')

  test('go through', async ({ door }) => {
    expect(await postRaw(door.url, { 'x-hub-signature-256': sign(full) }, [full])).toBe(200)
  })

  test('and a byte more get 413 by their declared length, before anything of them is read', async ({
    door,
    admin,
  }) => {
    const before = await countRows(admin)
    const headers = { 'content-length': String(3 * MB + 1), 'x-hub-signature-256': sign(full) }
    expect(await postRaw(door.url, headers, [full, Buffer.from(' ')])).toBe(413)
    expect(door.counters).toMatchObject({ stored: 0, tooLarge: 1 })
    expect(await countRows(admin)).toBe(before)
  })

  test('and a byte more get 413 when they come in chunks of undeclared length, however well signed', async ({
    door,
    admin,
  }) => {
    const before = await countRows(admin)
    const pieces = Array.from({ length: 4 }, () => Buffer.alloc(MB, ' '))
    const headers = { 'transfer-encoding': 'chunked', 'x-hub-signature-256': sign(Buffer.concat(pieces)) }
    expect(await postRaw(door.url, headers, pieces)).toBe(413)
    expect(door.counters).toMatchObject({ stored: 0, unsigned: 0, tooLarge: 1 })
    expect(await countRows(admin)).toBe(before)
  })
})

const ask = async (url: string, query: Record<string, string>): Promise<Response> =>
  fetch(`${url}?${new URLSearchParams(query).toString()}`)

describe('Meta’s question whether this address is ours', () => {
  const right = { 'hub.mode': 'subscribe', 'hub.verify_token': VERIFY_TOKEN, 'hub.challenge': '1158201444' }

  test('is answered with its challenge as plain text', async ({ door }) => {
    const response = await ask(door.url, right)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/plain')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(await response.text()).toBe('1158201444')
  })

  test.for([
    ['the wrong token', { 'hub.verify_token': 'wrong' }],
    ['a token that begins like ours', { 'hub.verify_token': `${VERIFY_TOKEN}x` }],
    ['no token', { 'hub.verify_token': '' }],
    ['another mode', { 'hub.mode': 'unsubscribe' }],
    ['no challenge', { 'hub.challenge': '' }],
    ['HTML for a challenge', { 'hub.challenge': '<script>alert(1)</script>' }],
    ['a challenge of several lines', { 'hub.challenge': '1\r\nset-cookie: a=b' }],
    ['a challenge without end', { 'hub.challenge': '1'.repeat(257) }],
  ] as const)('with %s gets 403 and nothing back', async ([, change], { door }) => {
    const response = await ask(door.url, { ...right, ...change })
    expect(response.status).toBe(403)
    expect(await response.text()).toBe('')
    expect(response.headers.get('set-cookie')).toBeNull()
  })
})

test('no other method is answered', async ({ door }) => {
  for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS'])
    expect((await fetch(door.url, { method })).status).toBe(405)
})

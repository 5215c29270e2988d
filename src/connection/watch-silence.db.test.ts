import { describe, expect } from 'vitest'
import { newId } from '#platform/ids.ts'
import { after, instant, type Instant } from '#platform/time.ts'
import { test as base } from '#test/database.ts'
import { openShop, openTalk, type Shop, type Talk } from '#test/shop.ts'
import { listAlarms } from './list-alarms.ts'
import { watchSilence } from './watch-silence.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
/** A Sunday, half an hour into the hour. */
const NOW = instant(Date.parse('2026-11-22T10:30:00Z'))

const test = base.extend<{ shop: Shop; talk: Talk }>({
  shop: async ({ database, tenant }, use) => use(await openShop(database, tenant)),
  talk: async ({ shop }, use) => use(await openTalk(shop)),
})

/** Messages that arrived at this moment: their ids say so. */
async function arrive(
  { database, tenant, channel }: Shop,
  talk: Talk,
  at: Instant,
  count: number,
): Promise<void> {
  await database.inTenant(tenant, async (client) => {
    for (let nth = 0; nth < count; nth += 1) {
      const hex = at.toString(16).padStart(12, '0')
      const id = `${hex.slice(0, 8)}-${hex.slice(8)}${newId().slice(13)}`
      await client.query(
        `insert into messages (tenant_id, id, channel_id, conversation_id, direction, source, wamid, type, text, content, at)
         values ($1, $2, $3, $4, 'in', 'live', $5, 'text', 'hello', '{}', $6)`,
        [tenant, id, channel, talk.conversation, `wamid.${newId()}`, new Date(at)],
      )
    }
  })
}

/** A message that Meta took at this moment; with a status it said more. */
async function send(
  { database, tenant, channel }: Shop,
  talk: Talk,
  at: Instant,
  hasStatus: boolean,
): Promise<string> {
  const id = newId()
  await database.inTenant(tenant, async (client) => {
    await client.query(
      `insert into messages (tenant_id, id, channel_id, conversation_id, direction, source, wamid, type, text, content, at, status_rank)
       values ($1, $2, $3, $4, 'out', 'agent', $5, 'text', 'hello', '{}', $6, $7)`,
      [tenant, id, channel, talk.conversation, `wamid.${id}`, new Date(at), hasStatus ? 1 : 0],
    )
    await client.query(
      `insert into sends (tenant_id, id, channel_id, conversation_id, kind, class, state, idempotency_key, request_hash, payload,
         due_at, accepted_at, dispatching_at, settled_at)
       values ($1, $2, $3, $4, 'message', 1, 'accepted', $5, '', '{}', $6, $6, $6, $6)`,
      [tenant, id, channel, talk.conversation, id, new Date(at)],
    )
  })
  return id
}

const kindsOf = async ({ database, tenant }: Shop): Promise<string[]> =>
  database.inTenant(tenant, async (client) => (await listAlarms(client, tenant)).map(({ kind }) => kind))
const watch = async ({ database, tenant }: Shop, now: Instant): Promise<number> =>
  watchSilence(database, tenant, now)

describe('messages that Meta took', () => {
  test('without a word since raise an alarm once, which closes when statuses come', async ({
    shop,
    talk,
  }) => {
    await send(shop, talk, after(NOW, -2 * HOUR_MS), true)
    const ids = [
      await send(shop, talk, after(NOW, -14 * MINUTE_MS), false),
      await send(shop, talk, after(NOW, -12 * MINUTE_MS), false),
      await send(shop, talk, after(NOW, -11 * MINUTE_MS), false),
    ]
    expect(await watch(shop, after(NOW, -5 * MINUTE_MS))).toBe(0)
    expect(await watch(shop, NOW)).toBe(1)
    expect(await watch(shop, NOW)).toBe(0)
    expect(await kindsOf(shop)).toEqual(['no_statuses'])
    const { database, tenant } = shop
    await database.inTenant(tenant, async (client) =>
      client.query('update messages set status_rank = 2 where tenant_id = $1 and id = $2', [tenant, ids[2]]),
    )
    expect(await watch(shop, after(NOW, MINUTE_MS))).toBe(1)
    expect(await kindsOf(shop)).toEqual([])
  })

  test('and told more about raise none, however long the last one waits for the customer', async ({
    shop,
    talk,
  }) => {
    for (const minutes of [300, 200, 100]) await send(shop, talk, after(NOW, -minutes * MINUTE_MS), true)
    expect(await watch(shop, NOW)).toBe(0)
  })

  test('keep their alarm when they grow old and nobody writes any more', async ({ shop, talk }) => {
    await send(shop, talk, after(NOW, -40 * MINUTE_MS), false)
    expect(await watch(shop, NOW)).toBe(1)
    expect(await watch(shop, after(NOW, 8 * HOUR_MS))).toBe(0)
    expect(await kindsOf(shop)).toEqual(['no_statuses'])
  })
})

describe('usual traffic', () => {
  test('that is missing raises an alarm with what was counted, and it closes when a message comes', async ({
    database,
    shop,
    talk,
  }) => {
    const hour = instant(Math.floor(NOW / HOUR_MS) * HOUR_MS)
    for (const week of [1, 2, 3, 4])
      await arrive(shop, talk, after(hour, -week * 7 * DAY_MS - HOUR_MS / 2), 40)
    expect(await watch(shop, NOW)).toBe(1)
    const [alarm] = await database.inTenant(shop.tenant, async (client) => listAlarms(client, shop.tenant))
    expect(alarm).toMatchObject({ kind: 'no_messages', details: { hours: 1, seen: 0, usual: 40 } })
    // The night comes: nothing is expected any more, and nothing has come.
    expect(await watch(shop, after(NOW, 12 * HOUR_MS))).toBe(0)
    expect(await kindsOf(shop)).toEqual(['no_messages'])
    await arrive(shop, talk, after(NOW, 12 * HOUR_MS + MINUTE_MS), 1)
    expect(await watch(shop, after(NOW, 12 * HOUR_MS + 2 * MINUTE_MS))).toBe(1)
    expect(await kindsOf(shop)).toEqual([])
  })

  test('that came, or of which there never was much, raises none', async ({ shop, talk }) => {
    const hour = instant(Math.floor(NOW / HOUR_MS) * HOUR_MS)
    for (const week of [0, 1, 2, 3, 4])
      await arrive(shop, talk, after(hour, -week * 7 * DAY_MS - HOUR_MS / 2), 30)
    expect(await watch(shop, NOW)).toBe(0)
    await arrive(shop, talk, after(hour, -7 * DAY_MS - 5 * HOUR_MS), 4)
    expect(await watch(shop, NOW)).toBe(0)
  })

  test('of a number that was disconnected raises none', async ({ database, shop, talk, tenant }) => {
    await send(shop, talk, after(NOW, -40 * MINUTE_MS), false)
    await database.inTenant(tenant, async (client) =>
      client.query(`update channels set status = 'disconnected' where tenant_id = $1`, [tenant]),
    )
    expect(await watch(shop, NOW)).toBe(0)
  })
})

import { describe, expect } from 'vitest'
import { changeConversation } from '#conversations/change-conversation.ts'
import { countViews, findConversations, listConversations } from '#conversations/read-models.ts'
import { acceptMessage } from '#outbound/accept-message.ts'
import { openDatabase } from '#platform/db/database.ts'
import { newId } from '#platform/ids.ts'
import { after, instant, systemClock, type Instant } from '#platform/time.ts'
import { appendEvents } from '#realtime/append-events.ts'
import type { Actor } from '#tenants/access.ts'
import { test as base } from '#test/database.ts'
import { hear, hire, openShop, openTalk, type Shop, type Talk } from '#test/shop.ts'
import { changeSetting } from './change-settings.ts'
import { readSettings, type Part, type Settings } from './read-settings.ts'
import { listRatings, summariseRatings } from './read-ratings.ts'
import { serveTenant } from './serve-tenant.ts'

const test = base.extend<{ shop: Shop }>({
  shop: async ({ database, tenant }, use) => use(await openShop(database, tenant)),
})

const MINUTE = 60_000
const ACTOR: Actor = { kind: 'user', id: newId(), name: 'Meera' }
const ALWAYS = Array.from({ length: 7 }, () => [{ from: '00:00', to: '24:00' }])
const NEVER = Array.from({ length: 7 }, () => [])
const inShop = async <T>(
  { database, tenant }: Shop,
  work: Parameters<typeof database.inTenant<T>>[1],
): Promise<T> => database.inTenant(tenant, work)

async function set<P extends Part>(shop: Shop, part: P, change: Partial<Settings[P]>, actor = ACTOR) {
  await inShop(shop, async (client) => {
    const wish = { ...(await readSettings(client, shop.tenant))[part], ...change }
    await changeSetting(client, shop.tenant, actor, part, wish)
  })
}
const openAlways = async (shop: Shop) => set(shop, 'hours', { timeZone: 'Asia/Kolkata', week: ALWAYS })

/** A customer writes: stored and told as `ingest/` does it. */
async function write(
  shop: Shop,
  { talk, at, tap, text }: { talk?: Talk; at?: Instant; tap?: string; text?: string } = {},
): Promise<Talk> {
  const now = at ?? systemClock()
  const opened = talk ?? (await openTalk(shop, { lastInboundAt: now }))
  const message = await hear(shop, opened, { at: now, text: text ?? 'hello' })
  await inShop(shop, async (client) => {
    if (tap !== undefined)
      await client.query(
        `update messages set type = 'interactive', content = $3 where tenant_id = $1 and id = $2`,
        [
          ...[shop.tenant, message],
          JSON.stringify({ interactive: { type: 'button_reply', button_reply: { id: tap, title: 'Good' } } }),
        ],
      )
    await client.query(
      `update conversations set status = 'open', resolved_at = null, snoozed_until = null, unread_count = unread_count + 1,
         last_inbound_at = greatest(last_inbound_at, $3) where tenant_id = $1 and id = $2`,
      [shop.tenant, opened.conversation, new Date(now)],
    )
    await appendEvents(client, shop.tenant, [
      ['message.created', message],
      ['conversation.updated', opened.conversation],
    ])
  })
  return opened
}

const answer = async (
  shop: Shop,
  { conversation }: Talk,
  origin: 'agent' | 'api' = 'agent',
  now = systemClock(),
) =>
  inShop(shop, async (client) => {
    const outgoing = { type: 'text', text: { body: 'Yes!' } } as const
    return acceptMessage(client, shop.tenant, { conversation, outgoing, key: newId(), origin }, now)
  })

const change = async (
  shop: Shop,
  { conversation: id }: Talk,
  patch: object,
  now = systemClock(),
  actor = ACTOR,
) => inShop(shop, async (client) => changeConversation(client, shop.tenant, actor, { id, patch }, now))

/** Until everything that is committed is worked off: a row is hidden behind an older transaction for a moment. */
async function settle(shop: Shop, now?: Instant, database = shop.database): Promise<void> {
  const options = { database, clock: () => now ?? systemClock() }
  const isBehind = async (): Promise<boolean> =>
    inShop(shop, async (client) => {
      const { rows } = await client.query<{ is_behind: boolean }>(
        `select exists (select from events e join service_relays r on r.tenant_id = e.tenant_id
           where e.tenant_id = $1 and r.is_active and (e.xid, e.id) > (r.xid, r.event_id)) as is_behind`,
        [shop.tenant],
      )
      return rows[0]?.is_behind === true
    })
  do await serveTenant(options, shop.tenant)
  while (await isBehind())
}

const read = async (shop: Shop, { conversation }: Talk, now = systemClock()) =>
  inShop(shop, async (client) => (await findConversations(client, shop.tenant, [conversation], now))[0])
const slaOf = async (shop: Shop, talk: Talk, now?: Instant) => (await read(shop, talk, now))?.sla

const said = async (shop: Shop, { conversation }: Talk, source: string) =>
  inShop(shop, async (client) => {
    const { rows } = await client.query<{ id: string; text: string | null; content: Record<string, never> }>(
      'select id, text, content from messages where tenant_id = $1 and conversation_id = $2 and source = $3 order by at',
      [shop.tenant, conversation, source],
    )
    return rows
  })

const away = async (shop: Shop) => {
  await set(shop, 'hours', { week: NEVER })
  await set(shop, 'away', { isOn: true, text: 'We open {{opens}}.', quietMinutes: 30 })
}

/** Answered and resolved; with the question if it was asked. */
async function finish(shop: Shop, talk?: Talk) {
  const opened = talk ?? (await openTalk(shop))
  await answer(shop, opened)
  await change(shop, opened, { status: 'resolved' })
  await settle(shop)
  return opened
}
const turnOn = async (shop: Shop, wish: Partial<Settings['csat']> = {}) =>
  set(shop, 'csat', { isOn: true, delayMinutes: 0, ...wish })
const choices = async (shop: Shop, talk: Talk): Promise<string[]> => {
  const [question] = await said(shop, talk, 'csat')
  const text = JSON.stringify(question?.content ?? {})
  return [...text.matchAll(/csat\.[\w-]{22}\.\d/gu)].map(([id]) => id)
}
const ratings = async (shop: Shop) =>
  inShop(shop, async (client) =>
    listRatings(client, shop.tenant, { contact: null, agent: null, rating: null, after: null, limit: 50 }),
  )

describe('promises', () => {
  test('begin with the customer’s message and end with a person’s answer, not with a program’s', async ({
    shop,
  }) => {
    await openAlways(shop)
    await set(shop, 'targets', { firstMinutes: 30, nextMinutes: 60, warnMinutes: 10 })
    const at = instant(Math.floor(systemClock() / 1000) * 1000)
    const talk = await write(shop, { at })
    await settle(shop)
    const promised = { which: 'first', dueAt: at + 30 * MINUTE, warnAt: at + 20 * MINUTE }
    expect(await slaOf(shop, talk, at)).toEqual({ state: 'ok', ...promised })
    expect(await slaOf(shop, talk, after(at, 20 * MINUTE))).toMatchObject({ state: 'due' })
    expect(await slaOf(shop, talk, after(at, 30 * MINUTE))).toMatchObject({ state: 'breached' })
    await answer(shop, talk, 'api')
    await settle(shop)
    expect(await slaOf(shop, talk, at)).toMatchObject({ which: 'first' })
    await answer(shop, talk)
    await settle(shop)
    expect(await slaOf(shop, talk)).toBeUndefined()
    const again = after(systemClock(), 5000)
    await write(shop, { talk, at: again })
    await settle(shop)
    expect(await slaOf(shop, talk)).toMatchObject({ which: 'next', dueAt: again + 60 * MINUTE })
    await change(shop, talk, { status: 'resolved' })
    await settle(shop)
    expect(await slaOf(shop, talk)).toBeUndefined()
  })

  test('to resolve stand still while a conversation is pending', async ({ shop }) => {
    await openAlways(shop)
    await set(shop, 'targets', { resolutionMinutes: 600 })
    const at = instant(Math.floor(systemClock() / 1000) * 1000)
    const talk = await write(shop, { at })
    await settle(shop, at)
    expect(await slaOf(shop, talk, at)).toMatchObject({ which: 'resolution', dueAt: at + 600 * MINUTE })
    await change(shop, talk, { status: 'pending' })
    await settle(shop, after(at, 10 * MINUTE))
    expect(await slaOf(shop, talk)).toBeUndefined()
    await change(shop, talk, { status: 'open' })
    await settle(shop, after(at, 40 * MINUTE))
    expect(await slaOf(shop, talk, at)).toMatchObject({ dueAt: at + 630 * MINUTE })
  })

  test('are worked out anew when hours or targets change, and are gone when nothing is promised', async ({
    shop,
  }) => {
    await openAlways(shop)
    await set(shop, 'targets', { firstMinutes: 30 })
    const at = instant(Math.floor(systemClock() / 1000) * 1000)
    const talk = await write(shop, { at })
    await settle(shop)
    await set(shop, 'targets', { firstMinutes: 90 })
    await settle(shop)
    expect(await slaOf(shop, talk)).toMatchObject({ dueAt: at + 90 * MINUTE })
    await set(shop, 'targets', { firstMinutes: null })
    await settle(shop)
    expect(await slaOf(shop, talk)).toBeUndefined()
  })

  test('that are late are found and counted, what was promised soonest first; page by page', async ({
    shop,
  }) => {
    await openAlways(shop)
    await set(shop, 'targets', { firstMinutes: 60, warnMinutes: 30 })
    const now = systemClock()
    const late = await write(shop, { at: after(now, -90 * MINUTE) })
    const nearly = await write(shop, { at: after(now, -45 * MINUTE) })
    await write(shop, { at: now })
    await settle(shop)
    const list = async (
      sla: 'due' | 'breached' | 'late',
      place: { at: number; id: string } | null = null,
      limit = 9,
    ) =>
      inShop(shop, async (client) =>
        listConversations(
          client,
          shop.tenant,
          { limit, after: place, filter: 'all', search: null, view: { sla } },
          now,
        ),
      )
    const ids = async (...query: Parameters<typeof list>) => (await list(...query)).map(({ id }) => id)
    expect(await ids('due')).toEqual([nearly.conversation])
    expect(await ids('breached')).toEqual([late.conversation])
    const [first] = await list('late', null, 1)
    expect(first?.id).toBe(late.conversation)
    expect(await ids('late', { at: first?.sla?.dueAt ?? 0, id: first?.id ?? '' })).toEqual([
      nearly.conversation,
    ])
    const counts = await inShop(shop, async (client) => countViews(client, shop.tenant, null, now))
    expect(counts.late).toBe(2)
  })

  test('are the same after events were forgotten', async ({ shop }) => {
    await openAlways(shop)
    await set(shop, 'targets', { firstMinutes: 30 })
    const at = instant(Math.floor(systemClock() / 1000) * 1000)
    const talk = await write(shop, { at })
    await inShop(shop, async (client) =>
      client.query(
        `update tenants set events_forgotten = pg_snapshot_xmin(pg_current_snapshot()) where tenant_id = $1`,
        [shop.tenant],
      ),
    )
    await settle(shop)
    expect(await slaOf(shop, talk)).toMatchObject({ which: 'first', dueAt: at + 30 * MINUTE })
  })
})

describe('replies while closed', () => {
  test('are said once, however many messages, workers and repeated events there are', async ({
    shop,
    adminUrl,
  }) => {
    await away(shop)
    const talk = await write(shop)
    await write(shop, { talk })
    const other = openDatabase({ url: adminUrl, poolSize: 2, name: 'other worker' })
    await Promise.all([settle(shop), settle(shop, undefined, other)])
    await write(shop, { talk })
    await Promise.all([settle(shop), settle(shop, undefined, other)])
    await other.close()
    expect((await said(shop, talk, 'away')).map(({ text }) => text)).toEqual(['We open soon.'])
  })

  test('are not lost when a worker dies between writing down and saying', async ({ shop }) => {
    await away(shop)
    const talk = await write(shop)
    // A worker that is killed in the middle of saying it leaves this behind.
    await inShop(shop, async (client) =>
      client.query(
        'insert into away_waiting (tenant_id, conversation_id, written_at) values ($1, $2, now())',
        [shop.tenant, talk.conversation],
      ),
    )
    await settle(shop)
    expect(await said(shop, talk, 'away')).toHaveLength(1)
  })

  test('are not said while open, after a person’s answer, to old messages, or when off', async ({ shop }) => {
    await away(shop)
    const answered = await openTalk(shop)
    await answer(shop, answered)
    await write(shop, { talk: answered })
    const old = await write(shop, { at: after(systemClock(), -20 * MINUTE) })
    await settle(shop)
    await openAlways(shop)
    const inHours = await write(shop)
    await settle(shop)
    await set(shop, 'hours', { week: NEVER })
    await set(shop, 'away', { isOn: false })
    const off = await write(shop)
    await settle(shop)
    for (const talk of [answered, old, inHours, off]) expect(await said(shop, talk, 'away')).toEqual([])
  })

  test('are said again in the next closed time', async ({ shop }) => {
    const now = systemClock()
    const day = Math.ceil(now / 86_400_000) * 86_400_000
    const week = Array.from({ length: 7 }, () => [{ from: '09:00', to: '17:00' }])
    await set(shop, 'hours', { timeZone: 'UTC', week })
    await set(shop, 'away', { isOn: true })
    const [night, later, nextNight] = [day + 3 * 3_600_000, day + 4 * 3_600_000, day + 27 * 3_600_000].map(
      instant,
    )
    const talk = await openTalk(shop, { lastInboundAt: night ?? now })
    for (const at of [night, later, nextNight]) {
      await write(shop, { talk, at: at ?? now })
      await settle(shop, at)
    }
    expect(await said(shop, talk, 'away')).toHaveLength(2)
  })
})

describe('ratings', () => {
  test('are asked for once after a resolution, and a tap is counted without opening the conversation', async ({
    shop,
    adminUrl,
  }) => {
    await turnOn(shop)
    const agent = await hire(shop, { name: 'Asha' })
    const talk = await openTalk(shop)
    await change(shop, talk, { assigneeId: agent })
    await finish(shop, talk)
    const before = await read(shop, talk)
    const [good = ''] = await choices(shop, talk)
    expect(good).not.toBe('')
    await write(shop, { talk, tap: good })
    expect((await read(shop, talk))?.status).toBe('open')
    const other = openDatabase({ url: adminUrl, poolSize: 2, name: 'other worker' })
    await Promise.all([settle(shop), settle(shop, undefined, other)])
    await other.close()
    const now = await read(shop, talk)
    expect(now).toMatchObject({ status: 'resolved', resolvedAt: before?.resolvedAt, unreadCount: 0 })
    expect(await ratings(shop)).toMatchObject([
      { conversationId: talk.conversation, rating: 5, comment: null, agent: { id: agent, name: 'Asha' } },
    ])
    await settle(shop)
    expect(await said(shop, talk, 'csat')).toHaveLength(1)
    const summary = await inShop(shop, async (client) =>
      summariseRatings(client, shop.tenant, 30, systemClock()),
    )
    expect(summary).toEqual({
      ...{ days: 30, asked: 1, rated: 1, average: 5, counts: [0, 0, 0, 0, 1] },
      agents: [{ id: agent, name: 'Asha', rated: 1, average: 5 }],
    })
  })

  test('change once within a day, and never by the same message again', async ({ shop }) => {
    await turnOn(shop)
    const talk = await finish(shop)
    const [good, okay, bad] = await choices(shop, talk)
    for (const tap of [good, bad, okay]) {
      await write(shop, { talk, tap: tap ?? '' })
      await settle(shop)
    }
    expect(await ratings(shop)).toMatchObject([{ rating: 1 }])
    await inShop(shop, async (client) =>
      client.query(
        `update tenants set events_forgotten = pg_snapshot_xmin(pg_current_snapshot()) where tenant_id = $1`,
        [shop.tenant],
      ),
    )
    await settle(shop) // all taps are looked at once more
    expect(await ratings(shop)).toMatchObject([{ rating: 1 }])
  })

  test('have the words that follow as comment, and these open the conversation', async ({ shop }) => {
    await turnOn(shop)
    const talk = await finish(shop)
    const [, , bad = ''] = await choices(shop, talk)
    const at = systemClock()
    await write(shop, { talk, tap: bad, at })
    await settle(shop)
    await write(shop, { talk, text: 'Too slow', at: after(at, 2000) })
    await write(shop, { talk, text: 'And rude', at: after(at, 3000) })
    await settle(shop)
    expect(await ratings(shop)).toMatchObject([{ rating: 1, comment: 'Too slow' }])
    expect((await read(shop, talk))?.status).toBe('open')
    await write(shop, { talk, tap: bad, at: after(at, 4000) })
    await settle(shop) // they also wrote: a tap closes nothing then
    expect((await read(shop, talk))?.status).toBe('open')
  })

  test('leave open what a person has opened again', async ({ shop }) => {
    await turnOn(shop)
    const talk = await finish(shop)
    const [good = ''] = await choices(shop, talk)
    await change(shop, talk, { status: 'open' })
    await write(shop, { talk, tap: good })
    await settle(shop)
    expect((await read(shop, talk))?.status).toBe('open')
    expect(await ratings(shop)).toHaveLength(1)
  })

  test('are not asked for without an answer, outside the window, lately, or when it was opened again', async ({
    shop,
  }) => {
    await turnOn(shop)
    const unanswered = await openTalk(shop)
    await change(shop, unanswered, { status: 'resolved' })
    const closed = await openTalk(shop)
    await answer(shop, closed)
    await inShop(shop, async (client) =>
      client.query(
        `update conversations set last_inbound_at = now() - interval '25 hours' where tenant_id = $1 and id = $2`,
        [shop.tenant, closed.conversation],
      ),
    )
    await change(shop, closed, { status: 'resolved' })
    await settle(shop)
    for (const talk of [unanswered, closed]) expect(await said(shop, talk, 'csat')).toEqual([])
    const twice = await finish(shop)
    await write(shop, { talk: twice })
    await finish(shop, twice)
    expect(await said(shop, twice, 'csat')).toHaveLength(1)
    await turnOn(shop, { delayMinutes: 10 })
    const reopened = await finish(shop)
    await write(shop, { talk: reopened })
    await settle(shop, after(systemClock(), 15 * MINUTE))
    expect(await said(shop, reopened, 'csat')).toEqual([])
  })

  test('count only for whom they were asked', async ({ shop }) => {
    await turnOn(shop)
    const [asked, other] = [await finish(shop), await openTalk(shop)]
    const [good = ''] = await choices(shop, asked)
    await write(shop, { talk: other, tap: good })
    await write(shop, { talk: other, tap: 'csat.aaaaaaaaaaaaaaaaaaaaaa.5' })
    await settle(shop)
    expect(await ratings(shop)).toEqual([])
    expect((await read(shop, other))?.status).toBe('open')
  })

  test('begin no promise', async ({ shop }) => {
    await openAlways(shop)
    await set(shop, 'targets', { firstMinutes: 5, resolutionMinutes: 60 })
    await turnOn(shop)
    const talk = await finish(shop)
    const [good = ''] = await choices(shop, talk)
    await write(shop, { talk, tap: good })
    await settle(shop)
    expect(await slaOf(shop, talk)).toBeUndefined()
  })
})

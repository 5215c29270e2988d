import { describe, expect } from 'vitest'
import { newId } from '#platform/ids.ts'
import { after, instant } from '#platform/time.ts'
import { test as base } from '#test/database.ts'
import { bodyOf, createWorker, deliver, messagesOf } from '#test/ingest.ts'
import { hear, HOUR_MS, openOtherShop, openShop, openTalk, type Shop, type Talk } from '#test/shop.ts'
import {
  findConversations,
  findMessagesById,
  listConversations,
  listMessages,
  stateOf,
} from './read-models.ts'
import type { Message } from './message-shapes.ts'
import type { Conversation } from './shapes.ts'

const NOW = instant(Date.UTC(2026, 10, 22, 12))
const STATUSES = ['sent', 'delivered', 'read', 'played', 'failed'] as const
type Status = (typeof STATUSES)[number]

const test = base.extend<{ shop: Shop }>({
  shop: async ({ database, tenant }, use) => use(await openShop(database, tenant)),
})

/** Something that we said and Meta took; its id. */
async function say(
  { database, tenant, channel }: Shop,
  { conversation }: Talk,
  wamid: string,
  sendState = 'accepted',
): Promise<string> {
  const id = newId()
  await database.inTenant(tenant, async (client) => {
    await client.query(
      `insert into messages (tenant_id, id, channel_id, conversation_id, direction, source, wamid, type, text, content, at)
       values ($1, $2, $3, $4, 'out', 'agent', $5, 'text', 'hi', '{"text":{"body":"hi"}}', $6)`,
      [tenant, id, channel, conversation, wamid, new Date(NOW)],
    )
    await client.query(
      `insert into sends (tenant_id, id, channel_id, conversation_id, kind, class, state, idempotency_key, request_hash, payload, due_at, accepted_at)
       values ($1, $2, $3, $4, 'message', 1, $5, $6, '', '{}', now(), now())`,
      [tenant, id, channel, conversation, sendState, id],
    )
  })
  return id
}

const explain = (error: unknown): Message['failure'] =>
  error === null
    ? null
    : { code: JSON.stringify(error), metaCode: null, side: 'meta', title: '', nextStep: '' }

const read = async ({ database, tenant }: Shop, ids: readonly string[]): Promise<Map<string, Message>> => {
  const found = await database.inTenant(tenant, async (client) =>
    findMessagesById(client, tenant, ids, explain),
  )
  return new Map(found.map((message) => [message.id, message]))
}
const one = async (shop: Shop, id: string): Promise<Message> => {
  const message = (await read(shop, [id])).get(id)
  if (message === undefined) throw new Error('no such message')
  return message
}
const thread = async (
  { database, tenant }: Shop,
  { conversation }: Talk,
): Promise<Conversation | undefined> =>
  (
    await database.inTenant(tenant, async (client) => findConversations(client, tenant, [conversation], NOW))
  )[0]

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]]
  return items.flatMap((item, nth) =>
    permutations([...items.slice(0, nth), ...items.slice(nth + 1)]).map((rest) => [item, ...rest]),
  )
}

/** What a person should see who knows just these. */
const joined = (known: readonly Status[]): string =>
  (['played', 'read', 'delivered', 'failed', 'sent'] as const).find((status) => known.includes(status)) ??
  'accepted'

const endOf = ({ state, sentAt, deliveredAt, readAt, failure }: Message): string =>
  JSON.stringify([state, sentAt, deliveredAt, readAt, failure])

describe('a message’s state', () => {
  test('is the same join of Meta’s statuses after every step of every order in which they can come', async ({
    shop,
  }) => {
    const talk = await openTalk(shop)
    const orders = permutations(STATUSES)
    const messages: { id: string; wamid: string; order: Status[] }[] = []
    for (const [nth, order] of orders.entries()) {
      const wamid = `wamid.${nth}`
      messages.push({ id: await say(shop, talk, wamid), wamid, order })
    }
    const worker = await createWorker(shop.database.pool)
    for (let step = 1; step <= STATUSES.length; step += 1) {
      const statuses = messages.map(({ wamid, order }) => statusOf(wamid, order[step - 1] ?? 'sent'))
      await deliver(shop.database.pool, [bodyOf(messagesOf(shop.number, { statuses }))])
      await worker.drain()
      const shown = await read(
        shop,
        messages.map(({ id }) => id),
      )
      for (const { id, order } of messages)
        expect(shown.get(id)?.state, order.slice(0, step).join(' ')).toBe(joined(order.slice(0, step)))
    }
    await worker.leases.release()
    const ends = new Set(
      [
        ...(
          await read(
            shop,
            messages.map(({ id }) => id),
          )
        ).values(),
      ].map(endOf),
    )
    expect(ends.size).toBe(1)
  })

  const at = String(Math.floor(NOW / 1000))
  const statusOf = (id: string, status: Status): object => ({
    id,
    status,
    timestamp: at,
    recipient_id: '919000000000',
    ...(status === 'failed' && { errors: [{ code: 131026, title: 'Message undeliverable' }] }),
  })

  test('hides a failure behind a delivery, and shows no words about it then', async ({ shop }) => {
    const talk = await openTalk(shop)
    const id = await say(shop, talk, 'wamid.x')
    const worker = await createWorker(shop.database.pool)
    const hearStatus = async (status: Status): Promise<Message> => {
      await deliver(shop.database.pool, [
        bodyOf(messagesOf(shop.number, { statuses: [statusOf('wamid.x', status)] })),
      ])
      await worker.drain()
      return one(shop, id)
    }
    expect(await hearStatus('failed')).toMatchObject({
      state: 'failed',
      failure: { code: expect.stringContaining('131026') },
    })
    expect(await hearStatus('delivered')).toMatchObject({ state: 'delivered', failure: null })
    await worker.leases.release()
  })

  test('is what Meta says of it as soon as Meta says anything, whatever we know of the call', () => {
    for (const send of ['queued', 'dispatching', 'unknown', 'held', 'accepted', 'failed', null]) {
      expect(stateOf('out', 4, true, send)).toBe('played')
      expect(stateOf('out', 3, true, send)).toBe('read')
      expect(stateOf('out', 2, false, send)).toBe('delivered')
      expect(stateOf('out', 1, false, send)).toBe('sent')
      expect(stateOf('out', 1, true, send)).toBe('failed')
      expect(stateOf('out', 0, false, send)).toBe(send ?? 'accepted')
      expect(stateOf('in', 0, false, send)).toBe('received')
    }
  })
})

async function amend(
  { database, tenant, channel }: Shop,
  target: string,
  kind: 'edit' | 'revoke',
  text: string | null,
): Promise<void> {
  await database.inTenant(tenant, async (client) =>
    client.query(
      `insert into message_amendments (tenant_id, channel_id, target_wamid, kind, wamid, at, type, text, content)
       values ($1, $2, $3, $4, $5, $6, 'text', $7, $8)`,
      [
        tenant,
        channel,
        target,
        kind,
        `wamid.${newId()}`,
        new Date(after(NOW, 1000)),
        text,
        text === null ? null : JSON.stringify({ text: { body: text } }),
      ],
    ),
  )
}

describe('what was said about a message later', () => {
  test('an edit replaces its words, in the thread and in the list', async ({ shop }) => {
    const talk = await openTalk(shop)
    const id = await hear(shop, talk, { text: 'at five', wamid: 'wamid.e', at: NOW })
    await amend(shop, 'wamid.e', 'edit', 'at six')
    expect(await one(shop, id)).toMatchObject({
      text: 'at six',
      content: { text: { body: 'at six' } },
      editedAt: NOW + 1000,
    })
    expect((await thread(shop, talk))?.lastMessage).toMatchObject({ text: 'at six', isRevoked: false })
  })

  test('a revoke leaves no word of it anywhere: not in the thread, not in the list, not where it is quoted', async ({
    shop,
  }) => {
    const talk = await openTalk(shop)
    const id = await hear(shop, talk, { text: 'regretted', wamid: 'wamid.r', at: NOW })
    await amend(shop, 'wamid.r', 'edit', 'regretted too')
    await amend(shop, 'wamid.r', 'revoke', null)
    const answer = await hear(shop, talk, { text: 'what?', at: after(NOW, -1) })
    await shop.database.inTenant(shop.tenant, async (client) =>
      client.query(`update messages set context = '{"id":"wamid.r"}' where id = $1`, [answer]),
    )
    const shown = [await one(shop, id), await one(shop, answer), await thread(shop, talk)]
    expect(JSON.stringify(shown)).not.toContain('regretted')
    expect(shown[0]).toMatchObject({ text: null, content: {}, media: null, revokedAt: NOW + 1000 })
    expect(shown[1]).toMatchObject({ text: 'what?', quoted: { id, text: null } })
    expect((await thread(shop, talk))?.lastMessage).toMatchObject({ text: null, isRevoked: true })
  })

  test('reactions are shown in their order, and one that was taken away is not', async ({ shop }) => {
    const talk = await openTalk(shop)
    const id = await hear(shop, talk, { wamid: 'wamid.l' })
    await shop.database.inTenant(shop.tenant, async (client) => {
      for (const [nth, [reactor, direction, emoji]] of (
        [
          ['b', 'in', '❤️'],
          ['business', 'out', '👍'],
          ['c', 'in', null],
        ] as const
      ).entries())
        await client.query(
          `insert into reactions (tenant_id, channel_id, target_wamid, reactor, direction, emoji, wamid, at) values ($1, $2, 'wamid.l', $3, $4, $5, $6, $7)`,
          [shop.tenant, shop.channel, reactor, direction, emoji, `w${nth}`, new Date(NOW + nth)],
        )
    })
    expect((await one(shop, id)).reactions).toEqual([
      { emoji: '❤️', direction: 'in' },
      { emoji: '👍', direction: 'out' },
    ])
  })

  test('a quoted message is shown if it is here, and known to be missing if it is not', async ({ shop }) => {
    const talk = await openTalk(shop)
    const question = await hear(shop, talk, { text: 'which size?', wamid: 'wamid.q' })
    const answer = await hear(shop, talk, { text: 'M' })
    const quote = async (id: string): Promise<Message['quoted']> => {
      await shop.database.inTenant(shop.tenant, async (client) =>
        client.query('update messages set context = $2 where id = $1', [answer, JSON.stringify({ id })]),
      )
      return (await one(shop, answer)).quoted
    }
    expect(await quote('wamid.q')).toEqual({
      id: question,
      direction: 'in',
      type: 'text',
      text: 'which size?',
    })
    expect(await quote('wamid.elsewhere')).toEqual({ id: null, direction: null, type: null, text: null })
    expect((await one(shop, question)).quoted).toBeNull()
  })
})

describe('pages', () => {
  test('of a thread are complete and without doubles, in one order, also when many have one moment', async ({
    shop,
  }) => {
    const talk = await openTalk(shop)
    const ids: string[] = []
    for (let nth = 0; nth < 25; nth += 1)
      ids.push(await hear(shop, talk, { text: `${nth}`, at: after(NOW, Math.floor(nth / 10) * 1000) }))
    const pages: string[] = []
    for (let before: { at: number; id: string } | null = null; ;) {
      const page: Message[] = await shop.database.inTenant(shop.tenant, async (client) =>
        listMessages(client, shop.tenant, talk.conversation, { limit: 4, before }, () => null),
      )
      pages.push(...page.map(({ id }) => id))
      const last = page.at(-1)
      if (last === undefined) break
      before = { at: last.at, id: last.id }
      await hear(shop, talk, { text: 'meanwhile', at: after(NOW, 60_000) })
    }
    expect(pages).toEqual(ids.toReversed())
  })

  test('of conversations go by newest activity, and a filter leaves out nothing that it should show', async ({
    shop,
  }) => {
    const talks: Talk[] = []
    for (let nth = 0; nth < 12; nth += 1) {
      const talk = await openTalk(shop, { lastInboundAt: after(NOW, -nth * 3 * HOUR_MS) })
      await hear(shop, talk, { at: after(NOW, -nth * 3 * HOUR_MS) })
      talks.push(talk)
    }
    const list = async (filter: 'all' | 'unread' | 'window_open', limit = 5): Promise<string[]> => {
      const found: string[] = []
      for (let place: { at: number; id: string } | null = null; ;) {
        const page: Conversation[] = await shop.database.inTenant(shop.tenant, async (client) =>
          listConversations(client, shop.tenant, { limit, after: place, filter, search: null }, NOW),
        )
        found.push(...page.map(({ id }) => id))
        if (filter === 'window_open') expect(page.every(({ window }) => window.state === 'open')).toBe(true)
        const last = page.at(-1)
        if (last === undefined) return found
        place = { at: last.orderedAt ?? 0, id: last.id }
      }
    }
    const ids = talks.map(({ conversation }) => conversation)
    expect(await list('all')).toEqual(ids)
    // Three hours apart: the ninth was 24 hours ago exactly, and is closed.
    expect(await list('window_open')).toEqual(ids.slice(0, 8))
    expect(await list('unread')).toEqual([])
  })

  test('hold nothing of another tenant’s, asked for by whatever id', async ({ shop, database }) => {
    const other = await openOtherShop(database)
    const talk = await openTalk(other)
    const message = await hear(other, talk, { text: 'private' })
    expect([...(await read(shop, [message])).values()]).toEqual([])
    expect(await thread(shop, talk)).toBeUndefined()
    const seen = await shop.database.inTenant(shop.tenant, async (client) => ({
      messages: await listMessages(
        client,
        shop.tenant,
        talk.conversation,
        { limit: 9, before: null },
        () => null,
      ),
      // The other tenant's id in the statement, ours in the transaction: the policy is the second lock.
      stolen: await listConversations(
        client,
        other.tenant,
        { limit: 9, after: null, filter: 'all', search: null },
        NOW,
      ),
    }))
    expect(seen).toEqual({ messages: [], stolen: [] })
  })

  test('are searched by name and by part of a phone number, and signs of SQL are only signs', async ({
    shop,
  }) => {
    const talk = await openTalk(shop, { phone: '919812345678' })
    await hear(shop, talk)
    await shop.database.inTenant(shop.tenant, async (client) =>
      client.query(`update contacts set profile_name = '100% आशा_\\' where id = $1`, [talk.contact]),
    )
    const search = async (text: string): Promise<number> =>
      (
        await shop.database.inTenant(shop.tenant, async (client) =>
          listConversations(client, shop.tenant, { limit: 9, after: null, filter: 'all', search: text }, NOW),
        )
      ).length
    for (const text of ['आशा', '100%', 'आशा_', '_\\', '+91 98123', '345678'])
      expect(await search(text), text).toBe(1)
    for (const text of ['200%', 'आ%ा', 'x_', '000', "' or true --", '\\\\'])
      expect(await search(text), text).toBe(0)
  })
})

import { describe, expect } from 'vitest'
import type { Outgoing } from './outgoing-shape.ts'
import { FREE_ENTRY_WINDOW_MS, WINDOW_MARGIN_MS, WINDOW_MS } from '#conversations/window.ts'
import type { Database } from '#platform/db/database.ts'
import { newId } from '#platform/ids.ts'
import { after, instant, type Instant } from '#platform/time.ts'
import { test as base } from '#test/database.ts'
import {
  hear,
  HOUR_MS,
  keepMedia,
  openOtherShop,
  openShop,
  openTalk,
  putTemplate,
  type Shop,
} from '#test/shop.ts'
import { acceptMessage, type Acceptance } from './accept-message.ts'

const NOW = instant(Date.UTC(2026, 10, 22, 12))
const text = (body: string): Outgoing => ({ type: 'text', text: { body } })

const test = base.extend<{ shop: Shop }>({
  shop: async ({ database, tenant }, use) => use(await openShop(database, tenant)),
})

type Ask = { readonly key?: string; readonly now?: Instant }
const say = async (
  shop: Shop,
  conversation: string,
  outgoing: Outgoing,
  { key = newId(), now = NOW }: Ask = {},
): Promise<Acceptance> =>
  shop.database.inTenant(shop.tenant, async (client) =>
    acceptMessage(client, shop.tenant, { conversation, outgoing, key, origin: 'agent' }, now),
  )

type Stored = { id: string; kind: string; class: number; state: string; payload: Record<string, unknown> }
const sendsOf = async ({ database, tenant }: Shop): Promise<Stored[]> =>
  database.inTenant(
    tenant,
    async (client) =>
      (await client.query<Stored>('select id, kind, class, state, payload from sends order by id')).rows,
  )
const messagesOf = async ({ database, tenant }: Shop): Promise<Record<string, unknown>[]> =>
  database.inTenant(
    tenant,
    async (client) =>
      (
        await client.query<Record<string, unknown>>(
          `select * from messages where direction = 'out' order by id`,
        )
      ).rows,
  )
/** How much there is that saying something would have added to. */
async function traces({ database, tenant }: Shop): Promise<unknown> {
  return database.inTenant(
    tenant,
    async (client) =>
      (
        await client.query(`select (select count(*) from sends) as sends, (select count(*) from messages) as messages,
       (select count(*) from events) as events, (select json_agg(c order by id) from conversations c) as conversations`)
      ).rows,
  )
}

/** Refused for this reason, and nothing stored. */
async function expectRefusal(
  shop: Shop,
  conversation: string,
  outgoing: Outgoing,
  because: string,
  ask?: Ask,
): Promise<Acceptance> {
  const before = await traces(shop)
  const answer = await say(shop, conversation, outgoing, ask)
  expect(answer).toMatchObject({ ok: false, because })
  expect(await traces(shop)).toEqual(before)
  return answer
}

describe('what is accepted', () => {
  test('is a message, its send, an event and the newest of its conversation, under one id', async ({
    shop,
  }) => {
    const { conversation } = await openTalk(shop, { lastInboundAt: after(NOW, -HOUR_MS) })
    const answer = await say(shop, conversation, text('नमस्ते 🙏 <b>'))
    if (!answer.ok) throw new Error(answer.because)
    expect(await sendsOf(shop)).toEqual([
      {
        id: answer.id,
        kind: 'message',
        class: 1,
        state: 'queued',
        payload: { type: 'text', text: { body: 'नमस्ते 🙏 <b>' } },
      },
    ])
    expect(await messagesOf(shop)).toMatchObject([
      {
        id: answer.id,
        conversation_id: conversation,
        type: 'text',
        text: 'नमस्ते 🙏 <b>',
        source: 'agent',
        wamid: null,
        at: new Date(NOW),
      },
    ])
    const { rows } = await shop.database.inTenant(shop.tenant, async (client) =>
      client.query(
        'select entries from events union all select json_build_array(last_message_id)::jsonb from conversations',
      ),
    )
    expect(rows).toEqual([
      {
        entries: [
          ['message.created', answer.id],
          ['conversation.updated', conversation],
        ],
      },
      { entries: [answer.id] },
    ])
  })
})

describe('the window', () => {
  test('is open until the margin before 24 h, and closed from then on', async ({ shop }) => {
    const { conversation } = await openTalk(shop, { lastInboundAt: NOW })
    const end = after(NOW, WINDOW_MS - WINDOW_MARGIN_MS)
    expect((await say(shop, conversation, text('just in time'), { now: after(end, -1) })).ok).toBe(true)
    await expectRefusal(shop, conversation, text('too late'), 'window_closed', { now: end })
  })

  test('of 72 h is open after an answered ad, and not after one that nobody answered', async ({ shop }) => {
    const ad = { lastInboundAt: NOW, lastReferralAt: NOW }
    const answered = await openTalk(shop, { ...ad, referralAnsweredAt: after(NOW, HOUR_MS) })
    const ignored = await openTalk(shop, ad)
    const now = after(NOW, FREE_ENTRY_WINDOW_MS - WINDOW_MARGIN_MS - 1)
    expect((await say(shop, answered.conversation, text('hi'), { now })).ok).toBe(true)
    await expectRefusal(shop, ignored.conversation, text('hi'), 'window_closed', { now })
    await expectRefusal(shop, answered.conversation, text('hi'), 'window_closed', { now: after(now, 1) })
  })

  test('never opened for somebody who never wrote: everything free is refused, a template is not', async ({
    shop,
  }) => {
    const { conversation } = await openTalk(shop, { lastInboundAt: null })
    await putTemplate(shop, { name: 'hello', body: 'Hello' })
    for (const outgoing of [
      text('hi'),
      { type: 'location', location: { latitude: 1, longitude: 2 } } as const,
    ])
      await expectRefusal(shop, conversation, outgoing, 'window_closed')
    expect(
      (
        await say(shop, conversation, {
          type: 'template',
          template: { name: 'hello', language: 'en', parameters: {} },
        })
      ).ok,
    ).toBe(true)
  })
})

describe('whom it cannot reach', () => {
  test('a contact without any identity is refused', async ({ shop }) => {
    const { conversation } = await openTalk(shop, { phone: null, lastInboundAt: NOW })
    await expectRefusal(shop, conversation, text('hi'), 'no_address')
  })

  test('a contact who hides the phone number is reached by the other id', async ({ shop }) => {
    const { conversation } = await openTalk(shop, { phone: null, bsuid: 'IN.1', lastInboundAt: NOW })
    expect((await say(shop, conversation, text('hi'))).ok).toBe(true)
  })

  test('a number that is not connected says nothing', async ({ shop }) => {
    const { conversation } = await openTalk(shop, { lastInboundAt: NOW })
    await shop.database.inTenant(shop.tenant, async (client) =>
      client.query(`update channels set status = 'disconnected' where id = $1`, [shop.channel]),
    )
    await expectRefusal(shop, conversation, text('hi'), 'channel_disconnected')
  })
})

const others = async (
  database: Database,
): Promise<{ shop: Shop; conversation: string; message: string; media: string }> => {
  const shop = await openOtherShop(database)
  const talk = await openTalk(shop, { lastInboundAt: NOW })
  await putTemplate(shop, { name: 'theirs', body: 'Hello' })
  return {
    shop,
    conversation: talk.conversation,
    message: await hear(shop, talk),
    media: await keepMedia(shop),
  }
}

const becauseOf = async (shop: Shop, [thread, outgoing]: [string, Outgoing]): Promise<string> => {
  const answer = await say(shop, thread, outgoing)
  return answer.ok ? 'accepted' : answer.because
}

describe('what belongs to somebody else is not there', () => {
  test('another tenant’s conversation, message, file and template are refused like ids that never were', async ({
    shop,
    database,
  }) => {
    const { conversation } = await openTalk(shop, { lastInboundAt: NOW })
    const theirs = await others(database)
    const random = newId()
    const before = await traces(theirs.shop)
    const pairs: [string, (id: string) => [string, Outgoing]][] = [
      [theirs.conversation, (id) => [id, text('hi')]],
      [theirs.message, (id) => [conversation, { ...text('hi'), replyTo: id } as Outgoing]],
      [theirs.message, (id) => [conversation, { type: 'reaction', messageId: id, emoji: '👍' }]],
      [theirs.media, (id) => [conversation, { type: 'image', mediaId: id }]],
    ]
    for (const [id, build] of pairs) {
      const refusals: Acceptance[] = []
      for (const one of [id, random, 'no-id-at-all']) {
        if (one === 'no-id-at-all' && id === theirs.conversation) continue // the route takes only UUIDs
        const [thread, outgoing] = build(one)
        refusals.push(await expectRefusal(shop, thread, outgoing, await becauseOf(shop, build(random))))
      }
      expect(new Set(refusals.map((refusal) => JSON.stringify(refusal))).size).toBe(1)
    }
    const parameters = {}
    for (const name of ['theirs', 'never_was'])
      expect(
        await expectRefusal(
          shop,
          conversation,
          { type: 'template', template: { name, language: 'en', parameters } },
          'template_not_found',
        ),
      ).toEqual({ ok: false, because: 'template_not_found', template: name })
    expect(await traces(theirs.shop)).toEqual(before)
  })

  test('a message of another conversation is neither quoted nor reacted to', async ({ shop }) => {
    const mine = await openTalk(shop, { lastInboundAt: NOW })
    const other = await hear(shop, await openTalk(shop, { lastInboundAt: NOW }), { text: 'private' })
    await expectRefusal(
      shop,
      mine.conversation,
      { ...text('hi'), replyTo: other } as Outgoing,
      'message_not_found',
    )
    await expectRefusal(
      shop,
      mine.conversation,
      { type: 'reaction', messageId: other, emoji: '👍' },
      'message_not_found',
    )
  })

  test('a file of another number is not sent from this one, nor one that is not there yet', async ({
    shop,
  }) => {
    const { conversation } = await openTalk(shop, { lastInboundAt: NOW })
    const second = await openShop(shop.database, shop.tenant)
    await expectRefusal(
      shop,
      conversation,
      { type: 'image', mediaId: await keepMedia(second) },
      'media_not_found',
    )
    const pending = await keepMedia(shop, { state: 'pending' })
    await expectRefusal(shop, conversation, { type: 'image', mediaId: pending }, 'media_not_found')
  })
})

describe('an idempotency key', () => {
  test('asked for twenty times at once makes one message, and the same answer for all', async ({ shop }) => {
    const { conversation } = await openTalk(shop, { lastInboundAt: NOW })
    const answers = await Promise.all(
      Array.from({ length: 20 }, async () => say(shop, conversation, text('once'), { key: 'the-same-key' })),
    )
    expect(new Set(answers.map((answer) => (answer.ok ? answer.id : answer.because))).size).toBe(1)
    expect(answers.filter((answer) => answer.ok && !answer.isRepetition)).toHaveLength(1)
    expect(await sendsOf(shop)).toHaveLength(1)
    expect(await messagesOf(shop)).toHaveLength(1)
  })

  test('with other words, or for another conversation, is refused', async ({ shop }) => {
    const [one, two] = [
      await openTalk(shop, { lastInboundAt: NOW }),
      await openTalk(shop, { lastInboundAt: NOW }),
    ]
    await say(shop, one.conversation, text('once'), { key: 'a-key' })
    await expectRefusal(shop, one.conversation, text('twice'), 'key_reused', { key: 'a-key' })
    await expectRefusal(shop, two.conversation, text('once'), 'key_reused', { key: 'a-key' })
  })

  test('still gets its message when the window has closed since', async ({ shop }) => {
    const { conversation } = await openTalk(shop, { lastInboundAt: NOW })
    const first = await say(shop, conversation, text('once'), { key: 'a-key' })
    const again = await say(shop, conversation, text('once'), {
      key: 'a-key',
      now: after(NOW, 2 * WINDOW_MS),
    })
    expect(again).toEqual({ ...first, isRepetition: true })
  })

  test('is not used up by a refusal', async ({ shop }) => {
    const { conversation } = await openTalk(shop, { lastInboundAt: NOW })
    await expectRefusal(shop, conversation, text('hi'), 'window_closed', {
      key: 'a-key',
      now: after(NOW, 2 * WINDOW_MS),
    })
    expect(await say(shop, conversation, text('hi'), { key: 'a-key' })).toMatchObject({
      ok: true,
      isRepetition: false,
    })
  })

  test('of one tenant is another one for another tenant', async ({ shop, database }) => {
    const other = await openOtherShop(database)
    for (const one of [shop, other]) {
      const { conversation } = await openTalk(one, { lastInboundAt: NOW })
      expect(await say(one, conversation, text('hi'), { key: 'a-key' })).toMatchObject({
        ok: true,
        isRepetition: false,
      })
    }
  })
})

test('in a conversation ids rise in the order of commits, however many are accepted at once', async ({
  shop,
}) => {
  const { conversation } = await openTalk(shop, { lastInboundAt: NOW })
  await Promise.all(
    Array.from({ length: 40 }, async (_, nth) => say(shop, conversation, text(`number ${nth}`))),
  )
  const { rows: messages } = await shop.database.inTenant(shop.tenant, async (client) =>
    client.query<{ id: string }>('select id from messages order by created_at'),
  )
  expect(messages).toHaveLength(40)
  expect(messages.map(({ id }) => id)).toEqual(messages.map(({ id }) => id).toSorted())
  const { rows: last } = await shop.database.inTenant(shop.tenant, async (client) =>
    client.query<{ id: string }>('select last_message_id as id from conversations where id = $1', [
      conversation,
    ]),
  )
  expect(last[0]?.id).toBe(messages.at(-1)?.id)
})

describe('what can be said', () => {
  test('an answer carries Meta’s id of what it answers; one that Meta has not taken yet cannot be answered', async ({
    shop,
  }) => {
    const talk = await openTalk(shop, { lastInboundAt: NOW })
    const question = await hear(shop, talk, { wamid: 'wamid.question' })
    expect((await say(shop, talk.conversation, { ...text('yes'), replyTo: question } as Outgoing)).ok).toBe(
      true,
    )
    const [send] = await sendsOf(shop)
    expect(send?.payload).toEqual({
      type: 'text',
      text: { body: 'yes' },
      context: { message_id: 'wamid.question' },
    })
    await expectRefusal(
      shop,
      talk.conversation,
      { ...text('yes'), replyTo: send?.id } as Outgoing,
      'message_not_found',
    )
  })

  test('a reaction is a send and no message, and "" takes it away', async ({ shop }) => {
    const talk = await openTalk(shop, { lastInboundAt: NOW })
    const message = await hear(shop, talk, { wamid: 'wamid.liked' })
    for (const emoji of ['👍', ''])
      await say(shop, talk.conversation, { type: 'reaction', messageId: message, emoji })
    expect((await sendsOf(shop)).map(({ kind, payload }) => [kind, payload])).toEqual([
      ['reaction', { type: 'reaction', reaction: { message_id: 'wamid.liked', emoji: '👍' } }],
      ['reaction', { type: 'reaction', reaction: { message_id: 'wamid.liked', emoji: '' } }],
    ])
    expect(await messagesOf(shop)).toEqual([])
  })

  test.for([
    ['image', { caption: 'M, L' }, { caption: 'M, L' }],
    ['video', { caption: '' }, {}],
    ['audio', { voice: true, caption: 'not for audio' }, { voice: true }],
    ['document', { caption: 'the bill' }, { caption: 'the bill', filename: 'stored.pdf' }],
    ['document', { filename: 'bill.pdf' }, { filename: 'bill.pdf' }],
    ['sticker', { caption: 'not for stickers', voice: true }, {}],
  ] as const)('%s %j is sent as Meta takes it', async ([type, given, expected], { shop }) => {
    const { conversation } = await openTalk(shop, { lastInboundAt: NOW })
    const mediaId = await keepMedia(shop, { filename: 'stored.pdf' })
    expect((await say(shop, conversation, { type, mediaId, ...given })).ok).toBe(true)
    expect((await sendsOf(shop))[0]?.payload).toEqual({ type, [type]: expected })
    expect((await messagesOf(shop))[0]).toMatchObject({ type, media_id: mediaId })
  })

  test('buttons that Meta would refuse are refused, by their path', async ({ shop }) => {
    const { conversation } = await openTalk(shop, { lastInboundAt: NOW })
    const interactive = { type: 'button', body: { text: '?' }, action: { buttons: [] } }
    expect(
      await expectRefusal(shop, conversation, { type: 'interactive', interactive }, 'invalid_content'),
    ).toMatchObject({
      path: 'interactive.action.buttons',
    })
  })

  test.for(['a\0b', 'half \ud83d a pair', '\udc00'])(
    'text that no database keeps is refused, and not stumbled over (%#)',
    async (body, { shop }) => {
      const { conversation } = await openTalk(shop, { lastInboundAt: NOW })
      expect(await expectRefusal(shop, conversation, text(body), 'invalid_content')).toMatchObject({
        path: 'text.body',
      })
      const interactive = { type: 'other', [body]: { deep: [1] } }
      await expectRefusal(shop, conversation, { type: 'interactive', interactive }, 'invalid_content')
    },
  )
})

const template = (name: string, parameters: Record<string, string> = {}, language = 'en'): Outgoing => ({
  type: 'template',
  template: { name, language, parameters },
})

describe('a template', () => {
  test.for(['PAUSED', 'DISABLED', 'REJECTED', 'PENDING', 'IN_APPEAL', ''])(
    'that is %s is refused',
    async (status, { shop }) => {
      const { conversation } = await openTalk(shop, { lastInboundAt: NOW })
      await putTemplate(shop, { name: 'sale', body: 'Sale', status })
      await expectRefusal(shop, conversation, template('sale'), 'template_not_approved')
    },
  )

  test('in another language is another one', async ({ shop }) => {
    const { conversation } = await openTalk(shop, { lastInboundAt: NOW })
    await putTemplate(shop, { name: 'sale', body: 'Sale' })
    await expectRefusal(shop, conversation, template('sale', {}, 'hi'), 'template_not_found')
  })

  test('without all its values is refused, and they are named', async ({ shop }) => {
    const { conversation } = await openTalk(shop, { lastInboundAt: NOW })
    await putTemplate(shop, { name: 'order', body: '{{1}} {{2}} {{constructor}}' })
    expect(
      await expectRefusal(shop, conversation, template('order', { '1': 'a' }), 'template_parameters_missing'),
    ).toMatchObject({
      missing: ['2', 'constructor'],
    })
  })

  test('with a line break in a value is refused, and the value is named', async ({ shop }) => {
    const { conversation } = await openTalk(shop, { lastInboundAt: NOW })
    await putTemplate(shop, { name: 'order', body: 'Hello {{1}}' })
    expect(
      await expectRefusal(
        shop,
        conversation,
        template('order', { '1': 'Asha\n' }),
        'template_parameters_invalid',
      ),
    ).toMatchObject({ problems: [{ code: 'whitespace', path: 'template.parameters.1' }] })
  })

  test('goes by its category into its class, and is shown as the customer will read it', async ({ shop }) => {
    const { conversation } = await openTalk(shop, { lastInboundAt: null })
    const classes = { AUTHENTICATION: 0, UTILITY: 2, MARKETING: 3, SOMETHING_NEW: 3 }
    for (const category of Object.keys(classes)) {
      await putTemplate(shop, { name: category.toLowerCase(), body: 'Hello {{1}}', category })
      expect((await say(shop, conversation, template(category.toLowerCase(), { '1': 'Asha ' }))).ok).toBe(
        true,
      )
    }
    expect((await sendsOf(shop)).map((send) => send.class)).toEqual(Object.values(classes))
    expect((await messagesOf(shop)).map((message) => message['text'])).toEqual(
      Array.from({ length: 4 }, () => 'Hello Asha '),
    )
  })
})

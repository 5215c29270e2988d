/** Templates of every kind: what is accepted, what goes to Meta, what is refused and how that is said. */
import { describe, expect } from 'vitest'
import type { Message } from '#conversations/message-shapes.ts'
import type { Outgoing } from './outgoing-shape.ts'
import { newId } from '#platform/ids.ts'
import type { ProblemBody } from '#platform/problem.ts'
import { Secret } from '#platform/secrets.ts'
import { test } from '#test/first-business.ts'
import { keepMedia, openTalk, type Shop, type Talk } from '#test/shop.ts'
import type { Graph } from '#whatsapp/graph.ts'
import type { JsonObject } from '#whatsapp/facts.ts'
import { createDispatch } from './dispatch.ts'
import { outgoingAgain } from './retry-message.ts'

type Filled = Omit<Extract<Outgoing, { type: 'template' }>['template'], 'name' | 'language'>
type Approved = {
  readonly components: readonly JsonObject[]
  readonly language?: string
  readonly status?: string
  readonly name?: string
}

async function approve({ database, tenant, number }: Shop, approved: Approved): Promise<string> {
  const {
    components,
    language = 'en',
    status = 'APPROVED',
    name = `t_${newId().replaceAll('-', '_')}`,
  } = approved
  await database.inTenant(tenant, async (client) =>
    client.query(
      `insert into templates (tenant_id, id, waba_id, meta_template_id, name, language, category, status, components)
       values ($1, $2, $3, '1', $4, $5, 'UTILITY', $6, $7)`,
      [tenant, newId(), number.wabaId, name, language, status, JSON.stringify(components)],
    ),
  )
  return name
}

const body = (text: string): JsonObject => ({ type: 'BODY', text })
const said = (name: string, filled: Partial<Filled> = {}, language = 'en'): object => ({
  type: 'template',
  template: { name, language, parameters: {}, ...filled },
})
const pathOf = ({ conversation }: Talk): string => `/api/v1/conversations/${conversation}/messages`

/** What would go to Meta of this message, with files that are there as `meta-<id>`. */
async function dispatched({ database, tenant, channel, number }: Shop, id: string): Promise<JsonObject> {
  const { rows } = await database.inTenant(tenant, async (client) =>
    client.query<{ payload: JsonObject; media_id: string | null }>(
      'select s.payload, m.media_id from sends s join messages m on m.tenant_id = s.tenant_id and m.id = s.id where s.id = $1',
      [id],
    ),
  )
  const [row] = rows
  if (row === undefined) throw new Error('no send')
  const calls: JsonObject[] = []
  const graph = {
    sendMessage: async (_token: Secret, _number: string, json: JsonObject) => {
      calls.push(json)
      return { outcome: 'unknown', reason: 'nobody is there' }
    },
  } as unknown as Graph
  const dispatch = createDispatch({
    graph,
    tokenOf: async () => new Secret('token'),
    metaMediaId: async (_tenant, _channel, media) => `meta-${media}`,
  })
  await dispatch(
    { tenant, channel, phoneNumberId: number.phoneNumberId },
    {
      ...{
        id,
        conversation: newId(),
        contact: newId(),
        kind: 'message',
        class: 2,
        attempts: 0,
        phone: '919000000002',
        bsuid: null,
      },
      ...{ payload: row.payload, mediaId: row.media_id, group: null },
      ...{
        lastInboundAt: null,
        lastReferralAt: null,
        referralAnsweredAt: null,
        expiresAt: null,
        isHastened: false,
      },
    },
    () => true,
  )
  return calls[0]?.['template'] as JsonObject
}

describe('a file above the words', () => {
  const picture = { components: [{ type: 'HEADER', format: 'IMAGE' }, body('Look')] }

  test('goes to Meta by the id that it has there, is kept with the message, and is said again with it', async ({
    api,
    shop,
  }) => {
    const [name, talk, mediaId] = [await approve(shop, picture), await openTalk(shop), await keepMedia(shop)]
    const { status, body: message } = await api.ask<Message>(
      'POST',
      pathOf(talk),
      said(name, { header: { mediaId } }),
    )
    expect([status, message.media?.id]).toEqual([201, mediaId])
    expect((await dispatched(shop, message.id))['components']).toEqual([
      { type: 'header', parameters: [{ type: 'image', image: { id: `meta-${mediaId}` } }] },
    ])
    await shop.database.inTenant(shop.tenant, async (client) => {
      await client.query(`update sends set state = 'failed' where id = $1`, [message.id])
      const again = await outgoingAgain(client, shop.tenant, message.id)
      expect(again?.outgoing).toEqual(said(name, { header: { mediaId } }))
    })
  })

  test('of another kind, of another number, or none at all is refused by its place', async ({
    api,
    shop,
    other,
  }) => {
    const [name, talk] = [await approve(shop, picture), await openTalk(shop)]
    const ask = async (filled: Partial<Filled>): Promise<[number, string, string | undefined]> => {
      const answer = await api.ask<ProblemBody>('POST', pathOf(talk), said(name, filled))
      return [answer.status, answer.body.code, answer.body.errors?.[0]?.path]
    }
    expect(await ask({})).toEqual([400, 'outbound.template_parameters_invalid', 'template.header.mediaId'])
    const bill = await keepMedia(shop, { mimeType: 'application/pdf' })
    expect(await ask({ header: { mediaId: bill } })).toEqual([
      ...[400, 'outbound.template_parameters_invalid', 'template.header.mediaId'],
    ])
    for (const mediaId of [await keepMedia(other), newId(), 'x'])
      expect(await ask({ header: { mediaId } })).toEqual([404, 'outbound.media_not_found', undefined])
    const words = await approve(shop, { components: [body('Hello')] })
    const extra = await api.ask<ProblemBody>('POST', pathOf(talk), said(words, { header: { mediaId: bill } }))
    expect(extra.body.errors?.[0]?.path).toBe('template.header.mediaId')
  })

  test('is the template’s own sample where none is given, and that stays when the message goes', async ({
    api,
    shop,
  }) => {
    const handle = `4::${newId()}`
    const components = [
      { type: 'HEADER', format: 'DOCUMENT', example: { header_handle: [handle] } },
      body('Your bill'),
    ]
    const [name, talk] = [await approve(shop, { components }), await openTalk(shop)]
    const mediaId = await keepMedia(shop, { mimeType: 'application/pdf', filename: 'bill.pdf' })
    await shop.database.inTenant(shop.tenant, async (client) =>
      client.query(
        `insert into template_samples (tenant_id, channel_id, handle_hash, handle, media_id)
         values ($1, $2, sha256(convert_to($3, 'UTF8')), $3, $4)`,
        [shop.tenant, shop.channel, handle, mediaId],
      ),
    )
    const { body: message } = await api.ask<Message>('POST', pathOf(talk), said(name))
    expect(message.media).toBeNull()
    const document = { id: `meta-${mediaId}`, filename: 'bill.pdf' }
    expect((await dispatched(shop, message.id))['components']).toEqual([
      { type: 'header', parameters: [{ type: 'document', document }] },
    ])
  })
})

/** A card as Meta is sent it. */
const sentCard = (nth: number, media: string, plant: string, payload: string): JsonObject => ({
  card_index: nth,
  components: [
    { type: 'header', parameters: [{ type: 'image', image: { id: `meta-${media}` } }] },
    { type: 'body', parameters: [{ type: 'text', text: plant }] },
    { type: 'button', sub_type: 'quick_reply', index: '0', parameters: [{ type: 'payload', payload }] },
    {
      ...{ type: 'button', sub_type: 'url', index: '1' },
      parameters: [{ type: 'text', text: plant.toLowerCase() }],
    },
  ],
})

test('a carousel goes to Meta with the file, words and buttons of each card, and is shown with them', async ({
  api,
  shop,
}) => {
  const buttons = [
    { type: 'QUICK_REPLY', text: 'More' },
    { type: 'URL', text: 'Buy', url: 'https://shop.example/{{1}}' },
  ]
  const card = {
    components: [{ type: 'HEADER', format: 'IMAGE' }, body('{{1}} for you'), { type: 'BUTTONS', buttons }],
  }
  const components = [body('Hello {{1}}'), { type: 'CAROUSEL', cards: [card, card] }]
  const [name, talk] = [await approve(shop, { components }), await openTalk(shop)]
  const [aloe, cactus] = [await keepMedia(shop), await keepMedia(shop)]
  const parameters = {
    ...{
      '1': 'Asha',
      card_0_1: 'Aloe',
      card_1_1: 'Cactus',
      card_0_button_1: 'aloe',
      card_1_button_1: 'cactus',
    },
  }
  const cards = [
    { header: { mediaId: aloe } },
    { header: { mediaId: cactus }, buttons: [{ index: 0, payload: 'c' }] },
  ]
  const { body: message } = await api.ask<Message>('POST', pathOf(talk), said(name, { parameters, cards }))
  expect((await dispatched(shop, message.id))['components']).toEqual([
    { type: 'body', parameters: [{ type: 'text', text: 'Asha' }] },
    { type: 'carousel', cards: [sentCard(0, aloe, 'Aloe', 'More'), sentCard(1, cactus, 'Cactus', 'c')] },
  ])
  expect(message.content['rendered']).toMatchObject({
    body: 'Hello Asha',
    cards: [{ body: 'Aloe for you' }, { body: 'Cactus for you' }],
  })
})

describe('words', () => {
  test('are looked up at the contact and in the order; what is lacking is named with why', async ({
    api,
    shop,
  }) => {
    const components = [body('Dear {{name}}, your {{item}} goes to {{city}} on {{day}}.')]
    const [name, talk] = [await approve(shop, { components }), await openTalk(shop)]
    const { tenant } = shop
    await shop.database.inTenant(tenant, async (client) => {
      await client.query(`update contacts set given_name = 'Asha Rao' where tenant_id = $1 and id = $2`, [
        tenant,
        talk.contact,
      ])
      await client.query(
        `insert into attribute_definitions (tenant_id, key, label, type) values ($1, 'birthday', 'Birthday', 'date') on conflict do nothing`,
        [tenant],
      )
      await client.query(
        `insert into contact_attributes (tenant_id, contact_id, attributes) values ($1, $2, '{"birthday": "2026-12-01", "gone": "x"}')`,
        [tenant, talk.contact],
      )
    })
    const variables = {
      name: { from: 'contact', field: 'first_name' },
      item: { from: 'order', path: 'items.0.name' },
      city: { from: 'attribute', key: 'gone' },
      day: { from: 'attribute', key: 'birthday' },
    } as const
    const lacking = await api.ask<ProblemBody>('POST', pathOf(talk), said(name, { variables }))
    expect([lacking.status, lacking.body.code]).toEqual([409, 'outbound.template_variable_missing'])
    expect(lacking.body.errors).toEqual([
      {
        code: 'no_order',
        path: 'template.variables.item',
        message: 'order.items.0.name is of an order, and none was given',
      },
      {
        code: 'empty',
        path: 'template.variables.city',
        message: 'attribute.gone is not known, and there is no fallback',
      },
    ])
    const whole = { ...variables, city: { ...variables.city, fallback: 'you' } }
    const order = { items: [{ name: 'blue\nsari' }] }
    const sent = await api.ask<Message>('POST', pathOf(talk), said(name, { variables: whole, order }))
    expect(sent.body.text).toBe('Dear Asha, your blue sari goes to you on 1 December 2026.')
    const twice = await api.ask<ProblemBody>(
      'POST',
      pathOf(talk),
      said(name, { variables: whole, order, parameters: { city: 'Pune' } }),
    )
    expect(twice.body.errors?.[0]?.path).toBe('template.variables.city')
  })

  test('that are wrong are all told at once, each by its name', async ({ api, shop }) => {
    const components = [
      { type: 'HEADER', format: 'TEXT', text: 'Order {{1}}' },
      body('Hello {{1}}, {{2}}'),
      { type: 'BUTTONS', buttons: [{ type: 'COPY_CODE', example: 'X' }] },
    ]
    const [name, talk] = [await approve(shop, { components }), await openTalk(shop)]
    const parameters = {
      '1': 'a\nb',
      '2': 'x'.repeat(1025),
      header_1: 'KH',
      button_0: 'y'.repeat(21),
      '3': 'z',
    }
    const { status, body: problem } = await api.ask<ProblemBody>(
      'POST',
      pathOf(talk),
      said(name, { parameters }),
    )
    expect([status, problem.code]).toEqual([400, 'outbound.template_parameters_invalid'])
    expect(problem.errors?.map(({ code, path }) => `${code} ${path}`)).toEqual([
      'whitespace template.parameters.1',
      'too_long template.parameters.button_0',
      'unknown template.parameters.3',
      'too_long template.parameters.2',
    ])
    const missing = await api.ask<ProblemBody>('POST', pathOf(talk), said(name, { parameters: { '1': 'a' } }))
    expect(missing.body.code).toBe('outbound.template_parameters_missing')
    expect(missing.body.errors?.map(({ path }) => path)).toEqual([
      'template.parameters.header_1',
      'template.parameters.2',
      'template.parameters.button_0',
    ])
  })
})

describe('the language', () => {
  test('that was sent stands in the answer; one that nobody asked for is never sent', async ({
    api,
    shop,
  }) => {
    const name = await approve(shop, { components: [body('Hello')] })
    await approve(shop, { name, language: 'hi', components: [body('नमस्ते')] })
    await approve(shop, { name, language: 'mr', status: 'PAUSED', components: [body('नमस्कार')] })
    const talk = await openTalk(shop)
    const sent = async (language: string, fallbackLanguages: string[] = []): Promise<unknown> => {
      const answer = await api.ask<Message & ProblemBody>(
        'POST',
        pathOf(talk),
        said(name, { fallbackLanguages }, language),
      )
      return answer.status === 201
        ? (answer.body.content['template'] as { language: { code: string } }).language.code
        : answer.body.code
    }
    expect(await sent('hi_IN')).toBe('hi')
    expect(await sent('en_IN')).toBe('en')
    expect(await sent('ta', ['te', 'hi_IN', 'en'])).toBe('hi')
    expect(await sent('mr', ['en'])).toBe('en')
    expect(await sent('mr')).toBe('outbound.template_not_approved')
    expect(await sent('ta')).toBe('outbound.template_not_found')
  })
})

test('what cannot be sent from here is refused in words', async ({ api, shop }) => {
  const name = await approve(shop, { components: [{ type: 'HEADER', format: 'GIF' }, body('Look')] })
  const { status, body: problem } = await api.ask<ProblemBody>(
    'POST',
    pathOf(await openTalk(shop)),
    said(name),
  )
  expect([status, problem.code]).toEqual([422, 'outbound.template_unsupported'])
  expect(problem.detail).toContain('GIF')
})

test('an order to pay goes to Meta as it was written, is said again with it, and is refused by the name of its field', async ({
  api,
  shop,
}) => {
  const buttons = [{ type: 'ORDER_DETAILS', text: 'Review and pay' }]
  const name = await approve(shop, { components: [body('Your order'), { type: 'BUTTONS', buttons }] })
  const talk = await openTalk(shop)
  const orderDetails = {
    ...{ reference_id: 'KH-7', type: 'digital-goods', currency: 'INR' },
    ...{ payment_type: 'upi', payment_configuration: 'shop' },
    total_amount: { value: 10_000, offset: 100 },
    order: {
      status: 'pending',
      items: [{ name: 'Kurta', quantity: 2, amount: { value: 5000, offset: 100 } }],
      subtotal: { value: 10_000, offset: 100 },
      tax: { value: 0, offset: 100 },
    },
  }
  const filled = { buttons: [{ index: 0, orderDetails }] }
  const sent = await api.ask<Message>('POST', pathOf(talk), said(name, filled))
  expect(sent.status).toBe(201)
  expect((await dispatched(shop, sent.body.id))['components']).toEqual([
    {
      ...{ type: 'button', sub_type: 'order_details', index: '0' },
      parameters: [{ type: 'action', action: { order_details: orderDetails } }],
    },
  ])
  await shop.database.inTenant(shop.tenant, async (client) => {
    await client.query(`update sends set state = 'failed' where id = $1`, [sent.body.id])
    const again = await outgoingAgain(client, shop.tenant, sent.body.id)
    expect(again?.outgoing).toEqual(said(name, filled))
  })

  const wrong = { ...orderDetails, total_amount: { value: 9999, offset: 100 } }
  const { status, body: problem } = await api.ask<ProblemBody>(
    'POST',
    pathOf(talk),
    said(name, { buttons: [{ index: 0, orderDetails: wrong }] }),
  )
  expect([status, problem.code]).toEqual([400, 'outbound.template_parameters_invalid'])
  expect(problem.errors).toEqual([
    {
      code: 'does_not_add_up',
      path: 'template.buttons.0.orderDetails.total_amount.value',
      message: 'must be 10000: subtotal + tax + shipping − discount',
    },
  ])
  const none = await api.ask<ProblemBody>('POST', pathOf(talk), said(name))
  expect(none.body.errors?.[0]).toMatchObject({ code: 'missing', path: 'template.buttons' })
})

test('an offer must end in the future, and goes to Meta with its end', async ({ api, shop }) => {
  const offer = {
    type: 'LIMITED_TIME_OFFER',
    limited_time_offer: { text: 'Ends soon', has_expiration: true },
  }
  const name = await approve(shop, { components: [body('Sale'), offer] })
  const talk = await openTalk(shop)
  const over = await api.ask<ProblemBody>('POST', pathOf(talk), said(name, { offerExpiresAt: 1 }))
  expect(over.body.errors?.[0]).toMatchObject({ code: 'in_the_past', path: 'template.offerExpiresAt' })
  const none = await api.ask<ProblemBody>('POST', pathOf(talk), said(name))
  expect(none.body.errors?.[0]).toMatchObject({ code: 'missing', path: 'template.offerExpiresAt' })
  const offerExpiresAt = Date.now() + 60 * 60 * 1000
  const sent = await api.ask<Message>('POST', pathOf(talk), said(name, { offerExpiresAt }))
  expect(sent.status).toBe(201)
  const expires = { type: 'limited_time_offer', limited_time_offer: { expiration_time_ms: offerExpiresAt } }
  expect((await dispatched(shop, sent.body.id))['components']).toEqual([
    { type: 'limited_time_offer', parameters: [expires] },
  ])
})

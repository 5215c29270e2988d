import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Scenario } from '#simulator/scenario.ts'
import { NUMBER, openDesk, WABA, type Desk } from '#simulator/test-desk.ts'
import type { Json } from '#simulator/world/world.ts'

const PHONE = '+919876543210'
const demo = JSON.parse(readFileSync(new URL('../scenarios/demo.json', import.meta.url), 'utf8')) as Scenario

const texts = (...words: string[]): Json[] => words.map((text) => ({ type: 'text', text }))
const header = { type: 'header', parameters: texts('KH-1') }
const body = { type: 'body', parameters: texts('Asha', 'kurta', 'Friday') }
const url = { type: 'button', sub_type: 'url', index: '0', parameters: texts('KH-1') }

async function deskWithTemplates(): Promise<
  Desk & { sendTemplate: (name: string, components: Json[], code?: string) => ReturnType<Desk['send']> }
> {
  const desk = await openDesk()
  for (const template of demo.templates ?? []) desk.control.addTemplate(template)
  const sendTemplate = (name: string, components: Json[], code = 'en') =>
    desk.send({ to: PHONE, type: 'template', template: { name, language: { code }, components } })
  return Object.assign(desk, { sendTemplate })
}

describe('a template send', () => {
  it('arrives filled in, in the language that was asked for', async () => {
    const desk = await deskWithTemplates()
    const answer = await desk.sendTemplate(
      'order_update',
      [header, { ...body, parameters: texts('आशा', 'कुर्ता', 'शुक्रवार') }, url],
      'hi',
    )
    expect(answer.body['messages']).toEqual([{ id: answer.id, message_status: 'accepted' }])
    expect(desk.control.sent()[0]?.body).toBe('नमस्ते आशा, आपका कुर्ता दुकान से निकल चुका है और शुक्रवार तक पहुँच जाएगा।')
    const customer = desk.control.state().customers[0]?.id ?? ''
    expect(desk.control.messages(customer, NUMBER)[0]?.rendered).toMatchObject({
      header: 'ऑर्डर KH-1',
      footer: 'कुर्ता हाउस',
      buttons: [
        { type: 'URL', url: 'https://kurta-house.example/track/KH-1' },
        { type: 'QUICK_REPLY', text: 'हमसे बात करें', id: 'हमसे बात करें' },
      ],
    })
  })

  it('comes back as a button when its quick reply is tapped, with the payload of the send', async () => {
    const desk = await deskWithTemplates()
    const reply = {
      type: 'button',
      sub_type: 'quick_reply',
      index: 1,
      parameters: [{ type: 'payload', payload: 'TALK-1' }],
    }
    const { id } = await desk.sendTemplate('order_update', [header, body, url, reply])
    const customer = desk.control.state().customers[0]?.id ?? ''
    desk.control.act(customer, NUMBER, { type: 'tap', messageId: id, id: 'TALK-1' })
    await desk.control.drain()
    expect(desk.messages()[0]).toMatchObject({
      type: 'button',
      button: { payload: 'TALK-1', text: 'Talk to us' },
      context: { id },
    })
  })

  it('shows cards filled in, an offer with its end, and a request to call that can be answered', async () => {
    const desk = await openDesk()
    const card = {
      components: [
        { type: 'BODY', text: 'Kurta in {{1}}, soft cotton', example: { body_text: [['red']] } },
        { type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'This one' }] },
      ],
    }
    const make = (name: string, more: Json[]): void =>
      void desk.control.addTemplate({
        ...{ name, language: 'en', category: 'MARKETING' },
        components: [{ type: 'BODY', text: `The words of ${name}` }, ...more],
      })
    make('cards', [{ type: 'CAROUSEL', cards: [card, card] }])
    make('offer', [
      { type: 'LIMITED_TIME_OFFER', limited_time_offer: { text: 'Diwali', has_expiration: true } },
      { type: 'BUTTONS', buttons: [{ type: 'COPY_CODE', example: 'D25' }] },
    ])
    make('calls', [{ type: 'CALL_PERMISSION_REQUEST' }])
    const send = (name: string, components: Json[]): ReturnType<Desk['send']> =>
      desk.send({ to: PHONE, type: 'template', template: { name, language: { code: 'en' }, components } })
    const cards = ['red', 'blue'].map((colour, index) => ({
      card_index: index,
      components: [{ type: 'body', parameters: texts(colour) }],
    }))
    await send('cards', [{ type: 'carousel', cards }])
    const end = { type: 'limited_time_offer', limited_time_offer: { expiration_time_ms: 5 } }
    const code = { type: 'coupon_code', coupon_code: 'D25' }
    await send('offer', [
      { type: 'limited_time_offer', parameters: [end] },
      { type: 'button', sub_type: 'copy_code', index: 0, parameters: [code] },
    ])
    const { id } = await send('calls', [])
    const customer = desk.control.state().customers[0]?.id ?? ''
    expect(desk.control.messages(customer, NUMBER).map(({ rendered }) => rendered)).toMatchObject([
      { cards: [{ body: 'Kurta in red, soft cotton' }, { body: 'Kurta in blue, soft cotton' }] },
      { offer: { text: 'Diwali', code: 'D25', endsAt: 5 } },
      { buttons: [{ type: 'CALL_PERMISSION_REQUEST' }] },
    ])
    desk.control.act(customer, NUMBER, { type: 'tap', messageId: id, id: 'accept' })
    await desk.control.drain()
    expect(desk.messages()[0]).toMatchObject({
      interactive: { call_permission_reply: { response: 'accept' } },
      context: { id },
    })
  })

  it('takes named parameters by their names, in any order', async () => {
    const desk = await deskWithTemplates()
    const parameters = [
      { type: 'text', parameter_name: 'product', text: 'dupatta' },
      { type: 'text', parameter_name: 'first_name', text: 'Layla' },
    ]
    const basket = { type: 'button', sub_type: 'url', index: '2', parameters: texts('abc') }
    expect((await desk.sendTemplate('cart_reminder', [{ type: 'body', parameters }, basket])).status).toBe(
      200,
    )
    expect(desk.control.sent()[0]?.body).toContain('Hi Layla, the dupatta')
    const wrong = [
      { type: 'body', parameters: [{ ...parameters[0], parameter_name: 'colour' }, parameters[1]] },
      basket,
    ]
    expect((await desk.sendTemplate('cart_reminder', wrong as Json[])).code).toBe(132012)
    expect(
      (await desk.sendTemplate('cart_reminder', [{ type: 'body', parameters: texts('a', 'b') }, basket]))
        .code,
    ).toBe(132012)
  })

  it.each<[string, string, Json[], number]>([
    ['one that does not exist', 'nothing', [], 132001],
    ['too few parameters', 'order_update', [header, { ...body, parameters: texts('a') }, url], 132000],
    ['a missing header parameter', 'order_update', [body, url], 132000],
    [
      'a picture where words belong',
      'order_update',
      [
        { type: 'header', parameters: [{ type: 'image', image: { link: 'https://x.example/a.png' } }] },
        body,
        url,
      ],
      132012,
    ],
    ['a URL button without its parameter', 'order_update', [header, body], 131008],
    [
      'a parameter for a button that has none',
      'festive_sale',
      [
        { type: 'body', parameters: texts('a', 'b') },
        { ...url, index: '2' },
      ],
      132018,
    ],
    ['a button that is not there', 'order_update', [header, body, url, { ...url, index: '7' }], 132018],
    [
      'a name for a positional parameter',
      'order_update',
      [
        header,
        { type: 'body', parameters: texts('a', 'b', 'c').map((one) => ({ ...one, parameter_name: 'x' })) },
        url,
      ],
      132012,
    ],
    [
      'a line break in a parameter',
      'order_update',
      [header, { ...body, parameters: texts('a\nb', 'c', 'd') }, url],
      132018,
    ],
    [
      'an empty parameter',
      'order_update',
      [header, { ...body, parameters: texts('', 'c', 'd') }, url],
      131008,
    ],
    [
      'a body that grows too long',
      'order_update',
      [header, { ...body, parameters: texts('x'.repeat(1000), 'c', 'd') }, url],
      132005,
    ],
    ['a code without its button', 'sign_in_code', [{ type: 'body', parameters: texts('1234') }], 131008],
  ])('refuses %s', async (_name, name, components, code) => {
    const desk = await deskWithTemplates()
    expect((await desk.sendTemplate(name, components)).code).toBe(code)
    expect(desk.control.sent()).toEqual([])
  })

  it('is refused while the template is paused or disabled, and taken again afterwards', async () => {
    const desk = await deskWithTemplates()
    for (const [status, code] of [
      ['PAUSED', 132015],
      ['DISABLED', 132016],
      ['REJECTED', 132001],
      ['APPROVED', undefined],
    ] as const) {
      desk.control.setTemplateStatus('order_update', 'en', status)
      expect((await desk.sendTemplate('order_update', [header, body, url])).code).toBe(code)
    }
    await desk.control.drain()
    const events = desk.changes().filter(({ field }) => field === 'message_template_status_update')
    expect(events.map(({ value }) => value['event'])).toEqual(['PAUSED', 'DISABLED', 'REJECTED', 'APPROVED'])
  })

  it('needs no open window, and its category stands in the price', async () => {
    const desk = await deskWithTemplates()
    await desk.sendTemplate('sign_in_code', [
      { type: 'body', parameters: texts('1234') },
      { type: 'button', sub_type: 'url', index: '0', parameters: texts('1234') },
    ])
    await desk.control.drain()
    expect(desk.statuses()[0]).toMatchObject({
      pricing: { billable: true, pricing_model: 'PMP', type: 'regular', category: 'authentication' },
    })
  })

  it('with a code cannot go to a person without a phone number', async () => {
    const desk = await deskWithTemplates()
    const { bsuid } = desk.control.addCustomer({ name: 'Noor', hidesPhone: true })
    const template = { name: 'sign_in_code', language: { code: 'en' } }
    expect((await desk.send({ recipient: bsuid, type: 'template', template })).code).toBe(131062)
  })

  it('goes through the marketing door only if it is marketing', async () => {
    const desk = await deskWithTemplates()
    const { wabaId } = desk.control.state().numbers[0] ?? { wabaId: '' }
    const through = (template: Json) =>
      desk.graph('POST', `/${NUMBER}/marketing_messages`, {
        messaging_product: 'whatsapp',
        to: PHONE,
        type: 'template',
        template,
        product_policy: 'STRICT',
      })
    const language = { code: 'en' }
    const sale = {
      name: 'festive_sale',
      language,
      components: [{ type: 'body', parameters: texts('a', 'b') }],
    }
    expect((await through(sale)).body).toMatchObject({ error: { code: 131055 } })
    desk.control.setMarketing(wabaId, { onboarding: 'ONBOARDED', isOffMessages: true })
    expect((await desk.send({ to: PHONE, type: 'template', template: sale })).code).toBe(131063)
    expect(
      (
        await through({
          name: 'festive_sale',
          language,
          components: [{ type: 'body', parameters: texts('a', 'b') }],
        })
      ).status,
    ).toBe(200)
    expect(
      (await through({ name: 'order_update', language, components: [header, body, url] })).body,
    ).toMatchObject({ error: { code: 134100 } })
    await desk.control.drain()
    expect(desk.statuses()[0]).toMatchObject({ pricing: { category: 'marketing_lite' } })
  })
})

describe('the store', () => {
  const fresh: Json = {
    name: 'hello_again',
    language: 'en',
    category: 'UTILITY',
    components: [
      { type: 'BODY', text: 'Hello {{1}}, we have news for you.', example: { body_text: [['Asha']] } },
    ],
  }

  it('takes a template as PENDING and approves it after a while, with a webhook that holds a 64-bit id', async () => {
    const desk = await openDesk()
    const created = await desk.graph('POST', `/${WABA}/message_templates`, fresh)
    expect(created.body).toMatchObject({ status: 'PENDING', category: 'UTILITY' })
    const id = String(created.body['id'])
    expect(Number.isSafeInteger(Number(id))).toBe(false)
    expect(
      (
        await desk.send({
          to: PHONE,
          type: 'template',
          template: {
            name: 'hello_again',
            language: { code: 'en' },
            components: [{ type: 'body', parameters: texts('A') }],
          },
        })
      ).code,
    ).toBe(132001)
    await desk.control.advance(3000)
    expect((await desk.graph('GET', `/${id}?fields=status`)).body).toEqual({ status: 'APPROVED', id })
    expect(desk.received[0]?.body).toContain(`"message_template_id":${id}`)
    expect(JSON.parse(desk.received[0]?.body ?? '')).toMatchObject({
      entry: [
        { id: WABA, time: expect.any(Number), changes: [{ value: { event: 'APPROVED', reason: 'NONE' } }] },
      ],
    })
  })

  it('rejects one whose name asks for it, and says why', async () => {
    const desk = await openDesk()
    await desk.graph('POST', `/${WABA}/message_templates`, { ...fresh, name: 'to_be_rejected' })
    await desk.control.advance(3000)
    expect(desk.changes()[0]?.value).toMatchObject({ event: 'REJECTED', reason: 'INVALID_FORMAT' })
  })

  it.each<[string, Json, number]>([
    ['no body', { components: [{ type: 'FOOTER', text: 'x' }] }, 2388072],
    [
      'a variable at the end',
      { components: [{ type: 'BODY', text: 'Hello dear customer {{1}}', example: { body_text: [['a']] } }] },
      2388299,
    ],
    [
      'too many variables',
      {
        components: [
          { type: 'BODY', text: 'Hi {{1}} {{2}} {{3}} yes', example: { body_text: [['a', 'b', 'c']] } },
        ],
      },
      2388293,
    ],
    ['no example', { components: [{ type: 'BODY', text: 'Hello {{1}}, we have news for you.' }] }, 2388072],
    [
      'a gap in the numbering',
      { components: [{ type: 'BODY', text: 'Hello {{2}}, we have news for you.' }] },
      2388072,
    ],
    [
      'a footer with a variable',
      {
        components: [
          { type: 'BODY', text: 'Hello' },
          { type: 'FOOTER', text: 'from {{1}}' },
        ],
      },
      2388073,
    ],
    [
      'quick replies that do not stand together',
      {
        components: [
          { type: 'BODY', text: 'Hello' },
          {
            type: 'BUTTONS',
            buttons: [
              { type: 'QUICK_REPLY', text: 'a' },
              { type: 'URL', text: 'b', url: 'https://x.example' },
              { type: 'QUICK_REPLY', text: 'c' },
            ],
          },
        ],
      },
      2388072,
    ],
  ])('refuses %s', async (_name, change, subcode) => {
    const desk = await openDesk()
    const { status, body: answer } = await desk.graph('POST', `/${WABA}/message_templates`, {
      ...fresh,
      ...change,
    })
    expect(status).toBe(400)
    expect(answer).toMatchObject({
      error: {
        code: 100,
        error_subcode: subcode,
        error_user_msg: expect.any(String),
      },
    })
  })

  it('refuses a name with capitals', async () => {
    const desk = await openDesk()
    const answer = await desk.graph('POST', `/${WABA}/message_templates`, { ...fresh, name: 'Hello' })
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 100 } } })
  })

  it('refuses the same name and language twice', async () => {
    const desk = await openDesk()
    await desk.graph('POST', `/${WABA}/message_templates`, fresh)
    const again = await desk.graph('POST', `/${WABA}/message_templates`, fresh)
    expect(again.body).toMatchObject({ error: { error_subcode: 2388024 } })
    expect(
      (await desk.graph('POST', `/${WABA}/message_templates`, { ...fresh, language: 'hi' })).status,
    ).toBe(200)
  })

  it('is listed in pages, each leading to the next', async () => {
    const desk = await deskWithTemplates()
    const names: unknown[] = []
    let after = ''
    do {
      const page = await desk.graph(
        'GET',
        `/${WABA}/message_templates?limit=4&fields=name,language,status${after}`,
      )
      const { data, paging } = page.body as {
        data: Json[]
        paging: { cursors: { after: string }; next?: string }
      }
      names.push(...data.map((one) => `${String(one['name'])}/${String(one['language'])}`))
      after = paging.next === undefined ? '' : `&after=${paging.cursors.after}`
    } while (after !== '')
    expect(names).toHaveLength(6)
    expect(new Set(names).size).toBe(6)
    const filtered = await desk.graph('GET', `/${WABA}/message_templates?name=festive_sale&language=hi`)
    expect(filtered.body['data']).toHaveLength(1)
  })

  it('is edited and reviewed again, and forgets what is deleted', async () => {
    const desk = await deskWithTemplates()
    const { body: list } = await desk.graph('GET', `/${WABA}/message_templates?name=festive_sale&language=en`)
    const id = String((list['data'] as Json[])[0]?.['id'])
    const edited = await desk.graph('POST', `/${id}`, { components: [{ type: 'BODY', text: 'All is new' }] })
    expect(edited.body).toMatchObject({ success: true })
    await desk.control.advance(3000)
    expect((await desk.graph('GET', `/${id}`)).body).toMatchObject({
      status: 'APPROVED',
      components: [{ text: 'All is new' }],
    })
    expect((await desk.graph('DELETE', `/${WABA}/message_templates?name=festive_sale`)).body).toEqual({
      success: true,
    })
    expect((await desk.graph('GET', `/${WABA}/message_templates?name=festive_sale`)).body).toEqual({
      data: [],
    })
  })
})

import { describe, expect, test } from 'vitest'
import { checkTemplateSend } from '#simulator/messages/check-template.ts'
import { templateShape } from '#simulator/messages/template-shape.ts'
import type { Template } from '#simulator/world/world.ts'
import type { JsonObject } from '#whatsapp/facts.ts'
import { checkParameters, type Filling } from './check-parameters.ts'
import { fillingAgain } from './filling-again.ts'
import { renderTemplate } from './render-template.ts'
import { unsendable } from './template-places.ts'

const NOW = Date.UTC(2026, 10, 23)
const HOUR_MS = 60 * 60 * 1000
const body = (text: string): JsonObject => ({ type: 'BODY', text })
const header = (format: string, text?: string): JsonObject => ({
  type: 'HEADER',
  format,
  ...(text !== undefined && { text }),
})
const buttons = (...list: JsonObject[]): JsonObject => ({ type: 'BUTTONS', buttons: list })
const url = { type: 'URL', text: 'Track', url: 'https://shop.example/t/{{1}}' }
const card = (...components: JsonObject[]): JsonObject => ({ components })

const MIMES = new Map([
  ['picture', 'image/jpeg'],
  ['film', 'video/mp4'],
  ['bill', 'application/pdf'],
  ['voice', 'audio/ogg'],
])
const problems = (components: JsonObject[], filling: Partial<Filling>, now = NOW): string[] =>
  checkParameters(components, { parameters: {}, ...filling }, { now, mimeTypes: MIMES }).map(
    ({ code, path }) => `${code} ${path}`,
  )

/** Each kind of template with what it takes, as Meta's stand-in takes it too. */
const KINDS: Readonly<Record<string, readonly [readonly JsonObject[], Filling]>> = {
  'words in header, body and link': [
    [header('TEXT', 'Order {{1}}'), body('Hello {{1}}, {{2}}'), buttons(url)],
    { parameters: { header_1: 'KH-7', '1': 'Asha', '2': 'thanks', button_0: 'KH-7' } },
  ],
  'named words': [
    [header('TEXT', 'For {{customer}}'), body('Hello {{first_name}}')],
    { parameters: { customer: 'Asha Rao', first_name: 'Asha' } },
  ],
  'a picture': [[header('IMAGE'), body('Hello')], { parameters: {}, header: { mediaId: 'picture' } }],
  'a film': [[header('VIDEO'), body('Hello')], { parameters: {}, header: { mediaId: 'film' } }],
  'a document with a name': [
    [header('DOCUMENT'), body('Hello')],
    { parameters: {}, header: { mediaId: 'bill', filename: 'Bill.pdf' } },
  ],
  'a place': [
    [header('LOCATION'), body('Come')],
    { parameters: {}, header: { location: { latitude: 26.9, longitude: 75.8, name: 'Shop' } } },
  ],
  'one product': [
    [header('PRODUCT'), body('Look'), buttons({ type: 'SPM', text: 'View' })],
    { parameters: {}, header: { product: { catalog: '77', sku: 'K-1' } } },
  ],
  'several products': [
    [body('Look'), buttons({ type: 'MPM', text: 'View items' })],
    {
      parameters: {},
      buttons: [{ index: 0, thumbnail: 'K-1', sections: [{ title: 'Kurtas', products: ['K-1', 'K-2'] }] }],
    },
  ],
  'a catalogue': [
    [body('Look'), buttons({ type: 'CATALOG', text: 'View catalog' })],
    { parameters: {}, buttons: [{ index: 0, thumbnail: 'K-1' }] },
  ],
  'quick replies with what comes back': [
    [body('Is it well?'), buttons({ type: 'QUICK_REPLY', text: 'Yes' }, { type: 'QUICK_REPLY', text: 'No' })],
    { parameters: {}, buttons: [{ index: 1, payload: 'no-7' }] },
  ],
  'a coupon': [
    [body('Take {{1}} off'), buttons({ type: 'COPY_CODE', example: 'X' })],
    { parameters: { '1': '25%', button_0: 'DIWALI25' } },
  ],
  'a one-time code': [
    [body('*{{1}}* is your verification code.'), buttons({ type: 'OTP', otp_type: 'ONE_TAP' })],
    { parameters: { '1': '123456' } },
  ],
  'a Flow': [
    [body('Book'), buttons({ type: 'FLOW', text: 'Book', flow_id: '1' })],
    { parameters: {}, buttons: [{ index: 0, flowToken: 't-1', flowData: { day: 'Monday' } }] },
  ],
  'a button to call': [
    [body('Talk to us'), buttons({ type: 'VOICE_CALL', text: 'Call' })],
    { parameters: {}, buttons: [{ index: 0, ttlMinutes: 100, payload: 'from-7' }] },
  ],
  'an order to pay': [
    [body('Your order'), buttons({ type: 'ORDER_DETAILS', text: 'Review and pay' })],
    {
      parameters: {},
      buttons: [
        {
          index: 0,
          orderDetails: {
            ...{ reference_id: 'KH-7', type: 'digital-goods', currency: 'INR' },
            ...{ payment_type: 'upi', payment_configuration: 'shop' },
            total_amount: { value: 10_000, offset: 100 },
            order: {
              status: 'pending',
              items: [{ name: 'Kurta', quantity: 2, amount: { value: 5000, offset: 100 } }],
              subtotal: { value: 10_000, offset: 100 },
              tax: { value: 0, offset: 100 },
            },
          },
        },
      ],
    },
  ],
  'an offer that ends': [
    [
      header('IMAGE'),
      body('Hello {{1}}'),
      { type: 'LIMITED_TIME_OFFER', limited_time_offer: { text: 'Ends soon', has_expiration: true } },
      buttons({ type: 'COPY_CODE', example: 'X' }, url),
    ],
    {
      parameters: { '1': 'Asha', button_0: 'CARIBE25', button_1: 'n3mtql' },
      header: { mediaId: 'picture' },
      offerExpiresAt: NOW + HOUR_MS,
    },
  ],
  cards: [
    [
      body('Hello {{1}}'),
      {
        type: 'CAROUSEL',
        cards: [
          card(header('IMAGE'), body('{{1}} for you'), buttons({ type: 'QUICK_REPLY', text: 'More' }, url)),
          card(header('IMAGE'), body('{{1}} for you'), buttons({ type: 'QUICK_REPLY', text: 'More' }, url)),
        ],
      },
    ],
    {
      parameters: {
        ...{ '1': 'Asha', card_0_1: 'Aloe', card_1_1: 'Crassula' },
        ...{ card_0_button_1: 'aloe', card_1_button_1: 'crassula' },
      },
      cards: [
        { header: { mediaId: 'picture' }, buttons: [{ index: 0, payload: 'more-aloe' }] },
        { header: { mediaId: 'picture' }, buttons: [{ index: 0, payload: 'more-crassula' }] },
      ],
    },
  ],
}
const kinds = Object.entries(KINDS).map(([kind, [components, filling]]) => ({ kind, components, filling }))

describe('a template filled in as it was approved', () => {
  test.for(kinds)('is taken: $kind', ({ components, filling }) => {
    expect(unsendable(components)).toBeNull()
    expect(checkParameters(components, filling, { now: NOW, mimeTypes: MIMES })).toEqual([])
  })

  test.for(kinds)(
    'is taken by Meta’s stand-in, and comes back when it is said again: $kind',
    ({ components, filling }) => {
      const { parameters, ...given } = filling
      const rendering = renderTemplate({ name: 'x', language: 'en', components }, parameters, given)
      if (!rendering.ok) throw new Error(rendering.missing.join())
      const { template } = rendering.rendered
      const again = fillingAgain(template)
      expect(checkParameters(components, again, { now: NOW, mimeTypes: MIMES })).toEqual([])
      expect(again).toMatchObject(filling)
      const sent = templateShape.parse(JSON.parse(JSON.stringify(template).replaceAll('"mediaId"', '"id"')))
      const isNamed = JSON.stringify(components).includes('{{first_name}}')
      const approved = { components, parameterFormat: isNamed ? 'NAMED' : 'POSITIONAL' }
      expect(() => checkTemplateSend(approved as unknown as Template, sent)).not.toThrow()
    },
  )

  test.for(kinds)('lacks something without it, and the place is named: $kind', ({ components, filling }) => {
    const found = problems([...components], {})
    const isOpen = !['a catalogue', 'a Flow', 'a button to call'].some((kind) => KINDS[kind]?.[1] === filling)
    const isOptional = KINDS['quick replies with what comes back']?.[1] === filling || !isOpen
    expect(found.length > 0).toBe(!isOptional)
    for (const one of found) expect(one).toMatch(/^missing template\.\w+/u)
  })
})

const long = (count: number): string => 'x'.repeat(count)

describe('a mistake', () => {
  test('in words is told by their name', () => {
    const letter = [body('Hello {{1}} and {{name}}')]
    expect(problems(letter, { parameters: { '1': 'a\nb', name: '    x     y', '2': 'z' } })).toEqual([
      'whitespace template.parameters.1',
      'whitespace template.parameters.name',
      'unknown template.parameters.2',
    ])
    expect(problems(letter, { parameters: { '1': ' ', name: 'a\tb' } })).toEqual([
      'missing template.parameters.1',
      'whitespace template.parameters.name',
    ])
    expect(problems(letter, { parameters: { '1': 'a    b', name: 'c' } })).toEqual([])
  })

  test('of length is told by the longest word', () => {
    const letter = [header('TEXT', 'Order {{1}}'), body('{{1}} {{2}}')]
    const filled = (header_1: string, one: string): string[] =>
      problems(letter, { parameters: { header_1, '1': one, '2': 'y' } })
    expect(filled(long(54), long(1022))).toEqual([])
    expect(filled(long(55), long(1023))).toEqual([
      'too_long template.parameters.1',
      'too_long template.parameters.header_1',
    ])
    expect(problems([body('x'), buttons(url)], { parameters: { button_0: long(2000) } })).toEqual([
      'too_long template.parameters.button_0',
    ])
    const coupon = [body('x'), buttons({ type: 'COPY_CODE' })]
    expect(problems(coupon, { parameters: { button_0: long(20) } })).toEqual([])
    expect(problems(coupon, { parameters: { button_0: long(21) } })).toEqual([
      'too_long template.parameters.button_0',
    ])
    const code = [body('{{1}} is your code'), buttons({ type: 'OTP' })]
    expect(problems(code, { parameters: { '1': long(16) } })).toEqual(['too_long template.parameters.1'])
    expect(problems(code, { parameters: { '1': '1234', button_0: '1234' } })).toEqual([])
    expect(problems(code, { parameters: { '1': '1234', button_0: '4321' } })).toEqual([
      'unknown template.parameters.button_0',
    ])
    expect(problems([body('x'), buttons(url)], { parameters: { button_0: 'a b' } })).toEqual([
      'whitespace template.parameters.button_0',
    ])
  })

  test.for([
    ['IMAGE', 'bill'],
    ['IMAGE', 'voice'],
    ['VIDEO', 'picture'],
    ['DOCUMENT', 'film'],
  ])('is a file that a header of %s does not show: %s', ([format = '', mediaId = '']) => {
    expect(problems([header(format), body('x')], { header: { mediaId } })).toEqual([
      'wrong_kind template.header.mediaId',
    ])
  })

  test('is what a header or a button does not take', () => {
    expect(
      problems([body('x')], { header: { mediaId: 'picture' }, buttons: [{ index: 0 }], cards: [{}] }),
    ).toEqual([
      'not_taken template.header.mediaId',
      'unknown template.buttons.0.index',
      'unknown template.cards',
    ])
    const replies = buttons({ type: 'QUICK_REPLY', text: 'Yes' }, { type: 'PHONE_NUMBER', text: 'Call' })
    expect(
      problems([header('IMAGE'), body('x'), replies], {
        header: { mediaId: 'picture', filename: 'x', location: { latitude: 1, longitude: 1 } },
        buttons: [
          { index: 0, payload: 'a', thumbnail: 'b' },
          { index: 1, payload: 'c' },
          { index: 0, payload: 'd' },
        ],
        offerExpiresAt: NOW + 1,
      }),
    ).toEqual([
      'not_taken template.header.filename',
      'not_taken template.header.location',
      'not_taken template.buttons.0.thumbnail',
      'not_taken template.buttons.1.payload',
      'unknown template.buttons.2.index',
      'not_taken template.offerExpiresAt',
    ])
  })

  test('is an order without its sums, and two orders with one number', () => {
    const pay = buttons({ type: 'ORDER_DETAILS', text: 'Pay' })
    expect(problems([body('x'), pay], { buttons: [{ index: 0, orderDetails: {} }] })).toContain(
      'missing template.buttons.0.orderDetails.reference_id',
    )
    const letter = [body('x'), { type: 'CAROUSEL', cards: [card(pay), card(pay)] }]
    const cards = [1, 2].map(() => ({ buttons: [{ index: 0, orderDetails: { reference_id: 'KH-7' } }] }))
    expect(problems(letter, { cards })).toContain(
      'does_not_add_up template.cards.1.buttons.0.orderDetails.reference_id',
    )
  })

  test('is an offer that is over', () => {
    const [components, filling] = KINDS['an offer that ends'] ?? [[], { parameters: {} }]
    expect(problems([...components], filling, NOW + HOUR_MS)).toEqual(['in_the_past template.offerExpiresAt'])
  })

  test('is products that nobody can show', () => {
    const letter = [body('x'), buttons({ type: 'MPM' })]
    const of = (sections: { title: string; products: string[] }[]): string[] =>
      problems(letter, { buttons: [{ index: 0, thumbnail: 'K', sections }] })
    expect(of([])).toEqual([
      'out_of_range template.buttons.0.sections',
      'out_of_range template.buttons.0.sections',
    ])
    const many = Array.from({ length: 31 }, (_, nth) => `K-${nth}`)
    expect(of([{ title: 'x'.repeat(25), products: many }])).toEqual([
      'out_of_range template.buttons.0.sections',
      'too_long template.buttons.0.sections.0.title',
    ])
  })
})

test('a one-time code is asked for where Meta writes the text by itself', () => {
  const components = [{ type: 'BODY', add_security_recommendation: true }, buttons({ type: 'OTP' })]
  expect(problems(components, {})).toEqual(['missing template.parameters.1'])
  const rendering = renderTemplate({ name: 'x', language: 'en', components }, { '1': '123456' })
  expect(rendering.ok && rendering.rendered.template['components']).toEqual([
    { type: 'body', parameters: [{ type: 'text', text: '123456' }] },
    { type: 'button', sub_type: 'url', index: '0', parameters: [{ type: 'text', text: '123456' }] },
  ])
})

test.for([
  [[header('GIF'), body('x')], 'GIF'],
  [[body('x'), { type: 'ORDER_STATUS' }], 'ORDER_STATUS'],
  [[body('x'), buttons({ type: 'HOLOGRAM' })], 'HOLOGRAM'],
  [[body('x'), { type: 'CAROUSEL', cards: [card(header('HOLOGRAM'))] }], 'HOLOGRAM'],
] as const)('what cannot be sent from here says which part of it: %#', ([components, kind]) => {
  expect(unsendable(components)).toBe(kind)
})

test('how an order stands is known by what Meta calls the template', () => {
  expect(unsendable([body('x')], 'ORDER_STATUS')).toBe('ORDER_STATUS')
  expect(unsendable([body('x')], 'CUSTOM')).toBeNull()
})

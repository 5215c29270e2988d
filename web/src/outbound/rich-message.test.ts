import { describe, expect, it } from 'vitest'
import { checkInteractive } from '../../../src/outbound/check-interactive.ts'
import { composeRich, EMPTY_DRAFT, readPlace, type RichDraft } from './rich-message.ts'

const compose = (change: Partial<RichDraft>) => composeRich({ ...EMPTY_DRAFT, ...change }, null)
const cards = (change: Partial<RichDraft>) => compose({ kind: 'cards', body: 'x', ...change })
const onCards = (cardSkus: string) =>
  compose({ kind: 'products', productShape: 'cards', body: 'x', catalogId: '1', cardSkus })
const form = (change: Partial<RichDraft>) => compose({ kind: 'flow', body: 'x', flowText: 'Book', ...change })
const flowParametersOf = ({ said: { outgoing } }: ReturnType<typeof form>) =>
  outgoing.type === 'interactive' ? (outgoing.interactive['action'] as { parameters: object }).parameters : {}
const productSections = [{ title: '', skus: 'K-1\n K-2 \n\nK-1' }]
const FILE = { mediaId: 'm1', media: 'image', name: 'a.png', type: 'image/png', size: 1 } as const
const CARD = {
  ...{ file: FILE, body: ' Blue\n ', linkText: ' Buy ', url: 'https://example.com' },
  answers: ['Yes', 'No'],
}
const ROW = { title: 'Medium', description: '' }

describe('a message to tap on', () => {
  it('is what Meta wants, as soon as nothing is missing', () => {
    const drafts: Partial<RichDraft>[] = [
      { kind: 'buttons', body: 'Which?', buttons: ['Blue', ' ', 'Red '], footer: 'Kurta House' },
      { kind: 'list', body: 'Which?', listButton: 'Sizes', sections: [{ title: '', rows: [ROW] }] },
      { kind: 'link', body: 'Look', linkText: 'Shop', url: 'https://example.com', header: 'New' },
      { kind: 'ask-location', body: 'Where?' },
      { kind: 'ask-address', body: 'Where to?', header: 'Delivery', footer: 'Kurta House' },
      { kind: 'call', body: 'Call us' },
      { kind: 'products', catalogId: '1', sku: 'K-1' },
      {
        kind: 'products',
        productShape: 'several',
        header: 'New',
        body: 'x',
        catalogId: '1',
        productSections,
      },
      { kind: 'products', productShape: 'cards', body: 'Look', catalogId: '1', cardSkus: 'K-1\nK-2' },
      { kind: 'flow', body: 'Book', flow: '123', flowText: 'Book', flowScreen: 'S1', header: 'A fitting' },
      { kind: 'flow', body: 'Book', flow: 'fitting', flowText: 'Book', flowStart: 'server' },
      { kind: 'cards', body: 'New in', cards: [CARD, CARD] },
      { kind: 'cards', body: 'New in', cards: [CARD, CARD, CARD], cardButtons: 'two-answers' },
      { kind: 'ask-to-call' },
      { kind: 'ask-number', body: 'Your number?', footer: 'not sent' },
      { kind: 'ask-to-call', body: 'May we call?', footer: 'not sent', header: 'not sent' },
      {
        kind: 'products',
        productShape: 'catalogue',
        body: 'Look',
        thumbnail: 'K-1',
        footer: 'Prices in rupees',
      },
    ]
    for (const draft of drafts) {
      const { said, missing } = compose(draft)
      expect(missing).toEqual([])
      if (said.outgoing.type !== 'interactive') throw new Error('another kind')
      expect(checkInteractive(said.outgoing.interactive)).toBeNull()
    }
    expect(compose(drafts[0]!).said.outgoing).toMatchObject({
      interactive: {
        footer: { text: 'Kurta House' },
        action: { buttons: [{ reply: { id: 'button_1', title: 'Blue' } }, { reply: { title: 'Red' } }] },
      },
    })
  })

  it('says what is missing, and what is too long', () => {
    expect(compose({}).missing).toEqual(['body', 'button'])
    expect(compose({ body: 'x', buttons: ['a', 'a'] }).missing).toEqual(['same-buttons'])
    expect(compose({ body: 'x', buttons: ['b'.repeat(21)] }).missing).toEqual(['limit'])
    expect(compose({ kind: 'list', body: 'x' }).missing).toEqual(['list-button', 'row'])
    const sections = [
      { title: 'A', rows: [ROW] },
      { title: '', rows: [ROW] },
    ]
    expect(compose({ kind: 'list', body: 'x', listButton: 'y', sections }).missing).toEqual(['section-title'])
    expect(compose({ kind: 'link', body: 'x', linkText: 'y', url: 'example.com' }).missing).toEqual(['url'])
  })

  it('takes a picture above buttons, and leaves it out where WhatsApp takes none', () => {
    const headerFile = { mediaId: 'm1', media: 'image', name: 'a.png', type: 'image/png', size: 1 } as const
    const shown = compose({ body: 'x', buttons: ['y'], headerFile })
    expect(shown.said.outgoing).toMatchObject({ mediaId: 'm1', interactive: { header: { type: 'image' } } })
    expect(shown.said.bubble.media?.id).toBe('m1')
    const list = compose({ kind: 'list', body: 'x', headerFile })
    expect(list.said.outgoing).not.toHaveProperty('mediaId')
    expect(list.said.bubble.media).toBeNull()
  })
})

describe('a request for an address', () => {
  const draft = { ...EMPTY_DRAFT, kind: 'ask-address', body: 'Where to?' } as const
  const parametersFor = (
    profileName: string | null,
    phone: string | null,
    change: Partial<RichDraft> = {},
  ) => {
    const { outgoing } = composeRich({ ...draft, ...change }, null, { profileName, phone }).said
    if (outgoing.type !== 'interactive') throw new Error('another kind')
    expect(checkInteractive(outgoing.interactive)).toBeNull()
    return (outgoing.interactive['action'] as { parameters: object }).parameters
  }
  it('has the name and the number that the customer gave, if wanted', () => {
    const values = { name: 'Asha Rao', phone_number: '+919880000001' }
    expect(parametersFor('Asha Rao', '919880000001')).toEqual({ country: 'IN', values })
    expect(parametersFor('Asha Rao', '919880000001', { isPrefilled: false })).toEqual({ country: 'IN' })
  })
  it('has nothing that is hidden, and cuts what is too long', () => {
    expect(parametersFor(' ', '••••• 0001')).toEqual({ country: 'IN' })
    expect(parametersFor('😊'.repeat(2000), null)).toEqual({
      country: 'IN',
      values: { name: '😊'.repeat(512) },
    })
  })
})

describe('a button to call', () => {
  it('works for a week, unless another time is given', () => {
    expect(compose({ kind: 'call', body: 'x' }).said.outgoing).toMatchObject({
      interactive: { action: { parameters: { ttl_minutes: 10_080 } } },
    })
    const given = compose({
      kind: 'call',
      body: 'x',
      callText: ' Ring ',
      callTime: '90',
      callUnit: 'minutes',
    })
    expect(given.said.outgoing).toMatchObject({
      interactive: { action: { parameters: { display_text: 'Ring', ttl_minutes: 90 } } },
    })
  })
  it.each(['', '0', '31', '-1', '1.5', '1e3', 'x'])('does not work for “%s” days', (callTime) => {
    expect(compose({ kind: 'call', body: 'x', callTime }).missing).toEqual(['call-time'])
  })
  it('counts its words', () => {
    expect(compose({ kind: 'call', body: 'x', callText: 'c'.repeat(21) }).missing).toEqual(['limit'])
    expect(compose({ kind: 'call', body: 'x', callPayload: 'p'.repeat(513) }).missing).toEqual(['limit'])
  })
})

describe('products', () => {
  it('are listed once each, and a product alone needs no words', () => {
    const { said } = compose({ kind: 'products', productShape: 'several', productSections })
    expect(said.outgoing).toMatchObject({
      interactive: {
        action: {
          sections: [{ product_items: [{ product_retailer_id: 'K-1' }, { product_retailer_id: 'K-2' }] }],
        },
      },
    })
    const one = compose({ kind: 'products', catalogId: '1', sku: 'K-1', header: 'not sent' })
    expect(one.said.outgoing).toMatchObject({ interactive: { type: 'product' } })
    expect(one.said.bubble.content).toEqual({
      interactive: { type: 'product', action: { catalog_id: '1', product_retailer_id: 'K-1' } },
    })
    expect(one.said.bubble.text).toBeNull()
  })
  it('say what is missing', () => {
    expect(compose({ kind: 'products' }).missing).toEqual(['catalogue', 'product'])
    const several = { kind: 'products', productShape: 'several', catalogId: '1' } as const
    expect(compose(several).missing).toEqual(['body', 'heading', 'products'])
    const sections = [productSections[0]!, productSections[0]!]
    expect(compose({ ...several, body: 'x', header: 'y', productSections: sections }).missing).toEqual([
      'section-title',
    ])
    const skus = Array.from({ length: 31 }, (_, at) => `K-${at}`).join('\n')
    expect(
      compose({ ...several, body: 'x', header: 'y', productSections: [{ title: '', skus }] }).missing,
    ).toEqual(['limit'])
    expect(compose({ kind: 'products', productShape: 'catalogue' }).missing).toEqual(['body'])
  })
})

describe('cards', () => {
  it('name their files by our ids, and have the buttons that were chosen for all', () => {
    const header = { type: 'image', image: { mediaId: 'm1' } }
    expect(cards({ cards: [CARD, { ...CARD, body: '' }] }).said).toMatchObject({
      outgoing: {
        interactive: {
          action: {
            cards: [
              {
                ...{ card_index: 0, type: 'cta_url', header, body: { text: 'Blue' } },
                action: { parameters: { display_text: 'Buy' } },
              },
              { card_index: 1, header },
            ],
          },
        },
      },
      bubble: { media: null },
    })
    expect(
      cards({ cards: [CARD, CARD], cardButtons: 'one-answer', header: 'no', footer: 'no' }).said.outgoing,
    ).toEqual({
      type: 'interactive',
      interactive: {
        ...{ type: 'carousel', body: { text: 'x' } },
        action: {
          cards: [1, 2].map((nth) => ({
            ...{ card_index: nth - 1, type: 'cta_url', header, body: { text: 'Blue' } },
            action: {
              buttons: [{ type: 'quick_reply', quick_reply: { id: `card_${nth}_1`, title: 'Yes' } }],
            },
          })),
        },
      },
    })
  })

  it('say what is missing on one of them', () => {
    expect(cards({}).missing).toEqual(['card-file', 'card-link', 'card-url'])
    expect(cards({ cards: [CARD, { ...CARD, file: null }] }).missing).toEqual(['card-file'])
    expect(cards({ cards: [CARD, { ...CARD, body: 'a\nb\nc\nd' }] }).missing).toEqual(['card-lines'])
    expect(cards({ cards: [CARD, { ...CARD, url: 'example.com' }] }).missing).toEqual(['card-url'])
    const two = { cardButtons: 'two-answers' } as const
    expect(cards({ ...two, cards: [CARD, { ...CARD, answers: ['Yes'] }] }).missing).toEqual(['card-answer'])
    expect(cards({ ...two, cards: [CARD, { ...CARD, answers: ['a', 'a'] }] }).missing).toEqual([
      'same-buttons',
    ])
    expect(cards({ cards: [CARD, { ...CARD, body: 'x'.repeat(161) }] }).missing).toEqual(['limit'])
  })

  it('of products are two to ten of one catalogue', () => {
    expect(onCards('K-1\nK-1').missing).toEqual(['card-products'])
    expect(onCards(Array.from({ length: 11 }, (_, at) => `K-${at}`).join('\n')).missing).toEqual(['limit'])
    expect(onCards('K-1\nK-2').said.outgoing).toMatchObject({
      interactive: {
        action: { cards: [{ action: { product_retailer_id: 'K-1' } }, { action: { catalog_id: '1' } }] },
      },
    })
  })
})

describe('a form', () => {
  it('is known by its id or by its name, and begins with a screen or with its server', () => {
    expect(flowParametersOf(form({ flow: ' 123 ', flowScreen: ' S1 ' }))).toEqual({
      ...{ flow_message_version: '3', flow_id: '123', flow_cta: 'Book' },
      ...{ flow_action: 'navigate', flow_action_payload: { screen: 'S1' } },
    })
    expect(flowParametersOf(form({ flow: 'fitting', flowStart: 'server', isFlowDraft: true }))).toEqual({
      ...{ flow_message_version: '3', flow_name: 'fitting', flow_cta: 'Book' },
      ...{ mode: 'draft', flow_action: 'data_exchange' },
    })
  })

  it('says what is missing, and counts the words to tap on', () => {
    expect(form({ flowText: '' }).missing).toEqual(['flow', 'flow-text', 'flow-screen'])
    expect(form({ flow: '1', flowScreen: 'S1', flowText: 'b'.repeat(31) }).missing).toEqual(['limit'])
  })
})

it('the wish to call needs no words', () => {
  const { said, missing } = compose({ kind: 'ask-to-call' })
  expect(missing).toEqual([])
  expect(said.outgoing).toEqual({
    type: 'interactive',
    interactive: { type: 'call_permission_request', action: { name: 'call_permission_request' } },
  })
})

describe('a place', () => {
  it('is two numbers in their bounds', () => {
    expect(compose({ kind: 'location', latitude: '28,6', longitude: '77.2' })).toMatchObject({
      missing: [],
      said: { outgoing: { location: { latitude: 28.6, longitude: 77.2 } } },
    })
    expect(compose({ kind: 'location', latitude: '91', longitude: '0' }).missing).toEqual(['coordinates'])
  })
  it('is read from what a map gives', () => {
    const delhi = { latitude: '28.6139', longitude: '77.2090' }
    expect(readPlace('28.6139, 77.2090')).toEqual(delhi)
    expect(readPlace('https://www.google.com/maps/place/Delhi/@28.6139,77.2090,17z')).toEqual(delhi)
    expect(readPlace('https://maps.google.com/?q=28.6139,77.2090')).toEqual(delhi)
    expect(readPlace('28.6')).toBeNull()
    expect(readPlace('https://example.com')).toBeNull()
  })
})

it('a contact card has a name in its parts, and a number', () => {
  expect(compose({ kind: 'contact', name: 'Asha Devi Rao', phone: '+91 98000 00000' })).toMatchObject({
    missing: [],
    said: {
      outgoing: {
        contacts: [
          {
            name: { formatted_name: 'Asha Devi Rao', first_name: 'Asha', last_name: 'Devi Rao' },
            phones: [{ phone: '+91 98000 00000' }],
          },
        ],
      },
    },
  })
  expect(compose({ kind: 'contact', name: 'Asha', phone: 'none' }).missing).toEqual(['phone'])
})

import { describe, expect, test } from 'vitest'
import { checkInteractive } from './check-interactive.ts'

const button = (title: unknown): object => ({ type: 'reply', reply: { id: String(title), title } })
const withButtons = (...titles: unknown[]): Record<string, unknown> => ({
  type: 'button',
  body: { text: 'Which one?' },
  action: { buttons: titles.map(button) },
})
const withRows = (rows: object[], more: object = {}): Record<string, unknown> => ({
  type: 'list',
  body: { text: 'Which one?' },
  action: { button: 'Choose', sections: [{ rows }] },
  ...more,
})
const row = (more: object = {}): object => ({ id: '1', title: 'Kurta', ...more })
const withLink = (more: object = {}, parameters: object = {}): Record<string, unknown> => ({
  type: 'cta_url',
  body: { text: 'Look' },
  action: {
    name: 'cta_url',
    parameters: { display_text: 'Shop', url: 'https://example.com/a?b=1', ...parameters },
  },
  ...more,
})
const address = (parameters: object = {}): Record<string, unknown> => ({
  type: 'address_message',
  body: { text: 'Where to?' },
  action: { name: 'address_message', parameters: { country: 'IN', ...parameters } },
})
const call = (parameters: object = {}): Record<string, unknown> => ({
  type: 'voice_call',
  body: { text: 'Call us' },
  action: { name: 'voice_call', parameters },
})
const productList = (sections: number, each: number, title = 't'.repeat(24)): Record<string, unknown> => ({
  type: 'product_list',
  header: { type: 'text', text: 'New' },
  body: { text: 'Look' },
  action: {
    catalog_id: '1',
    sections: Array.from({ length: sections }, () => ({
      title,
      product_items: Array.from({ length: each }, () => ({ product_retailer_id: 's'.repeat(100) })),
    })),
  },
})
const withSku = (product_retailer_id: unknown): Record<string, unknown> => ({
  type: 'product',
  action: { catalog_id: '1', product_retailer_id },
})
const pathOf = (interactive: Record<string, unknown>): string | undefined =>
  checkInteractive(interactive)?.path

describe('what Meta takes goes through', () => {
  test.each([
    ['one button', withButtons('Yes')],
    ['three buttons of 20 characters', withButtons('a'.repeat(20), 'b'.repeat(20), 'c'.repeat(20))],
    [
      'ten rows of 24 and 72',
      withRows(Array.from({ length: 10 }, () => row({ title: 't'.repeat(24), description: 'd'.repeat(72) }))),
    ],
    [
      'ten rows in several sections',
      {
        ...withRows([]),
        action: {
          button: 'Choose',
          sections: [
            { title: 'Cotton', rows: [row(), row()] },
            { title: 's'.repeat(24), rows: [row()] },
          ],
        },
      },
    ],
    ['a list’s body of 4096', withRows([row()], { body: { text: 'x'.repeat(4096) } })],
    [
      'header and footer of 60',
      {
        ...withButtons('Yes'),
        header: { type: 'text', text: 'h'.repeat(60) },
        footer: { text: 'f'.repeat(60) },
      },
    ],
    ['a link', withLink()],
    ['a link under a picture', withLink({ header: { type: 'image', image: { id: '1' } } })],
    ['buttons under a film', { ...withButtons('Yes'), header: { type: 'video', video: { id: '1' } } }],
    [
      'a request for a place',
      { type: 'location_request_message', body: { text: 'Where?' }, action: { name: 'send_location' } },
    ],
    ['a kind that is new to us', { type: 'poll', body: { text: 'Where?' }, action: { anything: 1 } }],
    ['a request for an address', address()],
    [
      'an address that is filled in, under a picture',
      {
        ...address({ values: { name: 'Asha', in_pin_code: '560001' } }),
        header: { type: 'image', image: { id: '1' } },
        footer: { text: 'f'.repeat(60) },
      },
    ],
    ['a call without parameters', { ...call(), action: { name: 'voice_call' } }],
    [
      'a call of 30 days',
      call({ display_text: 'c'.repeat(20), ttl_minutes: 43_200, payload: 'p'.repeat(512) }),
    ],
    ['a product without words', { type: 'product', action: { catalog_id: '1', product_retailer_id: 'K-1' } }],
    ['thirty products in ten sections', productList(10, 3)],
    ['a section without a title', productList(1, 1, '')],
    ['a catalogue', { type: 'catalog_message', body: { text: 'Look' }, action: { name: 'catalog_message' } }],
  ])('%s', (_name, interactive) => {
    expect(checkInteractive(interactive)).toBeNull()
  })
})

const flow = (parameters: object = {}, more: object = {}): Record<string, unknown> => ({
  type: 'flow',
  body: { text: 'Book a fitting' },
  action: {
    name: 'flow',
    parameters: { flow_message_version: '3', flow_id: '1', flow_cta: 'Book', ...parameters },
  },
  ...more,
})
const image = (file: object = { mediaId: '1' }): object => ({ type: 'image', image: file })
const linkCard = (card_index: number, more: object = {}): object => ({
  card_index,
  type: 'cta_url',
  header: image(),
  body: { text: 'Blue' },
  action: { name: 'cta_url', parameters: { display_text: 'Buy', url: 'https://example.com' } },
  ...more,
})
const replyCard = (card_index: number, ...titles: string[]): object =>
  linkCard(card_index, {
    action: {
      buttons: titles.map((title, at) => ({
        type: 'quick_reply',
        quick_reply: { id: `${card_index}.${at}`, title },
      })),
    },
  })
const productCard = (card_index: number, catalog_id = '1'): object => ({
  card_index,
  type: 'product',
  action: { catalog_id, product_retailer_id: `K-${card_index}` },
})
const carousel = (...cards: object[]): Record<string, unknown> => ({
  type: 'carousel',
  body: { text: 'New in' },
  action: { cards },
})
const permission = (more: object = {}): Record<string, unknown> => ({
  type: 'call_permission_request',
  action: { name: 'call_permission_request' },
  ...more,
})

describe('forms, cards and the wish to call', () => {
  test.each([
    ['a form by its id', flow()],
    ['a form by its name', flow({ flow_id: undefined, flow_name: 'fitting' })],
    [
      'a form that begins with a screen',
      flow({ flow_action: 'navigate', flow_action_payload: { screen: 'S1', data: { a: 1 } } }),
    ],
    ['a draft that its server opens', flow({ flow_action: 'data_exchange', mode: 'draft' })],
    ['a form with 30 characters to tap on', flow({ flow_cta: 'b'.repeat(30) })],
    ['cards with links', carousel(linkCard(0), linkCard(1))],
    ['ten cards', carousel(...Array.from({ length: 10 }, (_, at) => linkCard(at)))],
    ['cards with two answers each', carousel(replyCard(0, 'Yes', 'No'), replyCard(1, 'Yes', 'No'))],
    ['a card in three lines', carousel(linkCard(0, { body: { text: 'a\nb\nc' } }), linkCard(1))],
    [
      'a card without words, with an address of a film',
      carousel(
        linkCard(0, {
          body: undefined,
          header: { type: 'video', video: { link: 'https://example.com/a.mp4' } },
        }),
        linkCard(1),
      ),
    ],
    ['products beside each other', carousel(productCard(0), productCard(1))],
    ['a wish to call', permission({ body: { text: 'May we?' } })],
    ['a wish to call without words', permission()],
    [
      'a wish for a number',
      {
        ...{ type: 'contact_request', body: { text: 'Which?' } },
        action: { name: 'request_contact_info' },
      },
    ],
  ])('%s', (_name, interactive) => {
    expect(checkInteractive(interactive)).toBeNull()
  })

  const AT = 'interactive.action'
  test.each([
    ['a form without a name', flow({ flow_id: '' }), `${AT}.parameters.flow_id`],
    ['a form with two', flow({ flow_name: 'x' }), `${AT}.parameters.flow_id`],
    ['31 characters to tap on', flow({ flow_cta: 'b'.repeat(31) }), `${AT}.parameters.flow_cta`],
    ['another version', flow({ flow_message_version: '2' }), `${AT}.parameters.flow_message_version`],
    ['a start of another kind', flow({ flow_action: 'open' }), `${AT}.parameters.flow_action`],
    ['no screen', flow({ flow_action_payload: { data: {} } }), `${AT}.parameters.flow_action_payload.screen`],
    [
      'a screen beside a server',
      flow({ flow_action: 'data_exchange', flow_action_payload: { screen: 'S1' } }),
      `${AT}.parameters.flow_action_payload`,
    ],
    ['one card', carousel(linkCard(0)), `${AT}.cards`],
    ['eleven cards', carousel(...Array.from({ length: 11 }, (_, at) => linkCard(at))), `${AT}.cards`],
    ['cards that skip a number', carousel(linkCard(0), linkCard(2)), `${AT}.cards.1.card_index`],
    [
      'a card of 161',
      carousel(linkCard(0), linkCard(1, { body: { text: 'x'.repeat(161) } })),
      `${AT}.cards.1.body.text`,
    ],
    [
      'a card in four lines',
      carousel(linkCard(0, { body: { text: 'a\nb\nc\nd' } }), linkCard(1)),
      `${AT}.cards.0.body.text`,
    ],
    [
      'a card without a picture',
      carousel(linkCard(0, { header: undefined }), linkCard(1)),
      `${AT}.cards.0.header.type`,
    ],
    [
      'a document on a card',
      carousel(linkCard(0, { header: { type: 'document' } }), linkCard(1)),
      `${AT}.cards.0.header.type`,
    ],
    [
      'a picture that is none',
      carousel(linkCard(0, { header: image({}) }), linkCard(1)),
      `${AT}.cards.0.header.image`,
    ],
    [
      'two pictures in one',
      carousel(linkCard(0, { header: image({ mediaId: '1', id: '2' }) }), linkCard(1)),
      `${AT}.cards.0.header.image`,
    ],
    [
      'a card that leads nowhere',
      carousel(linkCard(0, { action: { name: 'cta_url' } }), linkCard(1)),
      `${AT}.cards.0.action.parameters.display_text`,
    ],
    [
      'three answers on a card',
      carousel(replyCard(0, 'a', 'b', 'c'), replyCard(1, 'a', 'b', 'c')),
      `${AT}.cards.0.action.buttons`,
    ],
    [
      'one answer twice',
      carousel(replyCard(0, 'a', 'a'), replyCard(1, 'a', 'b')),
      `${AT}.cards.0.action.buttons`,
    ],
    ['a link and an answer', carousel(linkCard(0), replyCard(1, 'a')), `${AT}.cards`],
    ['one answer and two', carousel(replyCard(0, 'a'), replyCard(1, 'a', 'b')), `${AT}.cards`],
    [
      'an id of two answers',
      carousel(
        replyCard(0, 'a'),
        linkCard(1, {
          action: { buttons: [{ type: 'quick_reply', quick_reply: { id: '0.0', title: 'b' } }] },
        }),
      ),
      `${AT}.cards`,
    ],
    ['two catalogues', carousel(productCard(0), productCard(1, '2')), `${AT}.cards`],
    [
      'a footer under cards',
      { ...carousel(linkCard(0), linkCard(1)), footer: { text: 'x' } },
      'interactive.footer',
    ],
    [
      'a heading over cards',
      { ...carousel(linkCard(0), linkCard(1)), header: { type: 'text', text: 'x' } },
      'interactive.header.type',
    ],
    ['a wish for a number without a name', { type: 'contact_request', body: { text: 'x' } }, `${AT}.name`],
    ['a wish of another name', permission({ action: { name: 'call' } }), `${AT}.name`],
    ['a wish with empty words', permission({ body: { text: ' ' } }), 'interactive.body.text'],
  ])('%s is named by its path', (_name, interactive, path) => {
    expect(checkInteractive(interactive)?.path).toBe(path)
  })
})

describe('what Meta would refuse is named by its path', () => {
  test.each([
    ['no type', { body: { text: 'x' } }, 'interactive.type'],
    ['no buttons', withButtons(), 'interactive.action.buttons'],
    ['four buttons', withButtons('1', '2', '3', '4'), 'interactive.action.buttons'],
    ['a title of 21', withButtons('a'.repeat(21)), 'interactive.action.buttons'],
    ['an empty title', withButtons(''), 'interactive.action.buttons'],
    ['a title that is no text', withButtons(7), 'interactive.action.buttons'],
    ['two buttons of one title', withButtons('Yes', 'Yes'), 'interactive.action.buttons'],
    ['a body of 1025', { ...withButtons('Yes'), body: { text: 'x'.repeat(1025) } }, 'interactive.body.text'],
    [
      'a list’s body of 4097',
      withRows([row()], { body: { text: 'x'.repeat(4097) } }),
      'interactive.body.text',
    ],
    [
      'a header of 61',
      { ...withButtons('Yes'), header: { type: 'text', text: 'h'.repeat(61) } },
      'interactive.header.text',
    ],
    [
      'a footer of 61',
      { ...withButtons('Yes'), footer: { text: 'f'.repeat(61) } },
      'interactive.footer.text',
    ],
    ['no rows', withRows([]), 'interactive.action.sections'],
    ['eleven rows', withRows(Array.from({ length: 11 }, () => row())), 'interactive.action.sections'],
    ['a row’s title of 25', withRows([row({ title: 't'.repeat(25) })]), 'interactive.action.sections'],
    [
      'a row’s description of 73',
      withRows([row({ description: 'd'.repeat(73) })]),
      'interactive.action.sections',
    ],
    ['a body of spaces', { ...withButtons('Yes'), body: { text: '  ' } }, 'interactive.body.text'],
    [
      'two sections of which one has no title',
      {
        ...withRows([]),
        action: { button: 'Choose', sections: [{ title: 'A', rows: [row()] }, { rows: [row()] }] },
      },
      'interactive.action.sections',
    ],
    [
      'a section’s title of 25',
      {
        ...withRows([]),
        action: { button: 'Choose', sections: [{ title: 's'.repeat(25), rows: [row()] }] },
      },
      'interactive.action.sections',
    ],
    [
      'eleven sections',
      {
        ...withRows([]),
        action: {
          button: 'Choose',
          sections: Array.from({ length: 11 }, (_, at) => ({ title: `${at}`, rows: [] })),
        },
      },
      'interactive.action.sections',
    ],
    [
      'a picture over a list',
      withRows([row()], { header: { type: 'image', image: { id: '1' } } }),
      'interactive.header.type',
    ],
    [
      'a link without words',
      withLink({}, { display_text: '' }),
      'interactive.action.parameters.display_text',
    ],
    [
      'a link’s words of 21',
      withLink({}, { display_text: 'd'.repeat(21) }),
      'interactive.action.parameters.display_text',
    ],
    ['a link that runs', withLink({}, { url: 'javascript:alert(1)' }), 'interactive.action.parameters.url'],
    ['a link to nowhere', withLink({}, { url: 'example.com' }), 'interactive.action.parameters.url'],
    [
      'a list without its button',
      { ...withRows([]), action: { sections: [{ rows: [row()] }] } },
      'interactive.action.button',
    ],
    [
      'a list’s button of 21',
      { ...withRows([]), action: { button: 'b'.repeat(21), sections: [{ rows: [row()] }] } },
      'interactive.action.button',
    ],
    ['an address elsewhere', address({ country: 'SG' }), 'interactive.action.parameters.country'],
    [
      'an address without its country',
      { ...address(), action: null },
      'interactive.action.parameters.country',
    ],
    ['an address filled in by a list', address({ values: ['x'] }), 'interactive.action.parameters.values'],
    [
      'an address with an object inside',
      address({ values: { city: { toString: 'x' } } }),
      'interactive.action.parameters.values',
    ],
    [
      'a pin code of 7',
      address({ values: { in_pin_code: '5600011' } }),
      'interactive.action.parameters.values.in_pin_code',
    ],
    [
      'a city of 1025',
      address({ values: { city: 'c'.repeat(1025) } }),
      'interactive.action.parameters.values.city',
    ],
    ['a request for an address that says nothing', { ...address(), body: {} }, 'interactive.body.text'],
    [
      'a call’s words of 21',
      call({ display_text: 'c'.repeat(21) }),
      'interactive.action.parameters.display_text',
    ],
    ['a call’s words that are none', call({ display_text: 7 }), 'interactive.action.parameters.display_text'],
    ['a call of no minutes', call({ ttl_minutes: 0 }), 'interactive.action.parameters.ttl_minutes'],
    ['a call of 43,201 minutes', call({ ttl_minutes: 43_201 }), 'interactive.action.parameters.ttl_minutes'],
    ['a call of half a minute', call({ ttl_minutes: 1.5 }), 'interactive.action.parameters.ttl_minutes'],
    ['a call of minutes in words', call({ ttl_minutes: '60' }), 'interactive.action.parameters.ttl_minutes'],
    ['a call’s payload of 513', call({ payload: 'p'.repeat(513) }), 'interactive.action.parameters.payload'],
    ['a call’s payload that is an object', call({ payload: {} }), 'interactive.action.parameters.payload'],
    [
      'a picture over a call',
      { ...call(), header: { type: 'image', image: { id: '1' } } },
      'interactive.header.type',
    ],
    ['no product', withSku(''), 'interactive.action.product_retailer_id'],
    ['a product by a number', withSku(7), 'interactive.action.product_retailer_id'],
    ['a product’s id of 101', withSku('s'.repeat(101)), 'interactive.action.product_retailer_id'],
    ['a product with empty words', { ...withSku('K-1'), body: { text: ' ' } }, 'interactive.body.text'],
    [
      'a product of no catalogue',
      { type: 'product', action: { product_retailer_id: 'K-1' } },
      'interactive.action.catalog_id',
    ],
    [
      'a heading over a product',
      { ...withSku('K-1'), header: { type: 'text', text: 'x' } },
      'interactive.header.type',
    ],
    ['products without a heading', { ...productList(1, 1), header: undefined }, 'interactive.header.text'],
    ['products without words', { ...productList(1, 1), body: undefined }, 'interactive.body.text'],
    ['31 products', productList(1, 31), 'interactive.action.sections'],
    ['no products', productList(1, 0), 'interactive.action.sections'],
    ['eleven sections of products', productList(11, 1), 'interactive.action.sections'],
    ['two sections of which none has a title', productList(2, 1, ''), 'interactive.action.sections'],
    [
      'a section of products with a title of 25',
      productList(1, 1, 't'.repeat(25)),
      'interactive.action.sections',
    ],
    [
      'a catalogue with a thumbnail that is none',
      {
        type: 'catalog_message',
        body: { text: 'Look' },
        action: { parameters: { thumbnail_product_retailer_id: '' } },
      },
      'interactive.action.parameters.thumbnail_product_retailer_id',
    ],
  ])('%s', (_name, interactive, path) => {
    expect(pathOf(interactive)).toBe(path)
  })

  test('an emoji counts as the two code units that Meta counts', () => {
    expect(pathOf(withButtons('👍'.repeat(10)))).toBeUndefined()
    expect(pathOf(withButtons(`${'👍'.repeat(10)}a`))).toBe('interactive.action.buttons')
  })
})

test('nonsense of any form is refused or let through, and never throws', () => {
  for (const action of [
    null,
    7,
    'x',
    [],
    { buttons: null },
    { buttons: [null, 7] },
    { sections: [null, { rows: [null] }] },
    { catalog_id: '1', sections: [null, { product_items: [null] }] },
    { parameters: null },
    { parameters: { country: 'IN', values: null } },
  ])
    for (const type of 'button list cta_url address_message voice_call product product_list other'.split(' '))
      expect(() => checkInteractive({ type, action, body: null, footer: [] })).not.toThrow()
})

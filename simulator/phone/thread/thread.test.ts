import { describe, expect, it } from 'vitest'
import type { PhoneMessage } from '#simulator/protocol.ts'
import { dayKey, daysBetween, groupByDay } from './runs.ts'
import { rightsOver, tickOf } from './ticks.ts'
import { viewOf, wordsOf } from './view.ts'

const noon = new Date(2026, 10, 22, 12).getTime()
const minutes = (count: number) => count * 60_000

function message(given: Partial<PhoneMessage>): PhoneMessage {
  return {
    wamid: 'w',
    by: 'customer',
    type: 'text',
    content: { text: { body: 'hi' } },
    rendered: null,
    at: noon,
    ticks: 'sent',
    replyTo: null,
    reactions: [],
    editedAt: null,
    revokedAt: null,
    ...given,
  }
}

const part = (type: string, parameter: Record<string, unknown>) => ({ type, parameters: [parameter] })

describe('groupByDay', () => {
  it('begins a run when the side changes, half an hour passes or a day begins', () => {
    const days = groupByDay([
      message({ at: noon }),
      message({ at: noon + minutes(1) }),
      message({ at: noon + minutes(2), by: 'business' }),
      message({ at: noon + minutes(40), by: 'business' }),
      message({ at: noon + minutes(24 * 60), by: 'business' }),
    ])
    expect(days.map((day) => day.bubbles.map((bubble) => bubble.isFirstOfRun))).toEqual([
      [true, false, true, true],
      [true],
    ])
    expect(days.map((day) => day.key)).toEqual(['2026-11-22', '2026-11-23'])
  })

  it('has no days without messages', () => {
    expect(groupByDay([])).toEqual([])
  })
})

describe('daysBetween', () => {
  it('counts calendar days, not spans of 24 hours', () => {
    const lateEvening = new Date(2026, 10, 22, 23, 59).getTime()
    expect(daysBetween(lateEvening, lateEvening + minutes(2))).toBe(1)
    expect(daysBetween(noon, lateEvening)).toBe(0)
    expect(dayKey(lateEvening)).toBe('2026-11-22')
  })
})

describe('tickOf', () => {
  it('shows the clock until the simulator has answered, then what it says', () => {
    expect(tickOf(message({}), 'sending')).toBe('waiting')
    expect(tickOf(message({}), 'failed')).toBe('failed')
    expect(tickOf(message({ ticks: 'read' }), null)).toBe('read')
  })

  it('shows none under a message of the business or a deleted one', () => {
    expect(tickOf(message({ by: 'business' }), null)).toBeNull()
    expect(tickOf(message({ revokedAt: noon }), null)).toBeNull()
  })
})

describe('rightsOver', () => {
  it('lets own text be edited for 15 minutes, not a moment longer', () => {
    expect(rightsOver(message({}), noon + minutes(15)).mayEdit).toBe(true)
    expect(rightsOver(message({}), noon + minutes(15) + 1).mayEdit).toBe(false)
  })

  it('gives no rights over what the business wrote or what is deleted', () => {
    expect(rightsOver(message({ by: 'business' }), noon)).toEqual({ mayEdit: false, mayRevoke: false })
    expect(rightsOver(message({ revokedAt: noon }), noon)).toEqual({ mayEdit: false, mayRevoke: false })
  })
})

describe('viewOf', () => {
  it('reads an object with or without the name of its type around it', () => {
    const whole = viewOf(message({ content: { type: 'text', text: { body: 'hi' } } }))
    expect(viewOf(message({ content: { body: 'hi' } }))).toEqual(whole)
    expect(wordsOf(whole)).toBe('hi')
    const people = [{ name: { formatted_name: 'Asha' }, phones: [{ phone: '+91 1' }] }]
    expect(viewOf(message({ type: 'contacts', content: { contacts: people } }))).toMatchObject({
      people: [{ name: 'Asha', phones: ['+91 1'] }],
    })
  })

  it('asks the simulator for uploaded media and the sender for linked ones', () => {
    expect(viewOf(message({ type: 'image', content: { image: { id: '9' } } }))).toMatchObject({
      url: '/_control/media/9',
    })
    const scripted = { image: { link: 'javascript:alert(1)' } }
    expect(viewOf(message({ type: 'image', content: scripted }))).toMatchObject({ url: null })
  })

  it('turns a list, a template and a carousel into one shape', () => {
    const sections = [{ title: 'S', rows: [{ id: 'r', title: 'Row' }] }]
    const list = { type: 'list', body: { text: 'Choose' }, action: { button: 'Open', sections } }
    expect(
      viewOf(message({ by: 'business', type: 'interactive', content: { interactive: list } })),
    ).toMatchObject({
      kind: 'rich',
      body: 'Choose',
      buttons: [{ does: 'list', label: 'Open', sections: [{ rows: [{ id: 'r', title: 'Row' }] }] }],
    })
    const rendered = {
      header: 'Hi',
      body: 'Your order',
      footer: null,
      buttons: [{ type: 'QUICK_REPLY', text: 'Yes', id: 'y' }],
    }
    expect(viewOf(message({ by: 'business', type: 'template', content: {}, rendered }))).toMatchObject({
      header: 'Hi',
      buttons: [{ does: 'reply', id: 'y' }],
    })
    const carousel = {
      type: 'carousel',
      action: { cards: [{ type: 'cta_url', body: { text: 'One' }, action: {} }] },
    }
    expect(viewOf(message({ by: 'business', type: 'interactive', content: carousel }))).toMatchObject({
      cards: [{ body: 'One' }],
    })
    const asked = { type: 'contact_request', body: { text: 'x' }, action: { name: 'request_contact_info' } }
    expect(viewOf(message({ by: 'business', type: 'interactive', content: asked }))).toMatchObject({
      buttons: [{ does: 'share-contact' }],
    })
    const answers = [{ type: 'quick_reply', quick_reply: { id: 'a', title: 'This one' } }]
    const cards = [
      { type: 'cta_url', action: { buttons: answers } },
      { type: 'product', action: { catalog_id: '1', product_retailer_id: 'KH-1' } },
    ]
    const content = { type: 'carousel', action: { cards } }
    expect(viewOf(message({ by: 'business', type: 'interactive', content }))).toMatchObject({
      cards: [
        { buttons: [{ does: 'reply', id: 'a', label: 'This one' }] },
        { product: 'KH-1', buttons: [{ does: 'order', products: ['KH-1'] }] },
      ],
    })
  })

  it('draws what a template has besides words: a place, an offer that ends, products, cards, a request to call', () => {
    const by = { by: 'business', type: 'template' } as const
    const rendered = { header: null, body: 'Hi', footer: null }
    const location = { latitude: 28.6, longitude: 77.2, name: 'Shop' }
    const sections = [{ title: 'S', product_items: [{ product_retailer_id: 'KH-1' }] }]
    const items = { type: 'button', index: '0', parameters: [{ type: 'action', action: { sections } }] }
    const placed = { template: { components: [part('header', { type: 'location', location }), items] } }
    const buttons = [
      { type: 'MPM', text: 'View items', id: '0' },
      { type: 'REQUEST_CONTACT_INFO', text: 'Share', id: '1' },
    ]
    const offer = { text: 'Diwali', code: 'D25', endsAt: 5 }
    expect(
      viewOf(message({ ...by, content: placed, rendered: { ...rendered, buttons, offer } })),
    ).toMatchObject({
      place: { kind: 'location', latitude: 28.6, name: 'Shop' },
      offer,
      buttons: [
        { does: 'order', products: ['KH-1'] },
        { does: 'share-contact', label: 'Share' },
      ],
    })
    const gif = part('header', { type: 'gif', gif: { link: 'https://x.example/a.mp4' } })
    const carousel = { type: 'carousel', cards: [{ card_index: 0, components: [gif] }] }
    const calls = { ...rendered, cards: [{ body: 'Kurta in red' }], buttons: [] }
    expect(
      viewOf(message({ ...by, content: { template: { components: [carousel] } }, rendered: calls })),
    ).toMatchObject({ cards: [{ body: 'Kurta in red', media: { media: 'video' } }] })
    const asks = { ...rendered, buttons: [{ type: 'CALL_PERMISSION_REQUEST', text: '', id: '' }] }
    expect(viewOf(message({ ...by, content: {}, rendered: asks }))).toMatchObject({
      buttons: [{ does: 'answer-call-request' }],
    })
  })

  it('lets an address be given and the business be called', () => {
    const ask = {
      type: 'address_message',
      body: { text: 'Where to?' },
      action: {
        parameters: {
          country: 'IN',
          values: { name: 'Asha', city: { a: 1 }, other: 'x' },
          validation_errors: { in_pin_code: 'Unknown' },
        },
      },
    }
    const by = { by: 'business', type: 'interactive' } as const
    expect(viewOf(message({ ...by, content: { interactive: ask } }))).toMatchObject({
      buttons: [{ does: 'give-address', values: { name: 'Asha' }, errors: { in_pin_code: 'Unknown' } }],
    })
    const call = { type: 'voice_call', body: { text: 'Call us' }, action: { name: 'voice_call' } }
    expect(viewOf(message({ ...by, content: { interactive: call } }))).toMatchObject({
      buttons: [{ does: 'call-business', label: '' }],
    })
  })

  it.each(['poll', 'constructor', 'interactive', 'image', 'contacts', 'order', 'template'])(
    'survives a message of type %s with nothing inside',
    (type) => {
      expect(viewOf(message({ type, content: {} })).kind).toBeTypeOf('string')
    },
  )
})

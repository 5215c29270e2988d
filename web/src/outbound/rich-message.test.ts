import { describe, expect, it } from 'vitest'
import { checkInteractive } from '../../../src/outbound/check-interactive.ts'
import { composeRich, EMPTY_DRAFT, readPlace, type RichDraft } from './rich-message.ts'

const compose = (change: Partial<RichDraft>) => composeRich({ ...EMPTY_DRAFT, ...change }, null)
const ROW = { title: 'Medium', description: '' }

describe('a message to tap on', () => {
  it('is what Meta wants, as soon as nothing is missing', () => {
    const drafts: Partial<RichDraft>[] = [
      { kind: 'buttons', body: 'Which?', buttons: ['Blue', ' ', 'Red '], footer: 'Kurta House' },
      { kind: 'list', body: 'Which?', listButton: 'Sizes', sections: [{ title: '', rows: [ROW] }] },
      { kind: 'link', body: 'Look', linkText: 'Shop', url: 'https://example.com', header: 'New' },
      { kind: 'ask-location', body: 'Where?' },
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

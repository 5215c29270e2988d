import { describe, expect, it } from 'vitest'
import { fillBody, sentValues, templateParts, withFilling, withWords, wordsAround } from './render.ts'

describe('a template', () => {
  it('is filled by position and by name, and shows what is missing', () => {
    expect(fillBody('Hi {{1}}, {{ first_name }}: {{2}}', { 1: 'Asha', first_name: 'A' })).toBe(
      'Hi Asha, A: {{2}}',
    )
  })
  it('has parts whatever the case of their names', () => {
    expect(
      templateParts([
        { type: 'body', text: 'x' },
        { type: 'FOOTER', text: 'f' },
      ]),
    ).toMatchObject({ body: 'x', footer: 'f', header: null })
  })
  it('knows its values again from either form', () => {
    expect(sentValues({ parameters: { 1: 'a' } })).toEqual({ 1: 'a' })
    const parameters = [
      { type: 'text', text: 'a' },
      { type: 'text', parameter_name: 'n', text: 'b' },
    ]
    expect(sentValues({ components: [{ type: 'body', parameters }] })).toEqual({ 1: 'a', n: 'b' })
    const header = { type: 'header', parameters: [{ type: 'text', text: 'h' }] }
    const button = { type: 'button', index: '2', parameters: [{ type: 'text', text: 'x' }] }
    expect(sentValues({ components: [header, button] })).toEqual({ header_1: 'h', button_2: 'x' })
    const coupon = [{ type: 'coupon_code', coupon_code: 'DIWALI25' }]
    expect(sentValues({ components: [{ type: 'button', index: '0', parameters: coupon }] })).toEqual({
      button_0: 'DIWALI25',
    })
    const picture = [{ type: 'image', image: { mediaId: 'm' } }]
    expect(sentValues({ components: [{ type: 'header', parameters: picture }] })).toEqual({})
  })
  it('shows what is filled in beside words, on its cards too', () => {
    const card = [
      { type: 'HEADER', format: 'IMAGE' },
      { type: 'BODY', text: '{{1}} for {{2}}' },
      { type: 'BUTTONS', buttons: [{ type: 'URL', text: 'Buy', url: 'https://a/{{1}}' }] },
    ]
    const parts = templateParts([
      { type: 'BODY', text: 'Hi {{1}}' },
      { type: 'LIMITED_TIME_OFFER', limited_time_offer: { text: 'Ends soon', has_expiration: true } },
      { type: 'BUTTONS', buttons: [{ type: 'COPY_CODE' }] },
      { type: 'CAROUSEL', cards: [{ components: card }, { components: card }] },
    ])
    const values = {
      1: 'Asha',
      button_0: 'DIWALI25',
      card_0_1: 'Saree',
      card_1_2: 'you',
      card_1_button_0: 'x',
    }
    const given = {
      offerExpiresAt: 7,
      cards: [{}, { header: { mediaId: 'm' } }],
    }
    const shown = withFilling(withWords(parts, values), values, given, (id) => `/${id}`)
    expect(shown.body).toBe('Hi Asha')
    expect(shown.offer).toEqual({ text: 'Ends soon', hasExpiration: true, endsAt: 7, code: 'DIWALI25' })
    expect(shown.cards?.map((one) => [one.body, one.header?.url, one.buttons[0]?.value])).toEqual([
      ['Saree for {{2}}', null, null],
      ['{{1}} for you', '/m', 'x'],
    ])
  })
  it('tells a value by the words around it', () => {
    const text = 'Hello {{1}},\nyour *order* worth {{2}} rupees has left our shop today.'
    expect(wordsAround(text, '1')).toBe('Hello ___, your order worth …')
    expect(wordsAround(text, '2')).toBe('… your order worth ___ rupees has left our …')
    expect(wordsAround('{{1}}', '1')).toBe('___')
    expect(wordsAround('x', '1')).toBeNull()
  })
})

import { describe, expect, it } from 'vitest'
import { sentFromTemplate, sentParts } from './sent-template.ts'
import { templateParts } from '../templates/render.ts'

const card = (sku: string, file: string) => ({
  components: [
    { type: 'header', parameters: [{ type: 'image', image: { mediaId: file } }] },
    { type: 'button', sub_type: 'quick_reply', index: '0', parameters: [{ type: 'payload', payload: sku }] },
  ],
})

const button = (index: string, action: object) => ({
  ...{ type: 'button', index, parameters: [{ type: 'action', action }] },
})

const said = (text: string) => ({ type: 'body', parameters: [{ type: 'text', text }] })

describe('a template that was sent', () => {
  it('shows its cards with their files and buttons, its code and the end of its offer', () => {
    const parts = sentParts({
      template: {
        name: 'sale',
        language: { code: 'en' },
        components: [
          { type: 'header', parameters: [{ type: 'video', video: { mediaId: 'film' } }] },
          {
            type: 'limited_time_offer',
            parameters: [{ type: 'limited_time_offer', limited_time_offer: { expiration_time_ms: 7 } }],
          },
          {
            ...{ type: 'button', sub_type: 'copy_code', index: '0' },
            parameters: [{ type: 'coupon_code', coupon_code: 'DIWALI25' }],
          },
          {
            type: 'carousel',
            cards: [card('a', 'one'), card('b', 'two')].map((one, n) => ({ card_index: n, ...one })),
          },
        ],
      },
      rendered: {
        ...{ header: null, body: 'Hi Asha', footer: null, offer: 'Ends soon' },
        buttons: [{ type: 'COPY_CODE', text: '' }],
        cards: [1, 2].map((nth) => ({
          ...{ header: null, body: `Card ${nth}`, footer: null },
          buttons: [{ type: 'QUICK_REPLY', text: 'More' }],
        })),
      },
    })
    expect(parts?.header).toMatchObject({ format: 'VIDEO', url: '/api/v1/media/film' })
    expect(parts?.offer).toEqual({ text: 'Ends soon', hasExpiration: true, endsAt: 7, code: 'DIWALI25' })
    expect(parts?.buttons[0]).toMatchObject({ text: 'Copy offer code', value: 'DIWALI25' })
    expect(parts?.cards?.map((one) => [one.body, one.header?.url, one.buttons[0]?.text])).toEqual([
      ['Card 1', '/api/v1/media/one', 'More'],
      ['Card 2', '/api/v1/media/two', 'More'],
    ])
  })

  it('names products, places and orders', () => {
    const order = { reference_id: 'KH-7' }
    const sections = [{ title: 'Kurtas', product_items: [{ product_retailer_id: 'K-1' }] }]
    const parts = sentParts({
      template: {
        name: 'x',
        components: [
          {
            type: 'header',
            parameters: [{ type: 'product', product: { product_retailer_id: 'K-1', catalog_id: '7' } }],
          },
          button('0', { sections, thumbnail_product_retailer_id: 'K-1' }),
          button('1', { order_details: order }),
        ],
      },
      rendered: {
        body: 'Look',
        buttons: [
          { type: 'MPM', text: '' },
          { type: 'ORDER_DETAILS', text: '' },
        ],
      },
    })
    expect(parts?.header?.caption).toBe('K-1')
    expect(parts?.buttons[0]?.sections).toEqual([{ title: 'Kurtas', products: ['K-1'] }])
    expect(parts?.buttons[1]?.order).toEqual(order)
  })

  it('is drawn from the template where the message keeps nothing of how it read', () => {
    expect(sentParts({ name: 'x', parameters: { 1: 'Asha' } })).toBeNull()
    const approved = templateParts([
      { type: 'HEADER', format: 'TEXT', text: 'For {{1}}' },
      { type: 'BODY', text: 'Hi {{1}}' },
    ])
    const payload = {
      components: [
        { type: 'header', parameters: [{ type: 'text', text: 'KH-7' }] },
        { type: 'body', parameters: [{ type: 'text', text: 'Asha' }] },
      ],
    }
    const parts = sentFromTemplate(approved, payload)
    expect([parts.header?.text, parts.body]).toEqual(['For KH-7', 'Hi Asha'])
  })
  it('has the words of its cards, too, where only Meta’s form was kept', () => {
    const body = { type: 'BODY', text: '{{1}}, by hand' }
    const approved = templateParts([
      { type: 'BODY', text: 'Hi {{1}}' },
      { type: 'CAROUSEL', cards: [{ components: [body] }, { components: [body] }] },
    ])
    const cards = ['Saree', 'Dupatta'].map((text, nth) => ({ card_index: nth, components: [said(text)] }))
    const parts = sentFromTemplate(approved, { components: [said('Asha'), { type: 'carousel', cards }] })
    expect([parts.body, ...(parts.cards ?? []).map((one) => one.body)]).toEqual([
      ...['Hi Asha', 'Saree, by hand', 'Dupatta, by hand'],
    ])
  })
})

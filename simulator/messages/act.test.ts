import { describe, expect, it } from 'vitest'
import type { CustomerAction } from '#simulator/protocol.ts'
import { NUMBER, openDesk, WABA, type Desk } from '#simulator/test-desk.ts'
import type { Json } from '#simulator/world/world.ts'

const PHONE = '919876543210'

async function deskWithAsha(): Promise<Desk & { told: (action: CustomerAction) => Promise<Json> }> {
  const desk = await openDesk()
  desk.control.addCustomer({ id: 'asha', phone: PHONE, name: 'Asha' })
  const told = async (action: CustomerAction): Promise<Json> => {
    desk.control.act('asha', NUMBER, action)
    await desk.control.drain()
    return desk.messages().at(-1) ?? {}
  }
  return Object.assign(desk, { told })
}

describe('what a customer does', () => {
  it('is told with the sender, an id, the second, and a context if it is an answer', async () => {
    const desk = await deskWithAsha()
    await desk.told({ type: 'text', body: 'hello' })
    const sent = await desk.send({ to: PHONE, text: { body: 'hi' } })
    const reply = await desk.told({ type: 'text', body: 'thanks', replyTo: sent.id })
    expect(reply).toMatchObject({
      from: PHONE,
      from_user_id: expect.stringMatching(/^IN\.\d+$/),
      timestamp: String(Math.floor(desk.control.now() / 1000)),
      type: 'text',
      text: { body: 'thanks' },
      context: { from: '919000000001', id: sent.id },
    })
    expect(desk.changes().at(-1)?.value).toMatchObject({
      messaging_product: 'whatsapp',
      metadata: { display_phone_number: '919000000001', phone_number_id: NUMBER },
      contacts: [{ wa_id: PHONE, profile: { name: 'Asha' } }],
    })
  })

  it('sends files with the checksum in base64 and an address that needs the token', async () => {
    const desk = await deskWithAsha()
    const mediaId = desk.control.addMedia(Buffer.from('hello'), 'image/jpeg', 'a.jpg')
    const { image } = (await desk.told({ type: 'image', mediaId, caption: 'look' })) as { image: Json }
    expect(image).toMatchObject({
      id: mediaId,
      caption: 'look',
      mime_type: 'image/jpeg',
      sha256: 'LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=',
    })
    const url = String(image['url'])
    expect((await fetch(url)).status).toBe(401)
    const authorised = { headers: { authorization: `Bearer ${desk.simulator.accessToken}` } }
    expect(await (await fetch(url, authorised)).text()).toBe('hello')
    await desk.control.advance(5 * 60_000)
    expect((await fetch(url, authorised)).status).toBe(404)
    const voice = await desk.told({
      type: 'audio',
      mediaId: desk.control.addMedia(Buffer.from('o'), 'audio/ogg'),
      voice: true,
    })
    expect(voice['audio']).toMatchObject({ voice: true, mime_type: 'audio/ogg; codecs=opus' })
  })

  it('tells of places, contacts, orders and advertisements', async () => {
    const desk = await deskWithAsha()
    expect(
      await desk.told({ type: 'location', latitude: 26.9, longitude: 75.8, name: 'Jaipur' }),
    ).toMatchObject({
      type: 'location',
      location: { latitude: 26.9, longitude: 75.8, name: 'Jaipur' },
    })
    const contacts = [{ name: { formatted_name: 'Imran' }, phones: [{ phone: '+91 1' }] }]
    expect(await desk.told({ type: 'contacts', contacts })).toMatchObject({ type: 'contacts', contacts })
    const items = [{ productRetailerId: 'kurta', quantity: 2, itemPrice: 900, currency: 'INR' }]
    expect(await desk.told({ type: 'order', catalogId: 'c', items })).toMatchObject({
      order: {
        catalog_id: 'c',
        product_items: [{ product_retailer_id: 'kurta', quantity: 2, item_price: 900, currency: 'INR' }],
      },
    })
    const referral = { source_type: 'ad', source_id: '1', ctwa_clid: 'click' }
    expect(await desk.told({ type: 'text', body: 'hi', referral })).toMatchObject({
      text: { body: 'hi' },
      referral,
    })
  })

  it('reacts, and takes the reaction back without an emoji', async () => {
    const desk = await deskWithAsha()
    await desk.told({ type: 'text', body: 'hello' })
    const { id } = await desk.send({ to: PHONE, text: { body: 'hi' } })
    expect(await desk.told({ type: 'reaction', messageId: id, emoji: '👍' })).toMatchObject({
      reaction: { message_id: id, emoji: '👍' },
    })
    expect(desk.control.messages('asha', NUMBER).at(-1)?.reactions).toEqual([{ by: 'customer', emoji: '👍' }])
    const removed = await desk.told({ type: 'reaction', messageId: id, emoji: '' })
    expect(removed['reaction']).toEqual({ message_id: id })
    expect(desk.control.messages('asha', NUMBER).at(-1)?.reactions).toEqual([])
  })

  it('edits within 15 minutes and deletes', async () => {
    const desk = await deskWithAsha()
    const { id } = await desk.told({ type: 'text', body: 'helo' })
    const messageId = String(id)
    expect(await desk.told({ type: 'edit', messageId, body: 'hello' })).toMatchObject({
      type: 'edit',
      edit: { original_message_id: messageId, message: { type: 'text', text: { body: 'hello' } } },
    })
    expect(await desk.told({ type: 'revoke', messageId })).toMatchObject({
      type: 'revoke',
      revoke: { original_message_id: messageId },
    })
    expect(desk.control.messages('asha', NUMBER)[0]).toMatchObject({
      editedAt: expect.any(Number),
      revokedAt: expect.any(Number),
    })
    const late = await desk.told({ type: 'text', body: 'x' })
    await desk.control.advance(15 * 60_000 + 1)
    expect(() =>
      desk.control.act('asha', NUMBER, { type: 'edit', messageId: String(late['id']), body: 'y' }),
    ).toThrow('too late')
  })

  it('taps reply buttons and list rows, and nothing that is not there', async () => {
    const desk = await deskWithAsha()
    await desk.told({ type: 'text', body: 'hello' })
    const buttons = [{ type: 'reply', reply: { id: 'yes', title: 'Yes' } }]
    const asked = await desk.send({
      to: PHONE,
      type: 'interactive',
      interactive: { type: 'button', body: { text: '?' }, action: { buttons } },
    })
    expect(await desk.told({ type: 'tap', messageId: asked.id, id: 'yes' })).toMatchObject({
      interactive: { type: 'button_reply', button_reply: { id: 'yes', title: 'Yes' } },
      context: { id: asked.id },
    })
    const sections = [{ rows: [{ id: 'm', title: 'Medium', description: 'fits most' }] }]
    const listed = await desk.send({
      to: PHONE,
      type: 'interactive',
      interactive: { type: 'list', body: { text: '?' }, action: { button: 'Sizes', sections } },
    })
    expect(await desk.told({ type: 'tap', messageId: listed.id, id: 'm' })).toMatchObject({
      interactive: { type: 'list_reply', list_reply: { id: 'm', title: 'Medium', description: 'fits most' } },
    })
    expect(() => desk.control.act('asha', NUMBER, { type: 'tap', messageId: listed.id, id: 'xl' })).toThrow(
      'nothing to tap',
    )
  })

  it('fills in a form that a business sent, and no other', async () => {
    const desk = await deskWithAsha()
    await desk.told({ type: 'text', body: 'hello' })
    const parameters = {
      ...{ flow_message_version: '3', flow_id: '1', flow_cta: 'Book', flow_token: 't' },
      flow_action_payload: { screen: 'S1' },
    }
    const asked = await desk.send({
      to: PHONE,
      type: 'interactive',
      interactive: { type: 'flow', body: { text: 'Book' }, action: { name: 'flow', parameters } },
    })
    const told = await desk.told({ type: 'form', messageId: asked.id, answers: { day: 'Monday' } })
    expect(told).toMatchObject({
      interactive: { type: 'nfm_reply', nfm_reply: { name: 'flow', body: 'Sent' } },
      context: { id: asked.id },
    })
    const { nfm_reply } = told['interactive'] as { nfm_reply: { response_json: string } }
    expect(JSON.parse(nfm_reply.response_json)).toEqual({ day: 'Monday', flow_token: 't' })
    const plain = await desk.send({ to: PHONE, type: 'text', text: { body: 'x' } })
    const fill = (messageId: string, answers: unknown) => () =>
      desk.control.act('asha', NUMBER, { type: 'form', messageId, answers: answers as Json })
    expect(fill(plain.id, {})).toThrow('opens no form')
    expect(fill(asked.id, 'x')).toThrow('must be an object')
  })

  it('gives an address to a business that asked for one, and to no other', async () => {
    const desk = await deskWithAsha()
    await desk.told({ type: 'text', body: 'hello' })
    const asked = await desk.send({
      to: PHONE,
      type: 'interactive',
      interactive: {
        type: 'address_message',
        body: { text: 'Where to?' },
        action: { name: 'address_message', parameters: { country: 'IN' } },
      },
    })
    const values = { name: 'Asha', address: 'MG Road', in_pin_code: '560001', city: '' }
    const told = await desk.told({ type: 'address', messageId: asked.id, values })
    expect(told).toMatchObject({
      interactive: {
        type: 'nfm_reply',
        nfm_reply: { name: 'address_message', body: 'Asha\n560001\nMG Road' },
      },
      context: { id: asked.id },
    })
    const { nfm_reply } = told['interactive'] as { nfm_reply: { response_json: string } }
    expect(JSON.parse(nfm_reply.response_json)).toEqual({
      values: { name: 'Asha', address: 'MG Road', in_pin_code: '560001' },
    })
    const give = (messageId: string, given: unknown) => () =>
      desk.control.act('asha', NUMBER, { type: 'address', messageId, values: given as object })
    expect(give(asked.id, { ...values, in_pin_code: '56' })).toThrow('six digits')
    expect(give(asked.id, { ...values, city: 7 })).toThrow('must be a text')
    expect(give(asked.id, { ...values, extra: 'x' })).toThrow('no field')
    expect(give(asked.id, null)).toThrow('needs its address')
    expect(give(String(told['id']), values)).toThrow('asks for no address')
    const other = await desk.send({ to: PHONE, text: { body: 'hi' } })
    expect(give(other.id, values)).toThrow('asks for no address')
  })

  it('changes the number: old and new are told to every business that knows the person', async () => {
    const desk = await deskWithAsha()
    const other = desk.control.addNumber({ verifiedName: 'Saree House' }).phoneNumberId
    const before = String((await desk.told({ type: 'text', body: 'hello' }))['from_user_id'])
    desk.control.act('asha', other, { type: 'text', body: 'hello' })
    desk.control.act('asha', NUMBER, { type: 'change-number', phone: '+91 98765 43299' })
    await desk.control.drain()
    const told = desk.changes().filter(({ value }) => (value['messages'] as Json[])[0]?.['type'] === 'system')
    expect(told).toHaveLength(2)
    for (const { value } of told) {
      expect(value).not.toHaveProperty('contacts')
      expect((value['messages'] as Json[])[0]).toMatchObject({
        from: PHONE,
        system: { type: 'user_changed_number', wa_id: '919876543299', previous_user_id: before },
      })
    }
    const after = desk.control.state().customers[0]
    expect(after?.phone).toBe('919876543299')
    expect(after?.bsuid).not.toBe(before)
  })

  it('stops marketing: told as a preference, and then marketing fails with 131050 until it is resumed', async () => {
    const desk = await deskWithAsha()
    desk.control.addTemplate({
      name: 'sale',
      language: 'en',
      category: 'MARKETING',
      components: [{ type: 'BODY', text: 'Come in' }],
    })
    const sale = { to: PHONE, type: 'template', template: { name: 'sale', language: { code: 'en' } } }
    await desk.told({ type: 'stop-marketing' })
    expect(desk.changes().at(-1)).toMatchObject({
      wabaId: WABA,
      field: 'user_preferences',
      value: {
        user_preferences: [
          { wa_id: PHONE, category: 'marketing_messages', value: 'stop', timestamp: expect.any(Number) },
        ],
      },
    })
    const refused = await desk.send(sale)
    desk.control.act('asha', NUMBER, { type: 'resume-marketing' })
    const taken = await desk.send(sale)
    await desk.control.drain()
    const failed = desk.statuses().filter((one) => one['status'] === 'failed')
    expect(failed).toMatchObject([{ id: refused.id, errors: [{ code: 131050 }] }])
    expect(desk.control.sent().map(({ wamid }) => wamid)).toEqual([taken.id])
  })

  it('types without anyone being told', async () => {
    const desk = await deskWithAsha()
    expect(desk.control.act('asha', NUMBER, { type: 'typing' })).toBeNull()
    await desk.control.drain()
    expect(desk.received).toEqual([])
  })
})

import { describe, expect, test } from 'vitest'

import { parseChange, parseWebhook } from './parse-webhook.ts'
import { NOW, NUMBER, RIYA, SECONDS, type Kind, body, change, only, parse } from './test-bodies.ts'

const message = (item: object, beside: object = {}) =>
  only(
    parse('messages', {
      ...beside,
      messages: [{ from: '919999999999', id: 'wamid.1', timestamp: SECONDS, ...item }],
    }),
    'message',
  )

const parseItem = (item: object, kind: Kind) =>
  only(parse('messages', { messages: [{ from: '1', id: 'wamid.2', timestamp: SECONDS, ...item }] }), kind)

const parseSystem = (system: object, item: object = {}) =>
  parse('messages', {
    messages: [{ from: '111', id: 'wamid.3', timestamp: SECONDS, type: 'system', system, ...item }],
  })

describe('a text message', () => {
  const facts = parse('messages', {
    contacts: [RIYA],
    messages: [
      {
        from: '919999999999',
        id: 'wamid.1',
        timestamp: String(SECONDS),
        type: 'text',
        text: { body: 'नमस्ते' },
      },
    ],
  })

  test('says who, when, what and where it stood', () => {
    expect(only(facts, 'message')).toEqual({
      kind: 'message',
      pointer: '/entry/0/changes/0/value/messages/0',
      phoneNumberId: NUMBER,
      source: 'live',
      direction: 'in',
      peer: { phone: '919999999999', bsuid: 'IN.77' },
      author: null,
      wamid: 'wamid.1',
      at: SECONDS * 1000,
      type: 'text',
      text: 'नमस्ते',
      content: { text: { body: 'नमस्ते' } },
      context: null,
      referral: null,
      media: null,
      historyStatus: null,
    })
  })

  test('its contact is sighted once, without the "@"', () => {
    expect(only(facts, 'sighting')).toEqual({
      kind: 'sighting',
      pointer: '/entry/0/changes/0/value/contacts/0',
      phoneNumberId: NUMBER,
      person: { phone: '919999999999', bsuid: 'IN.77' },
      at: SECONDS * 1000,
      profileName: 'Riya',
      username: 'riya',
    })
  })
})

describe('who is meant', () => {
  test('contacts belong to messages by name, not by place', () => {
    const facts = parse('messages', {
      contacts: [
        { wa_id: '222', user_id: 'IN.2' },
        { wa_id: '111', user_id: 'IN.1' },
      ],
      messages: [
        { from: '111', id: 'a', timestamp: SECONDS, type: 'text', text: { body: '1' } },
        { from_user_id: 'IN.2', id: 'b', timestamp: SECONDS, type: 'text', text: { body: '2' } },
      ],
    })
    const peers = facts.flatMap((fact) => (fact.kind === 'message' ? [fact.peer] : []))
    expect(peers).toEqual([
      { phone: '111', bsuid: 'IN.1' },
      { phone: '222', bsuid: 'IN.2' },
    ])
  })

  test('also in a batch of many contacts', () => {
    const ids = Array.from({ length: 30 }, (_, i) => i)
    const facts = parse('messages', {
      contacts: ids.map((i) => ({ wa_id: `9${i}`, user_id: `IN.${i}` })).toReversed(),
      messages: ids.map((i) => ({ from: `9${i}`, id: `m${i}`, timestamp: SECONDS, type: 'text' })),
    })
    const peers = facts.flatMap((fact) => (fact.kind === 'message' ? [fact.peer] : []))
    expect(peers).toEqual(ids.map((i) => ({ phone: `9${i}`, bsuid: `IN.${i}` })))
  })

  test('a sender without a phone number is one with a business-scoped id', () => {
    expect(message({ from: '', from_user_id: 'IN.7', from_parent_user_id: 'IN.ENT.8' }).peer).toEqual({
      bsuid: 'IN.7',
      parentBsuid: 'IN.ENT.8',
    })
  })

  test('a message that names nobody is from the only contact there is', () => {
    expect(message({ from: undefined }, { contacts: [RIYA] }).peer).toEqual({
      phone: '919999999999',
      bsuid: 'IN.77',
    })
  })

  test('a business-scoped id in the place of a phone number is put right', () => {
    expect(message({ from: 'US.13491208655302741918' }).peer).toEqual({ bsuid: 'US.13491208655302741918' })
  })

  test.each([919999999999, '+91 99999-99999', '919999999999'])('%s is one phone number', (from) => {
    expect(message({ from }).peer).toEqual({ phone: '919999999999' })
  })

  test('in a group the conversation is with the group, and the participant wrote it', () => {
    const { peer, author } = message({ group_id: 'G1' }, { contacts: [RIYA] })
    expect(peer).toEqual({ group: 'G1' })
    expect(author).toEqual({ phone: '919999999999', bsuid: 'IN.77' })
  })

  test('a contact that tells nothing new is not sighted', () => {
    const facts = parse('messages', {
      contacts: [{ wa_id: '1' }],
      messages: [{ from: '1', id: 'a', type: 'text' }],
    })
    expect(facts.map((fact) => fact.kind)).toEqual(['message'])
  })
})

describe('when', () => {
  test.each([
    ['seconds as a number', SECONDS, SECONDS * 1000],
    ['seconds in digits', String(SECONDS), SECONDS * 1000],
    ['milliseconds', NOW - 5, NOW - 5],
    ['a placeholder', 'TIMESTAMP', NOW],
    ['nothing', undefined, NOW],
    ['null', null, NOW],
    ['zero', 0, NOW],
    ['an hour ahead, as clocks differ', NOW / 1000 + 3600, NOW + 3_600_000],
    ['two days ahead', NOW / 1000 + 172_800, NOW],
    ['beyond all numbers', '1e999', NOW],
  ])('%s', (_name, timestamp, at) => {
    expect(message({ timestamp }).at).toBe(at)
  })

  test('the time of the entry comes before the time of receipt', () => {
    const entry = { id: 'WABA', time: 1_750_000_000 }
    const facts = parseChange(
      change('messages', {
        messages: [{ from: '1', id: 'a', timestamp: 'TIMESTAMP', type: 'text' }],
      }),
      entry,
      '',
      NOW,
    )
    expect(only(facts, 'message').at).toBe(1_750_000_000_000)
  })
})

describe('what can be read', () => {
  test.each<[string, object, string | null]>([
    ['a body', { type: 'text', text: { body: 'hi' } }, 'hi'],
    ['a caption', { type: 'image', image: { id: '1', caption: 'roof' } }, 'roof'],
    [
      'a caption before a file name',
      { type: 'document', document: { id: '1', caption: 'bill', filename: 'a.pdf' } },
      'bill',
    ],
    ['a file name', { type: 'document', document: { id: '1', filename: 'a.pdf' } }, 'a.pdf'],
    ['a template button', { type: 'button', button: { text: 'Yes', payload: 'y' } }, 'Yes'],
    [
      'a reply button',
      { type: 'interactive', interactive: { type: 'button_reply', button_reply: { id: 'a', title: 'A' } } },
      'A',
    ],
    [
      'a list row',
      { type: 'interactive', interactive: { type: 'list_reply', list_reply: { id: 'a', title: 'Row' } } },
      'Row',
    ],
    [
      'a form',
      {
        type: 'interactive',
        interactive: { type: 'nfm_reply', nfm_reply: { body: 'Sent', response_json: '{}' } },
      },
      'Sent',
    ],
    [
      'a call permission',
      {
        type: 'interactive',
        interactive: { type: 'call_permission_reply', call_permission_reply: { response: 'accept' } },
      },
      null,
    ],
    ['an order with text', { type: 'order', order: { text: 'soon', product_items: [{}] } }, 'soon'],
    ['an order', { type: 'order', order: { text: '', product_items: [{}, {}] } }, '2 items'],
    ['an order of one', { type: 'order', order: { product_items: [{}] } }, '1 item'],
    ['a card', { type: 'contacts', contacts: [{ name: { formatted_name: 'Asha' } }] }, 'Asha'],
    ['a card without a name', { type: 'contacts', contacts: [{ phones: [{ phone: '+91 1' }] }] }, '+91 1'],
    [
      'many cards',
      {
        type: 'contacts',
        contacts: ['A', 'B', 'C', 'D', 'E'].map((formatted_name) => ({ name: { formatted_name } })),
      },
      'A, B, C + 2',
    ],
    [
      'a place',
      { type: 'location', location: { latitude: 1, longitude: 2, name: 'Shop', address: 'Road' } },
      'Shop',
    ],
    ['an address', { type: 'location', location: { latitude: 1, longitude: 2, address: 'Road' } }, 'Road'],
    [
      'a system line',
      { type: 'system', system: { type: 'customer_identity_changed', body: 'changed' } },
      'changed',
    ],
    [
      'a number that changed into itself',
      { type: 'system', system: { type: 'user_changed_number', body: 'same', wa_id: RIYA.wa_id } },
      'same',
    ],
    ['an unknown type', { type: 'poll_creation', poll_creation: { title: 'Lunch?' } }, 'Lunch?'],
    ['a sticker', { type: 'sticker', sticker: { id: '1' } }, null],
    ['a first visit', { type: 'request_welcome' }, null],
  ])('%s', (_name, item, text) => {
    expect(message(item).text).toBe(text)
  })
})

describe('what is kept', () => {
  test('types that nobody knows yet, with everything beside them', () => {
    const { type, content, context, referral } = message({
      type: 'hologram',
      hologram: { depth: 3 },
      mood: 'blue',
      context: { forwarded: true },
      referral: { source_type: 'ad', ctwa_clid: 'c' },
    })
    expect(type).toBe('hologram')
    expect(content).toEqual({ hologram: { depth: 3 }, mood: 'blue' })
    expect(context).toEqual({ forwarded: true })
    expect(referral).toEqual({ source_type: 'ad', ctwa_clid: 'c' })
  })

  test('a message without type has the type of what it carries', () => {
    expect(message({ location: { name: 'Shop' } }).type).toBe('location')
    expect(message({ errors: [{ code: 131052 }] }).type).toBe('unknown')
  })

  test('media, and whether it is a voice note', () => {
    const audio = { id: 5, mime_type: 'audio/ogg; codecs=opus', sha256: 'q+8=', voice: true }
    expect(message({ type: 'audio', audio }).media).toEqual({
      metaMediaId: '5',
      mimeType: 'audio/ogg; codecs=opus',
      sha256: 'q+8=',
      filename: null,
      isVoice: true,
    })
    expect(message({ type: 'image', image: { link: 'https://example.com' } }).media).toBeNull()
  })

  test('an unsupported message, with its reason', () => {
    const errors = [{ code: 131051, title: 'Unsupported' }]
    expect(message({ type: 'unsupported', unsupported: { type: 'poll' }, errors }).content).toEqual({
      unsupported: { type: 'poll' },
      errors,
    })
  })

  test('a change that nobody understands is an update, even an empty one', () => {
    expect(only(parse('brand_new_field', { a: 1 }), 'update')).toMatchObject({
      field: 'brand_new_field',
      phoneNumberId: NUMBER,
    })
    expect(only(parse('messages', {}), 'update').field).toBe('messages')
    expect(only(parseWebhook(body({ value: null }), NOW), 'update')).toMatchObject({
      field: 'unknown',
      value: null,
    })
  })

  test('an update of digits beyond 2^53 keeps them all', () => {
    const text = body(change('x', { message_template_id: 'ID' })).replace('"ID"', '12345678901234567890')
    expect(only(parseWebhook(text, NOW), 'update').value).toMatchObject({
      message_template_id: '12345678901234567890',
    })
  })
})

describe('edits, revokes, reactions', () => {
  test('an edit names what it replaces and by what', () => {
    const image = { id: '9', caption: 'new' }
    const edit = { original_message_id: 'wamid.1', message: { context: { id: 'M0' }, type: 'image', image } }
    expect(parseItem({ type: 'edit', edit }, 'edit')).toMatchObject({
      targetWamid: 'wamid.1',
      wamid: 'wamid.2',
      at: SECONDS * 1000,
      type: 'image',
      text: 'new',
      content: { image },
    })
  })

  test('a revoke names what it takes back', () => {
    const revoke = { original_message_id: 'wamid.1' }
    expect(parseItem({ type: 'revoke', revoke }, 'revoke')).toMatchObject({
      targetWamid: 'wamid.1',
      wamid: 'wamid.2',
    })
  })

  test.each([
    ['👍', '👍'],
    ['', null],
    [undefined, null],
  ])('a reaction of %j is %j', (given, emoji) => {
    const reaction = { message_id: 'wamid.1', emoji: given }
    expect(parseItem({ type: 'reaction', reaction }, 'reaction')).toMatchObject({
      targetWamid: 'wamid.1',
      emoji,
      peer: { phone: '1' },
      author: null,
      direction: 'in',
    })
  })

  test.each(['edit', 'revoke', 'reaction'])('%s of nothing is bad', (type) => {
    expect(parseItem({ type }, 'bad')).toMatchObject({ code: 'no_target' })
  })
})

describe('new names of the same person', () => {
  test('a new number', () => {
    const system = {
      type: 'user_changed_number',
      body: 'changed',
      wa_id: '222',
      user_id: 'IN.2',
      previous_user_id: 'IN.1',
    }
    expect(only(parseSystem(system), 'identity-change')).toMatchObject({
      from: { phone: '111', bsuid: 'IN.1' },
      to: { phone: '222', bsuid: 'IN.2' },
      body: 'changed',
    })
  })

  test('a new id where the number cannot be shown', () => {
    const system = {
      type: 'user_changed_user_id',
      user_id: 'IN.2',
      parent_user_id: 'IN.ENT.2',
      previous_user_id: 'IN.1',
      previous_parent_user_id: 'IN.ENT.1',
    }
    expect(only(parseSystem(system, { from: undefined }), 'identity-change')).toMatchObject({
      from: { bsuid: 'IN.1', parentBsuid: 'IN.ENT.1' },
      to: { bsuid: 'IN.2', parentBsuid: 'IN.ENT.2' },
    })
  })

  test('the new id is never taken for the old one', () => {
    const system = { type: 'user_changed_number', wa_id: '222', user_id: 'IN.2' }
    expect(only(parseSystem(system, { from_user_id: 'IN.2' }), 'identity-change').from).toEqual({
      phone: '111',
    })
    expect(only(parseSystem(system, { from_user_id: 'IN.1' }), 'identity-change').from).toEqual({
      phone: '111',
      bsuid: 'IN.1',
    })
  })

  test('a new security code, and a change that does not say to what, are messages', () => {
    expect(
      only(parseSystem({ type: 'customer_identity_changed', identity: { hash: 'h' } }), 'message').type,
    ).toBe('system')
    expect(only(parseSystem({ type: 'user_changed_number', body: 'x' }), 'message').text).toBe('x')
  })
})

/** Everything beside live messages: echoes, history, standby, statuses, preferences, updates. */
import { describe, expect, test } from 'vitest'

import { parseWebhook } from './parse-webhook.ts'
import { METADATA, NOW, RIYA, SECONDS, only, parse } from './test-bodies.ts'

const said = (from: string, id: string, more: object = {}) => ({
  from,
  id,
  timestamp: SECONDS,
  type: 'text',
  text: { body: id },
  history_context: { status: 'READ' },
  ...more,
})

const status = (item: object, beside: object = {}) =>
  only(
    parse('messages', {
      ...beside,
      statuses: [{ id: 'wamid.9', status: 'delivered', timestamp: SECONDS, ...item }],
    }),
    'status',
  )

const paid = (transaction: object, timestamp: number) =>
  only(
    parse('messages', {
      statuses: [{ id: 'a', type: 'payment', status: 'captured', timestamp, payment: { transaction } }],
    }),
    'update',
  )

const bookEntry = (action: string, contact: object) => ({
  type: 'contact',
  action,
  contact,
  metadata: { timestamp: SECONDS },
})

describe('what the business wrote itself', () => {
  const echo = {
    from: '15550783881',
    to: '919999999999',
    to_user_id: 'IN.77',
    id: 'wamid.4',
    timestamp: SECONDS,
    type: 'text',
    text: { body: 'ok' },
  }

  test('an echo goes out, to the customer', () => {
    expect(only(parse('smb_message_echoes', { message_echoes: [echo] }), 'message')).toMatchObject({
      source: 'echo',
      direction: 'out',
      peer: { phone: '919999999999', bsuid: 'IN.77' },
      author: null,
      text: 'ok',
    })
  })

  test('an echo to nobody is bad', () => {
    const facts = parse('smb_message_echoes', {
      message_echoes: [{ ...echo, to: undefined, to_user_id: undefined }],
    })
    expect(only(facts, 'bad').code).toBe('no_recipient')
  })

  test('the address book: added, edited, removed', () => {
    const facts = parse('smb_app_state_sync', {
      state_sync: [
        bookEntry('add', {
          full_name: 'Pablo Morales',
          first_name: 'Pablo',
          phone_number: '1',
          username: '@pablo',
        }),
        bookEntry('remove', { phone_number: '2' }),
        bookEntry('add', { user_id: 'IN.3' }),
      ],
    })
    const entries = facts.flatMap((fact) => (fact.kind === 'book-entry' ? [fact] : []))
    expect(entries.map(({ person, name, at }) => ({ person, name, at }))).toEqual([
      { person: { phone: '1' }, name: 'Pablo Morales', at: SECONDS * 1000 },
      { person: { phone: '2' }, name: null, at: SECONDS * 1000 },
      { person: { bsuid: 'IN.3' }, name: '', at: SECONDS * 1000 },
    ])
    expect(only(facts, 'sighting')).toMatchObject({ person: { phone: '1' }, username: 'pablo' })
  })
})

describe('history', () => {
  test('a thread has both directions, one peer, and statuses in lower case', () => {
    const facts = parse('history', {
      metadata: { ...METADATA, display_phone_number: '+1 555-078-3881' },
      history: [
        {
          metadata: { phase: 0, chunk_order: 1, progress: 55 },
          threads: [
            {
              id: '919999999999',
              context: { wa_id: '919999999999', user_id: 'IN.77', username: '@riya' },
              messages: [
                said('15550783881', 'a'),
                said('919999999999', 'b'),
                said('15550783881', 'c', { type: 'media_placeholder' }),
              ],
            },
          ],
        },
      ],
    })
    const messages = facts.flatMap((fact) => (fact.kind === 'message' ? [fact] : []))
    expect(messages.map(({ direction, wamid }) => `${wamid} ${direction}`)).toEqual([
      'a out',
      'b in',
      'c out',
    ])
    expect(new Set(messages.map(({ source }) => source))).toEqual(new Set(['history']))
    expect(new Set(messages.map(({ historyStatus }) => historyStatus))).toEqual(new Set(['read']))
    for (const { peer } of messages) expect(peer).toEqual({ phone: '919999999999', bsuid: 'IN.77' })
    expect(messages[2]!.type).toBe('media_placeholder')
    expect(only(facts, 'update').value).toEqual({ metadata: { phase: 0, chunk_order: 1, progress: 55 } })
    expect(only(facts, 'sighting')).toMatchObject({ username: 'riya', person: { bsuid: 'IN.77' } })
  })

  test('media that follow their placeholder', () => {
    const facts = parse('history', {
      messages: [said('919999999999', 'a', { type: 'image', image: { id: '5' } })],
      message_echoes: [said('15550783881', 'b', { to: '919999999999', type: 'image', image: { id: '6' } })],
    })
    const messages = facts.flatMap((fact) => (fact.kind === 'message' ? [fact] : []))
    expect(messages.map(({ source, direction, media }) => [source, direction, media?.metaMediaId])).toEqual([
      ['history', 'in', '5'],
      ['history', 'out', '6'],
    ])
  })

  test('the business does not share it', () => {
    const history = [{ errors: [{ code: 2_593_109 }] }]
    expect(only(parse('history', { history }), 'update')).toMatchObject({
      field: 'history',
      value: history[0],
    })
  })
})

describe('standby', () => {
  test('its lists stand one level deeper', () => {
    const facts = parse('standby', {
      standby: {
        contacts: [RIYA],
        messages: [{ from: '919999999999', id: 'a', timestamp: SECONDS, type: 'text', text: { body: 'hi' } }],
        message_echoes: [
          { from: '15550783881', to: '919999999999', id: 'b', timestamp: SECONDS, type: 'text' },
        ],
        statuses: [{ id: 'b', status: 'sent', timestamp: SECONDS, recipient_id: '919999999999' }],
      },
    })
    expect(
      facts.map(({ kind, pointer }) => `${kind} ${pointer.slice('/entry/0/changes/0/value'.length)}`),
    ).toEqual([
      'message /standby/messages/0',
      'message /standby/message_echoes/0',
      'status /standby/statuses/0',
      'sighting /standby/contacts/0',
    ])
    expect(facts.flatMap((fact) => (fact.kind === 'message' ? [[fact.source, fact.direction]] : []))).toEqual(
      [
        ['standby', 'in'],
        ['standby', 'out'],
      ],
    )
  })
})

describe('statuses', () => {
  test('what became of a message, with the price and our own mark', () => {
    const pricing = { billable: true, pricing_model: 'PMP', type: 'regular', category: 'marketing' }
    expect(
      status({ recipient_id: '919999999999', pricing, biz_opaque_callback_data: 'send-1' }),
    ).toMatchObject({
      wamid: 'wamid.9',
      status: 'delivered',
      at: SECONDS * 1000,
      recipient: '919999999999',
      errors: [],
      pricing,
      callback: 'send-1',
    })
  })

  test('a failure keeps its reasons', () => {
    const errors = [{ code: 131_049, title: 't', error_data: { details: 'd' } }]
    expect(status({ status: 'failed', errors })).toMatchObject({ status: 'failed', errors, recipient: '' })
  })

  test.each<[string, object, string]>([
    ['a participant, as documented', { recipient_id: 'G', recipient_participant_id: '1' }, '1'],
    ['a participant, as in one sample', { recipient_id: 'G', participant_recipient_id: '1' }, '1'],
    [
      'a participant without phone number',
      { recipient_id: 'G', recipient_participant_user_id: 'IN.1' },
      'IN.1',
    ],
    ['no phone number', { recipient_id: '', recipient_user_id: 'IN.2' }, 'IN.2'],
    ['only a parent id', { recipient_parent_user_id: 'IN.ENT.2' }, 'IN.ENT.2'],
  ])('the recipient of %s', (_name, item, recipient) => {
    expect(status(item).recipient).toBe(recipient)
  })

  test('a price that stands inside the conversation', () => {
    const pricing = { category: 'group_marketing' }
    expect(status({ conversation: { id: 'c', pricing } })).toMatchObject({
      pricing,
      conversation: { id: 'c' },
    })
  })

  test('words that we do not know are kept', () => {
    expect(status({ status: 'warning' }).status).toBe('warning')
  })

  test('one without status is bad', () => {
    expect(only(parse('messages', { statuses: [{ id: 'a' }] }), 'bad').code).toBe('no_status')
  })

  test('a payment is an update: the same for the same transaction and state, another when refunded', () => {
    const first = paid({ id: 't', status: 'success' }, SECONDS)
    expect(first.field).toBe('messages.payment_status')
    expect(paid({ id: 't', status: 'success' }, SECONDS + 1).key).toBe(first.key)
    expect(paid({ id: 't', status: 'failed' }, SECONDS).key).not.toBe(first.key)
    expect(paid({ id: 'u', status: 'success' }, SECONDS).key).not.toBe(first.key)
    expect(
      paid({ id: 't', status: 'success', refunds: [{ id: 'r', status: 'success' }] }, SECONDS).key,
    ).not.toBe(first.key)
  })

  test('a call is an update', () => {
    const statuses = [{ id: 'wacid.1', type: 'call', status: 'RINGING', timestamp: SECONDS }]
    expect(only(parse('calls', { statuses }), 'update').field).toBe('calls.status')
    expect(only(parse('calls', { calls: [{ id: 'wacid.1', event: 'connect' }] }), 'update').field).toBe(
      'calls',
    )
  })
})

describe('preferences', () => {
  test('stop and resume', () => {
    const facts = parse('user_preferences', {
      contacts: [RIYA],
      user_preferences: [
        {
          wa_id: 919_999_999_999,
          value: 'stop',
          category: 'marketing_messages',
          detail: 'd',
          timestamp: SECONDS,
        },
      ],
    })
    expect(only(facts, 'preference')).toMatchObject({
      person: { phone: '919999999999', bsuid: 'IN.77' },
      category: 'marketing_messages',
      value: 'stop',
      detail: 'd',
      at: SECONDS * 1000,
    })
  })
})

describe('updates', () => {
  const TIME = 1_750_000_000
  const update = (field: string, value: object, id = 'WABA') => {
    const text = JSON.stringify({
      object: 'whatsapp_business_account',
      entry: [{ id, time: TIME, changes: [{ field, value }] }],
    })
    return only(parseWebhook(text, NOW), 'update')
  }

  test('the key is the same whatever the order of keys, and another for another time, field or value', () => {
    const first = update('account_update', { event: 'A', info: { a: 1, b: [1, 2] } })
    expect(first.key).toMatch(/^[0-9a-f]{64}$/)
    expect(update('account_update', { info: { b: [1, 2], a: 1 }, event: 'A' }).key).toBe(first.key)
    expect(update('account_update', { info: { b: [2, 1], a: 1 }, event: 'A' }).key).not.toBe(first.key)
    expect(update('security', { event: 'A', info: { a: 1, b: [1, 2] } }).key).not.toBe(first.key)
    expect(first).toMatchObject({ at: TIME * 1000, entryId: 'WABA', wabaId: 'WABA', phoneNumberId: null })
  })

  test('a portfolio speaks about an account', () => {
    const value = { event: 'PARTNER_ADDED', waba_info: { waba_id: '42' } }
    expect(update('account_update', value, 'PORTFOLIO')).toMatchObject({ entryId: 'PORTFOLIO', wabaId: '42' })
  })

  test.each<[string, object]>([
    ['messaging_handovers', { recipient: { phone_number_id: 'N' } }],
    ['account_settings_update', { phone_number_settings: { phone_number_id: 'N' } }],
  ])('%s names its number elsewhere', (field, value) => {
    expect(update(field, value).phoneNumberId).toBe('N')
  })

  test('a quality update that the documentation names as a status update', () => {
    expect(update('message_template_status_update', { new_quality_score: 'RED' }).field).toBe(
      'message_template_quality_update',
    )
  })

  test.each(['errors', 'user_actions', 'conversation_context', 'things_to_come'])(
    '%s beside messages',
    (key) => {
      const value = key === 'conversation_context' ? { type: 'summary' } : [{ a: 1 }]
      expect(only(parse('messages', { [key]: value }), 'update').field).toBe(`messages.${key}`)
    },
  )
})

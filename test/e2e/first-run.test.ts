import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Me } from '#channels/me-shape.ts'
import type { Message, MessagePage } from '#conversations/message-shapes.ts'
import type { Conversation, ConversationPage } from '#conversations/shapes.ts'
import type { Problem } from '#platform/problem-shape.ts'
import type { Template } from '#templates/shapes.ts'
import type { PhoneMessage } from '#simulator/protocol.ts'
import { controlOf, NUMBER } from './imran.ts'
import { call, cookieFor, eventually, startProgram, type Program } from './program.ts'

describe('a newcomer types one command', () => {
  let program: Program
  let control: string
  beforeAll(async () => {
    program = await startProgram()
    control = controlOf(program)
    // Not those of the demo shop, who write by themselves whenever it is their turn.
    await call('POST', `${control}/customers`, { id: 'mala', name: 'மாலா சுந்தரம்', phone: '919000011202' })
    await call('POST', `${control}/customers`, { id: 'irfan', name: 'Irfan', phone: '919000011303' })
  })
  afterAll(async () => {
    await program.interrupt()
  })

  const phone = async (customer: string): Promise<PhoneMessage[]> =>
    (await call<{ messages: PhoneMessage[] }>('GET', `${control}/chats/${customer}/${NUMBER}`)).body.messages
  const act = async (customer: string, action: object): Promise<PhoneMessage> =>
    (await call<{ message: PhoneMessage }>('POST', `${control}/chats/${customer}/${NUMBER}`, action)).body
      .message
  const conversationOf = async (search: string): Promise<Conversation | undefined> =>
    (
      await call<ConversationPage>(
        'GET',
        `${program.inbox}/api/v1/conversations?q=${encodeURIComponent(search)}`,
      )
    ).body.items[0]
  const thread = async (id: string): Promise<Message[]> =>
    (
      await call<MessagePage>('GET', `${program.inbox}/api/v1/conversations/${id}/messages`)
    ).body.items.toReversed()
  const opened = async (customer: string, search: string, body: string): Promise<Conversation> => {
    await act(customer, { type: 'text', body })
    const found = await eventually(
      async () => conversationOf(search),
      (it) => it !== undefined && it.unreadCount > 0,
    )
    if (found === undefined) throw new Error('no conversation')
    return found
  }

  test('writes on the phone, sees it in the inbox, gets an automatic answer, replies, and the ticks turn blue', async () => {
    const conversation = await opened('mala', '9000011202', 'வணக்கம்! <b>Hello</b> 👋')
    expect(conversation.contact.displayName).toBe('மாலா சுந்தரம்')
    expect(conversation.window.state).toBe('open')
    const greeted = await eventually(
      async () => phone('mala'),
      (bubbles) => bubbles.some(({ by }) => by === 'business'),
    )
    expect(greeted.map(({ by }) => by)).toEqual(['customer', 'business'])

    const sent = await call<Message>(
      'POST',
      `${program.inbox}/api/v1/conversations/${conversation.id}/messages`,
      {
        type: 'text',
        text: { body: 'ஆம், இருக்கிறது' },
      },
    )
    expect(sent.status).toBe(201)
    await eventually(
      async () => phone('mala'),
      (bubbles) => bubbles.length === 3,
    )
    await call('POST', `${control}/chats/mala/${NUMBER}/read`)
    const messages = await eventually(
      async () => thread(conversation.id),
      (list) => list.at(-1)?.state === 'read',
    )
    expect(messages.map(({ direction, text, origin }) => [direction, text, origin])).toEqual([
      ['in', 'வணக்கம்! <b>Hello</b> 👋', null],
      ['out', expect.stringContaining('Kurta House'), 'greeting'],
      ['out', 'ஆம், இருக்கிறது', 'agent'],
    ])

    await call('POST', `${program.inbox}/api/v1/conversations/${conversation.id}/read`)
    await eventually(
      async () => phone('mala'),
      (bubbles) => bubbles[0]?.ticks === 'read',
    )
    expect((await conversationOf('9000011202'))?.unreadCount).toBe(0)
  })

  test('is greeted once in a window, however much is written', async () => {
    const conversation = await opened('irfan', '9000011303', 'one')
    for (const body of ['two', 'three', 'four']) await act('irfan', { type: 'text', body })
    const messages = await eventually(
      async () => thread(conversation.id),
      (list) => list.filter(({ direction }) => direction === 'in').length === 4,
    )
    await eventually(
      async () => phone('irfan'),
      (bubbles) => bubbles.filter(({ by }) => by === 'business').length > 0,
    )
    expect(messages.filter(({ origin }) => origin === 'greeting')).toHaveLength(1)
    expect(messages.filter(({ direction }) => direction === 'in').map(({ text }) => text)).toEqual([
      'one',
      'two',
      'three',
      'four',
    ])
  })

  test('gets one message for one Idempotency-Key, and a refusal for the same key with other words', async () => {
    const conversation = await opened('layla', '971500010404', 'مرحبا')
    const url = `${program.inbox}/api/v1/conversations/${conversation.id}/messages`
    const say = async (body: string): Promise<{ status: number; body: Message & Problem }> =>
      call('POST', url, { type: 'text', text: { body } }, { 'idempotency-key': 'the-same-key' })
    const answers = await Promise.all([say('once'), say('once'), say('once')])
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
    expect((await say('something else')).body.code).toBe('outbound.key_reused')
    await eventually(
      async () => phone('layla'),
      (bubbles) => bubbles.some(({ content }) => JSON.stringify(content).includes('once')),
    )
    expect(
      (await phone('layla')).filter(({ content }) => JSON.stringify(content).includes('once')),
    ).toHaveLength(1)
  })

  test('sends a template by name, and is told which values are missing', async () => {
    const conversation = await opened('debjani', '8801700010505', 'নমস্কার')
    const me = (await call<Me>('GET', `${program.inbox}/api/v1/me`)).body
    const list = async (): Promise<Template[]> =>
      (
        await call<{ items: Template[] }>(
          'GET',
          `${program.inbox}/api/v1/templates?channelId=${me.channels[0]?.id}`,
        )
      ).body.items
    const templates = await eventually(list, (items) => items.length > 0)
    const order = templates.find(({ name, language }) => name === 'order_update' && language === 'en')
    expect(order?.parameters).toEqual(['header_1', '1', '2', '3', 'button_0'])
    const url = `${program.inbox}/api/v1/conversations/${conversation.id}/messages`
    const missing = await call<Problem>('POST', url, {
      type: 'template',
      template: { name: 'order_update', language: 'en', parameters: { '1': 'Debjani' } },
    })
    expect(missing.body.code).toBe('outbound.template_parameters_missing')
    const parameters = { header_1: 'KH-7', '1': 'Debjani', '2': 'sari', '3': 'Friday', button_0: 'KH-7' }
    const sent = await call<Message>('POST', url, {
      type: 'template',
      template: { name: 'order_update', language: 'en', parameters },
    })
    expect(sent.body.text).toBe('Hello Debjani, your sari has left our shop and should reach you by Friday.')
    const bubbles = await eventually(
      async () => phone('debjani'),
      (all) => all.some(({ type }) => type === 'template'),
    )
    expect(bubbles.find(({ type }) => type === 'template')?.rendered?.body).toBe(sent.body.text)
  })

  test('writes to a customer who hides the phone number', async () => {
    await act('noor', { type: 'text', body: 'kya price hai?' })
    const conversation = await eventually(
      async () => conversationOf('noor'),
      (it) => it !== undefined,
    )
    expect(conversation?.contact).toMatchObject({ phone: null, username: 'noor.wears' })
    const sent = await call<Message>(
      'POST',
      `${program.inbox}/api/v1/conversations/${conversation?.id}/messages`,
      {
        type: 'text',
        text: { body: '₹1,499' },
      },
    )
    expect(sent.status).toBe(201)
    await eventually(
      async () => phone('noor'),
      (bubbles) => bubbles.some(({ content }) => JSON.stringify(content).includes('₹1,499')),
    )
  })

  test('attaches a picture, and gets one: the bytes are the same on both sides', async () => {
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    )
    const conversation = await opened('asha', '9000010101', 'फोटो भेजिए')
    const form = new FormData()
    form.append('file', new Blob([png], { type: 'image/png' }), 'kurta.png')
    const upload = (await (
      await fetch(`${program.inbox}/api/v1/media`, {
        method: 'POST',
        headers: cookieFor(program.inbox),
        body: form,
      })
    ).json()) as { id: string }
    const url = `${program.inbox}/api/v1/conversations/${conversation.id}/messages`
    const sent = await call<Message>('POST', url, { type: 'image', mediaId: upload.id, caption: 'M, L' })
    expect(sent.status).toBe(201)
    const bubbles = await eventually(
      async () => phone('asha'),
      (all) => all.some(({ type }) => type === 'image'),
    )
    const shown = bubbles.find(({ type }) => type === 'image')?.content as { image: { id: string } }
    const received = await fetch(`${control}/media/${shown.image.id}`)
    expect(Buffer.from(await received.arrayBuffer()).equals(png)).toBe(true)

    const stored = await fetch(`${control}/media`, {
      method: 'POST',
      body: png,
      headers: { 'content-type': 'image/png', 'x-filename': 'mine.png' },
    })
    const { id } = (await stored.json()) as { id: string }
    await act('asha', { type: 'image', mediaId: id, caption: 'ऐसा?' })
    const messages = await eventually(
      async () => thread(conversation.id),
      (list) => list.some(({ direction, media }) => direction === 'in' && media?.state === 'stored'),
    )
    const media = messages.find(({ direction, type }) => direction === 'in' && type === 'image')?.media
    const fetched = await fetch(`${program.inbox}${media?.url}`, { headers: cookieFor(program.inbox) })
    expect(fetched.headers.get('x-content-type-options')).toBe('nosniff')
    expect(Buffer.from(await fetched.arrayBuffer()).equals(png)).toBe(true)
  })

  test('sees failures in words: what happened, whose side it is on, what to do', async () => {
    await call('POST', `${control}/customers`, { id: 'gone', name: 'Gone', phone: '919000131026' })
    const conversation = await opened('gone', '919000131026', 'hello')
    const sent = await call<Message>(
      'POST',
      `${program.inbox}/api/v1/conversations/${conversation.id}/messages`,
      { type: 'text', text: { body: 'hi' } },
    )
    const messages = await eventually(
      async () => thread(conversation.id),
      (list) => list.find(({ id }) => id === sent.body.id)?.state === 'failed',
    )
    expect(messages.find(({ id }) => id === sent.body.id)?.failure).toMatchObject({
      code: 'whatsapp.131026',
      metaCode: 131026,
      side: 'customer',
    })
  })

  test('resumes the live events where the connection broke', async () => {
    const first = await readEvents(`${program.inbox}/api/v1/events`, undefined, 'live one', async () =>
      act('irfan', { type: 'text', body: 'live one' }),
    )
    expect(first.texts).toContain('live one')
    await act('irfan', { type: 'text', body: 'while away' })
    await eventually(
      async () => conversationOf('9000011303'),
      (it) => it?.lastMessage?.text === 'while away',
    )
    const second = await readEvents(
      `${program.inbox}/api/v1/events`,
      first.lastId,
      'while away',
      async () => {},
    )
    expect(second.texts).toContain('while away')
    expect(second.texts).not.toContain('live one')
  })
})

/** Reads the stream until a customer's message with this text came. */
async function readEvents(
  url: string,
  lastId: string | undefined,
  wanted: string,
  then: () => Promise<unknown>,
): Promise<{ texts: string[]; lastId: string }> {
  const response = await fetch(url, {
    headers: { ...cookieFor(url), ...(lastId !== undefined && { 'last-event-id': lastId }) },
  })
  const texts: string[] = []
  let id = ''
  let buffer = ''
  let isStarted = false
  const decoder = new TextDecoder()
  const isDone = (): boolean => texts.includes(wanted) && id !== ''
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    buffer += decoder.decode(chunk, { stream: true })
    if (!isStarted) {
      isStarted = true
      setTimeout(() => void then(), 300) // the stream starts at the end as it is then
    }
    for (;;) {
      const end = buffer.indexOf('\n\n')
      if (end === -1) break
      const frame = buffer.slice(0, end)
      buffer = buffer.slice(end + 2)
      id = /^id: (.+)$/mu.exec(frame)?.[1] ?? id
      const data = /^data: (.+)$/mu.exec(frame)?.[1]
      const event = data === undefined ? null : (JSON.parse(data) as { type: string; data: Message })
      if (event?.type === 'message.created' && event.data.direction === 'in')
        texts.push(event.data.text ?? '')
    }
    if (isDone()) break // which also ends the request
  }
  return { texts, lastId: id }
}

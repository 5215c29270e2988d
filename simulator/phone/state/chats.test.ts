import { describe, expect, it } from 'vitest'
import type { PhoneMessage } from '#simulator/protocol.ts'
import { changeChats, chatIn, type ChatChange, type Chats } from './chats.ts'

const chat = { customer: 'c1', number: 'n1' }

const message = (wamid: string, at: number, given: Partial<PhoneMessage> = {}): PhoneMessage => ({
  wamid,
  by: 'customer',
  type: 'text',
  content: { body: wamid },
  rendered: null,
  at,
  ticks: 'sent',
  replyTo: null,
  reactions: [],
  editedAt: null,
  revokedAt: null,
  ...given,
})

const arrival = (wamid: string, at: number): ChatChange => ({
  type: 'message',
  chat,
  message: message(wamid, at),
})

const after = (...changes: ChatChange[]) =>
  chatIn(
    changes.reduce<Chats>((chats, change) => changeChats(chats, change), {}),
    chat,
  )
const ids = (given: ReturnType<typeof after>) => given.messages.map((one) => one.wamid)

describe('what was just written', () => {
  const sending: ChatChange = { type: 'sending', chat, localId: 'l1', message: message('l1', 5) }
  const event: ChatChange = { type: 'message', chat, message: message('w1', 5, { ticks: 'delivered' }) }
  const answer: ChatChange = { type: 'answered', chat, localId: 'l1', message: message('w1', 5) }

  it('is replaced by the answer', () => {
    const state = after(sending, answer)
    expect(ids(state)).toEqual(['w1'])
    expect(state.pending).toEqual([])
  })

  it('steps aside when the event comes before the answer, and the older answer changes nothing', () => {
    expect(after(sending, event).pending.map((one) => one.arrivedAs)).toEqual(['w1'])
    const state = after(sending, event, answer)
    expect(state.pending).toEqual([])
    expect(state.messages.map((one) => one.ticks)).toEqual(['delivered'])
  })

  it('lets one event take the place of one bubble only', () => {
    const second: ChatChange = { type: 'sending', chat, localId: 'l2', message: message('l2', 6) }
    expect(after(sending, second, event).pending.map((one) => one.arrivedAs)).toEqual(['w1', null])
  })

  it('stays with the reason when it failed, until it is sent again or dropped', () => {
    const failed: ChatChange = { type: 'failed', chat, localId: 'l1', why: 'HTTP 500' }
    expect(after(sending, failed).pending[0]).toMatchObject({ state: 'failed', why: 'HTTP 500' })
    expect(after(sending, failed, sending).pending).toHaveLength(1)
    expect(after(sending, failed, { type: 'dropped', chat, localId: 'l1' }).pending).toEqual([])
  })
})

describe('what arrives', () => {
  it('stands in order of time, whatever the order of arrival', () => {
    expect(ids(after(arrival('b', 2), arrival('a', 1), arrival('c', 2)))).toEqual(['a', 'b', 'c'])
  })

  it('counts as unread once, and ends the typing', () => {
    const reply: ChatChange = { type: 'message', chat, message: message('b', 1, { by: 'business' }) }
    const state = after({ type: 'typing', chat, until: 99 }, reply, reply)
    expect(state).toMatchObject({ unread: 1, typingUntil: 0 })
    expect(after(reply, { type: 'looked', chat }).unread).toBe(0)
  })

  it('keeps what was known about older pages when the newest is loaded again', () => {
    const page = Array.from({ length: 60 }, (_, at) => message(`w${at}`, at))
    const load: ChatChange = { type: 'page', chat, messages: page, isEarlier: false }
    const earlier: ChatChange = { type: 'page', chat, messages: [message('z', -1)], isEarlier: true }
    expect(after(load).hasEarlier).toBe(true)
    expect(after(load, earlier, load).hasEarlier).toBe(false)
  })
})

import { describe, expect, it } from 'vitest'
import { sampleMessage, sampleNote } from './samples.ts'
import { firstUnread, threadRows } from './thread-rows.ts'

const MINUTE = 60_000
const NOON = new Date(2026, 10, 22, 12).getTime()
const keysOf = (rows: ReturnType<typeof threadRows>) => rows.map((row) => row.key)
const note = (id: string, at: number) => sampleNote({ id, at })

describe('rows of a thread', () => {
  it('begin a run when the side, the day or ten minutes change', () => {
    const rows = threadRows(
      [
        sampleMessage({ id: 'a', at: NOON }),
        sampleMessage({ id: 'b', at: NOON + MINUTE }),
        sampleMessage({ id: 'c', at: NOON + 2 * MINUTE, direction: 'out' }),
        sampleMessage({ id: 'd', at: NOON + 13 * MINUTE, direction: 'out' }),
        sampleMessage({ id: 'e', at: NOON + 24 * 60 * MINUTE, direction: 'out' }),
      ],
      null,
      false,
    )
    expect(rows.map((row) => row.isRunStart)).toEqual([true, false, true, true, true])
    expect(rows.map((row) => row.showsDay)).toEqual([true, false, false, false, true])
  })
  it('do not let a system note begin or continue anybody’s run', () => {
    const rows = threadRows(
      [
        sampleMessage({ id: 'a', at: NOON }),
        sampleMessage({ id: 's', at: NOON + 1, type: 'system' }),
        sampleMessage({ id: 'b', at: NOON + 2 }),
      ],
      null,
      false,
    )
    expect(rows.map((row) => row.isRunStart)).toEqual([true, true, true])
  })
  it('carry the sender’s own key, so that a bubble survives its confirmation', () => {
    expect(threadRows([sampleMessage({ id: 'm7', clientId: 'k' })], null, false)[0]?.key).toBe('k')
  })
  it('show no day above the oldest while there may be older ones of that day', () => {
    expect(threadRows([sampleMessage()], null, true)[0]?.showsDay).toBe(false)
    expect(threadRows([sampleMessage()], null, false)[0]?.showsDay).toBe(true)
  })
  it('count the unread ones below the divider', () => {
    const messages = ['a', 'b', 'c'].map((id, index) => sampleMessage({ id, at: NOON + index }))
    expect(threadRows(messages, 'b', false).map((row) => row.unreadBelow)).toEqual([0, 2, 0])
  })
})

describe('the unread divider', () => {
  const messages = [
    sampleMessage({ id: 'a' }),
    sampleMessage({ id: 'b' }),
    sampleMessage({ id: 'c', direction: 'out' }),
    sampleMessage({ id: 'd' }),
  ]
  it('stands before the oldest of the unread, counting only the customer’s', () => {
    expect(firstUnread(messages, 2)).toBe('b')
  })
  it('stands nowhere if nothing is unread or not all of it is loaded', () => {
    expect(firstUnread(messages, 0)).toBeNull()
    expect(firstUnread(messages, 9)).toBeNull()
  })
})

describe('notes between the messages', () => {
  const messages = [
    sampleMessage({ id: 'a', at: NOON }),
    sampleMessage({ id: 'b', at: NOON + MINUTE }),
    sampleMessage({ id: 'c', at: NOON + 2 * MINUTE }),
  ]

  it('stand in the order of time, whatever order they come in', () => {
    const notes = [note('late', NOON + 9 * MINUTE), note('mid', NOON + MINUTE + 1), note('early', NOON - 1)]
    expect(keysOf(threadRows(messages, null, false, notes))).toEqual([
      'note:early',
      'a',
      'b',
      'note:mid',
      'c',
      'note:late',
    ])
  })
  it('never change the order of the messages, even if a clock is wrong', () => {
    const pending = sampleMessage({ id: 'p', direction: 'out', at: NOON - 60 * MINUTE })
    const rows = threadRows([...messages, pending], null, false, [note('n', NOON + MINUTE + 1)])
    expect(keysOf(rows)).toEqual(['a', 'b', 'note:n', 'c', 'p'])
  })
  it('end a run, and belong to none', () => {
    const rows = threadRows(messages, null, false, [note('n', NOON + MINUTE + 1)])
    expect(rows.map((row) => row.isRunStart)).toEqual([true, false, true, true])
  })
  it('wait for their page while they are older than all that is loaded', () => {
    const notes = [note('old', NOON - MINUTE)]
    expect(keysOf(threadRows(messages, null, true, notes))).toEqual(['a', 'b', 'c'])
    expect(keysOf(threadRows(messages, null, false, notes))).toEqual(['note:old', 'a', 'b', 'c'])
  })
  it('stand alone where nothing was said yet', () => {
    expect(threadRows([], null, false, [note('n', NOON)]).map((row) => row.showsDay)).toEqual([true])
  })
  it('count for nothing in the unread divider, and carry a day of their own', () => {
    const rows = threadRows(messages, 'b', false, [
      note('n', NOON + MINUTE + 1),
      note('tomorrow', NOON + 24 * 60 * MINUTE),
    ])
    expect(rows.find((row) => row.unreadBelow > 0)?.unreadBelow).toBe(2)
    expect(rows.at(-1)?.showsDay).toBe(true)
  })
})

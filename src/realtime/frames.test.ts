import { describe, expect, test } from 'vitest'
import type { StreamEvent } from './event-shape.ts'
import { frames } from './frames.ts'
import { parseCursor } from './read-events.ts'

const event = (id: string, from: string): StreamEvent => ({
  id,
  type: 'conversation.merged',
  at: 1,
  data: { from, into: 'b' },
})
const linesOf = (text: string): string[] => text.split('\n')

describe('frames', () => {
  test('carry the place once, with the last of a batch: whoever is cut off in the middle gets all of it again', () => {
    const text = frames([event('1-1', 'x'), event('1-1', 'y'), event('2-7', 'z')], '2-7')
    const blocks = text.split('\n\n')
    expect(blocks.map((block) => /^id: (.*)$/mu.exec(block)?.[1])).toEqual([
      undefined,
      undefined,
      '2-7',
      undefined,
    ])
    expect(text.endsWith('\n\n')).toBe(true)
  })

  test('without events say only where the listener is', () => {
    expect(frames([], '5-9')).toBe('id: 5-9\n\n')
  })

  test('stay one line each, whatever is in them: nothing said by a customer begins a field of its own', () => {
    const words = 'a\nid: 9-9\ndata: {}\n\nevent: x\r\nretry: 1\u2028b'
    const text = frames([event('1-1', words)], '1-1')
    expect(
      linesOf(text)
        .filter((line) => line !== '')
        .map((line) => line.split(':')[0]),
    ).toEqual(['id', 'data'])
    expect(JSON.parse(linesOf(text)[1]?.slice(6) ?? '')).toMatchObject({ data: { from: words } })
  })
})

describe('Last-Event-ID', () => {
  test('that was never sent is no place', () => {
    expect(parseCursor(undefined)).toBeNull()
    expect(parseCursor('')).toBeNull()
  })

  test('of ours is taken as it is', () => {
    expect(parseCursor('123-456')).toEqual({ xid: '123', id: '456' })
  })

  test.each(['garbage', '1', '-1-1', '1-1-1', '1e3-1', '99999999999999999999-1', '1-9999999999999999999'])(
    '%s is a place that no stream has reached, so that everything is fetched anew',
    (text) => {
      expect(parseCursor(text)).toEqual({ xid: '18446744073709551615', id: '0' })
    },
  )
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSseParser } from './sse.ts'

describe('the stream of events', () => {
  it('tells frames from heartbeats', () => {
    expect(createSseParser().push(': beat\n\nid: 7\nevent: x\ndata: {"a":1}\n\n')).toEqual([
      { id: null, data: null },
      { id: '7', data: '{"a":1}' },
    ])
  })
  it('waits for the rest of a frame', () => {
    const parser = createSseParser()
    expect(parser.push('id: 1\nda')).toEqual([])
    expect(parser.push('ta: x\n\n')).toEqual([{ id: '1', data: 'x' }])
  })
  it('joins lines of data and takes every kind of line end', () => {
    expect(createSseParser().push('data: a\r\ndata: b\r\n\r\n')).toEqual([{ id: null, data: 'a\nb' }])
  })
  it('reads the same frames however the stream is cut', () => {
    const whole = 'id: 1\r\ndata: one\r\n\r\n: beat\n\nid: 2\ndata: zwei\ndata: 2\n\n'
    const expected = createSseParser().push(whole)
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: whole.length })), (cuts) => {
        const edges = [0, ...cuts.toSorted((a, b) => a - b), whole.length]
        const parser = createSseParser()
        const frames = edges.slice(1).flatMap((edge, index) => parser.push(whole.slice(edges[index], edge)))
        expect(frames).toEqual(expected)
      }),
    )
  })
})

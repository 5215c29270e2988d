import { describe, expect, it } from 'vitest'
import { sampleMessage as message } from '../conversations/samples.ts'
import { placeOf, viewablesOf, zoomAround } from './media-list.ts'

const media = (more: object = {}) => ({
  ...{ id: 'm', state: 'stored' as const, mimeType: 'image/jpeg', filename: null, bytes: 1 },
  ...{ isVoice: false, url: '/api/v1/media/m' },
  ...more,
})

describe('what can be looked at', () => {
  it('is every file of the conversation in its order, and nothing else', () => {
    const found = viewablesOf([
      message({ id: '1', type: 'text' }),
      message({ id: '2', type: 'image', media: media() }),
      message({ id: '3', type: 'sticker', media: media() }),
      message({ id: '4', type: 'video', media: media({ state: 'pending', url: null }) }),
      message({ id: '5', type: 'document', media: media(), revokedAt: 1 }),
      message({ id: '6', type: 'audio', media: media() }),
      message({ id: '7', type: 'interactive', media: media({ mimeType: 'application/pdf' }) }),
    ])
    expect(found.map(({ id, kind }) => [id, kind])).toEqual([
      ['2', 'image'],
      ['6', 'audio'],
      ['7', 'document'],
    ])
  })
})

describe('the place of a file', () => {
  const all = viewablesOf([
    message({ id: '1', type: 'image', media: media() }),
    message({ id: '2', type: 'image', media: media(), clientId: 'k2' }),
  ])
  it('stays when a message that was being sent has got its id', () => {
    expect(placeOf(all, { id: 'local:k2', clientId: 'k2' })).toBe(1)
    expect(placeOf(all, { id: '1', clientId: null })).toBe(0)
  })
  it('is nowhere when it is not among them, whoever else has no key', () => {
    expect(placeOf(all, { id: '3', clientId: null })).toBe(-1)
    expect(placeOf(all, { id: 'local:k3', clientId: 'k3' })).toBe(-1)
  })
})

describe('zooming', () => {
  it('keeps what lies under the finger where it is', () => {
    const [point, offset] = [
      { x: 100, y: -40 },
      { x: 10, y: 20 },
    ]
    const moved = zoomAround(point, offset, 2, 3)
    // The same place of the picture: (point - offset) / scale.
    expect((point.x - moved.x) / 3).toBeCloseTo((point.x - offset.x) / 2)
    expect((point.y - moved.y) / 3).toBeCloseTo((point.y - offset.y) / 2)
  })
  it('brings the whole picture back to the middle', () => {
    expect(zoomAround({ x: 5, y: 5 }, { x: 9, y: 9 }, 2, 1)).toEqual({ x: 0, y: 0 })
  })
})

import { describe, expect, it } from 'vitest'
import { flowAnswers, payloadOf, safeUrl } from './payload.ts'
import { plainLine } from './plain-line.ts'

describe('a flow’s answers', () => {
  it('are read as label and value, without Meta’s numbering and token', () => {
    const json = JSON.stringify({
      screen_0_Full_name_1: 'Asha',
      address: { pinCode: 302001 },
      ok: true,
      sizes: ['M', 'L'],
      flow_token: 'x',
    })
    expect(flowAnswers(json)).toEqual([
      { label: 'Full name', value: 'Asha' },
      { label: 'Address · pin Code', value: '302001' },
      { label: 'Ok', value: '✓' },
      { label: 'Sizes', value: 'M, L' },
    ])
  })
  it('are none if the text is not what it should be', () => {
    expect(flowAnswers('not json')).toEqual([])
    expect(flowAnswers(null)).toEqual([])
  })
})

describe('a payload', () => {
  it('stands under its type when it came in, and by itself when we sent it', () => {
    expect(payloadOf({ type: 'location', content: { location: { latitude: 1 } } })).toEqual({ latitude: 1 })
    expect(payloadOf({ type: 'location', content: { latitude: 1 } })).toEqual({ latitude: 1 })
  })
  it('gives an address to link to only if it is http or https', () => {
    expect(safeUrl('https://fb.me/x')).toBe('https://fb.me/x')
    expect(safeUrl('javascript:alert(1)')).toBeNull()
  })
})

describe('a line of preview', () => {
  it('drops the markers, also nested ones, and keeps stars that are none', () => {
    expect(plainLine('*Hi _there_*,\n~old~ `new`')).toBe('Hi there, old new')
    expect(plainLine('2 * 3 * 4')).toBe('2 * 3 * 4')
  })
})

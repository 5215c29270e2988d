import { describe, expect, it } from 'vitest'
import { COLORS, nextColor } from './next-color.ts'

describe('the colour of a new label', () => {
  it('is one that no other label has, while there is one', () => {
    const labels: { color: (typeof COLORS)[number] }[] = []
    for (let n = 0; n < COLORS.length; n++) labels.push({ color: nextColor(labels) })
    expect(new Set(labels.map(({ color }) => color)).size).toBe(COLORS.length)
  })
  it('is then the one that is used least', () => {
    const twice = [...COLORS, ...COLORS].filter((color, index) => !(color === 'red' && index > 7))
    expect(nextColor(twice.map((color) => ({ color })))).toBe('red')
  })
})

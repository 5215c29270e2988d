import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { placeBetween } from './place-between.ts'

describe('a place', () => {
  it('is always found between two others, wherever people put things', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 300 }), (wishes) => {
        const places: string[] = []
        for (const wish of wishes) {
          const at = wish % (places.length + 1)
          places.splice(at, 0, placeBetween(places[at - 1] ?? null, places[at] ?? null))
        }
        expect(places).toEqual(places.toSorted((a, b) => (a < b ? -1 : 1)))
        expect(new Set(places).size).toBe(places.length)
        expect(places.every((place) => !place.endsWith('0'))).toBe(true)
      }),
    )
  })

  it('stays short when things are only ever added at the end', () => {
    let place = placeBetween(null, null)
    for (let count = 0; count < 300; count += 1) place = placeBetween(place, null)
    expect(place.length).toBeLessThan(20)
  })

  it('is refused between two that are not in order', () => {
    expect(() => placeBetween('b', 'a')).toThrow('not in order')
    expect(() => placeBetween('a', 'a')).toThrow('not in order')
  })
})

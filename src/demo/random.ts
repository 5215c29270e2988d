import type { Instant } from '#platform/time.ts'

/** Chance that falls the same way every time, so that every demo shop is the same shop. */
export type Random = {
  /** A whole number from 0 up to, but not including, `end`. */
  readonly below: (end: number) => number
  readonly pick: <T>(list: readonly T[]) => T
  readonly shuffled: <T>(list: readonly T[]) => T[]
  readonly hex: (digits: number) => string
}

/** Mulberry32 (Tommy Ettinger, 2017): 32 bits of state are plenty for a shop that does not exist. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  const below = (end: number): number => next() % end
  return {
    below,
    pick: (list) => {
      const picked = list[below(list.length)]
      if (picked === undefined) throw new Error('nothing to pick from')
      return picked
    },
    shuffled: (list) =>
      list
        .map((item) => ({ item, key: next() }))
        .toSorted((a, b) => a.key - b.key)
        .map(({ item }) => item),
    hex: (digits) => {
      let text = ''
      while (text.length < digits) text += next().toString(16).padStart(8, '0')
      return text.slice(0, digits)
    },
  }
}

/** A UUID of version 7 for a moment in the past: see `platform/ids.ts`. */
export function idAt(at: Instant, random: Random): string {
  const time = at.toString(16).padStart(12, '0')
  const tail = random.hex(18)
  return `${time.slice(0, 8)}-${time.slice(8)}-7${tail.slice(0, 3)}-8${tail.slice(3, 6)}-${tail.slice(6)}`
}

/**
 * Chance that repeats itself: the same seed draws the same numbers.
 *
 * Each part of the simulator has a stream of its own, so that one more draw in one place does not change what
 * happens in another.
 */
export type Random = {
  /** From 0 up to, not including, 1. */
  next(): number
  /** A whole number from 0 up to, not including, the bound. */
  below(bound: number): number
  /** True with this probability. */
  chance(probability: number): boolean
  /** So many characters out of an alphabet. */
  pick(alphabet: string, length: number): string
}

/** A stream of its own for each name. (mulberry32: 32 bits of state, plenty for faults and ids of traces.) */
export function createRandom(seed: number, name: string): Random {
  let state = seedOf(seed, name)
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    return mix(state)
  }
  const below = (bound: number): number => Math.floor(next() * bound)
  return {
    next,
    below,
    chance: (probability) => probability > 0 && next() < probability,
    pick: (alphabet, length) => Array.from({ length }, () => alphabet[below(alphabet.length)]).join(''),
  }
}

/** One number from 0 up to, not including, 1: always the same for a seed and a name, in whatever order they are asked for. */
export const drawOf = (seed: number, name: string): number => mix(seedOf(seed, name) + 0x6d2b79f5)

function mix(state: number): number {
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
}

/** FNV-1a over the seed and the name. */
function seedOf(seed: number, name: string): number {
  let hash = 0x811c9dc5
  for (const character of `${seed}/${name}`) {
    hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193)
  }
  return hash
}

/** Who is hit, and when: drawn from the seed, so that the same seed plans the same run. Pure. */
import { createRandom, type Random } from '#simulator/world/random.ts'

const BLOWS = [
  'kill gateway',
  'kill worker',
  'kill sender',
  'kill web',
  'kill postgres',
  'pause worker',
  'pause sender',
] as const
export type Blow = (typeof BLOWS)[number]
export type PlannedBlow = { readonly blow: Blow; readonly afterMs: number; readonly which: number }

/** One round of the deck: those that hold leases and the database are hit more often than the rest. */
const DECK: readonly Blow[] = [
  'kill worker',
  'kill sender',
  'kill postgres',
  'kill gateway',
  'pause worker',
  'kill sender',
  'kill worker',
  'pause sender',
  'kill postgres',
  'kill web',
]
/** Between two blows. Shorter than a restart takes now and then, so that one also hits what is just getting up. */
const GAP_MS_MIN = 600
const GAP_MS_MAX = 2600

export function planBlows(seed: number, count: number): PlannedBlow[] {
  const random = createRandom(seed, 'blows')
  const blows: Blow[] = []
  while (blows.length < count) blows.push(...shuffled(DECK, random))
  return blows.slice(0, count).map((blow) => ({
    blow,
    afterMs: GAP_MS_MIN + random.below(GAP_MS_MAX - GAP_MS_MIN),
    which: random.below(1_000_000),
  }))
}

/** Fisher and Yates. */
function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  const left = [...items]
  const result: Item[] = []
  while (left.length > 0) result.push(...left.splice(random.below(left.length), 1))
  return result
}

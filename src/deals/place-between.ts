/**
 * Places in an order as texts: between any two there is another, so that moving one thing changes one row. A place is a
 * fraction in base 36 without "0." and without zeros at its end; compared byte by byte they are in order. Pure.
 */
const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz'

/** A place after `low` (null: the beginning) and before `high` (null: the end). At the ends it takes small steps: places stay short. */
export function placeBetween(low: string | null, high: string | null): string {
  if (low === null) return high === null ? 'i' : before(high)
  if (high === null) return behind(low)
  if (low >= high) throw new Error('places are not in order')
  return between(low, high)
}

function before(high: string): string {
  const first = DIGITS.indexOf(high.charAt(0))
  if (first === 0) return `0${before(high.slice(1))}`
  if (first > 1) return DIGITS.charAt(first - 1)
  return high.length > 1 ? '1' : '0z'
}

function behind(low: string): string {
  const first = DIGITS.indexOf(low.charAt(0))
  if (first < DIGITS.length - 1) return DIGITS.charAt(first + 1)
  return low.length > 1 ? `z${behind(low.slice(1))}` : 'z1'
}

function between(low: string, high: string): string {
  // what both begin with stays; behind its end a place goes on with zeros
  let same = 0
  while ((low[same] ?? '0') === high[same]) same += 1
  if (same > 0) return high.slice(0, same) + between(low.slice(same), high.slice(same))
  const first = low === '' ? 0 : DIGITS.indexOf(low.charAt(0))
  const limit = DIGITS.indexOf(high.charAt(0))
  if (limit - first > 1) return DIGITS.charAt(first + Math.floor((limit - first) / 2))
  // neighbours: the first digit of `high` alone lies between, if it has more of them
  if (high.length > 1) return high.charAt(0)
  return low.length > 1 ? low.charAt(0) + behind(low.slice(1)) : `${DIGITS.charAt(first)}i`
}

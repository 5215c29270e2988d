/**
 * Amounts as whole millionths of a currency: Meta's prices have four decimals, and a sum of millions of them must not miss the
 * paisa, so nothing here is ever a float. Pure.
 */
export type Micros = bigint

const DECIMALS = 6
const ONE = 10n ** BigInt(DECIMALS)

/** Decimal text as Meta's cards have it; null: it is none, is negative, or is finer than a millionth. */
export function parseMicros(text: string): Micros | null {
  const [, whole, fraction = ''] = /^(\d{1,12})(?:\.(\d{1,6}))?$/u.exec(text.trim()) ?? []
  return whole === undefined ? null : BigInt(whole) * ONE + BigInt(fraction.padEnd(DECIMALS, '0'))
}

/** As decimal text: two decimals, and more where there are more. */
export function microsText(micros: Micros): string {
  const size = micros < 0n ? -micros : micros
  const fraction = String(size % ONE).padStart(DECIMALS, '0')
  return `${micros < 0n ? '-' : ''}${size / ONE}.${fraction.slice(0, 2)}${fraction.slice(2).replace(/0+$/u, '')}`
}

/** A number of Meta's, which came as JSON and so as a float: the millionth that was meant. */
export const microsOfNumber = (value: number): Micros =>
  BigInt(Math.trunc(value)) * ONE + BigInt(Math.round((value - Math.trunc(value)) * Number(ONE)))

/** Up to half a paisa is rounding. */
export const isSameAmount = (one: Micros, other: Micros): boolean => {
  const difference = one - other
  return (difference < 0n ? -difference : difference) < ONE / 200n
}

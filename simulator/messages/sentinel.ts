/**
 * Recipients that bring an error with them: a phone number that ends in a code of Meta's gets that error.
 *
 * Codes are read from the last six digits, with zeros in front: …131056, …080007, …000190. Those below 100 would be
 * met by accident in every row of made-up numbers, so they are written with 999 in front: …999004.
 */
import { ERROR_TABLE } from '#simulator/graph/graph-error.ts'

const codeBySuffix = new Map(
  Object.keys(ERROR_TABLE).map((code) => [
    Number(code) < 100 ? `999${code.padStart(3, '0')}` : code.padStart(6, '0'),
    Number(code),
  ]),
)

/** The digits that call for an error, for tests that walk through all of them. */
export function sentinelSuffix(code: number): string | null {
  for (const [suffix, known] of codeBySuffix) if (known === code) return suffix
  return null
}

/** The error that a phone number asks for, or null. */
export function sentinelOf(phone: string): number | null {
  return codeBySuffix.get(phone.slice(-6)) ?? null
}

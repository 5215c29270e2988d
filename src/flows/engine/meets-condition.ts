import type { Condition } from '../definition.ts'
import { valueAt, wordsOf } from './fill-text.ts'
import type { Json, Variables } from './flow-state.ts'

/** Texts are compared without case and outer blanks; what is compared by size must be a number on both sides. */
export function meetsCondition({ variable, is, value }: Condition, values: Variables): boolean {
  const found = valueAt(values, variable)
  const isThere = found !== undefined && found !== null && found !== ''
  switch (is) {
    case 'there':
      return isThere
    case 'missing':
      return !isThere
    case 'equal':
      return isSame(found, value)
    case 'not_equal':
      return !isSame(found, value)
    case 'one_of':
      return Array.isArray(value) && value.some((each) => isSame(found, each))
    case 'contains':
      return Array.isArray(found)
        ? found.some((each: Json) => isSame(each, value))
        : plain(wordsOf(found)).includes(plain(wordsOf(value)))
    case 'less':
    case 'at_most':
    case 'greater':
    case 'at_least':
      return compares(is, numberOf(found), numberOf(value))
    default:
      return is satisfies never
  }
}

const plain = (text: string): string => text.normalize('NFKC').trim().toLowerCase()

const isSame = (one: unknown, other: unknown): boolean =>
  one !== undefined && other !== undefined && plain(wordsOf(one as Json)) === plain(wordsOf(other as Json))

function compares(is: 'less' | 'at_most' | 'greater' | 'at_least', one: number, other: number): boolean {
  if (is === 'less') return one < other
  if (is === 'at_most') return one <= other
  return is === 'greater' ? one > other : one >= other
}

/** NaN, which nothing is less or greater than, if it is none. */
function numberOf(value: unknown): number {
  if (typeof value === 'number') return value
  return typeof value === 'string' && /^\s*-?\d+(?:\.\d+)?\s*$/u.test(value) ? Number(value) : NaN
}

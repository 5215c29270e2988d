import { expect, test } from 'vitest'
import { RULES } from './lint/rules.ts'
import { explainRejection } from './reject-reasons.ts'

const REASONS = [
  ...['ABUSIVE_CONTENT', 'CATEGORY_NOT_AVAILABLE', 'INCORRECT_CATEGORY', 'INVALID_FORMAT', 'PROMOTIONAL'],
  ...['SCAM', 'TAG_CONTENT_MISMATCH', 'NONE'],
]

test('each of Meta’s reasons has words of its own, and names rules that there are', () => {
  const words = REASONS.map(explainRejection)
  expect(new Set(words.map(({ meaning }) => meaning)).size).toBe(REASONS.length)
  for (const { rules, nextStep } of words) {
    expect(nextStep).not.toBe('')
    expect(rules.length).toBeGreaterThan(0)
    expect(rules.filter((rule) => !Object.hasOwn(RULES, rule))).toEqual([])
    expect(new Set(rules).size).toBe(rules.length)
  }
})

test('a reason that nobody foresaw is told as such, and case does not matter', () => {
  expect(explainRejection('constructor')).toEqual(explainRejection('SOMETHING_NEW'))
  expect(explainRejection('SOMETHING_NEW').rules).toEqual([])
  expect(explainRejection('promotional')).toEqual(explainRejection('PROMOTIONAL'))
  expect(explainRejection('')).toEqual(explainRejection('NONE'))
})

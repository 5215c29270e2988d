import { describe, expect, test } from 'vitest'
import type { Trigger } from './definition.ts'
import { matchTrigger, type Occasion } from './match-trigger.ts'

const occasion = (more: Partial<Occasion>): Occasion => ({
  ...{ text: '', payload: null, template: null, referral: null, intent: null },
  ...{ isFirstOfContact: false, opensWindow: false },
  ...more,
})
const listeners = (...triggers: readonly Trigger[]) =>
  triggers.map((trigger, nth) => ({ flow: `${nth}`, version: 1, triggers: [trigger] }))
const begun = (triggers: readonly Trigger[], more: Partial<Occasion>): string | null =>
  matchTrigger(listeners(...triggers), occasion(more))?.flow ?? null

const keyword = (match: 'exact' | 'contains' | 'alike', ...words: string[]): Trigger => ({
  on: 'keyword',
  words,
  match,
})

describe('a flow begins', () => {
  test.each([
    ['exact', 'Price', true],
    ['exact', 'the price', false],
    ['alike', 'prise', true],
    ['alike', 'the price', false],
    ['contains', 'bhai price batao', true],
    ['contains', 'nothing of it', false],
  ] as const)('by a keyword (%s) when somebody writes “%s”: %s', (match, text, fires) => {
    expect(begun([keyword(match, 'price')], { text })).toBe(fires ? '0' : null)
  })

  test('by a keyword in another script', () => {
    expect(begun([keyword('exact', 'दाम')], { text: 'daam' })).toBe('0')
    expect(begun([keyword('contains', 'order')], { text: 'मेरा ऑर्डर कहाँ है' })).toBe('0')
  })

  test('by the trigger that says most, and else by the first', () => {
    const first: Trigger = { on: 'first_message', of: 'contact' }
    expect(begun([first, keyword('contains', 'price')], { text: 'price?', isFirstOfContact: true })).toBe('1')
    expect(begun([keyword('contains', 'price'), keyword('exact', 'price')], { text: 'price' })).toBe('1')
    expect(
      begun([keyword('exact', 'price'), { on: 'button', payloads: ['p'] }], { text: 'price', payload: 'p' }),
    ).toBe('1')
    expect(begun([keyword('exact', 'price'), keyword('exact', 'price')], { text: 'price' })).toBe('0')
  })

  test('by an ad, any or this one', () => {
    expect(begun([{ on: 'referral', sourceIds: [] }], { referral: '7' })).toBe('0')
    expect(begun([{ on: 'referral', sourceIds: ['8'] }], { referral: '7' })).toBeNull()
    expect(begun([{ on: 'referral', sourceIds: [] }], {})).toBeNull()
  })

  test('by the answer to a template, an intent, or the window that opens', () => {
    expect(begun([{ on: 'template_reply', template: 'sale' }], { template: 'sale' })).toBe('0')
    expect(begun([{ on: 'intent', intents: ['price'] }], { intent: 'price' })).toBe('0')
    expect(begun([{ on: 'first_message', of: 'window' }], { opensWindow: true })).toBe('0')
    expect(begun([{ on: 'first_message', of: 'window' }], {})).toBeNull()
  })
})

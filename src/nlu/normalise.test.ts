import { describe, expect, test } from 'vitest'
import { MASKS, normalise, wordsOf } from './normalise.ts'

describe('what was written', () => {
  test.each([
    ['Where is my ORDER??', 'where is my order'],
    ['pleaseeee sirrrr', 'please sir'],
    ['don’t', 'dont'],
    ['ＣＯＤ\u200b available', 'cod available'],
  ])('%s is the words %s', (text, words) => {
    expect(wordsOf(normalise(text)).join(' ')).toBe(words)
  })

  test('keeps vowel signs with their letters', () => {
    expect(wordsOf(normalise('ऑर्डर कहाँ है?'))).toEqual(['ऑर्डर', 'कहाँ', 'है'])
  })

  test.each([
    ['see https://shop.in/x?y=1 now', MASKS.url],
    ['mail me at a.b+c@shop.co.in', MASKS.email],
    ['call +91 98200 12345', MASKS.phone],
    ['order #45213 late', MASKS.order],
    ['ORD-45213', MASKS.order],
    ['deliver to 560034', MASKS.pin],
    ['deliver to 560 034?', MASKS.pin],
  ])('%s: what differs from message to message is named by its kind', (text, mask) => {
    expect(wordsOf(normalise(text))).toContain(mask)
  })

  test('keeps small numbers, which sizes are told by', () => {
    expect(wordsOf(normalise('72x36 or size 10'))).toEqual(['72x36', 'or', 'size', '10'])
  })
})

import { describe, expect, test } from 'vitest'
import { instant } from '#platform/time.ts'
import type { AnswerKind, Choice } from '../definition.ts'
import { readAnswer } from './read-answer.ts'

/** A Monday in India, and still Sunday elsewhere. */
const NOW = instant(Date.UTC(2026, 10, 1, 20))
const answer = (asked: AnswerKind, text: string): unknown => {
  const read = readAnswer(asked, { text, payload: null, location: null, file: null }, NOW)
  return read.ok ? read.value : read.because
}

const choice = (id: string, title: string, synonyms: string[] = []): Choice => ({
  id,
  title,
  synonyms,
  next: null,
})

describe('an answer', () => {
  test.each([
    ['5', 5],
    ['५ पीस', 5],
    ['about 12 pieces', 12],
    ['₹1,500/-', 1500],
    ['5k', 5000],
    ['1.5 lakh', 150_000],
    ['-3', -3],
    ['five hundred and something', 'not_a_number'],
    ['', 'not_a_number'],
  ])('“%s” is the number %s', (text, value) => {
    expect(answer({ kind: 'number' }, text)).toBe(value)
  })

  test.each([
    ['1.5', 'not_whole'],
    ['0', 'too_small'],
    ['11', 'too_large'],
    ['10', 10],
  ])('“%s” within bounds: %s', (text, value) => {
    expect(answer({ kind: 'number', isWhole: true, min: 1, max: 10 }, text)).toBe(value)
  })

  test.each([
    ['tomorrow', '2026-11-03'],
    ['kal', '2026-11-03'],
    ['कल शाम को', '2026-11-03'],
    ['parso', '2026-11-04'],
    ['12/11', '2026-11-12'],
    ['12-11-2026', '2026-11-12'],
    ['5 december', '2026-12-05'],
    ['3 jan', '2027-01-03'],
    ['next friday', '2026-11-06'],
    ['somvar', '2026-11-09'],
    ['sometime', 'not_a_date'],
    ['12', 'not_a_date'],
  ])('“%s” is the day %s', (text, day) => {
    expect(answer({ kind: 'date' }, text)).toBe(day)
  })

  test('a day may be too early or too late', () => {
    expect(answer({ kind: 'date', daysMin: 1 }, 'today')).toBe('too_early')
    expect(answer({ kind: 'date', daysMax: 7 }, '20/11')).toBe('too_late')
  })

  test.each([
    ['98200 12345', '+919820012345'],
    ['mera number +91-98200-12345 hai', '+919820012345'],
    ['९८२००१२३४५', '+919820012345'],
    ['12345', 'not_a_phone'],
  ])('“%s” is the phone number %s', (text, phone) => {
    expect(answer({ kind: 'phone' }, text)).toBe(phone)
  })

  test.each([
    ['560034', '560034'],
    ['pin 560 034', '560034'],
    ['056003', 'not_a_pin_code'],
    ['5600345', 'not_a_pin_code'],
  ])('“%s” is the PIN code %s', (text, pin) => {
    expect(answer({ kind: 'pin_code' }, text)).toBe(pin)
  })

  test.each([
    ['my id is Asha.R@shop.co.in ok', 'asha.r@shop.co.in'],
    ['asha at shop', 'not_an_email'],
  ])('“%s” is the address %s', (text, email) => {
    expect(answer({ kind: 'email' }, text)).toBe(email)
  })

  const asked: AnswerKind = {
    kind: 'choice',
    choices: [
      choice('track', 'Track order', ['kahan hai']),
      choice('ret', 'Return order'),
      choice('other', 'Something else'),
    ],
  }
  test.each([
    ['track order', 'Track order'],
    ['Trak ordr', 'Track order'],
    ['ट्रैक ऑर्डर', 'Track order'],
    ['mera order kahan hai bhai', 'Track order'],
    ['2', 'Return order'],
    ['dusra wala', 'Return order'],
    ['the third one', 'Something else'],
    ['order', 'not_a_choice'],
    ['9', 'not_a_choice'],
  ])('“%s” chooses %s', (text, title) => {
    expect(answer(asked, text)).toBe(title)
  })
})

import { describe, expect, it } from 'vitest'
import { clockDuration, dayLabel, listTime, money, phoneNumber, wholeNumber } from './format.ts'

const NOW = new Date(2026, 10, 22, 15, 30).getTime()
const DAY = 86_400_000

describe('words for numbers and days', () => {
  it('groups money the Indian way in every language', () => {
    expect(money(1234567.5, 'INR')).toBe('₹12,34,567.5')
    expect(money(10, 'not a currency')).toBe('10 not a currency')
  })
  it('writes Latin digits in Hindi', () => {
    expect(wholeNumber(1234567, 'hi')).toBe('12,34,567')
  })
  it('names near days and dates far ones', () => {
    expect(dayLabel(NOW - 1000, NOW, 'en')).toBe('Today')
    expect(dayLabel(NOW - DAY, NOW, 'en')).toBe('Yesterday')
    expect(dayLabel(NOW - DAY, NOW, 'hi')).toBe('कल')
    expect(dayLabel(NOW - 3 * DAY, NOW, 'en')).toBe('Thursday')
    expect(dayLabel(NOW - 400 * DAY, NOW, 'en')).toContain('2025')
  })
  it('gives a list the time of today and the day before that', () => {
    expect(listTime(NOW, NOW, 'en')).toMatch(/^3:30\spm$/)
    expect(listTime(NOW - 2 * DAY, NOW, 'en')).toBe('Fri')
  })
  it('groups Indian numbers as people say them', () => {
    expect(phoneNumber('919876543210')).toBe('+91 98765 43210')
    expect(phoneNumber('14155550100')).toBe('+14155550100')
  })
  it('shows a recording of unknown length as nothing, not as NaN', () => {
    expect([clockDuration(Number.NaN), clockDuration(Infinity), clockDuration(75.9)]).toEqual([
      '0:00',
      '0:00',
      '1:15',
    ])
  })
})

import { describe, expect, test } from 'vitest'
import { instant } from '#platform/time.ts'
import { festivalsBetween, festivalSince, INDIA } from './festival-calendar.ts'

const at = (text: string) => instant(Date.parse(text))
const DIWALI = new Set(['2027-10-29'])

describe('a festival day', () => {
  test('begins and ends at midnight where somebody lives', () => {
    const midnight = at('2027-10-29T00:00:00+05:30')
    expect(festivalSince(DIWALI, 'Asia/Kolkata', midnight)).toBe(midnight)
    expect(festivalSince(DIWALI, 'Asia/Kolkata', at('2027-10-29T23:59:59+05:30'))).toBe(midnight)
    expect(festivalSince(DIWALI, 'Asia/Kolkata', at('2027-10-28T23:59:59+05:30'))).toBeNull()
    expect(festivalSince(DIWALI, 'Asia/Kolkata', at('2027-10-30T00:00:00+05:30'))).toBeNull()
    expect(festivalSince(DIWALI, 'America/Chicago', at('2027-10-29T03:00:00+05:30'))).toBeNull()
  })

  test('has a beginning also where clocks are put back on it', () => {
    const sunday = new Set(['2027-11-07'])
    const since = festivalSince(sunday, 'America/Chicago', at('2027-11-07T12:00:00-06:00'))
    expect(since).toBe(at('2027-11-07T00:00:00-05:00'))
  })

  test('is told of a campaign that goes on over it', () => {
    const told = festivalsBetween(
      INDIA,
      'Asia/Kolkata',
      at('2027-10-28T12:00:00Z'),
      at('2027-10-30T12:00:00Z'),
    )
    expect(told.map(({ name }) => name)).toEqual(['Diwali'])
  })

  test('stands once in the calendar, in order', () => {
    const days = INDIA.map(({ day }) => day)
    expect(days).toEqual([...new Set(days)].toSorted())
  })
})

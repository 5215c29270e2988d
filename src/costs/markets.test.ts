import { describe, expect, test } from 'vitest'
import { countryOfPhone, countryOfRecipient, marketsOf } from './markets.ts'

describe('a recipient’s country', () => {
  test('is told by the longest calling code that fits', () => {
    const numbers = [
      '919876543210',
      '14155550100',
      '16475550100',
      '18095550100',
      '77012345678',
      '79161234567',
    ]
    expect(numbers.map(countryOfPhone)).toEqual(['IN', 'US', 'CA', 'DO', 'KZ', 'RU'])
    expect(['442071234567', '971501234567', '9779812345678', ''].map(countryOfPhone)).toEqual([
      'GB',
      'AE',
      'NP',
      '',
    ])
  })

  test('is what a business-scoped id begins with, also a parent’s', () => {
    expect(countryOfRecipient('IN.13491208655302741918')).toBe('IN')
    expect(countryOfRecipient('US.ENT.13491208655302741918')).toBe('US')
    expect(countryOfRecipient('')).toBe('')
    expect(countryOfRecipient('in.134')).toBe('')
  })
})

describe('a country’s markets', () => {
  test('are its own name and then its region, or Other', () => {
    expect(marketsOf('IN')).toEqual(['India', 'Other'])
    expect(marketsOf('NP')).toEqual(['Nepal', 'Rest of Asia Pacific'])
    expect(marketsOf('US')).toEqual(['United States', 'North America'])
    expect(marketsOf('TR')).toEqual(['Turkey', 'Other'])
    expect(marketsOf('AE')).toEqual(['United Arab Emirates', 'Other'])
    expect(marketsOf('')).toEqual([])
  })
})

import { describe, expect, it } from 'vitest'
import { hueOf, initials } from './naming.ts'

describe('the letters in the circle', () => {
  it('are two in Latin script and one whole conjunct in others', () => {
    expect(initials('Asha Rani Verma')).toBe('AV')
    expect(initials('क्षमा त्रिपाठी')).toBe('क्ष')
  })
  it('are absent when there is no letter', () => {
    expect([initials(null), initials('+91 98'), initials('@meera'), initials('🙏')]).toEqual([
      null,
      null,
      null,
      null,
    ])
  })
  it('keep their colour', () => {
    expect(hueOf('p1')).toBe(hueOf('p1'))
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { after, HOUR_MS, instant, MINUTE_MS } from '#platform/time.ts'
import { offsetMinutesOf, quietUntil, zoneOfCountry } from './quiet-hours.ts'

const NIGHT = { from: '21:00', to: '09:00' }
const at = (iso: string) => instant(Date.parse(iso))

describe('quiet hours', () => {
  test.for([
    ['Asia/Kolkata', '2026-11-23T15:29:00Z', null],
    ['Asia/Kolkata', '2026-11-23T15:30:00Z', '2026-11-24T03:30:00.000Z'],
    ['Asia/Kolkata', '2026-11-24T03:29:59Z', '2026-11-24T03:30:00.000Z'],
    ['Asia/Kolkata', '2026-11-24T03:30:00Z', null],
    ['Asia/Dubai', '2026-11-23T17:00:00Z', '2026-11-24T05:00:00.000Z'],
    // The night in which British clocks go back has thirteen hours between nine and nine.
    ['Europe/London', '2026-10-24T20:00:00Z', '2026-10-25T09:00:00.000Z'],
  ] as const)('in %s at %s end at %s', ([zone, now, end]) => {
    const until = quietUntil(NIGHT, zone, at(now))
    expect(until === null ? null : new Date(until).toISOString()).toBe(end)
  })

  test('within one day, and none at all where they begin when they end', () => {
    const noon = { from: '13:00', to: '15:00' }
    expect(quietUntil(noon, 'Asia/Kolkata', at('2026-11-23T08:00:00Z'))).toBe(at('2026-11-23T09:30:00Z'))
    expect(quietUntil(noon, 'Asia/Kolkata', at('2026-11-23T09:30:00Z'))).toBeNull()
    expect(quietUntil({ from: '09:00', to: '09:00' }, 'Asia/Kolkata', at('2026-11-23T09:30:00Z'))).toBeNull()
  })

  test('are over when they end, wherever somebody lives', () => {
    const clock = fc
      .tuple(fc.nat(23), fc.nat(59))
      .map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`)
    const zones = ['IN', 'AE', 'GB', 'US', 'AU', 'NP', 'XX'].map((country) =>
      zoneOfCountry(country, 'Asia/Kolkata'),
    )
    fc.assert(
      fc.property(
        fc.record({ from: clock, to: clock }),
        fc.constantFrom(...zones),
        fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2027-12-31') }),
        (quiet, zone, ms) => {
          const now = instant(ms)
          const until = quietUntil(quiet, zone, now)
          if (until === null) return
          expect(until).toBeGreaterThan(now)
          expect(until - now).toBeLessThanOrEqual(25 * HOUR_MS)
          const isShifted = offsetMinutesOf(zone, now) !== offsetMinutesOf(zone, until)
          if (!isShifted) expect(quietUntil(quiet, zone, after(until, MINUTE_MS / 60))).toBeNull()
        },
      ),
    )
  })
})

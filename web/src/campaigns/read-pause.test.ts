import { describe, expect, test } from 'vitest'
import { readPause } from './read-pause.ts'

const because = (pausedBecause: Record<string, unknown> | null) => readPause({ pausedBecause, guard: null })
const SIGN = { kind: 'opted_out', count: 14, of: 231, observed: 0.06, usual: 0.004 }

describe('why a campaign is paused', () => {
  test('a person is named', () => {
    expect(because({ by: 'person', name: 'Meera', at: 1 })).toEqual({ by: 'person', name: 'Meera' })
  })

  test('the guard says what it saw, and where the pause does not say it, its last word does', () => {
    expect(because({ by: 'guard', ...SIGN, at: 1 })).toEqual({ by: 'guard', sign: SIGN })
    const guard = {
      ...{ verdict: 'stop' as const, allowed: 231, opensAt: null },
      because: { ...SIGN, before: null, now: null },
    }
    expect(readPause({ pausedBecause: { by: 'guard' }, guard })).toEqual({ by: 'guard', sign: SIGN })
  })

  test('a quality that fell has no counts', () => {
    expect(because({ by: 'guard', kind: 'number_quality', before: 'GREEN', now: 'YELLOW' })).toEqual({
      by: 'guard',
      sign: { kind: 'number_quality', count: 0, of: 0, observed: 0, usual: 0 },
    })
  })

  test('what nobody knows yet is a pause all the same', () => {
    expect(because({ by: 'moon' })).toEqual({ by: 'unknown' })
    expect(because(null)).toEqual({ by: 'unknown' })
  })
})

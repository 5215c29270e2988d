import { describe, expect, test } from 'vitest'
import { after, DAY_MS, instant, MINUTE_MS } from '#platform/time.ts'
import { endOfLife, lifeOfTemplate } from './send-life.ts'

const NOW = instant(Date.UTC(2026, 10, 23))

describe('what waits to be said', () => {
  test('waits as long as its template says, a code for ten minutes, anything else as long as it takes', () => {
    expect(lifeOfTemplate('authentication', null)).toBe(10 * MINUTE_MS)
    expect(lifeOfTemplate('authentication', 60)).toBe(MINUTE_MS)
    expect(lifeOfTemplate('utility', 3600)).toBe(60 * MINUTE_MS)
    expect(lifeOfTemplate('marketing', 86_400)).toBe(DAY_MS)
    for (const kind of ['utility', 'marketing'] as const) expect(lifeOfTemplate(kind, null)).toBeNull()
    // 30 days, also of a code.
    expect(lifeOfTemplate('authentication', -1)).toBeNull()
  })

  test('is over at the first of the moments that anybody named', () => {
    expect(endOfLife(NOW, {})).toBeNull()
    expect(endOfLife(NOW, { ttlSeconds: 60 })).toBe(after(NOW, MINUTE_MS))
    expect(endOfLife(NOW, { ttlSeconds: 60, expiresAt: NOW + 5 })).toBe(NOW + 5)
    expect(endOfLife(NOW, { expiresAt: NOW + DAY_MS }, MINUTE_MS)).toBe(after(NOW, MINUTE_MS))
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { after, HOUR_MS, instant, MINUTE_MS } from '#platform/time.ts'
import type { Door } from '#whatsapp/graph.ts'
import { Doors, type Knocking } from './doors.ts'
import { SEND_CLASSES } from './send-class.ts'

const NOW = instant(Date.UTC(2026, 10, 23))
const template = (name: string, rank: number = SEND_CLASSES.marketing): Knocking => ({
  class: rank,
  payload: { type: 'template', template: { name, language: { code: 'en' } } },
  group: null,
})
const SALE = template('sale')

function doorsOf(isOnboarded: boolean | null): Doors {
  const doors = new Doors()
  doors.know(isOnboarded)
  return doors
}

describe('a door of Meta’s', () => {
  test('is that of marketing for marketing templates of an account that is onboarded, and for nothing else', () => {
    const doors = doorsOf(true)
    expect(doors.choose(SALE, NOW)).toBe('marketing_messages')
    expect(doors.choose(template('code', SEND_CLASSES.authentication), NOW)).toBe('messages')
    expect(doors.choose(template('parcel', SEND_CLASSES.utility), NOW)).toBe('messages')
    expect(doors.choose({ ...SALE, payload: { type: 'text' } }, NOW)).toBe('messages')
    expect(doors.choose({ ...SALE, group: 'a' }, NOW)).toBe('messages')
    for (const isOnboarded of [false, null]) expect(doorsOf(isOnboarded).choose(SALE, NOW)).toBe('messages')
  })

  test('that Meta closed to the account (131063, 131055) is the other one for an hour', () => {
    const off = doorsOf(null)
    expect(off.refused(SALE, 'messages', 131063, NOW)).toBe(true)
    expect(off.choose(SALE, NOW)).toBe('marketing_messages')
    expect(off.choose(SALE, after(NOW, HOUR_MS))).toBe('messages')
    const refused = doorsOf(true)
    expect(refused.refused(SALE, 'marketing_messages', 131055, NOW)).toBe(true)
    expect(refused.choose(template('other'), NOW)).toBe('messages')
  })

  test('that is closed to one template (134101: it is being prepared) is open to the others', () => {
    const doors = doorsOf(true)
    expect(doors.refused(SALE, 'marketing_messages', 134101, NOW)).toBe(true)
    expect(doors.choose(SALE, NOW)).toBe('messages')
    expect(doors.choose(template('other'), NOW)).toBe('marketing_messages')
    expect(doors.choose(SALE, after(NOW, 10 * MINUTE_MS))).toBe('marketing_messages')
  })

  test('of marketing is not tried for an account that Meta says is not onboarded', () => {
    const doors = doorsOf(false)
    expect(doors.refused(SALE, 'messages', 131063, NOW)).toBe(false)
    expect(doors.choose(SALE, NOW)).toBe('messages')
  })

  test('is asked again once the account is onboarded', () => {
    const doors = doorsOf(null)
    doors.refused(SALE, 'marketing_messages', 131055, NOW)
    doors.know(true)
    expect(doors.choose(SALE, NOW)).toBe('marketing_messages')
  })

  test('is not changed by what concerns the recipient, the speed or Meta itself', () => {
    for (const door of ['messages', 'marketing_messages'] as const)
      for (const code of [130429, 131056, 131026, 131049, 131050, 131000, 131016, 190, 368, 132001])
        expect(doorsOf(true).refused(SALE, door, code, NOW)).toBe(false)
  })

  test('is never one of two between which a message goes to and fro: each is tried once at most', () => {
    const code = fc.constantFrom(131055, 131063, 134100, 134101, 134103, 100, 10, 131009, 131026)
    fc.assert(
      fc.property(
        fc.constantFrom(true, false, null),
        fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.array(code, { minLength: 4, maxLength: 4 })), {
          maxLength: 20,
        }),
        (isOnboarded, sends) => {
          const doors = doorsOf(isOnboarded)
          for (const [name, codes] of sends) {
            const tried: Door[] = []
            for (const said of codes) {
              const door = doors.choose(template(name), NOW)
              tried.push(door)
              if (!doors.refused(template(name), door, said, NOW)) break
            }
            expect(new Set(tried).size).toBe(tried.length)
          }
        },
      ),
    )
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HostCap, type Share } from './host-cap.ts'

/** Takes as much as it may, up to so many. */
function takeUpTo(share: Share, wanted: number): number {
  const room = share.room(wanted)
  for (let nth = 0; nth < room; nth += 1) share.take()
  return room
}
const quiet = (): void => {}

describe('calls at one host', () => {
  test('are all one number’s while nobody else wants any', () => {
    const cap = new HostCap(100)
    expect(takeUpTo(cap.join('a', quiet), 500)).toBe(100)
  })

  test('are told to whoever waits, and a number that has more than its part gets no more until then', () => {
    const cap = new HostCap(100)
    const flooding = cap.join('a', quiet)
    takeUpTo(flooding, 500)
    let told = 0
    const late = cap.join('a', () => (told += 1))
    expect(takeUpTo(late, 10)).toBe(0)
    for (let nth = 0; nth < 20; nth += 1) flooding.giveBack()
    expect(told).toBeGreaterThan(0)
    expect(takeUpTo(flooding, 500)).toBe(0)
    expect(takeUpTo(late, 10)).toBe(10)
  })

  test('are half a tenant’s with one number, however many numbers the other tenant floods through', () => {
    const cap = new HostCap(100)
    const many = Array.from({ length: 30 }, () => cap.join('many', quiet))
    const held = many.map((share) => takeUpTo(share, 500))
    const one = cap.join('one', quiet)
    let mine = 0
    // Calls end one after the other, and everybody wants all that comes free: those with the many numbers ask first.
    for (let round = 0; round < 500; round += 1) {
      const ended = held.findIndex((count) => count > 0)
      held[ended] = (held[ended] ?? 0) - 1
      many[ended]?.giveBack()
      for (const [nth, share] of many.entries()) held[nth] = (held[nth] ?? 0) + takeUpTo(share, 500)
      mine += takeUpTo(one, 500)
    }
    expect(mine).toBe(50)
    expect(Math.max(...held) - Math.min(...held)).toBeLessThanOrEqual(1)
  })

  test('never are more than the limit, and in the end tenants have even parts, and so have the numbers of each', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(
        sizes,
        fc.integer({ min: 30, max: 90 }),
        fc.array(fc.tuple(fc.nat(29), fc.integer({ min: 1, max: 80 }), fc.boolean()), { maxLength: 200 }),
        (tenants, max, steps) => {
          const cap = new HostCap(max)
          const numbers = tenants.flatMap((count, tenant) =>
            Array.from({ length: count }, () => ({ tenant, share: cap.join(`${tenant}`, quiet) })),
          )
          const used = numbers.map(() => 0)
          const total = (): number => used.reduce((sum, one) => sum + one, 0)
          const take = (nth: number, wanted: number): void => {
            used[nth] = (used[nth] ?? 0) + takeUpTo((numbers[nth] as (typeof numbers)[number]).share, wanted)
          }
          const giveBack = (nth: number): void => {
            if ((used[nth] ?? 0) === 0) return
            used[nth] = (used[nth] ?? 0) - 1
            numbers[nth]?.share.giveBack()
          }
          const everybodyTakes = (): void => {
            for (let nth = 0; nth < numbers.length; nth += 1) take(nth, 1000)
          }
          for (const [who, wanted, isTaking] of steps) {
            if (isTaking) take(who % numbers.length, wanted)
            else giveBack(who % numbers.length)
            expect(total()).toBeLessThanOrEqual(max)
          }
          // Everybody floods; calls end in turn.
          for (let round = 0; round < 40 * max; round += 1) {
            everybodyTakes()
            giveBack(round % numbers.length)
          }
          everybodyTakes()
          expect(total()).toBeLessThanOrEqual(max)
          for (const [tenant, count] of tenants.entries()) {
            const mine = used.filter((_, nth) => numbers[nth]?.tenant === tenant)
            const sum = mine.reduce((all, one) => all + one, 0)
            const part = Math.floor(max / tenants.length)
            expect(sum).toBeLessThanOrEqual(part + 1)
            expect(sum).toBeGreaterThanOrEqual(part - count)
            expect(Math.max(...mine) - Math.min(...mine)).toBeLessThanOrEqual(2)
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  test('of somebody who has gone are everybody else’s', () => {
    const cap = new HostCap(100)
    const [gone, stays] = [cap.join('a', quiet), cap.join('b', quiet)]
    takeUpTo(gone, 500)
    takeUpTo(stays, 500)
    gone.leave()
    for (let nth = 0; nth < 100; nth += 1) gone.giveBack()
    expect(takeUpTo(stays, 500)).toBe(100)
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Turns, type Turn } from './turns.ts'

const quiet = (): void => {}

describe('turns', () => {
  test('are as many at a time as there are, and whoever waits is told', () => {
    const turns = new Turns(2)
    let told = 0
    const [a, b, c] = [
      turns.join('a', quiet),
      turns.join('a', quiet),
      turns.join('a', () => (told += 1)),
    ] as const
    expect([a.take(), b.take(), c.take()]).toEqual([true, true, false])
    a.giveBack()
    expect(told).toBe(1)
    expect(a.take()).toBe(false) // it was c's
    expect(c.take()).toBe(true)
  })

  test('pass by whoever leaves', () => {
    const turns = new Turns(1)
    let told = 0
    const [a, b, c] = [turns.join('a', quiet), turns.join('b', quiet), turns.join('c', () => (told += 1))]
    a.take()
    b.take()
    c.take()
    a.giveBack()
    b.leave()
    expect(told).toBe(1)
    expect(c.take()).toBe(true)
  })

  test('come round between businesses, however many numbers each has: nobody waits for more than one of each other', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 4 }),
        fc.integer({ min: 1, max: 3 }),
        (sizes, count) => {
          const turns = new Turns(count)
          const all: { readonly tenant: number; readonly turn: Turn }[] = sizes.flatMap((size, tenant) =>
            Array.from({ length: size }, () => ({ tenant, turn: turns.join(`${tenant}`, quiet) })),
          )
          const running: typeof all = []
          const taken: number[] = []
          for (let round = 0; round < 20 * sizes.length; round += 1) {
            for (const one of all)
              if (!running.includes(one) && one.turn.take()) {
                running.push(one)
                taken.push(one.tenant)
              }
            expect(running.length).toBeLessThanOrEqual(count)
            running.shift()?.turn.giveBack()
          }
          for (const [tenant, size] of sizes.entries()) {
            const mine = taken.filter((one) => one === tenant).length
            // A number that is at its turn does not wait for the next one.
            if (size > count)
              expect(mine).toBeGreaterThanOrEqual(Math.floor(taken.length / sizes.length) - count)
          }
        },
      ),
      { numRuns: 40 },
    )
  })
})

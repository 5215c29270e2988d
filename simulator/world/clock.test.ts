import { expect, it } from 'vitest'
import fc from 'fast-check'
import { createClock, type Clock } from '#simulator/world/clock.ts'

const virtual = (): Clock => createClock({ mode: 'virtual', startAt: 1000, settle: () => Promise.resolve() })

it('stands still until it is told to advance, and then stops at exactly that moment', async () => {
  const clock = virtual()
  const ran: number[] = []
  clock.after(50, () => ran.push(clock.now()))
  expect(clock.now()).toBe(1000)
  await clock.advance(49)
  expect(ran).toEqual([])
  await clock.advance(1)
  expect(ran).toEqual([1050])
})

it('runs what nobody waits for when its time comes, and does not call it due', async () => {
  const clock = virtual()
  const ran: number[] = []
  clock.someday(1100, () => ran.push(clock.now()))
  const cancel = clock.someday(1100, () => ran.push(0))
  expect(clock.nextAt()).toBeNull()
  clock.after(50, () => ran.push(clock.now()))
  expect(clock.nextAt()).toBe(1050)
  cancel()
  await clock.advance(200)
  expect(ran).toEqual([1050, 1100])
  expect(clock.nextAt()).toBeNull()
})

it('runs tasks in the order of their moments, and those of one moment in the order of asking', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(20), { maxLength: 60 }), async (delays) => {
      const clock = virtual()
      const ran: { at: number; index: number }[] = []
      for (const [index, delay] of delays.entries())
        clock.after(delay, () => ran.push({ at: clock.now(), index }))
      await clock.advance(20)
      const expected = delays
        .map((delay, index) => ({ at: 1000 + delay, index }))
        .toSorted((a, b) => a.at - b.at || a.index - b.index)
      expect(ran).toEqual(expected)
    }),
  )
})

it('runs what a task asks for within the same advance, and forgets what was cancelled', async () => {
  const clock = virtual()
  const ran: string[] = []
  clock.after(10, () => clock.after(5, () => ran.push('second')))
  clock.after(12, () => ran.push('never'))()
  await clock.advance(15)
  expect(ran).toEqual(['second'])
  expect(clock.nextAt()).toBeNull()
})

it('can be moved ahead of the computer, and runs what that makes due', async () => {
  const clock = createClock({ mode: 'real', startAt: 0, settle: () => Promise.resolve() })
  const ran: string[] = []
  clock.after(3_600_000, () => ran.push('an hour later'))
  const before = clock.now()
  await clock.advance(3_600_000)
  expect(ran).toEqual(['an hour later'])
  expect(clock.now() - before).toBeGreaterThanOrEqual(3_600_000)
  clock.stop()
})

it('knows that it was kept from listening, and since when', async () => {
  const clock = createClock({ mode: 'real', startAt: 0, settle: () => Promise.resolve() })
  clock.heldUpMs()
  const until = performance.now() + 60
  while (performance.now() < until);
  // Timers notice it; then it is known for a while.
  const known: number[] = []
  for (let turn = 0; turn < 10; turn++) {
    await new Promise((resolve) => setImmediate(resolve))
    known.push(clock.heldUpMs())
  }
  expect(Math.max(...known)).toBeGreaterThanOrEqual(50)
  clock.stop()
  expect(clock.heldUpMs()).toBe(0)
  clock.stop()
  expect(virtual().heldUpMs()).toBe(0)
})

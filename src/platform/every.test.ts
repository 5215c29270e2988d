import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { every } from './every.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const nothing = (): void => {}
/** Work that is over when the test says so. */
function slow(): {
  readonly begun: () => number
  readonly end: () => void
  readonly work: () => Promise<void>
} {
  let begun = 0
  let end = nothing
  const work = async (): Promise<void> => {
    begun += 1
    await new Promise<void>((done) => (end = done))
  }
  return { begun: () => begun, end: () => end(), work }
}

describe('what is done again and again', () => {
  test('is never done twice at once, and goes on after it was slow', async () => {
    const { begun, end, work } = slow()
    const timer = every(1000, work, () => {})
    await vi.advanceTimersByTimeAsync(10_000)
    expect(begun()).toBe(1)
    end()
    await vi.advanceTimersByTimeAsync(1000)
    expect(begun()).toBe(2)
    end()
    await timer.close()
  })

  test('goes on after it failed', async () => {
    const errors: unknown[] = []
    const timer = every(
      1000,
      async () => {
        throw new Error('no')
      },
      (error) => errors.push(error),
    )
    await vi.advanceTimersByTimeAsync(3000)
    expect(errors).toHaveLength(3)
    await timer.close()
  })

  test('is waited for when it is closed, and not begun again', async () => {
    const { begun, end, work } = slow()
    const timer = every(1000, work, () => {})
    await vi.advanceTimersByTimeAsync(1000)
    let isClosed = false
    const closing = timer.close().then(() => (isClosed = true))
    await vi.advanceTimersByTimeAsync(5000)
    expect([begun(), isClosed]).toEqual([1, false])
    end()
    await closing
    await vi.advanceTimersByTimeAsync(5000)
    expect(begun()).toBe(1)
  })
})

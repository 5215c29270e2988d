import { beforeEach, describe, expect, test, vi } from 'vitest'
import { ApiError } from '../platform/api.ts'
import { DraftKeeper, type Keeping } from './keep-draft.ts'

type Stored = { readonly what: string; readonly revision: number }

/** A server with one draft; `answer` decides what happens to the next change. */
function shop() {
  let stored: Stored = { what: 'a', revision: 1 }
  let isDown = false
  const states: Keeping<Stored>[] = []
  const changed = { type: '', title: '', status: 409, code: 'draft_changed' }
  const keeper = new DraftKeeper<string, Stored>(stored, {
    put: async (what, revision) => {
      await Promise.resolve()
      if (isDown) throw new ApiError(null)
      if (revision !== stored.revision) throw new ApiError(changed)
      stored = { what, revision: revision + 1 }
      return stored
    },
    read: () => Promise.resolve(stored),
    onState: (keeping) => states.push(keeping),
  })
  return {
    keeper,
    states,
    stored: () => stored,
    last: () => states.at(-1)?.state,
    setDown: (is: boolean) => (isDown = is),
    otherWrites: (what: string) => (stored = { what, revision: stored.revision + 1 }),
  }
}

describe('a draft', () => {
  beforeEach(() => {
    vi.useFakeTimers()
    return () => vi.useRealTimers()
  })

  test('is kept once after a pause, with the newest words', async () => {
    const { keeper, stored, last } = shop()
    keeper.want('ab')
    keeper.want('abc')
    expect(last()).toBe('waiting')
    await vi.advanceTimersByTimeAsync(1000)
    expect(stored()).toEqual({ what: 'abc', revision: 2 })
    expect(last()).toBe('kept')
  })

  test('is kept at once when it is asked for, also what is written while it goes out', async () => {
    const { keeper, stored } = shop()
    keeper.want('ab')
    const first = keeper.flush()
    keeper.want('abc')
    expect(await first).toBe(true)
    expect(await keeper.flush()).toBe(true)
    expect(stored().what).toBe('abc')
  })

  test('is tried again by itself while nobody answers', async () => {
    const { keeper, stored, last, setDown } = shop()
    setDown(true)
    keeper.want('ab')
    expect(await keeper.flush()).toBe(false)
    expect(last()).toBe('unheard')
    setDown(false)
    await vi.advanceTimersByTimeAsync(5000)
    expect(stored().what).toBe('ab')
    expect(last()).toBe('kept')
  })

  test('that somebody else has changed is overwritten only when one says so', async () => {
    const { keeper, stored, states, otherWrites } = shop()
    otherWrites('theirs')
    keeper.want('mine')
    expect(await keeper.flush()).toBe(false)
    const conflict = states.at(-1)
    expect(conflict).toEqual({ state: 'conflict', theirs: { what: 'theirs', revision: 2 } })
    keeper.want('mine too')
    await vi.advanceTimersByTimeAsync(10_000)
    expect(stored().what).toBe('theirs')
    keeper.insist('mine too', stored())
    await vi.advanceTimersByTimeAsync(10)
    expect(stored()).toEqual({ what: 'mine too', revision: 3 })
  })

  test('that somebody else has changed can be taken as it is', async () => {
    const { keeper, stored, otherWrites, last } = shop()
    otherWrites('theirs')
    keeper.want('mine')
    await keeper.flush()
    keeper.adopt(stored())
    expect(last()).toBe('kept')
    expect(keeper.isIdle).toBe(true)
    keeper.want('next')
    await keeper.flush()
    expect(stored()).toEqual({ what: 'next', revision: 3 })
  })
})

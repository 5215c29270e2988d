import { setImmediate as turn } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { tenantId, type TenantId } from './db/tenant-id.ts'
import { followTenants, type FollowOptions, type TenantLoop, type Time } from './follow-tenants.ts'

const [A, B, C] = [tenantId('a'), tenantId('b'), tenantId('c')]

type Timer = { readonly at: number; readonly done: () => void }
/** Time that passes when the test says so. */
type TestTime = Time & { readonly pass: (ms: number) => Promise<void> }

function createTime(): TestTime {
  let now = 0
  const timers = new Set<Timer>()
  const nextUntil = (end: number): Timer | undefined =>
    [...timers].toSorted((one, other) => one.at - other.at).find(({ at }) => at <= end)
  return {
    now: () => now,
    pause: async (ms, until) =>
      new Promise((resolve) => {
        const done = (): void => {
          timers.delete(timer)
          resolve()
        }
        const timer = { at: now + ms, done }
        timers.add(timer)
        if (until.aborted) done()
        else until.addEventListener('abort', done, { once: true })
      }),
    pass: async (ms) => {
      const end = now + ms
      await turn()
      for (let timer = nextUntil(end); timer !== undefined; timer = nextUntil(end)) {
        now = timer.at
        timer.done()
        await turn()
      }
      now = end
    },
  }
}

type Following = {
  readonly time: TestTime
  readonly loop: TenantLoop
  /** When each visit began, and to whom. */
  readonly visits: (readonly [number, string])[]
  readonly warned: unknown[]
}

/** A visit takes no time and leaves nothing to do, unless it is said otherwise. */
function follow(options: Partial<FollowOptions> = {}, time = createTime()): Following {
  const visits: (readonly [number, string])[] = []
  const warned: unknown[] = []
  const loop = followTenants({
    list: async () => [],
    sweepMs: Infinity,
    pauseMs: 100,
    log: { warn: (line: unknown) => void warned.push(line) },
    evt: 'test.visit-failed',
    time,
    ...options,
    visit: async (tenant, closing) => {
      visits.push([time.now(), tenant])
      return (await options.visit?.(tenant, closing)) ?? false
    },
  })
  onTestFinished(loop.close)
  return { time, loop, visits, warned }
}

/** True so many times, then false. */
const times = (count: number): (() => boolean) => {
  let left = count
  return () => (left -= 1) >= 0
}
const whom = (visits: Following['visits']): string => visits.map(([, tenant]) => tenant).join('')
const when = (visits: Following['visits']): number[] => visits.map(([at]) => at)

describe('who follows tenants', () => {
  test('visits everybody at the start and at each sweep, though nobody said anything', async () => {
    const { time, visits } = follow({ list: async () => [A, B], sweepMs: 1000 })
    await time.pass(2500)
    expect(when(visits)).toEqual([0, 0, 1000, 1000, 2000, 2000])
    expect(whom(visits)).toBe('ababab')
  })

  test('visits whoever was woken after the pause, once however often they were woken', async () => {
    const { time, loop, visits } = follow()
    await time.pass(50)
    loop.wake([B])
    loop.wake([A, B])
    await time.pass(1000)
    expect(visits).toEqual([
      [100, B],
      [100, A],
    ])
  })

  test('visits everybody when nobody in particular is named', async () => {
    const { time, loop, visits } = follow({ list: async () => [A, B] })
    await time.pass(450)
    loop.wake([])
    await time.pass(1000)
    expect(visits.slice(2)).toEqual([
      [500, A],
      [500, B],
    ])
  })

  test('hears of everybody also while the list of them is read', async () => {
    const isFirst = times(1)
    const { time, loop, visits } = follow({
      list: async () => {
        await Promise.resolve()
        if (isFirst()) loop.wake([])
        return [A]
      },
    })
    await time.pass(1000)
    expect(when(visits)).toEqual([0, 100])
  })

  test('visits whoever is woken during their own visit once more', async () => {
    const isSlow = times(1)
    const time = createTime()
    const visit = async (_: TenantId, closing: AbortSignal): Promise<boolean> => {
      if (isSlow()) await time.pause(1000, closing)
      return false
    }
    const { loop, visits } = follow({ visit }, time)
    loop.wake([A])
    await time.pass(500)
    loop.wake([A])
    await time.pass(5000)
    expect(when(visits)).toEqual([0, 1100])
  })

  test('comes back to one with more to do behind the others', async () => {
    const hasMore = times(1)
    const { time, loop, visits } = follow({ visit: async (tenant) => tenant === A && hasMore() })
    loop.wake([A, B])
    await time.pass(50)
    loop.wake([C])
    await time.pass(1000)
    expect(whom(visits)).toBe('abac')
  })

  test('goes on after an error, and comes back to whom it happened at the next sweep', async () => {
    const fails = times(1)
    const { time, visits, warned } = follow({
      list: async () => [A, B],
      sweepMs: 1000,
      visit: async (tenant) => {
        if (tenant === A && fails()) throw new Error('no')
        return false
      },
    })
    await time.pass(1500)
    expect(visits).toEqual([
      [0, A],
      [0, B],
      [1000, A],
      [1000, B],
    ])
    expect(warned).toEqual([{ evt: 'test.visit-failed', tenant: A, err: 'no' }])
  })

  test('reads a list that could not be read again, and forgets nobody over it', async () => {
    const fails = times(1)
    const list = async (): Promise<TenantId[]> => {
      if (fails()) throw new Error('away')
      return [A, B]
    }
    const { time, loop, visits, warned } = follow({ list, isListedOnly: true })
    loop.wake([B])
    await time.pass(2000)
    expect(whom(visits)).toBe('ba')
    expect(warned).toEqual([{ evt: 'test.visit-failed', tenant: undefined, err: 'away' }])
  })

  test('leaves out who is not on the list, where it is told to, until they are on it', async () => {
    const listed = [A]
    const { time, loop, visits } = follow({ list: async () => listed, isListedOnly: true })
    await time.pass(50)
    loop.wake([B, A])
    await time.pass(500)
    listed.push(B)
    await time.pass(500)
    expect(whom(visits)).toBe('aa')
    loop.wake([B])
    await time.pass(500)
    expect(whom(visits)).toBe('aab')
  })

  test('looks up in a newer list who was woken while it was read', async () => {
    const lists = [[A], [A], [A, B]]
    const { time, loop, visits } = follow({
      list: async () => {
        await Promise.resolve()
        if (lists.length === 2) loop.wake([B])
        return lists.shift() ?? []
      },
      isListedOnly: true,
    })
    await time.pass(50)
    loop.wake([A])
    await time.pass(1000)
    expect(visits).toEqual([
      [0, A],
      [100, A],
      [200, B],
    ])
  })

  test('reads no list when there is nobody to visit', async () => {
    let reads = 0
    const list = async (): Promise<TenantId[]> => {
      reads += 1
      return [A]
    }
    const { time } = follow({ list, isListedOnly: true, sweepMs: 1000 })
    await time.pass(2500)
    expect(reads).toBe(3)
  })
})

describe('how often', () => {
  test('several looks at whoever was woken, one at a sweep', async () => {
    const { time, loop, visits } = follow({ list: async () => [A], sweepMs: 10_000, looks: 3 })
    await time.pass(1050)
    loop.wake([A])
    await time.pass(100)
    loop.wake([A]) // begins anew
    await time.pass(10_000)
    expect(when(visits)).toEqual([0, 1100, 1200, 1300, 1400, 10_000])
  })

  test('several looks also after an error, and after there was more to do', async () => {
    const [fails, hasMore] = [times(1), times(1)]
    const visit = async (): Promise<boolean> => {
      if (fails()) throw new Error('no')
      return hasMore()
    }
    const { time, loop, visits } = follow({ visit, looks: 2 })
    loop.wake([A])
    await time.pass(5000)
    expect(when(visits)).toEqual([0, 100, 200, 300])
  })

  test('a tenant with much news waits longer than others', async () => {
    const { time, loop, visits } = follow({ gapMs: (news) => (news > 2 ? 1000 : 200) })
    loop.wake([A, B])
    await time.pass(50)
    for (const tenant of [A, A, A, B]) loop.wake([tenant])
    await time.pass(2000)
    expect(visits.slice(2)).toEqual([
      [200, B],
      [1000, A],
    ])
  })

  test('the pause after a round is shorter with more to do or more who wait, and longer with much news', async () => {
    const rounds: unknown[] = []
    const [hasMore, time] = [times(1), createTime()]
    const { loop } = follow(
      {
        visit: async () => hasMore(),
        gapMs: () => 150,
        pauseMs: (round) => {
          rounds.push([time.now(), ...Object.values(round)])
          return round.hasMore ? 10 : round.waiting > 0 ? 50 : 1000
        },
      },
      time,
    )
    loop.wake([A])
    loop.wake([B, A])
    await time.pass(500)
    expect(rounds).toEqual([
      [0, 2, true, 1],
      [10, 0, false, 1],
      [60, 0, false, 1],
      [110, 0, false, 1],
      [160, 0, false, 0],
    ])
  })

  test('there is a breath between two tenants, where one is wished for', async () => {
    const { time, loop, visits } = follow({ breathMs: 30 })
    loop.wake([A, B, C])
    await time.pass(1000)
    expect(when(visits)).toEqual([0, 30, 60])
  })
})

describe('closing', () => {
  test('waits for the visit that is going on, tells it, and begins no other', async () => {
    const going = Promise.withResolvers<undefined>()
    let told = false
    const { time, loop, visits } = follow({
      visit: async (_, closing) => {
        await going.promise
        told = closing.aborted
        return true
      },
    })
    loop.wake([A, B])
    await time.pass(50)
    let isClosed = false
    const closed = loop.close().then(() => (isClosed = true))
    await time.pass(5000)
    expect([visits.length, isClosed]).toEqual([1, false])
    going.resolve(undefined)
    await closed
    loop.wake([C])
    await time.pass(5000)
    expect([visits.length, told]).toEqual([1, true])
  })

  test('ends pauses at once', async () => {
    const visited: string[] = []
    const loop = followTenants({
      list: async () => [A, B],
      visit: async (tenant) => {
        visited.push(tenant)
        return true
      },
      ...{ sweepMs: 1000, pauseMs: 3_600_000, breathMs: 3_600_000 },
      ...{ log: { warn: () => {} }, evt: 'test.visit-failed' },
    })
    await turn()
    await loop.close()
    expect(visited).toEqual([A])
  })
})

/** What happens at a moment: so long after the last, these are woken. */
const wakings = fc.array(
  fc.record({
    afterMs: fc.nat(300),
    tenants: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1 }),
  }),
  { maxLength: 30 },
)
/** How the visits go, one after the other; those after them take no time and leave nothing to do. */
const goings = fc.array(fc.record({ takesMs: fc.nat(400), ends: fc.constantFrom('done', 'more', 'error') }), {
  maxLength: 40,
})

test('whatever happens, nobody is visited twice at once, is overtaken, or is forgotten', async () => {
  await fc.assert(
    fc.asyncProperty(wakings, goings, fc.constantFrom(0, 20), async (wakings, goings, breathMs) => {
      const time = createTime()
      const left = [...goings]
      /** Who waits, longest first. */
      const waiting = new Set<string>()
      const broken: string[] = []
      let running = 0
      const loop = followTenants({
        list: async () => [],
        visit: async (tenant, closing) => {
          if (running > 0) broken.push(`${tenant} beside another`)
          const [longest] = waiting
          if (longest !== tenant) broken.push(`${tenant} before ${longest}`)
          waiting.delete(tenant)
          running += 1
          const { takesMs, ends } = left.shift() ?? { takesMs: 0, ends: 'done' }
          if (takesMs > 0) await time.pause(takesMs, closing)
          running -= 1
          if (ends === 'error') throw new Error('no')
          if (ends === 'more') waiting.add(tenant)
          return ends === 'more'
        },
        ...{ sweepMs: Infinity, pauseMs: 200, breathMs, time },
        ...{ log: { warn: () => {} }, evt: 'test.visit-failed' },
      })
      for (const { afterMs, tenants } of wakings) {
        await time.pass(afterMs)
        for (const tenant of tenants) waiting.add(tenant)
        loop.wake(tenants)
      }
      await time.pass(30_000)
      expect({ broken, waiting: [...waiting], running }).toEqual({ broken: [], waiting: [], running: 0 })
      await loop.close()
    }),
  )
})

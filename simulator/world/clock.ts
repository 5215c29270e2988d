/**
 * Time in the simulator: the only place that reads the computer's clock or arms its timers.
 *
 * A virtual clock stands still until it is told to advance; then it stops at every moment at which something is due,
 * runs it, and lets the network settle before it moves on. So a test covers seven days of retries without sleeping,
 * and the same calls happen at the same moments every time. A real clock may be advanced as well: it is then ahead of
 * the computer's by that much.
 */
export type Clock = {
  /** Milliseconds since the epoch. */
  now(): number
  /** Runs the task once, so many milliseconds from now. Calling the result cancels it. */
  after(ms: number, task: () => void): () => void
  /** The same for what nobody waits for: the end of a pause in three hours, a judgement in a week. */
  someday(at: number, task: () => void): () => void
  /** Moves on by so much and runs all that falls due on the way, in order. */
  advance(ms: number): Promise<number>
  /** When the next task is due that somebody may wait for; null if there is none. */
  nextAt(): number | null
  /** Since when this process was kept from listening, if it was just before now: what it hears now may have come since then. */
  heldUpMs(): number
  /** Forgets all tasks. */
  stop(): void
}

export type ClockOptions = {
  readonly mode: 'real' | 'virtual'
  /** Where a virtual clock begins. */
  readonly startAt: number
  /** Awaited after every moment while the clock is advanced. */
  readonly settle: () => Promise<void>
}

type Entry = { readonly at: number; readonly order: number; task: (() => void) | null }

/** The longest delay that Node's setTimeout takes; longer ones fire at once. */
const NATIVE_DELAY_MS_MAX = 2 ** 31 - 1

/** A clock that runs by itself, or one that waits to be moved. */
export function createClock({ mode, startAt, settle }: ClockOptions): Clock {
  const heap = createHeap()
  /** Those of the above that are waited for. */
  const awaited = createHeap()
  let offset = 0
  let virtualNow = startAt
  let native: { readonly timer: NodeJS.Timeout; readonly at: number } | null = null
  const now = (): number => (mode === 'real' ? Date.now() + offset : virtualNow)
  const beat = mode === 'real' ? createBeat() : null

  function moveTo(at: number): void {
    if (mode === 'real') offset += Math.max(0, at - now())
    else virtualNow = Math.max(virtualNow, at)
  }

  function runDue(): void {
    for (let head = heap.peek(); head !== null && head.at <= now(); head = heap.peek()) {
      heap.pop()
      const { task } = head
      head.task = null
      awaited.peek() // drops it there as well
      task?.()
    }
  }

  function schedule(at: number, task: () => void, isAwaited: boolean): () => void {
    const entry = heap.push(at, task)
    if (isAwaited) awaited.add(entry)
    arm()
    return () => {
      entry.task = null
    }
  }

  function arm(): void {
    if (mode === 'virtual') return
    const head = heap.peek()
    if (head === null) return
    if (native !== null && native.at <= head.at) return
    if (native !== null) clearTimeout(native.timer)
    const delay = Math.min(NATIVE_DELAY_MS_MAX, Math.max(0, head.at - now()))
    const timer = setTimeout(() => {
      native = null
      runDue()
      arm()
    }, delay)
    native = { timer, at: head.at }
  }

  return {
    now,
    after: (ms, task) => schedule(now() + Math.max(0, ms), task, true),
    someday: (at, task) => schedule(at, task, false),
    async advance(ms) {
      const target = now() + ms
      await settle()
      for (let head = heap.peek(); head !== null && head.at <= target; head = heap.peek()) {
        moveTo(head.at)
        runDue()
        await settle()
      }
      moveTo(target)
      arm()
      return now()
    },
    nextAt: () => awaited.peek()?.at ?? null,
    heldUpMs: () => beat?.heldUpMs() ?? 0,
    stop() {
      beat?.stop()
      if (native !== null) clearTimeout(native.timer)
      native = null
      heap.clear()
      awaited.clear()
    },
  }
}

const BEAT_MS = 10
/** Nobody has asked for so long: it need not be known. */
const BEAT_IDLE_MS = 2000

/**
 * A pulse that comes late when this process was busy or was given no processor. It is spoken of for as long again as it
 * was: whoever waits for an answer before the next call makes that call only then.
 */
function createBeat(): { heldUpMs(): number; stop(): void } {
  let timer: NodeJS.Timeout | null = null
  let beatAt = 0
  let askedAt = 0
  let heldFrom = 0
  let spokenOfUntil = 0
  const stop = (): void => {
    if (timer !== null) clearInterval(timer)
    timer = null
    spokenOfUntil = 0
  }
  const beat = (): void => {
    const at = performance.now()
    const since = beatAt
    beatAt = at
    if (at - askedAt > BEAT_IDLE_MS) stop()
    if (at - since < 2 * BEAT_MS) return
    // One stop soon after another is one.
    if (at > spokenOfUntil) heldFrom = since
    spokenOfUntil = at + (at - since)
  }
  return {
    heldUpMs() {
      askedAt = performance.now()
      if (timer === null) {
        beatAt = askedAt
        timer = setInterval(beat, BEAT_MS).unref()
      }
      if (askedAt < spokenOfUntil) return askedAt - heldFrom
      // A pulse is due and has not come: it stands behind what is being heard now.
      const late = askedAt - beatAt
      return late < 2 * BEAT_MS ? 0 : late
    },
    stop,
  }
}

/** A binary heap by time, then by the order of asking. Cancelled entries are dropped when they reach the top. */
function createHeap() {
  let entries: Entry[] = []
  let order = 0
  const isBefore = (a: Entry, b: Entry): boolean => a.at < b.at || (a.at === b.at && a.order < b.order)

  function siftDown(entry: Entry): void {
    let index = 0
    for (;;) {
      let child = 2 * index + 1
      const left = entries[child]
      const right = entries[child + 1]
      if (left === undefined) break
      let smaller = left
      if (right !== undefined && isBefore(right, left)) {
        child += 1
        smaller = right
      }
      if (!isBefore(smaller, entry)) break
      entries[index] = smaller
      index = child
    }
    entries[index] = entry
  }

  function pop(): void {
    const last = entries.pop()
    if (last !== undefined && entries.length > 0) siftDown(last)
  }

  function add(entry: Entry): Entry {
    let index = entries.length
    for (;;) {
      const above = (index - 1) >> 1
      const parent = index > 0 ? entries[above] : undefined
      if (parent === undefined || !isBefore(entry, parent)) break
      entries[index] = parent
      index = above
    }
    entries[index] = entry
    return entry
  }

  return {
    add,
    push: (at: number, task: () => void): Entry => add({ at, order: order++, task }),
    peek(): Entry | null {
      while (entries[0]?.task === null) pop()
      return entries[0] ?? null
    },
    pop,
    clear(): void {
      entries = []
    },
  }
}

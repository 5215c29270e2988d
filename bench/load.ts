/**
 * The load generator, a process of its own, so that its event loop never shares a thread with what it measures.
 *
 * Bodies are written and signed once, before anything is measured, and the same bytes go to every system. It is a closed
 * loop: each connection posts, waits for the answer, and posts again; within a conversation a message is posted only
 * after the one before it was answered with 200, so the right order is defined. What is not answered with 200 is posted
 * again with the same id, as Meta does. With a rate given, posts are due at fixed moments instead, and their time counts
 * from the moment they were due, so that a stalled system cannot hide its delay by not being asked.
 */
import { bodyOf, makePlan, secretKey, signatureOf } from '#bench/bodies.ts'
import type { Plan, PlanOptions } from '#bench/bodies.ts'
import { Wire } from '#bench/wire.ts'

export type PrepareOrder = { readonly do: 'prepare'; readonly plan: PlanOptions; readonly appSecret: string }
export type RunOrder = {
  readonly do: 'run'
  readonly url: string
  readonly connections: number
  readonly warmUpMs: number
  readonly measureMs: number
  /** Posts per second, or null for as many as the connections can carry. */
  readonly rate: number | null
}
/** Times are milliseconds since the epoch; NaN where it did not happen. */
export type LoadResult = {
  /** By delivery: when it was posted first (or due). */
  readonly posted: Float64Array
  /** By delivery: when it was answered with 200. */
  readonly answered: Float64Array
  readonly startedAt: number
  readonly measuredFrom: number
  /** When nothing new was posted any more; answers to the last posts may be later. */
  readonly loadEndedAt: number
  /** Answers other than 200, and connections that ended without one. */
  readonly refused: number
  readonly broken: number
  /** Whether the prepared bodies ran out before the time did. */
  readonly ranOut: boolean
}

/** How long to wait before a refused delivery is posted again. */
const RETRY_MS = 50
/** How long answers may take after the end of the load. */
const LAST_ANSWERS_MS = 20_000

type Prepared = { readonly plan: Plan; readonly bytes: Buffer; readonly starts: Float64Array }
type Post = { index: number; end: number; customer: number }

function prepare(order: PrepareOrder): Prepared {
  const plan = makePlan(order.plan)
  const key = secretKey(order.appSecret)
  const firstSecond = Math.floor(Date.now() / 1000) - Math.ceil(plan.deliveries / 2000)
  let bytes = Buffer.allocUnsafeSlow(plan.deliveries * 1400)
  const starts = new Float64Array(plan.deliveries + 1)
  let at = 0
  for (let index = 0; index < plan.deliveries; index++) {
    const body = bodyOf(plan, index, firstSecond + Math.floor(index / 2000))
    const request = `X-Hub-Signature-256: ${signatureOf(key, body)}\r\nContent-Length: ${body.length}\r\n\r\n${body}`
    if (at + request.length > bytes.length) bytes = Buffer.concat([bytes], bytes.length * 2)
    starts[index] = at
    at += bytes.write(request, at, 'latin1')
  }
  starts[plan.deliveries] = at
  return { plan, bytes, starts }
}

/** One run. It lives from the first post to the last answer. */
class Run {
  readonly #prepared: Prepared
  readonly #order: RunOrder
  readonly #clock = epochClock()
  readonly #posted: Float64Array
  readonly #answered: Float64Array
  readonly #busy = new Set<number>()
  readonly #waiting = new Map<number, Post[]>()
  readonly #idle: (() => void)[] = []
  readonly #due: number[] = []
  readonly #wires: Wire[] = []
  #nextBurst = 0
  #inFlight = 0
  #refused = 0
  #broken = 0
  #ranOut = false
  #isOver = false
  #overAt = Number.NaN
  #finish: (() => void) | undefined

  constructor(prepared: Prepared, order: RunOrder) {
    this.#prepared = prepared
    this.#order = order
    this.#posted = new Float64Array(prepared.plan.deliveries).fill(Number.NaN)
    this.#answered = new Float64Array(prepared.plan.deliveries).fill(Number.NaN)
  }

  async perform(): Promise<LoadResult> {
    const startedAt = this.#clock()
    const ticker = this.#order.rate === null ? undefined : this.#pace(this.#order.rate)
    for (let n = 0; n < this.#order.connections; n++) this.#connect()
    const finished = new Promise<void>((resolve) => (this.#finish = resolve))
    const loadTimer = setTimeout(() => this.#stop(), this.#order.warmUpMs + this.#order.measureMs)
    await finished
    clearTimeout(loadTimer)
    clearInterval(ticker)
    for (const wire of this.#wires) wire.close()
    return {
      posted: this.#posted,
      answered: this.#answered,
      startedAt,
      measuredFrom: startedAt + this.#order.warmUpMs,
      loadEndedAt: this.#overAt,
      refused: this.#refused,
      broken: this.#broken,
      ranOut: this.#ranOut,
    }
  }

  /** One connection and the message it carries. */
  #connect(): void {
    let post: Post | null = null
    const send = (): void => {
      if (post === null) return
      const { starts, bytes } = this.#prepared
      wire.post(bytes.subarray(starts[post.index], starts[post.index + 1]))
    }
    const next = (): void => {
      const at = this.#isOver ? null : this.#turn(next)
      if (at === null) return
      post = this.#advance(post)
      if (post === null) return
      this.#posted[post.index] = at
      this.#inFlight++
      send()
    }
    const wire: Wire = new Wire(new URL(this.#order.url), {
      opened: next,
      answered: (status) => {
        if (post === null) return
        if (status !== 200) {
          this.#refused++
          setTimeout(send, RETRY_MS)
          return
        }
        this.#answered[post.index] = this.#clock()
        this.#inFlight--
        if (this.#isOver) this.#finishIfDone()
        else next()
      },
      broken: () => {
        this.#broken++
        send()
      },
    })
    this.#wires.push(wire)
  }

  /** When the next post counts as posted; null if none is due, and then `wake` is called when one is. */
  #turn(wake: () => void): number | null {
    if (this.#order.rate === null) return this.#clock()
    const due = this.#due.shift()
    if (due === undefined) this.#idle.push(wake)
    return due ?? null
  }

  /** The next message of the burst, or the first of another burst whose customer nobody else is writing for. */
  #advance(post: Post | null): Post | null {
    if (post !== null && post.index + 1 < post.end) return { ...post, index: post.index + 1 }
    if (post !== null) {
      const queued = this.#waiting.get(post.customer)?.shift()
      if (queued !== undefined) return queued
      this.#busy.delete(post.customer)
    }
    const { bursts, customerOf } = this.#prepared.plan
    while (this.#nextBurst + 1 < bursts.length) {
      const index = bursts[this.#nextBurst] ?? 0
      const end = bursts[this.#nextBurst + 1] ?? 0
      const customer = customerOf[index] ?? 0
      this.#nextBurst++
      if (!this.#busy.has(customer)) {
        this.#busy.add(customer)
        return { index, end, customer }
      }
      const queue = this.#waiting.get(customer) ?? []
      queue.push({ index, end, customer })
      this.#waiting.set(customer, queue)
    }
    this.#ranOut = true
    this.#stop()
    return null
  }

  /** Makes posts due at fixed moments. */
  #pace(rate: number): NodeJS.Timeout {
    let dueAt = this.#clock()
    return setInterval(() => {
      const now = this.#clock()
      for (; dueAt <= now; dueAt += 1000 / rate) this.#due.push(dueAt)
      while (this.#due.length > 0 && this.#idle.length > 0) this.#idle.shift()?.()
    }, 1)
  }

  #stop(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#overAt = this.#clock()
    setTimeout(() => this.#finish?.(), LAST_ANSWERS_MS).unref()
    this.#finishIfDone()
  }

  #finishIfDone(): void {
    if (this.#inFlight === 0) this.#finish?.()
  }
}

/** The wall clock, in fractions of a millisecond: set by it once per run, then carried on by the monotonic clock. */
function epochClock(): () => number {
  const started = Date.now()
  while (Date.now() === started);
  const offset = Date.now() - performance.now()
  return () => offset + performance.now()
}

let prepared: Prepared | null = null
process.on('message', (order: PrepareOrder | RunOrder) => {
  if (order.do === 'prepare') {
    prepared = prepare(order)
    process.send?.({ prepared: prepared.plan.deliveries, bytes: prepared.bytes.length })
    return
  }
  if (prepared === null) throw new Error('run before prepare')
  void new Run(prepared, order).perform().then((result) => process.send?.(result))
})
process.once('disconnect', () => process.exit())

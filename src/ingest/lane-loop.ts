/** Keeps leases alive and works off lanes as they are spoken of: the beating heart of a worker. */
import { setTimeout as delay } from 'node:timers/promises'
import { RENEW_MS } from '#platform/db/leases.ts'
import { errorText } from '#platform/errors.ts'
import { HOT_MS } from './hot-lanes.ts'
import type { LaneProcessor, LaneWorker } from './process-lanes.ts'

/** Between passes, so that each finds more: fewer, larger transactions. */
const GAP_MS = 2
/** Everything is looked at this often even if nobody said anything: a notification may be lost. */
const SWEEP_MS = 250
const FAULT_PAUSE_MS = 250

const nobodySleeps = (): void => {}

export type LaneLoop = {
  /** Something arrived in these lanes (none named: anywhere). */
  readonly wake: (lanes: readonly string[]) => void
  /** Finishes the pass that is running, then gives the lanes back. */
  readonly close: () => Promise<void>
}

/**
 * Lanes are worked off in so many streams at once, each with its own connection: a pass is a dozen short statements, and
 * while one stream waits for an answer another one works. A lane is always in the same stream, so its order is kept.
 */
const STREAMS = 2

export function startLaneLoop(worker: LaneWorker, processor: LaneProcessor): LaneLoop {
  let isClosing = false
  const isOver = (): boolean => isClosing
  const streams = Array.from({ length: STREAMS }, (_, nth) => startStream(worker, processor, nth, isOver))
  const streamOf = (lane: number): Stream | undefined => streams[lane % STREAMS]
  const wake = (lanes: readonly string[]): void => {
    if (lanes.length === 0) for (const stream of streams) stream.sweep()
    for (const lane of lanes.map(Number)) streamOf(lane)?.heat(lane)
  }
  const leasing = keepLeases(worker, isOver, wake)
  return {
    wake,
    close: async () => {
      isClosing = true
      for (const stream of streams) stream.sweep()
      await Promise.all([leasing, ...streams.map(async ({ ended }) => ended)])
      await worker.leases.release().catch(() => {})
    },
  }
}

type Stream = {
  /** Something is in this lane. */
  readonly heat: (lane: number) => void
  /** Look at all lanes of the stream now. */
  readonly sweep: () => void
  readonly ended: Promise<void>
}

function startStream(
  worker: LaneWorker,
  processor: LaneProcessor,
  nth: number,
  isOver: () => boolean,
): Stream {
  /** Lanes that were spoken of, and until when they are looked at. */
  const hot = new Map<number, number>()
  let sweepAt = 0
  let wakeUp = nobodySleeps
  const keepHot = (lane: number): void => void hot.set(lane, performance.now() + HOT_MS)

  const pass = async (): Promise<void> => {
    const now = performance.now()
    for (const [lane, until] of hot) if (until < now) hot.delete(lane)
    const isSweep = now >= sweepAt
    if (isSweep) sweepAt = now + SWEEP_MS
    const lanes = isSweep
      ? [...worker.leases.held().keys()].map(Number).filter((lane) => lane % STREAMS === nth)
      : [...hot.keys()]
    if (lanes.length === 0) return
    const found = await processor.process(lanes)
    for (const lane of found.lanes) keepHot(lane) // there may be more behind what was found
  }

  const sleepUntilWoken = async (ms: number): Promise<void> =>
    new Promise((done) => {
      const timer = setTimeout(done, ms)
      wakeUp = () => {
        clearTimeout(timer)
        done()
      }
      if (isOver()) wakeUp()
    })

  const run = async (): Promise<void> => {
    while (!isOver()) {
      try {
        await pass()
        if (hot.size > 0) await delay(GAP_MS)
        else await sleepUntilWoken(Math.max(0, sweepAt - performance.now()))
      } catch (error) {
        worker.log.warn({ evt: 'ingest.pass-failed', err: errorText(error) })
        sweepAt = 0
        await delay(FAULT_PAUSE_MS)
      }
    }
  }
  return {
    heat: (lane) => {
      keepHot(lane)
      wakeUp()
    },
    sweep: () => {
      sweepAt = 0
      wakeUp()
    },
    ended: run(),
  }
}

async function keepLeases(
  { leases, log }: LaneWorker,
  isOver: () => boolean,
  onFresh: (lanes: readonly string[]) => void,
): Promise<void> {
  while (!isOver()) {
    try {
      const fresh = await leases.renew()
      if (fresh.length > 0) onFresh(fresh)
    } catch (error) {
      log.warn({ evt: 'ingest.renew-failed', err: errorText(error) })
    }
    for (let waited = 0; waited < RENEW_MS && !isOver(); waited += 50) await delay(50)
  }
}

/** Lets hours go by at once, for Harkara's processes and for the simulator alike. */
import { renameSync, writeFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import type { Simulator } from '#simulator/start.ts'

const MOVED_CLOCK = new URL('moved-clock.ts', import.meta.url)
/** Until every process has read the file. */
const HEARD_MS = 100

export type Travel = {
  /** For the processes. */
  readonly env: Readonly<Record<string, string>>
  /** What time it is for them. */
  readonly now: () => number
  /** How much of it has gone by at once. */
  readonly skippedMs: () => number
  readonly skip: (ms: number, simulator: Simulator) => Promise<void>
}

export function createTravel(file: string): Travel {
  let skipped = 0
  const write = (): void => {
    writeFileSync(`${file}.new`, String(skipped))
    renameSync(`${file}.new`, file)
  }
  write()
  return {
    env: { NODE_OPTIONS: `--import ${MOVED_CLOCK.href}`, HARKARA_MOVED_CLOCK: file },
    now: () => Date.now() + skipped,
    skippedMs: () => skipped,
    skip: async (ms, { control }) => {
      skipped += ms
      // The simulator first: what it then tells is never of a time that the program does not know yet by more than a moment.
      await control.advance(ms)
      write()
      await delay(HEARD_MS)
    },
  }
}

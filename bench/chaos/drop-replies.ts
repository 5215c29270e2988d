/**
 * Meta takes every message and never says so: each connection is cut after the message is on the phone. What was sent must
 * be found out from the status webhooks, which bring back our id, and nothing may be sent a second time.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { collect, settle } from './evidence.ts'
import { findConversations, openThreads, say as sayText, write, type Thread, type Web } from './load.ts'
import { startStage, type Stage } from './stage.ts'
import { judge, type Verdict } from './verdict.ts'

export type DropRepliesOptions = {
  readonly sends: number
  readonly seed: number
  readonly say: (line: string) => void
}

export type DropRepliesReport = {
  readonly sends: number
  readonly secondCopies: number
  /** Sends that are not known to be taken by Meta, with both ticks, when the bound is over. */
  readonly unsettled: number
  readonly seed: number
  readonly sendMs: number
  readonly settledMs: number | null
  readonly verdict: Verdict
}

const NUMBERS = 2
/**
 * Below Meta's burst of 45 for a pair, so that the run is not about pacing. A text waits for the fate of the one before it, so
 * more of them make the run longer and not harder.
 */
const TEXTS_PER_THREAD = 12
const SETTLE_MS_MAX = 60_000
const FIND_MS_MAX = 20_000

export async function dropReplies({ sends, seed, say }: DropRepliesOptions): Promise<DropRepliesReport> {
  const stage = await startStage({
    seed,
    numbers: NUMBERS,
    greeting: null,
    processes: [{ name: 'all', roles: ['gateway', 'worker', 'sender', 'web'] }],
  })
  try {
    const { simulator, phoneNumberIds } = stage
    const customers = Math.ceil(sends / TEXTS_PER_THREAD / phoneNumberIds.length)
    const threads = openThreads(simulator, customers, phoneNumberIds)
    for (const thread of threads) write(simulator, thread)
    await allFound(stage, threads)
    simulator.control.faults({ dropReply: 1 })
    say(`${sends} texts in ${threads.length} conversations, and not one answer from Meta`)
    const startedAt = performance.now()
    await sayAll(stage.web, threads, sends)
    const sendMs = Math.round(performance.now() - startedAt)
    const settledMs = await settle(stage, SETTLE_MS_MAX)
    const verdict = judge(await collect(stage, threads, null))
    const { lost, unconfirmed, failed, ticksMissing } = verdict.outbound
    return {
      sends: verdict.outbound.accepted,
      secondCopies: verdict.secondCopies,
      unsettled: lost + unconfirmed + failed + ticksMissing,
      seed,
      sendMs,
      settledMs,
      verdict,
    }
  } finally {
    await stage.close()
  }
}

async function allFound({ databaseUrl }: Stage, threads: readonly Thread[]): Promise<void> {
  const giveUpAt = performance.now() + FIND_MS_MAX
  while ((await findConversations(databaseUrl, threads)) > 0) {
    if (performance.now() > giveUpAt) throw new Error('not every first message became a conversation')
    await delay(100)
  }
}

/** Every conversation's texts one after the other, all conversations at once. */
async function sayAll(web: Web, threads: readonly Thread[], sends: number): Promise<void> {
  await Promise.all(
    threads.map(async (thread) => {
      const share = Math.floor(sends / threads.length) + (thread.nth < sends % threads.length ? 1 : 0)
      for (let nth = 0; nth < share; nth++) await sayText(web, thread)
    }),
  )
}

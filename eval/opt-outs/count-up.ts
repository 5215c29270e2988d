/** What became of those who said STOP. Pure. */
import type { Trial } from '#test/opt-out-race.ts'
import type { Committed, What } from './commit-order.ts'

/** An opt-out and a turn whose commits are no further apart have raced. */
const RACED_MS = 50

export type Figures = {
  /** People who said STOP and had their turn. */
  readonly trials: number
  /** The opt-out was committed before the claim of their message, and it was claimed all the same: never. */
  readonly sentAfterOptOut: number
  /** The commits of opt-out and turn were no more than 50 ms apart. */
  readonly raced: number
  /** How long after the commit of the opt-out had come back Meta was called at most; 0: never after it. */
  readonly calledAfterMs: number
  /** For how many it was: their messages had been claimed before. */
  readonly calledAfter: number
  /** Turns: the message was claimed; it was stopped at its claim; it was never made. */
  readonly dispatched: number
  readonly stopped: number
  readonly skipped: number
}

export function countUp(trials: readonly Trial[], commits: readonly Committed[]): Figures {
  const optOuts = new Map<string, Committed>()
  const turns = new Map<string, Committed>()
  for (const one of commits) (one.what === 'opted_out' ? optOuts : turns).set(one.contact, one)
  const pairs = trials.map((trial) => {
    const [optOut, turn] = [optOuts.get(trial.contact), turns.get(trial.contact)]
    if (optOut === undefined || turn === undefined)
      throw new Error(`nobody saw what became of ${trial.contact}`)
    if ((turn.what === 'dispatched') !== (trial.calledAt !== null))
      throw new Error(
        `${trial.contact} was ${turn.what}, but Meta was ${trial.calledAt === null ? 'not ' : ''}called`,
      )
    return { optOut, turn, lateMs: (trial.calledAt ?? -Infinity) - trial.optedOutAt }
  })
  const count = (what: What): number => pairs.filter(({ turn }) => turn.what === what).length
  const isClaimed = ({ turn }: (typeof pairs)[number]): boolean => turn.what === 'dispatched'
  const late = pairs.filter(({ lateMs }) => lateMs > 0)
  return {
    trials: pairs.length,
    sentAfterOptOut: pairs.filter((pair) => isClaimed(pair) && pair.optOut.nth < pair.turn.nth).length,
    raced: pairs.filter(({ optOut, turn }) => Math.abs(optOut.atMs - turn.atMs) <= RACED_MS).length,
    calledAfterMs: Math.round(Math.max(0, ...late.map(({ lateMs }) => lateMs)) * 10) / 10,
    calledAfter: late.length,
    ...{ dispatched: count('dispatched'), stopped: count('stopped'), skipped: count('skipped') },
  }
}

export const sumOf = (one: Figures, other: Figures): Figures => ({
  trials: one.trials + other.trials,
  sentAfterOptOut: one.sentAfterOptOut + other.sentAfterOptOut,
  raced: one.raced + other.raced,
  calledAfterMs: Math.max(one.calledAfterMs, other.calledAfterMs),
  calledAfter: one.calledAfter + other.calledAfter,
  dispatched: one.dispatched + other.dispatched,
  stopped: one.stopped + other.stopped,
  skipped: one.skipped + other.skipped,
})

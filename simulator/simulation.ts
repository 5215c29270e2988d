/** What every operation of the simulator is handed: the world, time, chance, and the ways out of it. */
import type { Tally } from '#simulator/messages/tally.ts'
import type { PhoneEvent } from '#simulator/protocol.ts'
import type { Outbox } from '#simulator/webhooks/outbox.ts'
import type { Clock } from '#simulator/world/clock.ts'
import type { Ids } from '#simulator/world/ids.ts'
import { THROUGHPUT_DEFAULT, UPGRADED_AFTER_PEOPLE } from '#simulator/world/limits.ts'
import type { MediaFiles } from '#simulator/world/media-files.ts'
import type { Random } from '#simulator/world/random.ts'
import type { Chat, Message, World } from '#simulator/world/world.ts'

/** Which of Meta's rules hold, where a test or a benchmark may want them otherwise. */
export type Rules = {
  /** A free-form message outside the window: a 200 and then a failed status (as Meta does), an answer, or nothing. */
  readonly window: 'async' | 'sync' | 'off'
  /** One message per 6 s and person, after a burst of 45. */
  readonly pairLimit: boolean
  /** Of numbers that are not given one of their own. */
  readonly messagesPerSecond: number
  /** So many people reached within 24 hours by an unlimited number make Meta raise its throughput. */
  readonly upgradedAfterPeople: number
  /** People written to outside a window within 24 hours are counted, and too many are refused. */
  readonly messagingLimit: boolean
  /** Calls of management are counted per account and hour, and too many are refused. */
  readonly managementLimit: boolean
  /** Recipients that end in an error code get that error. */
  readonly sentinels: boolean
  /**
   * The app may know people from before this world began, as a shop with demo data does: whoever never wrote here counts as
   * somebody with an open window, and an unknown user id or message is taken for theirs.
   */
  readonly trustsHistory: boolean
  /** People are let through so much marketing a day from all businesses, and what is more fails with 131049. */
  readonly fatigue: boolean
  /** Marketing templates that are new, unpaused or not GREEN are held after some hundreds. */
  readonly pacing: boolean
  /** How long Meta looks at how those took it, at most. */
  readonly assessmentMs: number
  /** How long a new template is PENDING. */
  readonly templateReviewMs: number
  /**
   * `figures`: what was sent is counted and forgotten, but for the chats of customers whom somebody made or who did
   * something. For load: a million messages cost megabytes.
   */
  readonly keeps: 'everything' | 'figures'
}

export const DEFAULT_RULES: Rules = {
  window: 'async',
  pairLimit: true,
  messagingLimit: true,
  managementLimit: true,
  upgradedAfterPeople: UPGRADED_AFTER_PEOPLE,
  messagesPerSecond: THROUGHPUT_DEFAULT,
  sentinels: true,
  trustsHistory: false,
  templateReviewMs: 3000,
  fatigue: false,
  pacing: false,
  assessmentMs: 60 * 60_000,
  keeps: 'everything',
}

/** How a reaction gets into the world. */
export type Reaction = {
  /** The ticks turn blue. */
  readonly read: () => void
  /** Something happens later; nobody waits for it. */
  readonly later: (ms: number, task: () => void) => void
}

/** Tells open phones what happened. */
export type PhoneHub = {
  emit(event: PhoneEvent): void
  subscribe(listener: (event: PhoneEvent) => void): () => void
  /** Whether anybody listens. */
  isHeard(): boolean
}

export type Simulation = {
  readonly seed: number
  /** Tells this run from all others; ids are made from it. */
  readonly run: string
  readonly world: World
  readonly clock: Clock
  /** Decides about faults of sends; webhooks have a stream of their own. */
  readonly chance: Random
  readonly traces: Random
  readonly ids: Ids
  readonly outbox: Outbox
  readonly hub: PhoneHub
  readonly media: MediaFiles
  readonly tally: Tally
  /** What a customer does about a marketing template that has come. */
  readonly react: (chat: Chat, message: Message, means: Reaction) => void
  /** May be changed while it runs. */
  readonly rules: { -readonly [Key in keyof Rules]: Rules[Key] }
  /** The token that may do everything. */
  readonly accessToken: string
  /** Where this simulator is reached. */
  baseUrl(): string
  /** Something changed that must survive a restart. */
  touch(): void
  log(line: string): void
}

/** A hub without listeners. */
export function createHub(): PhoneHub {
  const listeners = new Set<(event: PhoneEvent) => void>()
  return {
    emit(event) {
      for (const listener of listeners) listener(event)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    isHeard: () => listeners.size > 0,
  }
}

/** Graph's `fbtrace_id`. */
export function traceOf(sim: Simulation): string {
  return `A${sim.traces.pick('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-', 22)}`
}

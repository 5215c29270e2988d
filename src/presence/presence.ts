/**
 * Who is in which conversation, across all web processes. What a browser says is told to every process as a notification, which
 * PostgreSQL carries and keeps nowhere: no row, no event. A process that has just started knows everybody after half a lease,
 * when all browsers have spoken again.
 */
import type { Presence } from '#realtime/event-shape.ts'
import type { Notifier } from '#platform/db/notifications.ts'
import { isId } from '#platform/ids.ts'
import { instant, type Clock } from '#platform/time.ts'
import type { EventHub } from '#realtime/event-hub.ts'
import { PRESENCE_STATES, PresenceBoard, type PresenceWord } from './presence-board.ts'

const SWEEP_MS = 2000

export type PresenceKeeper = {
  /** Somebody said so here: every process hears of it. */
  readonly say: (word: Omit<PresenceWord, 'at'>) => void
  /** What other processes heard (and what was said here: that changes nothing). */
  readonly hear: (words: readonly string[]) => void
  readonly isIn: PresenceBoard['isIn']
  readonly list: (tenant: string) => Presence[]
  readonly close: () => void
}

export type PresenceParts = {
  readonly notifier: Notifier
  readonly clock: Clock
  readonly pass: EventHub['pass']
}

export function keepPresence({ notifier, clock, pass }: PresenceParts): PresenceKeeper {
  const board = new PresenceBoard()
  const tell = (tenant: string, conversations: readonly string[]): void => {
    for (const conversation of conversations)
      pass(tenant, {
        id: '',
        type: 'presence',
        at: clock(),
        data: board.presenceOf(tenant, conversation),
      })
  }
  const take = (word: PresenceWord): void => tell(word.tenant, board.hear(word, clock()))
  const sweep = setInterval(() => {
    for (const [tenant, conversations] of board.expire(clock())) tell(tenant, conversations)
  }, SWEEP_MS)
  let last = 0
  return {
    say: (said) => {
      last = Math.max(last + 1, clock()) // no two words of one process are of the same moment
      const word = { ...said, at: last }
      take(word)
      notifier.notify('presence', [textOf(word)])
    },
    hear: (words) => {
      for (const text of words) {
        const word = wordOf(text)
        if (word !== null) take(word)
      }
    },
    isIn: (tenant, conversation, user) => board.isIn(tenant, conversation, user),
    list: (tenant) => board.list(tenant),
    close: () => clearInterval(sweep),
  }
}

export const WINDOW = /^[\w-]{1,40}$/u

const textOf = ({ tenant, conversation, user, window, state, at }: PresenceWord): string =>
  [tenant, conversation, user, window, state, at].join('/')

function wordOf(text: string): PresenceWord | null {
  const [tenant = '', conversation = '', user = '', window = '', said, at = ''] = text.split('/')
  const state = PRESENCE_STATES.find((one) => one === said)
  const isWord = [tenant, conversation, user].every(isId) && WINDOW.test(window) && /^\d+$/u.test(at)
  return isWord && state !== undefined
    ? { tenant, conversation, user, window, state, at: instant(Number(at)) }
    : null
}

/** How often one client may ask for codes that are none: kept in this process's memory, there to make guessing hopeless, not to count. */
import { isIPv6 } from 'node:net'
import { MINUTE_MS, type Instant } from '#platform/time.ts'

const WINDOW_MS = 10 * MINUTE_MS
/** Many phones share one address of an Indian mobile network; a mistyped or erased code is rare among them. */
const MISSES_MAX = 100
const CLIENTS_KEPT = 20_000

export type GuessLimit = {
  /** Until it may ask again; 0: it may ask now. */
  readonly waitMs: (address: string, now: Instant) => number
  /** It asked for what is not there. */
  readonly miss: (address: string, now: Instant) => void
}

export function limitGuesses(): GuessLimit {
  const misses = new Map<string, { count: number; readonly since: Instant }>()
  return {
    waitMs: (address, now) => {
      const known = misses.get(clientOf(address))
      if (known === undefined || known.count < MISSES_MAX) return 0
      return Math.max(0, known.since + WINDOW_MS - now)
    },
    miss: (address, now) => {
      const client = clientOf(address)
      const known = misses.get(client)
      if (known !== undefined && now - known.since < WINDOW_MS) {
        known.count += 1
        return
      }
      misses.delete(client) // the oldest stand first
      for (const [other, { since }] of misses) {
        if (now - since < WINDOW_MS && misses.size < CLIENTS_KEPT) break
        misses.delete(other)
      }
      misses.set(client, { count: 1, since: now })
    },
  }
}

/** Whoever has one address of IPv6 has 2^64 of them. */
function clientOf(address: string): string {
  if (!isIPv6(address) || address.includes('.')) return address
  const [head = '', tail = ''] = address.split('::')
  const start = head === '' ? [] : head.split(':')
  const end = tail === '' ? [] : tail.split(':')
  const gap = Array.from({ length: Math.max(0, 8 - start.length - end.length) }, () => '0')
  return [...start, ...gap, ...end].slice(0, 4).join(':')
}

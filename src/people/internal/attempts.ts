/** How often somebody may try: kept in this process's memory, there to make guessing hopeless, not to count. */
import type { Instant } from '#platform/time.ts'

const WINDOW_MS = 15 * 60 * 1000
/** Wrong passwords of one address in a quarter of an hour; and of one client, which may be an office with one address. */
const PER_EMAIL = 10
const PER_CLIENT = 100
const KEPT = 20_000

export type Attempts = {
  /** False: too many in the last quarter of an hour. Counts this one. */
  readonly take: (email: string | null, client: string, now: Instant) => boolean
  /** It was right: what was tried before is forgiven. */
  readonly forgive: (email: string) => void
}

export function createAttempts(): Attempts {
  const tries = new Map<string, { count: number; since: Instant }>()
  const count = (key: string, most: number, now: Instant): boolean => {
    const known = tries.get(key)
    if (known === undefined || now - known.since >= WINDOW_MS) {
      tries.delete(key) // the oldest stand first
      for (const [other, { since }] of tries) {
        if (now - since < WINDOW_MS && tries.size < KEPT) break
        tries.delete(other)
      }
      tries.set(key, { count: 1, since: now })
      return true
    }
    known.count += 1
    return known.count <= most
  }
  return {
    // Whoever is stopped as a client can lock nobody's address any more.
    take: (email, client, now) =>
      count(`client ${client}`, PER_CLIENT, now) &&
      (email === null || count(`email ${email}`, PER_EMAIL, now)),
    forgive: (email) => void tries.delete(`email ${email}`),
  }
}

/**
 * Who is in which conversation, as one process knows it. What browsers say holds for a lease: whoever vanishes without a word
 * is gone when it ends. The newest word of a window counts, whatever the order in which words arrive. Pure.
 */
import type { Presence } from '#realtime/event-shape.ts'

export const LEASE_MS = 30_000
/** Nobody has so many windows; more would be somebody filling our memory. */
const WINDOWS_MAX = 20

export const PRESENCE_STATES = ['viewing', 'typing', 'left'] as const
export type PresenceState = (typeof PRESENCE_STATES)[number]
/** One word of one window. */
export type PresenceWord = {
  readonly tenant: string
  readonly conversation: string
  readonly user: string
  /** Which of the person's windows; they name themselves. */
  readonly window: string
  readonly state: PresenceState
  /** When it was said, by the clock of whoever heard it from the browser. */
  readonly at: number
}

type Entry = {
  readonly user: string
  readonly conversation: string
  readonly state: PresenceState
  readonly at: number
  readonly until: number
}

export class PresenceBoard {
  readonly #tenants = new Map<string, Map<string, Entry>>()

  /** Takes a word; the conversations in which something changed for others. */
  hear({ tenant, conversation, user, window, state, at }: PresenceWord, now: number): string[] {
    const entries = this.#tenants.get(tenant) ?? new Map<string, Entry>()
    const key = `${user}/${window}`
    const known = entries.get(key)
    if (known !== undefined && known.at >= at) return []
    if (state === 'left' && known?.conversation !== conversation) return [] // it is elsewhere by now
    if (known === undefined && windowsOf(entries, user) >= WINDOWS_MAX) return []
    const places = [...new Set([known?.conversation ?? conversation, conversation])]
    const before = places.map((place) => this.#words(tenant, place))
    // What has left is remembered until its lease ends, so that an older word that is late does not bring it back.
    entries.set(key, { user, conversation, state, at, until: now + LEASE_MS })
    this.#tenants.set(tenant, entries)
    return places.filter((place, nth) => this.#words(tenant, place) !== before[nth])
  }

  /** Takes away whose lease has ended; by tenant, where something changed for others. */
  expire(now: number): Map<string, string[]> {
    const changed = new Map<string, string[]>()
    for (const [tenant, entries] of this.#tenants) {
      const places = new Set<string>()
      for (const [key, entry] of entries) {
        if (entry.until > now) continue
        entries.delete(key)
        if (entry.state !== 'left') places.add(entry.conversation)
      }
      if (entries.size === 0) this.#tenants.delete(tenant)
      if (places.size > 0) changed.set(tenant, [...places])
    }
    return changed
  }

  /** Whether this person is known to be there: then the conversation is known to be there as well. */
  isIn(tenant: string, conversation: string, user: string): boolean {
    for (const entry of this.#tenants.get(tenant)?.values() ?? [])
      if (entry.user === user && entry.conversation === conversation && entry.state !== 'left') return true
    return false
  }

  /** Each person once; who types in one window types. */
  presenceOf(tenant: string, conversation: string): Presence {
    const people = new Map<string, 'viewing' | 'typing'>()
    for (const { user, conversation: place, state } of this.#tenants.get(tenant)?.values() ?? []) {
      if (place !== conversation || state === 'left') continue
      if (state === 'typing' || !people.has(user)) people.set(user, state)
    }
    const inOrder = [...people].toSorted(([a], [b]) => (a < b ? -1 : 1))
    return { conversationId: conversation, people: inOrder.map(([userId, state]) => ({ userId, state })) }
  }

  /** All conversations in which somebody is. */
  list(tenant: string): Presence[] {
    const entries = [...(this.#tenants.get(tenant)?.values() ?? [])]
    const places = new Set(
      entries.flatMap(({ conversation, state }) => (state === 'left' ? [] : [conversation])),
    )
    return [...places].map((place) => this.presenceOf(tenant, place))
  }

  #words(tenant: string, conversation: string): string {
    return JSON.stringify(this.presenceOf(tenant, conversation).people)
  }
}

function windowsOf(entries: ReadonlyMap<string, Entry>, user: string): number {
  let count = 0
  for (const entry of entries.values()) if (entry.user === user) count += 1
  return count
}

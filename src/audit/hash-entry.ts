/**
 * What an entry's hash is taken over: a JSON array in a fixed order, with the keys of objects sorted, so that the same entry
 * gives the same bytes whether it comes from us or back from PostgreSQL, whose `jsonb` keeps no order.
 *
 * Pure. Never change it: hashes that are already stored would no longer fit. A new form gets a new first word.
 */
import { createHash } from 'node:crypto'

/** The hash before the first entry. */
export const FIRST_HASH = Buffer.alloc(32)

export type HashedEntry = {
  readonly tenant: string
  /** A PostgreSQL bigint, in digits. */
  readonly seq: string
  /** Microseconds since the epoch, in digits: all that PostgreSQL keeps of a moment. */
  readonly atMicros: string
  readonly actorKind: string
  readonly actorId: string
  readonly actorName: string
  readonly action: string
  readonly subjectKind: string
  readonly subjectId: string
  readonly details: unknown
}

/** The hash of an entry that follows the one with `previous`. */
export function hashEntry(entry: HashedEntry, previous: Buffer): Buffer {
  const parts = [
    'harkara audit 1',
    previous.toString('hex'),
    entry.tenant,
    entry.seq,
    entry.atMicros,
    entry.actorKind,
    entry.actorId,
    entry.actorName,
    entry.action,
    entry.subjectKind,
    entry.subjectId,
    sorted(entry.details),
  ]
  return createHash('sha256').update(JSON.stringify(parts)).digest()
}

/** The same value with the keys of its objects in one order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  // As pairs: an object would put keys that look like numbers first, and loses "__proto__".
  const pairs = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return { object: pairs.map(([key, inner]) => [key, sorted(inner)]) }
}

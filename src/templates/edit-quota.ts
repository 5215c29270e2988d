/**
 * How often an approved template may be edited, and when the name of a deleted one is free again: counted from our own history.
 * Source: Meta, "Template management" (2026): an approved template once in 24 hours and ten times in 30 days, others without end;
 * the name of an approved template that was deleted is blocked for 30 days. Pure.
 */
import { DAY_MS } from '#platform/time.ts'
import type { Edits } from './shapes.ts'

export const QUOTA_MS = 30 * DAY_MS
const EDITS_MAX = 10
export const NAME_BLOCKED_MS = 30 * DAY_MS
/** What was never approved leaves its name at once. */
const NEVER_APPROVED: ReadonlySet<string> = new Set(['PENDING', 'REJECTED', 'IN_APPEAL'])
/** Where it went, not what it was. */
const ON_ITS_WAY: ReadonlySet<string> = new Set(['ARCHIVED', 'UNARCHIVED', 'PENDING_DELETION', 'DELETED'])

/** @param editedAt when it was edited while it was approved, newest first */
export function editsOf(editedAt: readonly number[], now: number): Edits {
  const recent = editedAt.filter((at) => at > now - QUOTA_MS)
  const [last] = recent
  const tenth = recent[EDITS_MAX - 1]
  const times = [
    ...(last === undefined ? [] : [last + DAY_MS]),
    ...(tenth === undefined ? [] : [tenth + QUOTA_MS]),
  ].filter((at) => at > now)
  return {
    usedIn30Days: recent.length,
    left: Math.max(0, EDITS_MAX - recent.length),
    nextAt: times.length === 0 ? null : Math.max(...times),
  }
}

/** @param words what its status became, newest first; until when the name is blocked, null if it is free */
export function nameBlockedUntil(
  words: readonly { readonly at: number; readonly to: string }[],
  now: number,
): number | null {
  const deleted = words.findIndex(({ to }) => to === 'DELETED')
  const before = words.slice(deleted + 1).find(({ to }) => !ON_ITS_WAY.has(to))
  const at = words[deleted]?.at
  if (deleted === -1 || at === undefined || before === undefined || NEVER_APPROVED.has(before.to)) return null
  const until = at + NAME_BLOCKED_MS
  return until > now ? until : null
}

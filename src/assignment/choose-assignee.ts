/** Whose turn it is. Pure. */
import type { AssignmentRule } from './shapes.ts'

/** Somebody who is there. `load`: how many open conversations they have. */
export type Candidate = { readonly id: string; readonly teams: readonly string[]; load: number }

/** Of these, in the order of their ids, the one after whoever had the last turn. */
function nextAfter<T extends { readonly id: string }>(
  candidates: readonly T[],
  last: string | null,
): T | undefined {
  return candidates.find(({ id }) => last === null || id > last) ?? candidates[0]
}

/**
 * Who gets a conversation: among its team's if it has one, else among the rule's; first the one who had the customer last, if that
 * is the rule and they are among them; else whoever's turn it is, or of the least busy the one whose turn it is.
 *
 * @param candidates all who are there, in the order of their ids
 */
export function chooseAssignee(
  rule: AssignmentRule,
  candidates: readonly Candidate[],
  waiting: { readonly team: string | null; readonly last: string | null },
  lastTurn: string | null,
): Candidate | null {
  const team = waiting.team ?? rule.teamId
  const among = team === null ? candidates : candidates.filter(({ teams }) => teams.includes(team))
  const known = rule.isSticky ? among.find(({ id }) => id === waiting.last) : undefined
  if (known !== undefined) return known
  if (rule.mode === 'round_robin') return nextAfter(among, lastTurn) ?? null
  const least = Math.min(...among.map(({ load }) => load))
  return (
    nextAfter(
      among.filter(({ load }) => load === least),
      lastTurn,
    ) ?? null
  )
}

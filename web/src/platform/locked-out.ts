/** Refusals that are about who asks and not about what was asked: whoever gets one can do nothing here until that has changed. */
import type { Problem } from './contract.ts'

export type Locked = 'not_signed_in' | 'no_business'
let onLocked: ((why: Locked) => void) | null = null
/** What becomes of the page then. */
export function whenLockedOut(run: (why: Locked) => void): void {
  onLocked = run
}

/** True: nobody is signed in (any more), or they have no business. Trying again would not help. */
export function isLockedOut(problem: Problem | null): boolean {
  const code = problem?.code
  if (code !== 'not_signed_in' && code !== 'no_business') return false
  onLocked?.(code)
  return true
}

/** The pages for whoever is not signed in or has no business. Leaving them loads the page anew. */
export const isOutside = (path: string): boolean =>
  /^\/(?:sign-|join\/|forgot-|reset-|no-business)/.test(path)

/** Who is signed in or which business is open was changed in this browser: every other tab begins anew. */
export const SESSION_KEY = 'harkara.session'

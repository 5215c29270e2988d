/** What was changed and can be taken back. What one types into one field without a pause is one step. Pure. */
export type Edits<T> = {
  readonly now: T
  readonly past: readonly T[]
  readonly future: readonly T[]
  /** Where the last change was made, and when. */
  readonly last: { readonly field: string; readonly at: number } | null
}

const PAUSE_MS = 1200
const STEPS_MAX = 200

export const unchanged = <T>(now: T): Edits<T> => ({ now, past: [], future: [], last: null })

export function changed<T>(edits: Edits<T>, next: T, field: string, at: number): Edits<T> {
  const { last, past, now } = edits
  const isSameStep = last !== null && last.field === field && at - last.at < PAUSE_MS && past.length > 0
  return {
    now: next,
    past: isSameStep ? past : [...past, now].slice(-STEPS_MAX),
    future: [],
    last: { field, at },
  }
}

export function undone<T>({ now, past, future, ...edits }: Edits<T>): Edits<T> {
  const before = past.at(-1)
  return before === undefined
    ? { now, past, future, ...edits }
    : { now: before, past: past.slice(0, -1), future: [now, ...future], last: null }
}

export function redone<T>({ now, past, future, ...edits }: Edits<T>): Edits<T> {
  const [after, ...rest] = future
  return after === undefined
    ? { now, past, future, ...edits }
    : { now: after, past: [...past, now], future: rest, last: null }
}

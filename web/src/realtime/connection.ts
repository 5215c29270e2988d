import { create } from 'zustand'

/** `waiting`: the stream broke, and the next attempt comes at `retryAt`. */
export type Connection =
  | { readonly state: 'connecting' | 'live' }
  | { readonly state: 'waiting'; readonly retryAt: number }

export const useConnection = create<{ readonly connection: Connection }>(() => ({
  connection: { state: 'connecting' },
}))

export function setConnection(connection: Connection): void {
  useConnection.setState({ connection })
}

let retry: (() => void) | null = null
/** The stream says how its wait is cut short; the notice's "Try now" does it. */
export function onRetryNow(run: (() => void) | null): void {
  retry = run
}
export function retryNow(): void {
  retry?.()
}

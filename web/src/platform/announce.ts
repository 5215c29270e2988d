import { create } from 'zustand'

type Said = { readonly text: string; readonly kind: 'quiet' | 'problem'; readonly at: number }
/** What was said last, for `shell/announcer.tsx` to speak and show. */
export const useSaid = create<{ readonly said: Said | null }>(() => ({ said: null }))

/** `quiet` is only spoken by a screen reader; `problem` is also shown, until it is closed or has been read. */
export function announce(text: string, kind: Said['kind'] = 'quiet'): void {
  useSaid.setState({ said: { text, kind, at: Date.now() } })
}

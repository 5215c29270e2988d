/**
 * Tells the server that this window is in a conversation, and whether somebody types in it. A courtesy to colleagues: what does
 * not arrive is said again, and nobody is bothered with it.
 */
import { useEffect } from 'react'
import { useDrafts } from '../outbound/drafts.ts'
import { postJson } from '../platform/api.ts'
import { newId } from '../platform/new-id.ts'

/** Half of the server's lease. */
const SAY_EVERY_MS = 15_000
/** So long after the last letter somebody still types. */
const TYPING_MS = 6000

/** This window's name: a person may have several. */
const WINDOW = newId().slice(0, 8)

export function useTellPresence(conversationId: string): void {
  useEffect(() => {
    const path = `/conversations/${encodeURIComponent(conversationId)}/presence`
    let state: 'viewing' | 'typing' | 'left' = 'left'
    let quiet: number | undefined
    const say = (next: 'viewing' | 'typing') => {
      state = next
      postJson(path, { state, window: WINDOW }).catch(() => undefined)
    }
    const leave = () => {
      if (state === 'left') return
      state = 'left'
      window.clearTimeout(quiet)
      const body = JSON.stringify({ state, window: WINDOW })
      navigator.sendBeacon(`/api/v1${path}`, new Blob([body], { type: 'application/json' }))
    }
    const look = () => (document.visibilityState === 'visible' ? say('viewing') : leave())
    const stopWriting = useDrafts.subscribe(({ drafts }, before) => {
      const text = drafts[conversationId]?.text ?? ''
      if (text === (before.drafts[conversationId]?.text ?? '') || !document.hasFocus()) return
      window.clearTimeout(quiet)
      if (text === '') {
        if (state === 'typing') say('viewing') // it was sent, or given up
        return
      }
      if (state !== 'typing') say('typing')
      quiet = window.setTimeout(() => state === 'typing' && say('viewing'), TYPING_MS)
    })
    const renewing = window.setInterval(() => {
      if (state !== 'left') say(state)
    }, SAY_EVERY_MS)
    look()
    document.addEventListener('visibilitychange', look)
    window.addEventListener('pagehide', leave)
    return () => {
      stopWriting()
      window.clearTimeout(quiet)
      window.clearInterval(renewing)
      document.removeEventListener('visibilitychange', look)
      window.removeEventListener('pagehide', leave)
      leave()
    }
  }, [conversationId])
}

import { type KeyboardEvent, type RefObject, useRef, useState } from 'react'
import { putReply, type Slash, slashAt } from '../quick-replies/fill-reply.ts'
import { setDraft } from './drafts.ts'

/** The id of the list, for the field that it belongs to. */
export const QUICK_REPLY_LIST = 'quick-replies'
/** `take`: true when the list has used the key, and the composer must not. */
export type QuickReplyKeys = { readonly take: (event: KeyboardEvent) => boolean }

/** Joins the composer's field to the list of quick replies: opened by a "/", fed with keys, closed by Escape. */
export function useQuickReplies(
  conversationId: string,
  text: string,
  area: RefObject<HTMLTextAreaElement | null>,
  list: RefObject<QuickReplyKeys | null>,
) {
  const [slash, setSlash] = useState<Slash | null>(null)
  const [activeId, setActiveId] = useState<string | undefined>(undefined)
  /** Where a "/" stands that is meant as a "/". */
  const refused = useRef<number | null>(null)
  return {
    slash,
    activeId,
    setActiveId,
    look: () => {
      const element = area.current
      if (element === null) return
      const isCaret = element.selectionStart === element.selectionEnd
      const next = isCaret ? slashAt(element.value, element.selectionStart) : null
      if (next === null) refused.current = null
      setSlash(next !== null && next.at === refused.current ? null : next)
    },
    close: () => {
      refused.current = slash?.at ?? refused.current
      setSlash(null)
    },
    takeKey: (event: KeyboardEvent): boolean => {
      if (slash === null || list.current?.take(event) !== true) return false
      event.preventDefault()
      event.stopPropagation()
      return true
    },
    put: (reply: string) => {
      if (slash === null) return
      const put = putReply(text, slash, reply)
      setDraft(conversationId, { text: put.text })
      setSlash(null)
      requestAnimationFrame(() => {
        area.current?.focus()
        area.current?.setSelectionRange(put.caret, put.caret)
      })
    },
  }
}

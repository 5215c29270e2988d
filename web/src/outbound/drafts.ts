import { create } from 'zustand'
import { loadStored, store } from '../platform/storage.ts'

/** What was begun and not sent, by conversation: it survives switching and closing. */
export type Draft = { readonly text: string; readonly replyTo: string | null }
export const NO_DRAFT: Draft = { text: '', replyTo: null }

/** Notes have drafts of their own: what is meant for the team must not end up in an answer. */
export const noteDraftKey = (conversationId: string): string => `${conversationId}#note`

const KEY = 'harkara.drafts'
type Drafts = Readonly<Record<string, Draft>>
export const useDrafts = create<{ readonly drafts: Drafts }>(() => ({ drafts: loadStored<Drafts>(KEY, {}) }))

let saving: number | undefined
export function setDraft(conversationId: string, change: Partial<Draft>): void {
  const { [conversationId]: old, ...rest } = useDrafts.getState().drafts
  const draft = { ...NO_DRAFT, ...old, ...change }
  const isEmpty = draft.text === '' && draft.replyTo === null
  useDrafts.setState({ drafts: isEmpty ? rest : { ...rest, [conversationId]: draft } })
  window.clearTimeout(saving)
  saving = window.setTimeout(() => store(KEY, useDrafts.getState().drafts), 300)
}

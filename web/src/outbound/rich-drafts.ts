/** What was begun in the form for buttons, lists and the like, by conversation: closing it loses nothing. */
import { create } from 'zustand'
import { loadStored, store } from '../platform/storage.ts'
import { EMPTY_DRAFT, type RichDraft } from './rich-message.ts'

const KEY = 'harkara.richDrafts'
type Drafts = Readonly<Record<string, RichDraft>>
const useDrafts = create<{ readonly drafts: Drafts }>(() => ({ drafts: loadStored<Drafts>(KEY, {}) }))

export const useRichDraft = (conversationId: string): RichDraft => {
  const stored = useDrafts((state) => state.drafts[conversationId])
  // A draft of an older version of this page may lack a field.
  return stored === undefined ? EMPTY_DRAFT : { ...EMPTY_DRAFT, ...stored }
}

let saving: number | undefined
/** null: it was sent, or thrown away. */
export function setRichDraft(conversationId: string, draft: RichDraft | null): void {
  const { [conversationId]: _old, ...rest } = useDrafts.getState().drafts
  useDrafts.setState({ drafts: draft === null ? rest : { ...rest, [conversationId]: draft } })
  window.clearTimeout(saving)
  saving = window.setTimeout(() => store(KEY, useDrafts.getState().drafts), 300)
}

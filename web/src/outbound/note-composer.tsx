import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { Lock } from 'lucide-react'
import { type KeyboardEvent, type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react'
import { MENTION_LIST, MentionList, type MentionKeys } from '../assignment/mention-list.tsx'
import { type AtSign, atSignAt, namedIn, type Person, putName } from '../assignment/mentions.ts'
import { useAssignees } from '../assignment/queries.ts'
import { applyNotes } from '../conversations/apply-events.ts'
import { putNote } from '../conversations/patch-notes.ts'
import { announce } from '../platform/announce.ts'
import { postJson } from '../platform/api.ts'
import type { Note } from '../platform/contract.ts'
import { wholeNumber } from '../platform/format.ts'
import { Button } from '../platform/ui/button.tsx'
import { useProblemText } from '../platform/ui/problem-text.tsx'
import { NO_DRAFT, noteDraftKey, setDraft, useDrafts } from './drafts.ts'

const NOTE_MAX = 4000
const COUNTER_FROM = 200

/** Where one writes for the team. It looks unlike the composer on purpose, and knows no way to the customer. Lazy. */
export function NoteComposer({
  conversationId,
  onSaved,
  ref,
}: {
  readonly conversationId: string
  readonly onSaved: () => void
  readonly onClose: () => void
  readonly ref?: Ref<{ readonly focus: () => void }>
}) {
  const { t, i18n } = useLingui()
  const client = useQueryClient()
  const problemText = useProblemText()
  const key = noteDraftKey(conversationId)
  const { text } = useDrafts((state) => state.drafts[key]) ?? NO_DRAFT
  const [isSaving, setSaving] = useState(false)
  const area = useRef<HTMLTextAreaElement>(null)
  const { people } = useAssignees()
  const names = useRef<MentionKeys>(null)
  const [sign, setSign] = useState<AtSign | null>(null)
  const [activeName, setActiveName] = useState<string | undefined>(undefined)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set())
  useImperativeHandle(ref, () => ({ focus: () => area.current?.focus() }))
  useEffect(() => area.current?.focus(), [])
  const left = NOTE_MAX - text.trim().length
  const canSave = !isSaving && text.trim() !== '' && left >= 0
  const save = async () => {
    if (!canSave) return
    setSaving(true)
    try {
      const path = `/conversations/${encodeURIComponent(conversationId)}/notes`
      const mentions = namedIn(text, people, chosen)
      const note = await postJson<Note>(path, { text: text.trim(), mentions })
      applyNotes(client, conversationId, (notes) => putNote(notes, note))
      setDraft(key, NO_DRAFT)
      announce(t`Note saved`)
      requestAnimationFrame(onSaved)
    } catch (error) {
      const { title, nextStep } = problemText(error)
      announce(t`The note was not saved. ${title} ${nextStep}`, 'problem')
    } finally {
      setSaving(false)
      area.current?.focus()
    }
  }
  /** Whether a name is being written at the caret. */
  const look = () => {
    const element = area.current
    const isCaret = element !== null && element.selectionStart === element.selectionEnd
    setSign(isCaret ? atSignAt(element.value, element.selectionStart) : null)
  }
  const put = (person: Person) => {
    if (sign === null) return
    const written = putName(text, sign, person.name)
    setDraft(key, { text: written.text })
    setChosen(new Set([...chosen, person.id]))
    setSign(null)
    requestAnimationFrame(() => {
      area.current?.focus()
      area.current?.setSelectionRange(written.caret, written.caret)
    })
  }
  const onKey = (event: KeyboardEvent) => {
    if (sign !== null && names.current?.take(event) === true) {
      event.preventDefault()
      event.stopPropagation()
      return
    }
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing || event.keyCode === 229)
      return
    if (matchMedia('(hover: none)').matches) return // As in the composer: on a phone the button saves.
    event.preventDefault()
    void save()
  }
  const count = wholeNumber(Math.abs(left), i18n.locale)
  return (
    <div className="flex items-end gap-2 bg-amber-tint p-2">
      <div className="relative min-w-0 flex-1">
        {sign !== null && (
          <MentionList
            key={sign.at}
            ref={names}
            search={sign.search}
            onPick={put}
            onActive={setActiveName}
            onClose={() => setSign(null)}
          />
        )}
        <textarea
          ref={area}
          value={text}
          rows={1}
          dir="auto"
          aria-label={t`Note for the team`}
          aria-describedby="note-hint"
          aria-invalid={left < 0}
          placeholder={t`Only your team sees this. @ names a colleague.`}
          aria-autocomplete="list"
          aria-controls={activeName === undefined ? undefined : MENTION_LIST}
          aria-activedescendant={activeName}
          onChange={(event) => {
            setDraft(key, { text: event.currentTarget.value })
            look()
          }}
          onClick={look}
          onBlur={() => setSign(null)}
          onKeyDown={onKey}
          className="block field-sizing-content max-h-40 min-h-10 w-full resize-none rounded-lg border border-dashed border-amber-mark bg-surface px-3 py-[9px] text-[14.5px] leading-[21px] outline-offset-[-1px] outline-amber-mark coarse:min-h-11 coarse:text-[16px]"
        />
        <span id="note-hint" className="sr-only">
          <Trans>
            The customer never sees it. Enter saves, Shift and Enter begin a new line, @ names a colleague.
          </Trans>
        </span>
        {left < COUNTER_FROM && (
          <output
            className={`block px-1 pt-1 text-end text-[12px] ${left < 0 ? 'font-semibold text-red' : 'text-amber'}`}
          >
            {left < 0 ? t`${count} characters too many` : t`${count} characters left`}
          </output>
        )}
      </div>
      <Button
        onClick={() => void save()}
        disabled={!canSave}
        className="shrink-0 border-transparent! bg-amber! px-3! text-canvas! disabled:bg-sunken! disabled:text-muted!"
      >
        <Lock size={15} aria-hidden />
        <Trans>Save note</Trans>
      </Button>
    </div>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { Lock, Trash2 } from 'lucide-react'
import { namePieces } from '../assignment/mentions.ts'
import { useAssignees } from '../assignment/queries.ts'
import { announce } from '../platform/announce.ts'
import { deleteJson } from '../platform/api.ts'
import type { Note } from '../platform/contract.ts'
import { timeOfDay } from '../platform/format.ts'
import { IconButton } from '../platform/ui/button.tsx'
import { useProblemText } from '../platform/ui/problem-text.tsx'
import { applyNotes } from './apply-events.ts'
import { putNote, removeNote } from './patch-notes.ts'
import { offerUndo } from './undo.ts'

/** What the team tells itself: no bubble of WhatsApp's, on nobody's side, locked and tinted. */
export function NoteBubble({ note }: { readonly note: Note }) {
  const { t, i18n } = useLingui()
  const remove = useRemoveNote()
  const { name } = note.author
  const time = timeOfDay(note.at, i18n.locale)
  const named = useAssignees().people.filter(({ id }) => note.mentions.includes(id))
  return (
    <article
      aria-label={t`Note by ${name}, ${time}. Only your team sees it.`}
      className="mx-auto my-1 w-[min(100%,460px)] rounded-lg border border-dashed border-amber-mark bg-amber-tint px-3 pt-1 pb-2 text-[14px] text-ink"
    >
      <header className="flex min-h-8 items-center gap-1.5 text-[12px] text-amber">
        <Lock size={13} aria-hidden className="shrink-0" />
        <span className="min-w-0 flex-1 truncate">
          <span className="font-semibold">
            <Trans>Note</Trans>
          </span>
          {' · '}
          <bdi>{name}</bdi>
          {' · '}
          {time}
        </span>
        <IconButton
          small
          tipAt="start"
          label={t`Delete the note`}
          onClick={() => remove(note)}
          className="-me-1.5 text-amber! hover:bg-ink/10! coarse:size-11"
        >
          <Trash2 size={15} aria-hidden />
        </IconButton>
      </header>
      <p dir="auto" className="leading-[1.5] [overflow-wrap:anywhere] whitespace-pre-wrap">
        {namePieces(note.text, named).map(({ text, isName }, nth) =>
          isName ? (
            <bdi key={nth} className="rounded-sm bg-amber-mark/25 px-0.5 font-semibold">
              {text}
            </bdi>
          ) : (
            text
          ),
        )}
      </p>
    </article>
  )
}

/** It is gone from the screen at once, and from the server when nobody has wanted it back. */
function useRemoveNote(): (note: Note) => void {
  const { t } = useLingui()
  const client = useQueryClient()
  const problemText = useProblemText()
  return (note) => {
    const restore = () => applyNotes(client, note.conversationId, (notes) => putNote(notes, note))
    applyNotes(client, note.conversationId, (notes) => removeNote(notes, note.id))
    offerUndo({
      text: t`Note deleted`,
      undo: restore,
      settle: () => {
        deleteJson(`/notes/${encodeURIComponent(note.id)}`).catch((error: unknown) => {
          const { title, nextStep } = problemText(error)
          restore()
          announce(t`The note was not deleted. ${title} ${nextStep}`, 'problem')
        })
      },
    })
  }
}

import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { announce } from '../platform/announce.ts'
import { postJson } from '../platform/api.ts'
import type { ContactDetail, ErasurePreview } from '../platform/contract.ts'
import { Button } from '../platform/ui/button.tsx'
import { Dialog } from '../platform/ui/dialog.tsx'
import { FIELD, ProblemLine } from '../settings/section-frame.tsx'
import { useKeptWords } from './kept-words.ts'
import { previewQuery } from './queries.ts'

/** Says what goes and what stays, has a word typed, and erases. Lazy. */
export function EraseDialog({
  detail,
  onClose,
}: {
  readonly detail: ContactDetail
  readonly onClose: () => void
}) {
  const { t } = useLingui()
  const client = useQueryClient()
  const navigate = useNavigate()
  const preview = useQuery(previewQuery(detail.id))
  const [typed, setTyped] = useState('')
  const word = t({ message: 'ERASE', comment: 'The word that is typed to confirm an erasure' })
  const erase = useMutation({
    mutationFn: async () =>
      postJson<{ id: string }>(`/contacts/${encodeURIComponent(detail.id)}/erase`, { confirm: detail.id }),
    onSuccess: async () => {
      announce(t`They are being erased. The receipt will be in the settings under Privacy.`)
      await navigate({ to: '/settings/$section', params: { section: 'privacy' } })
      // Lists and threads show them until they are asked for anew.
      void client.invalidateQueries()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isWord(typed, word)) erase.mutate()
  }
  return (
    <Dialog title={t`Erase this person?`} onClose={onClose}>
      <form onSubmit={submit} className="grid gap-4 overflow-y-auto p-4">
        {preview.isPending && <output className="text-muted">{t`Loading…`}</output>}
        {preview.isError && <ProblemLine error={preview.error} />}
        {preview.data !== undefined && <Preview preview={preview.data} />}
        <p className="rounded-lg bg-red-tint px-3 py-2 text-pretty text-red">
          <Trans>This cannot be undone. If they write again, they are somebody new.</Trans>
        </p>
        <label className="grid gap-1 text-[13.5px]">
          {t`Type ${word} to confirm`}
          <input
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            className={FIELD}
          />
        </label>
        {erase.isError && <ProblemLine error={erase.error} />}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{t`Cancel`}</Button>
          <Button
            type="submit"
            variant="danger"
            disabled={!isWord(typed, word) || preview.data === undefined || erase.isPending}
          >
            <Trans>Erase for good</Trans>
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

/** In their language or in English, in any case. */
const isWord = (typed: string, word: string): boolean =>
  [word.toLowerCase(), 'erase'].includes(typed.trim().toLowerCase())

function Preview({ preview }: { readonly preview: ErasurePreview }) {
  const { t } = useLingui()
  const keptWords = useKeptWords()
  const { conversations, messages, files, notes, sendsWaiting, other, stays } = preview
  const others = Object.values(other).reduce((sum, one) => sum + one, 0)
  const goes = [
    t`Names, numbers and fields`,
    conversations > 0 && t`${plural(conversations, { one: '# conversation', other: '# conversations' })}`,
    messages > 0 && t`${plural(messages, { one: '# message', other: '# messages' })}`,
    files > 0 && t`${plural(files, { one: '# file', other: '# files' })}`,
    notes > 0 && t`${plural(notes, { one: '# note', other: '# notes' })}`,
    others > 0 && t`${plural(others, { one: '# further entry', other: '# further entries' })}`,
    sendsWaiting > 0 &&
      t`${plural(sendsWaiting, { one: '# message that waits; it is not sent', other: '# messages that wait; they are not sent' })}`,
    t`What WhatsApp delivered about them, and what waits for your other systems`,
  ].filter((line) => line !== false)
  return (
    <div className="grid gap-3 text-[13.5px]">
      <List title={t`What goes`} lines={goes} />
      <List title={t`What stays`} lines={stays.map(keptWords)} />
    </div>
  )
}

function List({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) {
  return (
    <div>
      <h3 className="font-semibold">{title}</h3>
      <ul className="mt-1 grid list-disc gap-1 ps-5">
        {lines.map((line) => (
          <li key={line} className="text-pretty">
            {line}
          </li>
        ))}
      </ul>
    </div>
  )
}

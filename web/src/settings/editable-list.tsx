import { useLingui } from '@lingui/react/macro'
import type { UseQueryResult } from '@tanstack/react-query'
import { type LucideIcon, Pencil, Plus, Trash2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useMay } from '../conversations/queries.ts'
import { Button, IconButton } from '../platform/ui/button.tsx'
import { Notice } from '../platform/ui/notice.tsx'
import { ConfirmDialog } from './confirm-dialog.tsx'
import { SectionError, SectionFrame } from './section-frame.tsx'

/** What is said of one item: the names of its buttons, and the question before it is deleted. */
export type ItemWords = {
  readonly change: string
  readonly remove: string
  readonly question: string
  readonly loss: ReactNode
  readonly confirm: string
}

/** No item's key: keys have no blanks. */
const NEW = ' new'

/** A section that is a short list: make one, change one where it stands, delete one. Who may not write only reads it. */
export function EditableList<T>({
  title,
  about,
  icon,
  query,
  keyOf,
  make,
  empty,
  words,
  renderRow,
  renderForm,
  onDelete,
}: {
  readonly title: string
  readonly about: string
  readonly icon: LucideIcon
  readonly query: UseQueryResult<{ readonly items: readonly T[] }>
  readonly keyOf: (item: T) => string
  /** What stands on the button that makes one. */
  readonly make: string
  readonly empty: { readonly title: string; readonly text: string }
  readonly words: (item: T) => ItemWords
  readonly renderRow: (item: T) => ReactNode
  /** The form for an item, or for a new one (null); it calls `close` when it has saved or is given up. */
  readonly renderForm: (item: T | null, close: () => void) => ReactNode
  readonly onDelete: (item: T) => Promise<void>
}) {
  const { t } = useLingui()
  const mayWrite = useMay('settings:write')
  const [editing, setEditing] = useState<string | null>(null)
  const [doomed, setDoomed] = useState<T | null>(null)
  const items = query.data?.items ?? []
  const isMaking = editing === NEW
  const close = () => setEditing(null)
  return (
    <SectionFrame
      title={title}
      about={about}
      actions={
        mayWrite &&
        !isMaking && (
          <Button variant="primary" onClick={() => setEditing(NEW)}>
            <Plus size={18} aria-hidden />
            {make}
          </Button>
        )
      }
    >
      {isMaking && (
        <div className="rounded-xl border border-line bg-surface px-4 py-2">{renderForm(null, close)}</div>
      )}
      {query.isPending && <p className="text-muted">{t`Loading…`}</p>}
      {query.isError && <SectionError icon={icon} error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && items.length === 0 && !isMaking && (
        <Notice icon={icon} title={empty.title}>
          {empty.text}
        </Notice>
      )}
      {items.length > 0 && (
        <ul className="divide-y divide-line rounded-xl border border-line bg-surface">
          {items.map((item) => (
            <li key={keyOf(item)} className="px-4 py-2">
              {editing === keyOf(item) ? (
                renderForm(item, close)
              ) : (
                <div className="flex min-h-11 items-start gap-3">
                  <div className="min-w-0 flex-1 self-center">{renderRow(item)}</div>
                  {mayWrite && (
                    <RowButtons
                      words={words(item)}
                      onEdit={() => setEditing(keyOf(item))}
                      onDelete={() => setDoomed(item)}
                    />
                  )}
                </div>
              )}
            </li>
          ))}
        </ul>
      )}
      {doomed !== null && (
        <DeleteDialog
          words={words(doomed)}
          onConfirm={() => onDelete(doomed)}
          onClose={() => setDoomed(null)}
        />
      )}
    </SectionFrame>
  )
}

function RowButtons({
  words,
  onEdit,
  onDelete,
}: {
  readonly words: ItemWords
  readonly onEdit: () => void
  readonly onDelete: () => void
}) {
  return (
    <>
      <IconButton label={words.change} tipAt="start" onClick={onEdit}>
        <Pencil size={17} aria-hidden />
      </IconButton>
      <IconButton label={words.remove} tipAt="start" onClick={onDelete}>
        <Trash2 size={17} aria-hidden />
      </IconButton>
    </>
  )
}

function DeleteDialog({
  words: { question, loss, confirm },
  onConfirm,
  onClose,
}: {
  readonly words: ItemWords
  readonly onConfirm: () => Promise<void>
  readonly onClose: () => void
}) {
  return (
    <ConfirmDialog
      title={question}
      confirm={
        <>
          <Trash2 size={17} aria-hidden />
          {confirm}
        </>
      }
      onConfirm={onConfirm}
      onClose={onClose}
    >
      {loss}
    </ConfirmDialog>
  )
}

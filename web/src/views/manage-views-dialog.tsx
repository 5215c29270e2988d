import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ChevronDown, ChevronUp, Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useMay } from '../conversations/queries.ts'
import { deleteJson, patchJson } from '../platform/api.ts'
import type { SavedView } from '../platform/contract.ts'
import { Button, IconButton } from '../platform/ui/button.tsx'
import { Dialog } from '../platform/ui/dialog.tsx'
import { ConfirmDialog } from '../settings/confirm-dialog.tsx'
import { FIELD, ProblemLine } from '../settings/section-frame.tsx'
import { savedViewsQuery } from './queries.ts'

const pathOf = ({ id }: SavedView) => `/saved-views/${encodeURIComponent(id)}`

/** Names and order of the views that were kept. Lazy. */
export function ManageViewsDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const views = useQuery(savedViewsQuery).data?.items ?? []
  const mayShare = useMay('settings:write')
  const [editing, setEditing] = useState<string | null>(null)
  const [doomed, setDoomed] = useState<SavedView | null>(null)
  const refresh = () => client.invalidateQueries({ queryKey: savedViewsQuery.queryKey })
  const { mutate, error } = useMutation({
    mutationFn: ({ view, patch }: { readonly view: SavedView; readonly patch: object }) =>
      patchJson<SavedView>(pathOf(view), patch),
    onSuccess: async () => {
      setEditing(null)
      await refresh()
    },
  })
  const groups = [
    { key: 'own', title: t`My own`, items: views.filter(({ isShared }) => !isShared), mayChange: true },
    {
      key: 'team',
      title: t`The team’s`,
      items: views.filter(({ isShared }) => isShared),
      mayChange: mayShare,
    },
  ].filter(({ items }) => items.length > 0)
  return (
    <Dialog title={t`Saved views`} onClose={onClose}>
      <div className="grid gap-4 p-4">
        {groups.length === 0 && (
          <p className="text-muted">
            <Trans>There are no saved views.</Trans>
          </p>
        )}
        {groups.map(({ key, title, items, mayChange }) => (
          <section key={key} aria-label={title}>
            <h3 className="pb-1 text-[13px] font-semibold text-muted">{title}</h3>
            <ul className="divide-y divide-line rounded-xl border border-line">
              {items.map((view, place) => (
                <li key={view.id} className="flex min-h-11 items-center gap-1 py-0.5 ps-3 pe-1">
                  {editing === view.id ? (
                    <Rename
                      view={view}
                      onSave={(name) => mutate({ view, patch: { name } })}
                      onCancel={() => setEditing(null)}
                    />
                  ) : (
                    <>
                      <bdi className="min-w-0 flex-1 truncate">{view.name}</bdi>
                      {mayChange && (
                        <RowButtons
                          view={view}
                          isFirst={place === 0}
                          isLast={place === items.length - 1}
                          onMove={(by) => mutate({ view, patch: { place: place + by } })}
                          onEdit={() => setEditing(view.id)}
                          onDelete={() => setDoomed(view)}
                        />
                      )}
                    </>
                  )}
                </li>
              ))}
            </ul>
          </section>
        ))}
        {error !== null && <ProblemLine error={error} />}
      </div>
      {doomed !== null && (
        <ConfirmDialog
          title={t`Delete the view “${doomed.name}”?`}
          confirm={t`Delete the view`}
          onConfirm={async () => {
            await deleteJson(pathOf(doomed))
            void refresh()
          }}
          onClose={() => setDoomed(null)}
        >
          {doomed.isShared
            ? t`It goes for the whole team. The conversations stay.`
            : t`The conversations stay.`}
        </ConfirmDialog>
      )}
    </Dialog>
  )
}

function RowButtons({
  view: { name },
  isFirst,
  isLast,
  onMove,
  onEdit,
  onDelete,
}: {
  readonly view: SavedView
  readonly isFirst: boolean
  readonly isLast: boolean
  readonly onMove: (by: 1 | -1) => void
  readonly onEdit: () => void
  readonly onDelete: () => void
}) {
  const { t } = useLingui()
  return (
    <>
      <IconButton
        small
        label={t`Move ${name} up`}
        tipAt="start"
        disabled={isFirst}
        onClick={() => onMove(-1)}
      >
        <ChevronUp size={16} aria-hidden />
      </IconButton>
      <IconButton
        small
        label={t`Move ${name} down`}
        tipAt="start"
        disabled={isLast}
        onClick={() => onMove(1)}
      >
        <ChevronDown size={16} aria-hidden />
      </IconButton>
      <IconButton small label={t`Rename ${name}`} tipAt="start" onClick={onEdit}>
        <Pencil size={15} aria-hidden />
      </IconButton>
      <IconButton small label={t`Delete ${name}`} tipAt="start" onClick={onDelete}>
        <Trash2 size={15} aria-hidden />
      </IconButton>
    </>
  )
}

function Rename({
  view,
  onSave,
  onCancel,
}: {
  readonly view: SavedView
  readonly onSave: (name: string) => void
  readonly onCancel: () => void
}) {
  const { t } = useLingui()
  const [name, setName] = useState(view.name)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (name.trim() !== '') onSave(name)
      }}
      className="flex min-w-0 flex-1 items-center gap-1 py-1"
    >
      <input
        type="text"
        value={name}
        maxLength={40}
        dir="auto"
        aria-label={t`Name`}
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the field was opened by a press of its own button
        autoFocus
        onChange={(event) => setName(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          event.stopPropagation()
          onCancel()
        }}
        className={FIELD}
      />
      <Button small type="submit" disabled={name.trim() === ''}>
        <Trans>Save</Trans>
      </Button>
    </form>
  )
}

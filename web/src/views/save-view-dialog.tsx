import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ListQuery } from '../conversations/patch-conversations.ts'
import { useMay } from '../conversations/queries.ts'
import { announce } from '../platform/announce.ts'
import { postJson } from '../platform/api.ts'
import type { SavedView } from '../platform/contract.ts'
import { Button } from '../platform/ui/button.tsx'
import { Dialog } from '../platform/ui/dialog.tsx'
import { FIELD, ProblemLine } from '../settings/section-frame.tsx'
import { filtersOf, savedViewsQuery } from './queries.ts'

/** Keeps what the list shows under a name. Lazy. */
export function SaveViewDialog({
  list,
  onClose,
}: {
  readonly list: ListQuery
  readonly onClose: () => void
}) {
  const { t } = useLingui()
  const client = useQueryClient()
  const mayShare = useMay('settings:write')
  const [name, setName] = useState('')
  const [isShared, setShared] = useState(false)
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => postJson<SavedView>('/saved-views', { name, isShared, filters: filtersOf(list) }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: savedViewsQuery.queryKey })
      announce(t`View saved`)
      onClose()
    },
  })
  return (
    <Dialog title={t`Save this view`} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim() !== '' && !isPending) mutate()
        }}
        className="grid gap-3 p-4"
      >
        <label className="grid gap-1.5 text-[13px] font-medium">
          <Trans>Name</Trans>
          <input
            type="text"
            value={name}
            maxLength={40}
            dir="auto"
            placeholder={t`Unread COD orders`}
            // oxlint-disable-next-line jsx-a11y/no-autofocus -- the dialog was opened to write it
            autoFocus
            aria-invalid={error !== null}
            aria-describedby={error === null ? undefined : 'view-problem'}
            onChange={(event) => setName(event.currentTarget.value)}
            className={`${FIELD} text-[14.5px] font-normal`}
          />
        </label>
        {mayShare && (
          <label className="flex min-h-9 items-center gap-2.5 coarse:min-h-11">
            <input
              type="checkbox"
              checked={isShared}
              onChange={(event) => setShared(event.currentTarget.checked)}
              className="size-4 shrink-0 accent-brand"
            />
            <Trans>For the whole team</Trans>
          </label>
        )}
        {error !== null && <ProblemLine id="view-problem" error={error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t`Cancel`}</Button>
          <Button type="submit" variant="primary" disabled={isPending || name.trim() === ''}>
            <Trans>Save</Trans>
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

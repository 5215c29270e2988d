import { useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Button } from '../platform/ui/button.tsx'
import { Dialog } from '../platform/ui/dialog.tsx'
import { ProblemLine } from './section-frame.tsx'

/** Asks once more before something goes for good. It closes when that is done; what went wrong is said in it. */
export function ConfirmDialog({
  title,
  confirm,
  onConfirm,
  onClose,
  children,
}: {
  readonly title: string
  /** What stands on the button that does it. */
  readonly confirm: ReactNode
  readonly onConfirm: () => Promise<void>
  readonly onClose: () => void
  /** What will be lost. */
  readonly children: ReactNode
}) {
  const { t } = useLingui()
  const { mutate, isPending, error } = useMutation({ mutationFn: onConfirm, onSuccess: onClose })
  return (
    <Dialog title={title} onClose={onClose}>
      <div className="grid gap-4 p-4">
        <p className="text-pretty">{children}</p>
        {error !== null && <ProblemLine error={error} />}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{t`Cancel`}</Button>
          <Button variant="danger" disabled={isPending} onClick={() => mutate()}>
            {confirm}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

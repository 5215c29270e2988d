import { useLingui } from '@lingui/react/macro'
import { Dialog } from '../platform/ui/dialog.tsx'
import { StartingPoints } from './starting-point-list.tsx'

/** Lazy. */
export function NewSequenceDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useLingui()
  return (
    <Dialog title={t`New sequence`} onClose={onClose}>
      <div className="grid gap-3 overflow-y-auto p-4">
        <StartingPoints />
      </div>
    </Dialog>
  )
}

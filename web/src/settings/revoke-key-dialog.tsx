import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { deleteJson } from '../platform/api.ts'
import type { ApiKey } from '../platform/contract.ts'
import { ConfirmDialog } from './confirm-dialog.tsx'

/** Asks once more, by the key's name: a program stops when its key is gone. */
export function RevokeKeyDialog({
  apiKey,
  onClose,
}: {
  readonly apiKey: ApiKey
  readonly onClose: () => void
}) {
  const { t } = useLingui()
  const client = useQueryClient()
  const { id, name, prefix } = apiKey
  const revoke = async () => {
    await deleteJson(`/keys/${encodeURIComponent(id)}`)
    await client.invalidateQueries({ queryKey: ['keys'] })
    void client.invalidateQueries({ queryKey: ['audit'] })
  }
  return (
    <ConfirmDialog
      title={t`Revoke “${name}”?`}
      confirm={t`Revoke this key`}
      onConfirm={revoke}
      onClose={onClose}
    >
      <Trans>
        The program that uses <strong dir="auto">{name}</strong> (<code>{prefix}_…</code>) can do nothing more
        after five seconds at most. This cannot be undone; you can only make a new key.
      </Trans>
    </ConfirmDialog>
  )
}

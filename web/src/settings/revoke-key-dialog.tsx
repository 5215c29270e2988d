import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { deleteJson } from '../platform/api.ts'
import type { ApiKey } from '../platform/contract.ts'
import { Button } from '../platform/ui/button.tsx'
import { Dialog } from '../platform/ui/dialog.tsx'
import { ProblemLine } from './section-frame.tsx'

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
  const revoke = useMutation({
    mutationFn: async () => deleteJson(`/keys/${encodeURIComponent(id)}`),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['keys'] })
      void client.invalidateQueries({ queryKey: ['audit'] })
      onClose()
    },
  })
  return (
    <Dialog title={t`Revoke “${name}”?`} onClose={onClose}>
      <div className="grid gap-4 p-4">
        <p className="text-pretty">
          <Trans>
            The program that uses <strong dir="auto">{name}</strong> (<code>{prefix}_…</code>) can do nothing
            more after five seconds at most. This cannot be undone; you can only make a new key.
          </Trans>
        </p>
        {revoke.isError && <ProblemLine error={revoke.error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t`Cancel`}</Button>
          <Button variant="danger" disabled={revoke.isPending} onClick={() => revoke.mutate()}>
            <Trans>Revoke this key</Trans>
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

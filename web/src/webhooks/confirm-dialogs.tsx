import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { deleteJson, postJson } from '../platform/api.ts'
import type { WebhookEndpoint, WebhookEndpointWithSecret } from '../platform/contract.ts'
import { Button } from '../platform/ui/button.tsx'
import { Dialog } from '../platform/ui/dialog.tsx'
import { ConfirmDialog } from '../settings/confirm-dialog.tsx'
import { ProblemLine } from '../settings/section-frame.tsx'
import { endpointPath, webhooksKey } from './queries.ts'
import { SecretDialog } from './secret-view.tsx'

type Props = { readonly endpoint: WebhookEndpoint; readonly onClose: () => void }

/** Says what a new secret means, makes it, and shows it. */
export function RotateDialog({ endpoint, onClose }: Props) {
  const { t } = useLingui()
  const client = useQueryClient()
  const rotate = useMutation({
    mutationFn: async () => postJson<WebhookEndpointWithSecret>(`${endpointPath(endpoint.id)}/rotate-secret`),
    onSuccess: () => void client.invalidateQueries({ queryKey: webhooksKey }),
  })
  if (rotate.data !== undefined)
    return <SecretDialog secret={rotate.data.secret} isReplaced onClose={onClose} />
  return (
    <Dialog title={t`Replace the secret?`} onClose={onClose}>
      <div className="grid gap-4 p-5">
        <p className="text-pretty">
          <Trans>
            You get a new secret for your system. Calls are signed with both for 24 hours, and after that with
            the new one alone.
          </Trans>
        </p>
        {rotate.isError && <ProblemLine error={rotate.error} />}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{t`Cancel`}</Button>
          <Button variant="primary" disabled={rotate.isPending} onClick={() => rotate.mutate()}>
            <Trans>Replace the secret</Trans>
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

/** Asks once more: what it was told goes with it. */
export function DeleteDialog({ endpoint: { id, url }, onClose }: Props) {
  const { t } = useLingui()
  const client = useQueryClient()
  const remove = async () => {
    await deleteJson(endpointPath(id))
    await client.invalidateQueries({ queryKey: webhooksKey })
  }
  return (
    <ConfirmDialog
      title={t`Delete this webhook?`}
      confirm={t`Delete the webhook`}
      onConfirm={remove}
      onClose={onClose}
    >
      <Trans>
        <bdi className="font-semibold [overflow-wrap:anywhere]">{url}</bdi> is told nothing more, and its
        delivery log is deleted. To stop it for a while, switch it off instead.
      </Trans>
    </ConfirmDialog>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { announce } from '../platform/announce.ts'
import { postJson } from '../platform/api.ts'
import type { ConnectedNumber } from '../platform/contract.ts'
import { ConfirmDialog } from '../settings/confirm-dialog.tsx'
import { channelPath, channelsKey } from './queries.ts'

/** Asks once more: customers who write get no answer any more. */
export function DisconnectDialog({
  channel: { id, displayPhoneNumber },
  onClose,
}: {
  readonly channel: ConnectedNumber
  readonly onClose: () => void
}) {
  const { t } = useLingui()
  const client = useQueryClient()
  const disconnect = async () => {
    await postJson(`${channelPath(id)}/disconnect`)
    await client.invalidateQueries({ queryKey: channelsKey })
    void client.invalidateQueries({ queryKey: ['me'] })
    announce(t`The number is disconnected.`)
  }
  return (
    <ConfirmDialog
      title={t`Disconnect +${displayPhoneNumber}?`}
      confirm={t`Disconnect`}
      onConfirm={disconnect}
      onClose={onClose}
    >
      <Trans>
        New messages to this number no longer arrive here, and nothing can be sent from it. The conversations
        stay. You can connect it again at any time.
      </Trans>
    </ConfirmDialog>
  )
}

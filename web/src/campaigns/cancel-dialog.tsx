import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { announce } from '../platform/announce.ts'
import type { Campaign } from '../platform/contract.ts'
import { wholeNumber } from '../platform/format.ts'
import { ConfirmDialog } from '../settings/confirm-dialog.tsx'
import { campaignsKey, deleteCampaign, useSteerCampaign } from './queries.ts'

/** Ends it for good; says how many get nothing then. Lazy. */
export function CancelDialog({
  campaign,
  onClose,
}: {
  readonly campaign: Campaign
  readonly onClose: () => void
}) {
  const { t, i18n } = useLingui()
  const { mutateAsync } = useSteerCampaign(campaign.id)
  const waiting = campaign.progress?.waiting ?? 0
  const under = campaign.progress?.queued ?? 0
  const people = wholeNumber(waiting, i18n.locale)
  const some = wholeNumber(under, i18n.locale)
  const cancel = async () => {
    await mutateAsync('cancel')
    announce(t`Cancelled`)
  }
  return (
    <ConfirmDialog
      title={t`Cancel this campaign?`}
      confirm={<Trans>Cancel for good</Trans>}
      onConfirm={cancel}
      onClose={onClose}
    >
      {campaign.state === 'scheduled' ? (
        <Trans>Nobody gets it. You can copy it later.</Trans>
      ) : (
        <>
          {waiting > 0 &&
            t`${plural(waiting, { one: `${people} person who waits will not get it.`, other: `${people} people who wait will not get it.` })}`}{' '}
          {under > 0 &&
            t`${plural(under, { one: `${some} message is under way and still goes out.`, other: `${some} messages are under way and still go out.` })}`}{' '}
          <Trans>What was sent stays sent. This cannot be undone; to stop for a while, pause it.</Trans>
        </>
      )}
    </ConfirmDialog>
  )
}

/** A draft that nobody got. Lazy. */
export function DeleteDialog({
  campaign,
  onClose,
}: {
  readonly campaign: Campaign
  readonly onClose: () => void
}) {
  const { t } = useLingui()
  const client = useQueryClient()
  const navigate = useNavigate()
  const remove = async () => {
    await deleteCampaign(campaign.id)
    announce(t`Deleted`)
    await navigate({ to: '/campaigns', replace: true })
    await client.invalidateQueries({ queryKey: [...campaignsKey, 'list'] })
  }
  return (
    <ConfirmDialog
      title={t`Delete this draft?`}
      confirm={<Trans>Delete for good</Trans>}
      onConfirm={remove}
      onClose={onClose}
    >
      <Trans>Nobody has got anything of it.</Trans>
    </ConfirmDialog>
  )
}

import { useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { Megaphone } from 'lucide-react'
import type { Message } from '../platform/contract.ts'

/** Of which campaign a message is, and the way there. */
export function CampaignLabel({
  campaign: { id, name },
}: {
  readonly campaign: NonNullable<Message['campaign']>
}) {
  const { t } = useLingui()
  return (
    <Link
      to="/campaigns/$campaignId"
      params={{ campaignId: id }}
      className="flex max-w-full items-center gap-1 px-[9px] pt-[5px] text-[11.5px] text-meta underline underline-offset-2 coarse:min-h-8"
    >
      <Megaphone size={12} aria-hidden className="shrink-0" />
      <bdi className="truncate">{t`Campaign: ${name}`}</bdi>
    </Link>
  )
}

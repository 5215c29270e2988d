import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link, Navigate, useParams } from '@tanstack/react-router'
import { CalendarClock, Megaphone } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { meQuery } from '../../conversations/queries.ts'
import { useNow } from '../../platform/clock.ts'
import type { Campaign } from '../../platform/contract.ts'
import { Button } from '../../platform/ui/button.tsx'
import { Notice } from '../../platform/ui/notice.tsx'
import { useProblemText } from '../../platform/ui/problem-text.tsx'
import { campaignQuery } from '../queries.ts'
import { useMomentWords } from '../when-words.ts'
import { CampaignBuilder } from './builder.tsx'

/** One draft in five steps. What has begun is not changed any more: its own page shows how it goes. */
export function CampaignBuilderPage() {
  const { t } = useLingui()
  const { campaignId } = useParams({ from: '/shell/campaigns/$campaignId/edit' })
  const permissions = useQuery(meQuery).data?.permissions
  const query = useQuery({ ...campaignQuery(campaignId), retry: false })
  const problem = useProblemText()(query.error)
  const campaign = query.data
  // Who looks at it decides where they are led: not before that is known.
  if (campaign === undefined || permissions === undefined) {
    if (!query.isError) return <p className="p-6 text-muted">{t`Loading…`}</p>
    return (
      <Notice
        icon={Megaphone}
        title={problem.title}
        action={
          <div className="flex flex-wrap justify-center gap-2">
            <Button onClick={() => void query.refetch()}>{t`Try again`}</Button>
            <ToAll />
          </div>
        }
      >
        {problem.nextStep}
      </Notice>
    )
  }
  const { state } = campaign
  const mayWrite = permissions.includes('campaigns:write')
  if ((state !== 'draft' && state !== 'scheduled') || !mayWrite)
    return <Navigate to="/campaigns/$campaignId" params={{ campaignId }} replace />
  return (
    <Unlocked key={campaignId} campaign={campaign}>
      <CampaignBuilder key={campaignId} campaign={campaign} />
    </Unlocked>
  )
}

function ToAll() {
  return (
    <Link to="/campaigns" className="inline-flex min-h-10 items-center px-3 text-brand underline">
      <Trans>All campaigns</Trans>
    </Link>
  )
}

/** A change makes a draft of what is scheduled: nobody does that by mistake. */
function Unlocked({ campaign, children }: { readonly campaign: Campaign; readonly children: ReactNode }) {
  const { t } = useLingui()
  const now = useNow(60_000)
  const moment = useMomentWords()
  const [isUnlocked, setUnlocked] = useState(campaign.state === 'draft')
  if (isUnlocked) return children
  const when = campaign.startsAt === null ? null : moment(campaign.startsAt, now)
  return (
    <Notice
      icon={CalendarClock}
      title={when === null ? t`“${campaign.name}” is scheduled` : t`“${campaign.name}” begins: ${when}`}
      action={
        <div className="flex flex-wrap justify-center gap-2">
          <Button variant="primary" onClick={() => setUnlocked(true)}>{t`Change it`}</Button>
          <ToAll />
        </div>
      }
    >
      <Trans>
        Whatever you change makes it a draft again, and it does not begin before you schedule it anew.
      </Trans>
    </Notice>
  )
}

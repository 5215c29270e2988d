import { Trans, useLingui } from '@lingui/react/macro'
import { useNavigate } from '@tanstack/react-router'
import { MessageSquarePlus } from 'lucide-react'
import { Part } from '../health/part.tsx'
import { announce } from '../platform/announce.ts'
import type { Campaign, CampaignAudience, CampaignProgress } from '../platform/contract.ts'
import { wholeNumber } from '../platform/format.ts'
import { useTellProblem } from '../platform/ui/problem-text.tsx'
import { useCreateCampaign } from './queries.ts'

type Who = Extract<CampaignAudience, { from: 'campaign' }>['who']

/** A new campaign for those who did this or that with the old one. */
export function Retarget({
  campaign,
  progress,
}: {
  readonly campaign: Campaign
  readonly progress: CampaignProgress
}) {
  const { t, i18n } = useLingui()
  const navigate = useNavigate()
  const tellProblem = useTellProblem()
  const { mutate, isPending } = useCreateCampaign()
  const { sent, delivered, read, replied, clicked } = progress
  const rest = restOf(campaign, progress)
  if (sent === 0 && rest === null) return null
  const groups: readonly { readonly who: Who; readonly name: string; readonly count: number }[] = [
    ...(rest === null
      ? []
      : [{ who: 'waiting' as const, name: t`The rest: those whose turn had not come`, count: rest }]),
    {
      who: 'read_not_replied',
      name: t`Those who read it but did not reply`,
      count: Math.max(0, read - replied),
    },
    {
      who: 'delivered_not_read',
      name: t`Those who got it but have not read it`,
      count: Math.max(0, delivered - read),
    },
    { who: 'replied', name: t`Those who replied`, count: replied },
    { who: 'clicked', name: t`Those who clicked`, count: clicked },
    { who: 'not_clicked', name: t`Those who did not click`, count: clicked === 0 ? 0 : sent - clicked },
  ]
  const write = ({ who, name }: (typeof groups)[number]) => {
    const before = campaign.name
    mutate(
      {
        name: t`${before}: ${name}`.slice(0, 120),
        channelId: campaign.channelId,
        definition: {
          ...campaign.definition,
          audience: { from: 'campaign', campaignId: campaign.id, who },
          ...{ exceptSegmentId: null, test: null, holdOutPercent: 0 },
          // The rest gets what the others got; everybody else something new.
          messages: who === 'waiting' ? campaign.definition.messages.slice(0, 1) : [],
          ...{ budget: null, expiresAt: null },
        },
      },
      {
        onSuccess: ({ id }) => {
          announce(t`A new draft for these people`)
          void navigate({ to: '/campaigns/$campaignId/edit', params: { campaignId: id } })
        },
        onError: tellProblem,
      },
    )
  }
  return (
    <Part title={t`Write to some of them again`}>
      <ul className="grid gap-2 sm:grid-cols-2">
        {groups.map((group) => {
          const count = wholeNumber(group.count, i18n.locale)
          return (
            <li key={group.who}>
              <button
                type="button"
                disabled={isPending || group.count === 0}
                onClick={() => write(group)}
                className="flex min-h-11 w-full items-center gap-2.5 rounded-lg border border-control-line px-3 py-2 text-start font-medium hover:bg-sunken disabled:cursor-not-allowed disabled:border-line disabled:text-muted disabled:hover:bg-transparent"
              >
                <MessageSquarePlus size={17} aria-hidden className="shrink-0 text-muted" />
                <span className="min-w-0 flex-1 text-pretty">{group.name}</span>
                <span className="text-[13px] font-normal text-muted tabular-nums">{count}</span>
              </button>
            </li>
          )
        })}
      </ul>
      {campaign.state === 'paused' && rest !== null && (
        <p className="text-[13.5px] text-pretty text-amber">
          <Trans>To write to the rest anew, cancel this campaign first: else they would get both.</Trans>
        </p>
      )}
      <p className="text-[12.5px] text-pretty text-muted">
        <Trans>
          It makes a draft; nobody gets anything before you start it. Whoever has asked for no more offers is
          left out by itself.
        </Trans>
      </p>
    </Part>
  )
}

/** How many have not got it though they should; null: it goes on, or nobody is left. */
function restOf({ state }: Campaign, { waiting, skippedBy }: CampaignProgress): number | null {
  if (state !== 'paused' && state !== 'cancelled' && state !== 'completed') return null
  const late = ['cancelled', 'expired', 'over_budget']
  const rest = skippedBy.reduce(
    (sum, { reason, count }) => (late.includes(reason) ? sum + count : sum),
    waiting,
  )
  return rest === 0 ? null : rest
}

import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { ArrowLeft, LockKeyhole, Megaphone } from 'lucide-react'
import { useEffect } from 'react'
import { meQuery, useMay } from '../conversations/queries.ts'
import { useNow } from '../platform/clock.ts'
import type { Campaign } from '../platform/contract.ts'
import { Button } from '../platform/ui/button.tsx'
import { Notice } from '../platform/ui/notice.tsx'
import { useProblemText } from '../platform/ui/problem-text.tsx'
import { templatesQuery } from '../templates/queries.ts'
import { useLanguageName } from '../templates/template-words.tsx'
import { CampaignActions } from './campaign-actions.tsx'
import { nameOfChannel } from './campaign-row.tsx'
import { CompareMessages } from './compare-messages.tsx'
import { Failures, SkippedPeople } from './failures.tsx'
import { Funnel } from './funnel.tsx'
import { GuardNote } from './guard-note.tsx'
import { HoldNote } from './hold-note.tsx'
import { MoneyCard } from './money-card.tsx'
import { PauseNote } from './pause-note.tsx'
import { PlanChart } from './plan-chart.tsx'
import { ProgressCard } from './progress-card.tsx'
import { momentText, watchEveryMs } from './progress-forecast.ts'
import { campaignQuery } from './queries.ts'
import { RateChart } from './rate-chart.tsx'
import { RecipientsList } from './recipients-list.tsx'
import { Retarget } from './retarget.tsx'
import { StatePill } from './state-pill.tsx'

/** One campaign: whether it runs, how far it is, when it is done, whether anything is wrong, and what came of it. Lazy. */
export function CampaignPage() {
  const { t } = useLingui()
  const { campaignId } = useParams({ from: '/shell/campaigns/$campaignId' })
  const { data: me } = useQuery(meQuery)
  const query = useQuery({
    ...campaignQuery(campaignId),
    retry: false,
    refetchInterval: ({ state: { data } }) =>
      data === undefined ? false : (watchEveryMs(data, Date.now()) ?? false),
  })
  const problem = useProblemText()(query.error)
  if (me !== undefined && !me.permissions.includes('campaigns:read'))
    return (
      <Notice icon={LockKeyhole} title={t`You may not see this`}>
        <Trans>Ask an owner or admin of your team.</Trans>
      </Notice>
    )
  if (query.data !== undefined) return <Detail key={campaignId} campaign={query.data} />
  if (!query.isError) return <output className="p-6 text-muted">{t`Loading…`}</output>
  return (
    <Notice
      icon={Megaphone}
      title={problem.title}
      action={
        <div className="flex flex-wrap justify-center gap-2">
          <Button onClick={() => void query.refetch()}>{t`Try again`}</Button>
          <Link to="/campaigns" className="inline-flex min-h-10 items-center px-3 text-brand underline">
            <Trans>All campaigns</Trans>
          </Link>
        </div>
      }
    >
      {problem.nextStep}
    </Notice>
  )
}

const TICK_MS = 15_000

function Detail({ campaign }: { readonly campaign: Campaign }) {
  const { t } = useLingui()
  const now = useNow(TICK_MS)
  const mayWrite = useMay('campaigns:write')
  const { name, state, plan } = campaign
  const hold = state === 'running' ? (plan?.hold ?? null) : null
  useEffect(() => {
    document.title = `${name} · ${t`Campaigns`}`
  }, [name, t])
  return (
    <div className="flex min-w-0 flex-1 flex-col bg-canvas">
      <header className="flex flex-wrap items-center gap-x-2 gap-y-1 border-b border-line bg-surface p-2 md:px-4">
        <Link
          to="/campaigns"
          aria-label={t`All campaigns`}
          className="grid size-10 shrink-0 place-items-center rounded-lg text-muted hover:bg-sunken hover:text-ink coarse:size-11"
        >
          <ArrowLeft size={20} aria-hidden className="rtl:rotate-180" />
        </Link>
        <div className="me-auto flex min-w-28 flex-1 flex-wrap items-center gap-x-2.5 gap-y-1">
          <h1 dir="auto" className="text-[17px] font-semibold [overflow-wrap:anywhere]">
            {name}
          </h1>
          <StatePill state={state} />
        </div>
        {mayWrite && <CampaignActions campaign={campaign} />}
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto grid w-full max-w-5xl grid-cols-1 gap-4 p-3 md:p-6">
          <Facts campaign={campaign} now={now} />
          {state === 'paused' && <PauseNote campaign={campaign} />}
          {hold !== null && <HoldNote hold={hold} channelId={campaign.channelId} />}
          {state === 'draft' ? (
            <DraftNote mayWrite={mayWrite} id={campaign.id} />
          ) : (
            <Course campaign={campaign} now={now} mayWrite={mayWrite} />
          )}
        </div>
      </div>
    </div>
  )
}

/** From which number, which words, who made it, since when. */
function Facts({ campaign, now }: { readonly campaign: Campaign; readonly now: number }) {
  const { t, i18n } = useLingui()
  const channel = useQuery(meQuery).data?.channels.find(({ id }) => id === campaign.channelId)
  const languageName = useLanguageName()
  const { data: templates } = useQuery(templatesQuery(campaign.channelId))
  const { startedAt, createdAt, createdBy, definition } = campaign
  const since = momentText(startedAt ?? createdAt, now, i18n.locale)
  return (
    <dl className="flex flex-wrap gap-x-6 gap-y-1 px-1 text-[13.5px]">
      <Fact name={t`From`}>
        <bdi>{channel === undefined ? '–' : nameOfChannel(channel)}</bdi>
      </Fact>
      {definition.messages.length > 0 && (
        <Fact name={definition.messages.length === 1 ? t`Template` : t`Templates`}>
          {definition.messages.map(({ name, language }, nth) => {
            const id = templates?.items.find((one) => one.name === name && one.language === language)?.id
            return (
              <span key={nth}>
                {nth > 0 && ', '}
                {id === undefined ? (
                  name
                ) : (
                  <Link
                    to="/templates/$templateId"
                    params={{ templateId: id }}
                    className="text-link underline underline-offset-2"
                  >
                    {name}
                  </Link>
                )}{' '}
                <span className="text-muted">({languageName(language)})</span>
              </span>
            )
          })}
        </Fact>
      )}
      <Fact name={t`Made by`}>
        <bdi>{createdBy}</bdi>
      </Fact>
      <Fact name={startedAt === null ? t`Made` : t`Begun`}>{since}</Fact>
    </dl>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <div className="flex min-w-0 gap-1.5">
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 [overflow-wrap:anywhere]">{children}</dd>
    </div>
  )
}

function DraftNote({ id, mayWrite }: { readonly id: string; readonly mayWrite: boolean }) {
  const { t } = useLingui()
  return (
    <Notice
      icon={Megaphone}
      title={t`This is a draft`}
      action={
        mayWrite ? (
          <Link
            to="/campaigns/$campaignId/edit"
            params={{ campaignId: id }}
            className="inline-flex min-h-10 items-center justify-center rounded-lg bg-brand px-4 font-medium text-on-brand hover:bg-brand-strong coarse:min-h-11"
          >
            <Trans>Go on writing</Trans>
          </Link>
        ) : undefined
      }
    >
      <Trans>Nobody has got anything yet. How it goes is shown here once it has been started.</Trans>
    </Notice>
  )
}

function Course({
  campaign,
  now,
  mayWrite,
}: {
  readonly campaign: Campaign
  readonly now: number
  readonly mayWrite: boolean
}) {
  const { progress, state, endedAt } = campaign
  return (
    <>
      <ProgressCard campaign={campaign} now={now} />
      <GuardNote campaign={campaign} now={now} />
      {progress !== null && state !== 'scheduled' && (
        <>
          {/* Of a campaign that is long over, no minutes are told any more. */}
          {(progress.minutes.length > 0 || endedAt === null) && (
            <div className="grid gap-4 md:grid-cols-2 md:items-stretch">
              <PlanChart campaign={campaign} now={now} />
              <RateChart progress={progress} />
            </div>
          )}
          <Failures campaign={campaign} progress={progress} mayWrite={mayWrite} now={now} />
          <div className="grid gap-4 md:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] md:items-start">
            <Funnel progress={progress} />
            <MoneyCard campaign={campaign} progress={progress} />
          </div>
          <CompareMessages campaign={campaign} />
          <SkippedPeople campaign={campaign} progress={progress} />
          {mayWrite && <Retarget campaign={campaign} progress={progress} />}
        </>
      )}
      <RecipientsList campaign={campaign} progress={progress} now={now} />
    </>
  )
}

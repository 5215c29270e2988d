import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link, useNavigate } from '@tanstack/react-router'
import { Download, RotateCw, UsersRound } from 'lucide-react'
import { useMay } from '../conversations/queries.ts'
import { Part } from '../health/part.tsx'
import { announce } from '../platform/announce.ts'
import type { Campaign, CampaignProgress } from '../platform/contract.ts'
import { wholeNumber } from '../platform/format.ts'
import { useServerWords } from '../platform/server-words/server-words.ts'
import { Button } from '../platform/ui/button.tsx'
import { useTellProblem } from '../platform/ui/problem-text.tsx'
import { useCampaignWords } from './campaign-words.ts'
import { momentText } from './progress-forecast.ts'
import { SKIP_HELP } from './progress-words.ts'
import { recipientsCsv, useRetryCampaign } from './queries.ts'

type Failure = CampaignProgress['failures'][number]

/** Why people did not get it, the most frequent cause first: whose side it is on, and what can be done. */
export function Failures({
  campaign,
  progress,
  mayWrite,
  now,
}: {
  readonly campaign: Campaign
  readonly progress: CampaignProgress
  readonly mayWrite: boolean
  readonly now: number
}) {
  const { t, i18n } = useLingui()
  if (progress.failed === 0) return null
  const told = progress.failures.reduce((sum, { count }) => sum + count, 0)
  const others = wholeNumber(progress.failed - told, i18n.locale)
  return (
    <Part
      title={t`Failed`}
      aside={
        <Csv href={recipientsCsv(campaign.id, { state: 'failed', reason: null })} label={t`all who failed`} />
      }
    >
      <ul className="divide-y divide-line">
        {progress.failures.map((failure) => (
          <Cause
            key={`${failure.code} ${failure.metaCode}`}
            campaign={campaign}
            failure={failure}
            mayWrite={mayWrite}
            now={now}
          />
        ))}
      </ul>
      {told < progress.failed && (
        <p className="text-[13px] text-muted tabular-nums">{t`and ${others} for other reasons`}</p>
      )}
    </Part>
  )
}

function Cause({
  campaign,
  failure,
  mayWrite,
  now,
}: {
  readonly campaign: Campaign
  readonly failure: Failure
  readonly mayWrite: boolean
  readonly now: number
}) {
  const { t } = useLingui()
  const translate = useServerWords()
  const { code, metaCode, side, count, retryFrom } = failure
  const title = translate(failure.title)
  const sides: Readonly<Record<string, string>> = {
    customer: t`On the customer’s side`,
    business: t`On your business’s side`,
    meta: t`On Meta’s side`,
    harkara: t`On Harkara’s side`,
  }
  return (
    <li className="grid gap-1.5 py-3 first:pt-0 last:pb-0">
      <Heading title={title} count={count} />
      <p className="text-[13.5px] text-pretty">{translate(failure.nextStep)}</p>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1.5">
        <p className="me-auto text-[12.5px] text-muted">
          {[sides[side], metaCode === null ? code : t`Meta code ${metaCode}`].filter(Boolean).join(' · ')}
        </p>
        <span className="flex flex-wrap items-center gap-1.5">
          {mayWrite && <Retry campaign={campaign} code={code} retryFrom={retryFrom} now={now} />}
          <ListLink campaign={campaign} state="failed" reason={code} title={title} />
          <Csv
            href={recipientsCsv(campaign.id, { state: 'failed', reason: code })}
            label={`CSV: ${title}`}
            isShort
          />
        </span>
      </div>
    </li>
  )
}

function Heading({ title, count }: { readonly title: string; readonly count: number }) {
  const { t, i18n } = useLingui()
  const people = wholeNumber(count, i18n.locale)
  return (
    <div className="flex flex-wrap items-baseline justify-between gap-x-4">
      <h3 className="min-w-0 font-medium text-pretty">{title}</h3>
      <p className="text-[13.5px] font-medium whitespace-nowrap tabular-nums">
        {t`${plural(count, { one: `${people} person`, other: `${people} people` })}`}
      </p>
    </div>
  )
}

/** Only where it is of use, and not before Meta's rules allow it. */
function Retry({
  campaign,
  code,
  retryFrom,
  now,
}: {
  readonly campaign: Campaign
  readonly code: string
  readonly retryFrom: number | null
  readonly now: number
}) {
  const { t, i18n } = useLingui()
  const navigate = useNavigate()
  const tellProblem = useTellProblem()
  const { mutate, isPending } = useRetryCampaign(campaign.id)
  if (retryFrom === null)
    return <span className="px-1 text-[13px] text-muted">{t`Trying again would be of no use.`}</span>
  if (retryFrom > now) {
    const moment = momentText(retryFrom, now, i18n.locale)
    return <span className="px-1 text-[13px] text-muted">{t`Can be tried again from ${moment}.`}</span>
  }
  return (
    <Button
      small
      className="coarse:min-h-11"
      disabled={isPending}
      onClick={() =>
        mutate(code, {
          onSuccess: ({ id }) => {
            announce(t`A new draft for these people`)
            void navigate({ to: '/campaigns/$campaignId/edit', params: { campaignId: id } })
          },
          onError: tellProblem,
        })
      }
    >
      <RotateCw size={14} aria-hidden />
      <Trans>Try again</Trans>
    </Button>
  )
}

const SMALL =
  'inline-flex min-h-8 items-center justify-center gap-1.5 rounded-lg border border-control-line px-2.5 text-[13px] font-medium text-ink hover:bg-sunken coarse:min-h-11'

/** Names and numbers leave the house: not everybody may do that. */
export function Csv({
  href,
  label,
  isShort = false,
}: {
  readonly href: string
  readonly label: string
  readonly isShort?: boolean
}) {
  const { t } = useLingui()
  const mayExport = useMay('contacts:export')
  if (!mayExport) return null
  return (
    <a
      href={href}
      download
      aria-label={isShort ? label : `${t`Download as CSV`}: ${label}`}
      className={SMALL}
    >
      <Download size={14} aria-hidden />
      {isShort ? 'CSV' : t`Download as CSV`}
    </a>
  )
}

/** Shows them in the list below, which the address then names. */
function ListLink({
  campaign,
  state,
  reason,
  title,
}: {
  readonly campaign: Campaign
  readonly state: string
  readonly reason: string
  readonly title: string
}) {
  const { t } = useLingui()
  return (
    <Link
      to="/campaigns/$campaignId"
      params={{ campaignId: campaign.id }}
      search={{ state, reason }}
      hash="recipients"
      replace
      aria-label={t`Show these people: ${title}`}
      className={SMALL}
    >
      <UsersRound size={14} aria-hidden />
      <Trans>Show these people</Trans>
    </Link>
  )
}

/** Who was left out, and why. */
export function SkippedPeople({
  campaign,
  progress,
}: {
  readonly campaign: Campaign
  readonly progress: CampaignProgress
}) {
  const { t } = useLingui()
  const words = useCampaignWords()
  if (progress.skipped === 0) return null
  return (
    <Part
      title={t`Skipped`}
      aside={
        <Csv
          href={recipientsCsv(campaign.id, { state: 'skipped', reason: null })}
          label={t`all who were skipped`}
        />
      }
    >
      <ul className="divide-y divide-line">
        {progress.skippedBy.map(({ reason, count }) => {
          const help = SKIP_HELP[reason]
          const title = words.skip(reason)
          return (
            <li key={reason} className="grid gap-1.5 py-3 first:pt-0 last:pb-0">
              <Heading title={title} count={count} />
              <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1.5">
                <p className="max-w-prose min-w-0 flex-1 basis-56 text-[13.5px] text-pretty text-muted">
                  {help !== undefined && t(help)}
                </p>
                <ListLink campaign={campaign} state="skipped" reason={reason} title={title} />
              </div>
            </li>
          )
        })}
      </ul>
    </Part>
  )
}

import { plural } from '@lingui/core/macro'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { CircleCheck, Rocket, TriangleAlert } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { amountText } from '../../costs/amount-text.ts'
import { meQuery } from '../../conversations/queries.ts'
import { announce } from '../../platform/announce.ts'
import { ApiError } from '../../platform/api.ts'
import { useNow } from '../../platform/clock.ts'
import { money, timeOfDay, wholeNumber } from '../../platform/format.ts'
import { Button } from '../../platform/ui/button.tsx'
import { Dialog } from '../../platform/ui/dialog.tsx'
import { segmentsQuery } from '../../segments/queries.ts'
import { ProblemLine } from '../../settings/section-frame.tsx'
import { useCategoryWords } from '../../templates/template-words.tsx'
import { nameOfChannel } from '../campaign-row.tsx'
import { useCampaignWords } from '../campaign-words.ts'
import { campaignQuery, useStartCampaign } from '../queries.ts'
import { useMomentWords } from '../when-words.ts'
import { useFestivalWords } from '../festival-words.ts'
import { type StepProps, useStepWords } from './step-props.ts'
import { StepFrame } from './parts.tsx'
import { HoldNote } from '../hold-note.tsx'
import { PlanView } from './plan-words.tsx'
import { Reach } from './reach.tsx'
import { eachOnce, type Step, stepOf } from './steps.ts'

/** Everything in one look, and the way to start. */
export function CheckStep(props: StepProps) {
  const { t } = useLingui()
  const { check, problems, isCounting, startsAt, editor } = props
  const hold = check?.plan?.hold ?? null
  return (
    <StepFrame title={t`Is everything right?`} about={t`Nothing is sent before you start it here.`}>
      {problems.length > 0 ? (
        <Problems {...props} />
      ) : hold === null ? (
        check !== undefined && (
          <p className="flex items-center gap-2 rounded-xl bg-brand-tint px-3 py-2.5 font-medium text-brand-strong">
            <CircleCheck size={18} aria-hidden className="shrink-0" />
            <Trans>Everything is there.</Trans>
          </p>
        )
      ) : (
        <HoldNote hold={hold} channelId={editor.draft.channelId} />
      )}
      <Part step="whom">
        <Whom {...props} />
        <Reach reach={check?.reach ?? null} isCounting={isCounting} />
      </Part>
      <Part step="what">
        <What {...props} />
        <Cost {...props} />
      </Part>
      <Part step="rules">
        <Rules {...props} />
      </Part>
      <Part step="when">
        <Begin {...props} />
        {check?.plan && <PlanView plan={check.plan} startsAt={startsAt} isCounting={isCounting} />}
      </Part>
    </StepFrame>
  )
}

/** What is missing, with the way to where it is mended. */
function Problems({ problems }: StepProps) {
  const { t } = useLingui()
  const words = useCampaignWords()
  const steps = useStepWords()
  return (
    <ul aria-label={t`Still missing`} className="grid gap-1 rounded-xl bg-amber-tint px-3 py-2.5">
      {eachOnce(problems).map((problem) => {
        const step = stepOf(problem)
        return (
          <li
            key={`${problem.code} ${problem.path}`}
            className="flex flex-wrap items-start gap-x-2 text-[13.5px] text-amber"
          >
            <TriangleAlert size={16} aria-hidden className="mt-0.5 shrink-0" />
            <span className="min-w-40 flex-1 text-pretty">{words.problem(problem)}</span>
            {step !== 'check' && (
              <Link
                to="."
                search={{ step }}
                replace
                className="font-medium underline underline-offset-2 coarse:min-h-9"
              >
                {steps[step]}
              </Link>
            )}
          </li>
        )
      })}
    </ul>
  )
}

function Part({ step, children }: { readonly step: Step; readonly children: ReactNode }) {
  const { t } = useLingui()
  const steps = useStepWords()
  const name = steps[step]
  return (
    <section aria-label={name} className="grid gap-3 border-t border-line pt-4">
      <div className="flex items-baseline justify-between gap-3">
        <h3 className="text-[15px] font-semibold">{name}</h3>
        <Link
          to="."
          search={{ step }}
          replace
          aria-label={t`Change: ${name}`}
          className="inline-flex min-h-8 items-center text-[13.5px] font-medium text-brand-strong underline underline-offset-2 coarse:min-h-11"
        >
          <Trans>Change</Trans>
        </Link>
      </div>
      {children}
    </section>
  )
}

function Whom({ editor }: StepProps) {
  const { t, i18n } = useLingui()
  const words = useCampaignWords()
  const { audience, exceptSegmentId, holdOutPercent } = editor.draft.definition
  const segments = useQuery(segmentsQuery).data?.items ?? []
  const nameOf = (id: string | null) => segments.find((one) => one.id === id)?.name ?? '…'
  const earlier = useQuery({
    ...campaignQuery(audience?.from === 'campaign' ? audience.campaignId : ''),
    enabled: audience?.from === 'campaign',
    refetchInterval: false,
  }).data
  const listed = wholeNumber(editor.kept.listed, i18n.locale)
  const except = nameOf(exceptSegmentId)
  const segment = audience?.from === 'segment' ? nameOf(audience.segmentId) : ''
  const [campaign, did] =
    audience?.from === 'campaign' ? [earlier?.name ?? '…', words.result(audience.who)] : ['', '']
  return (
    <p className="text-pretty">
      {audience === null && t`Not chosen yet`}
      {audience?.from === 'segment' && t`Segment “${segment}”`}
      {audience?.from === 'everyone' && t`All contacts`}
      {audience?.from === 'list' && t`From a file: ${listed}`}
      {audience?.from === 'campaign' && t`Of “${campaign}”: ${did}`}
      {exceptSegmentId !== null && ` · ${t`without segment “${except}”`}`}
      {holdOutPercent > 0 && ` · ${t`${holdOutPercent} % held out`}`}
    </p>
  )
}

function What({ editor }: StepProps) {
  const { t } = useLingui()
  const channels = useQuery(meQuery).data?.channels ?? []
  const channel = channels.find((one) => one.id === editor.draft.channelId)
  const { messages } = editor.draft.definition
  return (
    <div>
      <p className="[overflow-wrap:anywhere]">
        {messages.length === 0 ? t`Not chosen yet` : messages.map(({ name }) => name).join(' · ')}
      </p>
      {channel !== undefined && (
        <p className="text-[13px] text-muted">
          <bdi>{nameOfChannel(channel)}</bdi>
        </p>
      )}
    </div>
  )
}

/** By Meta's price list: the category, what is free, what has no price. */
function Cost({ check, editor }: StepProps) {
  const { t, i18n } = useLingui()
  const categoryWords = useCategoryWords()
  const cost = check?.cost ?? null
  if (cost === null) return null
  const amount = amountText(cost.amount, cost.currency)
  const free = wholeNumber(cost.free, i18n.locale)
  const unpriced = wholeNumber(cost.unpriced, i18n.locale)
  const { budget } = editor.draft.definition
  const limit = budget === null ? '' : money(Number(budget), cost.currency)
  const category = categoryWords(cost.category)
  return (
    <div className="rounded-xl bg-sunken px-4 py-3">
      <p className="flex items-baseline justify-between gap-4">
        <span>{t`Costs about`}</span>
        <span className="text-[17px] font-semibold tabular-nums">{amount}</span>
      </p>
      <p className="text-[13px] text-pretty text-muted">
        {t`Billed by Meta as: ${category}. What is not delivered costs nothing.`}
      </p>
      {cost.free > 0 && (
        <p className="text-[13px] text-muted">
          <Plural value={cost.free} one={`${free} message is free.`} other={`${free} messages are free.`} />
        </p>
      )}
      {cost.unpriced > 0 && (
        <p className="text-[13px] text-muted">
          <Plural
            value={cost.unpriced}
            one={`For ${unpriced} message the price is not known.`}
            other={`For ${unpriced} messages the price is not known.`}
          />
        </p>
      )}
      {cost.isOverBudget && (
        <p className="mt-1 flex items-start gap-2 text-[13.5px] font-medium text-pretty text-red">
          <TriangleAlert size={16} aria-hidden className="mt-0.5 shrink-0" />
          {t`This is more than the budget: it stops when ${limit} is used up, and not everybody gets it.`}
        </p>
      )}
    </div>
  )
}

function Rules({ editor, check }: StepProps) {
  const { t, i18n } = useLingui()
  const now = useNow(60_000)
  const moment = useMomentWords()
  const {
    quietHours,
    frequencyCap,
    festivalCap = null,
    budget,
    expiresAt,
    isGuarded,
  } = editor.draft.definition
  const clock = (time = ''): string => {
    const [hours = 0, minutes = 0] = time.split(':').map(Number)
    return timeOfDay(new Date(now).setHours(hours, minutes), i18n.locale)
  }
  const [from, to] = [clock(quietHours?.from), clock(quietHours?.to)]
  const offers = wholeNumber(frequencyCap?.messages ?? 0, i18n.locale)
  const days = wholeNumber(frequencyCap?.days ?? 0, i18n.locale)
  const most = wholeNumber(festivalCap?.messages ?? 0, i18n.locale)
  const met = useFestivalWords()(check?.festivals ?? [])
  const onFestivals =
    met === ''
      ? t`On festival days at most ${plural(festivalCap?.messages ?? 0, { one: `${most} offer`, other: `${most} offers` })} a person`
      : t`On festival days at most ${plural(festivalCap?.messages ?? 0, { one: `${most} offer`, other: `${most} offers` })} a person; this campaign meets ${met}`
  const limit = money(Number(budget), 'INR')
  const end = moment(expiresAt ?? 0, now)
  const lines = [
    isGuarded ? t`Pauses by itself when people mind` : t`Does not pause by itself`,
    quietHours === null ? t`No quiet hours` : t`Quiet from ${from} to ${to}`,
    frequencyCap === null ? t`As many offers as there are` : t`At most ${offers} offers in ${days} days`,
    festivalCap === null ? null : onFestivals,
    budget === null ? null : t`Budget: ${limit}`,
    expiresAt === null ? null : t`Nobody gets it after ${end}`,
  ].filter((line) => line !== null)
  return (
    <ul className="grid list-disc gap-0.5 ps-5">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  )
}

function Begin({ startsAt }: StepProps) {
  const { t } = useLingui()
  const now = useNow(60_000)
  const moment = useMomentWords()
  const when = moment(startsAt ?? 0, now)
  return <p>{startsAt === null ? t`Begins as soon as you start it` : t`Begins: ${when}`}</p>
}

/** The one button that sends, and the question before it. */
export function StartButton(props: StepProps) {
  const { t } = useLingui()
  const { startsAt, problems, isCounting, check } = props
  const [isAsking, setAsking] = useState(false)
  const recipients = check?.reach?.recipients ?? 0
  return (
    <>
      <Button
        variant="primary"
        disabled={problems.length > 0 || isCounting || recipients === 0}
        onClick={() => setAsking(true)}
        className="min-h-12! shrink-0 text-[15.5px]! md:px-6"
      >
        <Rocket size={19} aria-hidden />
        {startsAt === null ? t`Start the campaign` : t`Schedule the campaign`}
      </Button>
      {isAsking && <StartDialog {...props} recipients={recipients} onClose={() => setAsking(false)} />}
    </>
  )
}

function StartDialog({
  editor,
  check,
  startsAt,
  recipients,
  onStartsAt,
  onClose,
}: StepProps & { readonly recipients: number; readonly onClose: () => void }) {
  const { t, i18n } = useLingui()
  const now = useNow(60_000)
  const moment = useMomentWords()
  const navigate = useNavigate()
  const client = useQueryClient()
  const start = useStartCampaign(editor.kept.id)
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const count = wholeNumber(recipients, i18n.locale)
  const when = moment(startsAt ?? 0, now)
  const cost = check?.cost ?? null
  const amount = cost === null ? '' : amountText(cost.amount, cost.currency)
  const go = async () => {
    setError(null)
    setBusy(true)
    try {
      if (!(await editor.flush())) throw new ApiError(null)
      const { id } = await start.mutateAsync(startsAt)
      onStartsAt(null)
      announce(startsAt === null ? t`The campaign begins` : t`The campaign is scheduled`)
      await navigate({ to: '/campaigns/$campaignId', params: { campaignId: id } })
    } catch (problem) {
      setError(problem)
      setBusy(false)
      void client.invalidateQueries({ queryKey: ['campaign-check', editor.kept.id] })
    }
  }
  return (
    <Dialog title={startsAt === null ? t`Start the campaign?` : t`Schedule the campaign?`} onClose={onClose}>
      <div className="grid gap-4 p-4">
        <p className="text-[17px] font-semibold text-balance">
          <Plural
            value={recipients}
            one={`${count} person gets “${editor.draft.name}”.`}
            other={`${count} people get “${editor.draft.name}”.`}
          />
        </p>
        <p className="text-pretty text-muted">
          {cost !== null && t`It costs about ${amount}.`}{' '}
          {startsAt === null ? t`It begins at once.` : t`It begins: ${when}.`}{' '}
          {t`You can pause it at any time; what is sent cannot be taken back.`}
        </p>
        {error !== null && <ProblemLine error={error} />}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{t`Not yet`}</Button>
          <Button variant="primary" disabled={isBusy} onClick={() => void go()}>
            {startsAt === null ? (
              <Plural value={recipients} one={`Send to ${count} person`} other={`Send to ${count} people`} />
            ) : (
              <Plural
                value={recipients}
                one={`Schedule for ${count} person`}
                other={`Schedule for ${count} people`}
              />
            )}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

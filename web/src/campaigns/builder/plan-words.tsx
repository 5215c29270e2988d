import { Trans, useLingui } from '@lingui/react/macro'
import { CirclePause, Flag } from 'lucide-react'
import { useNow } from '../../platform/clock.ts'
import { wholeNumber } from '../../platform/format.ts'
import { useCampaignWords } from '../campaign-words.ts'
import { rounded, useEndWords, useMomentWords } from '../when-words.ts'
import { PlanChart } from './plan-chart.tsx'
import { doneAt, fromStart, pausesOf, type Plan } from './read-plan.ts'

const STOPS_SHOWN = 5

/** When it will be done, between which moments, and what it waits for on the way. */
export function PlanView({
  plan,
  startsAt,
  isCounting,
}: {
  readonly plan: Plan
  /** null: as soon as it is started. */
  readonly startsAt: number | null
  readonly isCounting: boolean
}) {
  const own = fromStart(plan, startsAt)
  return own === null ? <NoPlan /> : <OwnPlan plan={own} isCounting={isCounting} />
}

function NoPlan() {
  return (
    <p className="text-pretty text-muted">
      <Trans>For this beginning, the end is worked out as soon as the campaign is scheduled.</Trans>
    </p>
  )
}

function OwnPlan({ plan, isCounting }: { readonly plan: Plan; readonly isCounting: boolean }) {
  const { t } = useLingui()
  const now = useNow(60_000)
  const words = useCampaignWords()
  const endWords = useEndWords()
  const moment = useMomentWords()
  const { endsAt, earliest, latest, bottleneck, because, hold } = plan
  const band =
    earliest === null || latest === null || rounded(latest) - rounded(earliest) < 10 * 60_000
      ? null
      : ([moment(rounded(earliest), now), moment(rounded(latest), now)] as const)
  const why = words.plan(because ?? bottleneck)
  return (
    <div aria-busy={isCounting} className="grid gap-3">
      <div>
        <p className="text-[20px] font-semibold text-balance first-letter:uppercase">
          {endWords(endsAt, now)}
        </p>
        {band !== null && (
          <p className="text-[13.5px] text-muted">
            <Trans>
              Between {band[0]} and {band[1]}, as things stand.
            </Trans>
          </p>
        )}
        {hold === null && (
          <p className="text-[13.5px] text-pretty text-muted">
            {endsAt === null ? t`It cannot go on: ${why}.` : t`What takes the time: ${why}.`}
          </p>
        )}
      </div>
      <PlanChart plan={plan} />
      <Stops plan={plan} now={now} />
    </div>
  )
}

function Stops({ plan, now }: { readonly plan: Plan; readonly now: number }) {
  const { t, i18n } = useLingui()
  const words = useCampaignWords()
  const moment = useMomentWords()
  const stops = pausesOf(plan)
  if (stops.length === 0) return null
  const last = plan.curve.at(-1)
  const rest = wholeNumber(stops.length - STOPS_SHOWN, i18n.locale)
  return (
    <ul aria-label={t`Where it stands still`} className="grid gap-1.5 text-[13.5px] tabular-nums">
      {stops.slice(0, STOPS_SHOWN).map((stop) => {
        const done = doneAt(plan, stop.from)
        const count = wholeNumber(done, i18n.locale)
        const until = moment(rounded(stop.until), now)
        const why = stop.because.map((one) => words.plan(one)).join(', ')
        return (
          <li key={stop.from} className="flex items-start gap-2">
            <CirclePause size={16} aria-hidden className="mt-0.5 shrink-0 text-muted" />
            <span className="text-pretty">
              {done === 0 ? (
                <Trans>
                  Nothing until {until}: {why}.
                </Trans>
              ) : (
                <Trans>
                  {count} sent, the rest from {until} on: {why}.
                </Trans>
              )}
            </span>
          </li>
        )
      })}
      {stops.length > STOPS_SHOWN && <li className="ps-6 text-muted">{t`and ${rest} more pauses`}</li>}
      {plan.endsAt !== null && last !== undefined && (
        <li className="flex items-start gap-2">
          <Flag size={16} aria-hidden className="mt-0.5 shrink-0 text-brand" />
          <AllDone count={last.done} at={moment(rounded(plan.endsAt), now)} />
        </li>
      )}
    </ul>
  )
}

function AllDone({ count, at }: { readonly count: number; readonly at: string }) {
  const { i18n } = useLingui()
  const all = wholeNumber(count, i18n.locale)
  return (
    <span>
      <Trans>
        All {all}: {at}
      </Trans>
    </span>
  )
}

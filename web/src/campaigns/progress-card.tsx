import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { clsx } from 'clsx'
import { useEffect, useEffectEvent, useState } from 'react'
import type { Campaign, CampaignProgress } from '../platform/contract.ts'
import { wholeNumber } from '../platform/format.ts'
import { useForecastWords, useStopWords } from './progress-sentences.ts'
import { doneOf, type PartName, partsOf, shareText } from './progress-parts.ts'
import { PART_HELP, PART_WORDS } from './progress-words.ts'
import { rateNow } from './sending-rate.ts'

/** What is on its way is lighter than what is there; what is left is the bar's ground. */
const LOOKS: Readonly<Record<PartName, string>> = {
  delivered: 'bg-brand',
  sent: 'bg-brand/50',
  unknown: 'bg-amber-mark',
  held: 'bg-amber-mark/50',
  failed: 'bg-red',
  skipped: 'bg-muted/50',
  queued: 'bg-blue/60',
  waiting: 'bg-sunken',
}
/** A screen reader is told no more often than this how far it is. */
const SPEAK_MS = 30_000

/** How far it is, when it is done, and what became of everybody. */
export function ProgressCard({ campaign, now }: { readonly campaign: Campaign; readonly now: number }) {
  const { t, i18n } = useLingui()
  const { progress } = campaign
  const forecast = useForecastWords()(campaign, now)
  const stop = useStopWords()(campaign, now)
  const count = progress === null ? { done: 0, of: 0 } : doneOf(progress)
  const done = wholeNumber(count.done, i18n.locale)
  const all = wholeNumber(count.of, i18n.locale)
  const share = shareText(count.done, count.of, i18n.locale)
  const counted = progress === null ? '' : t`${done} of ${all} done`
  const spoken = useSeldom([counted, forecast.title].filter(Boolean).join('. '))
  return (
    <section
      aria-label={t`Progress`}
      className="grid grid-cols-1 gap-3 rounded-xl border border-line bg-surface p-4"
    >
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-2">
        {progress !== null && (
          <p className="text-[26px] leading-tight font-semibold tabular-nums">
            {counted} <span className="text-[17px] font-medium text-muted">{share}</span>
          </p>
        )}
        <Rate campaign={campaign} />
      </div>
      <div className="grid gap-0.5">
        {forecast.title !== '' && <p className="text-[15.5px] font-medium text-pretty">{forecast.title}</p>}
        {forecast.more !== '' && <p className="text-pretty text-muted">{forecast.more}</p>}
        {stop !== null && (
          <p className="mt-1 rounded-lg bg-amber-tint px-3 py-2 text-[13.5px] text-pretty text-amber">
            {stop}
          </p>
        )}
      </div>
      {progress !== null && <Bar progress={progress} />}
      <output aria-live="polite" className="sr-only">
        {spoken}
      </output>
    </section>
  )
}

/** One text that changes often, told seldom. */
function useSeldom(text: string): string {
  const [told, setTold] = useState(text)
  const tell = useEffectEvent(() => setTold(text))
  useEffect(() => {
    const timer = window.setInterval(tell, SPEAK_MS)
    return () => window.clearInterval(timer)
  }, [])
  return told
}

function Rate({ campaign: { state, progress } }: { readonly campaign: Campaign }) {
  const { t, i18n } = useLingui()
  if (state !== 'running' || progress === null) return null
  const rate = rateNow(progress)
  const count = wholeNumber(rate ?? 0, i18n.locale)
  return (
    <p className="text-[13.5px] text-muted tabular-nums">
      {rate === null
        ? t`Nothing sent in the last minute`
        : t`${plural(rate, { one: `${count} message a minute`, other: `${count} messages a minute` })}`}
    </p>
  )
}

/** The bar is for the eye; the numbers below it are for everybody, and add up to the audience. */
function Bar({ progress }: { readonly progress: CampaignProgress }) {
  const { t, i18n } = useLingui()
  const parts = partsOf(progress)
  const { audience } = progress
  const all = wholeNumber(audience, i18n.locale)
  return (
    <>
      <div aria-hidden className="flex h-5 gap-px overflow-hidden rounded-full bg-sunken">
        {parts.map(({ name, count }) =>
          count === 0 || name === 'waiting' ? null : (
            <span
              key={name}
              className={clsx('h-full min-w-[3px] transition-[width] duration-500', LOOKS[name])}
              style={{ width: `${(count / audience) * 100}%` }}
            />
          ),
        )}
      </div>
      <dl className="grid grid-cols-1 gap-x-5 gap-y-1 min-[360px]:grid-cols-2 lg:grid-cols-4">
        {parts.map(({ name, count }) => (
          <div
            key={name}
            className={clsx(
              'flex min-w-0 items-baseline gap-2 py-0.5 text-[13.5px]',
              count === 0 && 'text-muted',
            )}
          >
            <span
              aria-hidden
              className={clsx(
                'size-2.5 shrink-0 self-center rounded-full',
                LOOKS[name],
                name === 'waiting' && 'border border-control-line',
              )}
            />
            <dt className="min-w-0">{t(PART_WORDS[name])}</dt>
            <dd className="ms-auto ps-1 font-medium whitespace-nowrap tabular-nums">
              {wholeNumber(count, i18n.locale)}
            </dd>
          </div>
        ))}
      </dl>
      <p className="text-[12.5px] text-muted tabular-nums">
        {t`Together ${plural(audience, { one: `${all} person`, other: `${all} people` })}`}
      </p>
      <Help progress={progress} />
    </>
  )
}

/** Of what is there and may puzzle, a sentence each. */
function Help({ progress }: { readonly progress: CampaignProgress }) {
  const { t } = useLingui()
  const puzzling = partsOf(progress).filter(
    ({ name, count }) => count > 0 && (name === 'unknown' || name === 'held'),
  )
  if (puzzling.length === 0) return null
  return (
    <ul className="grid gap-1 text-[13px] text-pretty text-muted">
      {puzzling.map(({ name }) => {
        const help = PART_HELP[name]
        return (
          <li key={name}>
            <span className="font-medium text-ink">{t(PART_WORDS[name])}:</span>{' '}
            {help !== undefined && t(help)}
          </li>
        )
      })}
    </ul>
  )
}

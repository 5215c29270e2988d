import { Trans, useLingui } from '@lingui/react/macro'
import { clsx } from 'clsx'
import { useState } from 'react'
import { Part } from '../health/part.tsx'
import type { Campaign } from '../platform/contract.ts'
import { wholeNumber } from '../platform/format.ts'
import { planLines, type PlanLines } from './plan-lines.ts'
import { momentText } from './progress-forecast.ts'
import { STOP_WORDS } from './progress-words.ts'
import type { Point } from './sending-rate.ts'

const WIDTH = 1000
const HEIGHT = 100
/** A plan that is hardly older is no other plan. */
const OLDER_MS = 2 * 60_000
const STOPS_SHOWN = 3

/** How far it was meant to be, how far it is, and when the rest follows. */
export function PlanChart({ campaign, now }: { readonly campaign: Campaign; readonly now: number }) {
  const { t, i18n } = useLingui()
  const first = useFirstPlan(campaign)
  const isOlder = first !== null && (campaign.plan?.madeAt ?? now) - first.madeAt > OLDER_MS
  const lines = planLines(campaign, isOlder ? first : null)
  const planned = momentText(first?.madeAt ?? now, now, i18n.locale)
  return (
    <Part title={t`Plan and course`}>
      {lines === null ? (
        <p className="grid h-[138px] place-items-center text-[13.5px] text-muted">
          <Trans>As soon as it is under way, its course is drawn here.</Trans>
        </p>
      ) : (
        <>
          <Chart lines={lines} now={now} />
          <ul className="flex flex-wrap gap-x-4 gap-y-1 text-[12.5px] text-muted">
            <Key look="bg-brand">{t`So far`}</Key>
            {lines.planned.length > 0 && <Key look="bg-blue">{t`Expected`}</Key>}
            {lines.band !== null && <Key look="bg-blue/25">{t`Most likely end`}</Key>}
            {lines.before.length > 0 && <Key look="bg-muted">{t`Plan of ${planned}`}</Key>}
          </ul>
          <Stops lines={lines} now={now} />
        </>
      )}
    </Part>
  )
}

/** The first plan that was seen since this page was opened: later ones know more, and can be compared with it. */
function useFirstPlan({ plan, state }: Campaign): Campaign['plan'] {
  const [first, setFirst] = useState<Campaign['plan']>(null)
  if (first === null && plan !== null && plan.endsAt !== null && state === 'running') setFirst(plan)
  return first
}

function Key({ look, children }: { readonly look: string; readonly children: string }) {
  return (
    <li className="flex items-center gap-1.5">
      <span aria-hidden className={clsx('h-1.5 w-4 rounded-full', look)} />
      {children}
    </li>
  )
}

function Chart({ lines, now }: { readonly lines: PlanLines; readonly now: number }) {
  const { t, i18n } = useLingui()
  const { from, to, top, real, planned, before, band, stops } = lines
  const x = (at: number): number => ((Math.min(Math.max(at, from), to) - from) / (to - from)) * WIDTH
  const y = (done: number): number => HEIGHT - (Math.min(done, top) / top) * HEIGHT
  const path = (points: readonly Point[]): string =>
    points
      .map(({ at, done }, nth) => `${nth === 0 ? 'M' : 'L'}${x(at).toFixed(1)} ${y(done).toFixed(1)}`)
      .join('')
  const last = real.at(-1)
  const count = wholeNumber(Math.round(last?.done ?? 0), i18n.locale)
  const all = wholeNumber(top, i18n.locale)
  const end = planned.at(-1)
  const begun = momentText(from, now, i18n.locale)
  const at = momentText(last?.at ?? now, now, i18n.locale)
  const ends = momentText(end?.at ?? to, now, i18n.locale)
  const label =
    end === undefined
      ? t`From ${begun} to ${at}: ${count} of ${all}.`
      : t`From ${begun} to ${at}: ${count} of ${all}. Expected: all by ${ends}.`
  return (
    <figure className="grid gap-1">
      <p aria-hidden className="text-[12px] text-muted tabular-nums">
        {all}
      </p>
      <svg
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- it is drawn here
        role="img"
        aria-label={label}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="h-[120px] w-full border-y border-line"
      >
        {stops.map((stop) => (
          <rect
            key={stop.from}
            x={x(stop.from)}
            width={Math.max(0, x(stop.until) - x(stop.from))}
            y={0}
            height={HEIGHT}
            className="fill-sunken"
          />
        ))}
        {band !== null && (
          <rect
            x={x(band.from)}
            width={Math.max(3, x(band.to) - x(band.from))}
            y={0}
            height={HEIGHT}
            className="fill-blue/25"
          />
        )}
        <path
          d={`${path(real)}L${x(last?.at ?? from).toFixed(1)} ${HEIGHT}L${x(real[0]?.at ?? from).toFixed(1)} ${HEIGHT}Z`}
          className="fill-brand/15"
        />
        {before.length > 1 && (
          <path
            d={path(before)}
            fill="none"
            strokeWidth={1.5}
            strokeDasharray="2 3"
            vectorEffect="non-scaling-stroke"
            className="stroke-muted"
          />
        )}
        {planned.length > 1 && (
          <path
            d={path(planned)}
            fill="none"
            strokeWidth={2}
            strokeDasharray="6 4"
            vectorEffect="non-scaling-stroke"
            className="stroke-blue"
          />
        )}
        <path
          d={path(real)}
          fill="none"
          strokeWidth={2.5}
          vectorEffect="non-scaling-stroke"
          className="stroke-brand"
        />
      </svg>
      <figcaption aria-hidden className="flex justify-between gap-3 text-[12px] text-muted tabular-nums">
        <span>{begun}</span>
        <span>{momentText(to, now, i18n.locale)}</span>
      </figcaption>
    </figure>
  )
}

/** When it will stand still, and why. */
function Stops({ lines: { stops }, now }: { readonly lines: PlanLines; readonly now: number }) {
  const { t, i18n } = useLingui()
  const coming = stops.filter(({ from }) => from > now)
  const more = coming.length - STOPS_SHOWN
  if (coming.length === 0) return null
  return (
    <ul aria-label={t`When it stands still`} className="grid gap-0.5 text-[13px] text-muted tabular-nums">
      {coming.slice(0, STOPS_SHOWN).map((stop) => {
        const from = momentText(stop.from, now, i18n.locale)
        const until = momentText(stop.until, now, i18n.locale)
        const words = STOP_WORDS[stop.because]
        const why = words === undefined ? stop.because : t(words)
        return <li key={stop.from}>{t`Stands still from ${from} to ${until}: ${why}.`}</li>
      })}
      {more > 0 && <li>{t`and ${more} more times`}</li>}
    </ul>
  )
}

import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { clsx } from 'clsx'
import { Part } from '../health/part.tsx'
import type { CampaignProgress } from '../platform/contract.ts'
import { timeOfDay, wholeNumber } from '../platform/format.ts'
import { type Bar, barsOf, MINUTE_MS } from './sending-rate.ts'

const HEIGHT = 100
/** A gap is drawn as wide as so many minutes. */
const GAP_BARS = 2
/** A few minutes are no wall of paint: there is always room for so many. */
const BARS_MIN = 20

/** How many went out in each minute of the last hour in which something did. */
export function RateChart({ progress }: { readonly progress: CampaignProgress }) {
  const { t, i18n } = useLingui()
  const bars = barsOf(progress.minutes).slice(-90)
  const first = bars[0]
  const most = Math.max(1, ...bars.map((bar) => (bar.kind === 'minute' ? bar.sent : 0)))
  const top = wholeNumber(most, i18n.locale)
  const pad = Math.max(0, BARS_MIN - widthOf(bars))
  const from = timeOfDay((startOf(first) ?? progress.at) - pad * MINUTE_MS, i18n.locale)
  const until = timeOfDay(endOf(bars.at(-1)) ?? progress.at, i18n.locale)
  return (
    <Part
      title={t`Messages a minute`}
      aside={
        first !== undefined && (
          <span className="text-[13px] text-muted tabular-nums">{t`last hour · at most ${top}`}</span>
        )
      }
    >
      {first === undefined ? (
        <p className="grid h-[138px] place-items-center text-[13.5px] text-muted">
          {progress.sent > 0 ? (
            <Trans>Nothing went out in the last hour.</Trans>
          ) : (
            <Trans>As soon as messages go out, they are counted here.</Trans>
          )}
        </p>
      ) : (
        <figure className="grid gap-1">
          <Bars
            bars={bars}
            most={most}
            running={Math.floor(progress.at / MINUTE_MS) * MINUTE_MS}
            label={t`From ${from} to ${until}, at most ${plural(most, { one: `${top} message`, other: `${top} messages` })} a minute went out.`}
          />
          <figcaption aria-hidden className="flex justify-between text-[12px] text-muted tabular-nums">
            <span>{from}</span>
            <span>{until}</span>
          </figcaption>
        </figure>
      )}
    </Part>
  )
}

const widthOf = (bars: readonly Bar[]): number =>
  bars.reduce((sum, { kind }) => sum + (kind === 'gap' ? GAP_BARS : 1), 0)
const startOf = (bar: Bar | undefined): number | undefined => (bar?.kind === 'gap' ? bar.from : bar?.at)
const endOf = (bar: Bar | undefined): number | undefined =>
  bar?.kind === 'minute' ? bar.at + MINUTE_MS : bar?.until

function Bars({
  bars,
  most,
  running,
  label,
}: {
  readonly bars: readonly Bar[]
  readonly most: number
  /** The minute that is not over yet, drawn lighter. */
  readonly running: number
  readonly label: string
}) {
  const { i18n } = useLingui()
  const room = Math.max(BARS_MIN, widthOf(bars))
  const pad = room - widthOf(bars)
  return (
    <svg
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- it is drawn here
      role="img"
      aria-label={label}
      viewBox={`0 0 ${room} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="h-[138px] w-full overflow-visible border-b border-line"
    >
      {bars.map((bar, nth) => {
        const x = pad + widthOf(bars.slice(0, nth))
        if (bar.kind === 'gap')
          return (
            <line
              key={bar.from}
              x1={x + GAP_BARS / 2}
              x2={x + GAP_BARS / 2}
              y1={HEIGHT * 0.2}
              y2={HEIGHT}
              strokeDasharray="2 4"
              vectorEffect="non-scaling-stroke"
              className="stroke-control-line"
            >
              <title>{`${timeOfDay(bar.from, i18n.locale)} – ${timeOfDay(bar.until, i18n.locale)}`}</title>
            </line>
          )
        const height = bar.sent === 0 ? 0 : Math.max(1.5, (bar.sent / most) * HEIGHT)
        return (
          <rect
            key={bar.at}
            x={x + 0.1}
            width={0.8}
            y={HEIGHT - height}
            height={height}
            className={clsx('fill-brand', bar.at === running && 'opacity-50')}
          >
            <title>{`${timeOfDay(bar.at, i18n.locale)}: ${wholeNumber(bar.sent, i18n.locale)}`}</title>
          </rect>
        )
      })}
    </svg>
  )
}

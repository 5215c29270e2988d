import { useLingui } from '@lingui/react/macro'
import { useNow } from '../../platform/clock.ts'
import { wholeNumber } from '../../platform/format.ts'
import { useMomentWords } from '../when-words.ts'
import { pausesOf, type Plan } from './read-plan.ts'

const [WIDTH, HEIGHT] = [600, 150]
const SHORT_MS = 5 * 60_000

/** How many will have got it, over time; where it stands still, the ground is darker. */
export function PlanChart({ plan }: { readonly plan: Plan }) {
  const { t, i18n } = useLingui()
  const now = useNow(60_000)
  const moment = useMomentWords()
  const [first, last] = [plan.curve[0], plan.curve.at(-1)]
  if (first === undefined || last === undefined || last.done <= 0) return null
  // A line from here to there tells nothing.
  if (last.at - first.at < SHORT_MS && pausesOf(plan).length === 0) return null
  const x = (at: number) => (WIDTH * (at - first.at)) / (last.at - first.at)
  const y = (done: number) => HEIGHT - 2 - ((HEIGHT - 10) * done) / last.done
  const line = plan.curve.map(({ at, done }) => `${x(at).toFixed(1)},${y(done).toFixed(1)}`)
  const total = wholeNumber(last.done, i18n.locale)
  const [begin, end] = [moment(first.at, now), moment(last.at, now)]
  return (
    <figure className="grid gap-1">
      <svg
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- it is drawn here
        role="img"
        aria-label={t`How many have got it: from ${begin} on, all ${total} by ${end}`}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="h-36 w-full rounded-xl bg-sunken"
      >
        {pausesOf(plan).map(({ from, until }) => (
          <rect
            key={from}
            x={x(from)}
            y={0}
            width={Math.max(1, x(Math.min(until, last.at)) - x(from))}
            height={HEIGHT}
            className="fill-ink/8"
          />
        ))}
        <polygon
          points={`${x(first.at)},${HEIGHT} ${line.join(' ')} ${x(last.at)},${HEIGHT}`}
          className="fill-brand/15"
        />
        <polyline
          points={line.join(' ')}
          fill="none"
          vectorEffect="non-scaling-stroke"
          strokeWidth={2.5}
          strokeLinejoin="round"
          className="stroke-brand"
        />
      </svg>
      <figcaption aria-hidden className="flex justify-between gap-3 text-[12.5px] text-muted tabular-nums">
        <span className="first-letter:uppercase">{begin}</span>
        <span className="text-end">
          <span className="inline-block first-letter:uppercase">{end}</span> · {total}
        </span>
      </figcaption>
    </figure>
  )
}

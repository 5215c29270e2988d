import { Trans, useLingui } from '@lingui/react/macro'
import { clsx } from 'clsx'
import { Fragment, useId } from 'react'
import { useNow } from '../platform/clock.ts'
import type { Quality } from '../platform/contract.ts'
import { timeOfDay, wholeNumber } from '../platform/format.ts'
import { BySegment } from './by-segment.tsx'
import { Part } from './part.tsx'
import { percent } from './state-words.ts'

type SignalsOf = Quality['signals']
type Hour = SignalsOf['hours'][number]
type Key = 'failed' | 'blocked' | 'read'
const HOUR_MS = 60 * 60 * 1000
const HOURS = 48

/** What became of templates, before Meta says anything about it. */
export function Signals({
  signals,
  segment,
  onSegment,
}: {
  readonly signals: SignalsOf
  readonly segment: string
  readonly onSegment: (segment: string) => void
}) {
  const { t } = useLingui()
  const isEmpty = signals.templates.length === 0
  return (
    <Part title={t`Early signals`}>
      <p className="text-[13px] text-pretty text-muted">
        <Trans>
          What became of your templates. An alarm rings when at least 50 messages do much worse than is usual
          for this number, or for a segment’s customers than the week before.
        </Trans>
      </p>
      {isEmpty ? (
        <p className="text-muted">{t`No templates were sent in the last 7 days.`}</p>
      ) : (
        <>
          <div className="grid gap-3 sm:grid-cols-3">
            <Chart which="failed" title={t`Not delivered`} signals={signals} />
            <Chart which="blocked" title={t`Blocked or wanted no more`} signals={signals} />
            <Chart which="read" title={t`Read`} signals={signals} />
          </div>
          <TemplateTable signals={signals} />
          <BySegment of={signals.segment} segment={segment} onSegment={onSegment} />
        </>
      )}
    </Part>
  )
}

/** How many of how many. */
function countOf(
  which: Key,
  { delivered, failed, blocked, optedOut, read }: Hour,
): readonly [number, number] {
  if (which === 'failed') return [failed, delivered + failed]
  return which === 'blocked' ? [blocked + optedOut, delivered + blocked] : [read, delivered]
}

function shareOf(which: Key, hour: Hour): number {
  const [hits, of] = countOf(which, hour)
  return of === 0 ? 0 : hits / of
}

const INK = { failed: 'fill-amber-mark', blocked: 'fill-red', read: 'fill-brand' } as const

/** Two days by the hour; the same numbers stand beside it as words. */
function Chart({
  which,
  title,
  signals: { hours, day, usual },
}: {
  readonly which: Key
  readonly title: string
  readonly signals: SignalsOf
}) {
  const { t, i18n } = useLingui()
  const last = Math.floor(useNow(60_000) / HOUR_MS)
  const now = percent(day[which], i18n.locale)
  let [hits, of] = [0, 0]
  for (const hour of hours.filter((one) => last - Math.round(one.hour / HOUR_MS) < 24)) {
    const [more, among] = countOf(which, hour)
    hits += more
    of += among
  }
  const [count, total] = [wholeNumber(hits, i18n.locale), wholeNumber(of, i18n.locale)]
  const before = usual[which] === null ? t`not known yet` : percent(usual[which], i18n.locale)
  const max = Math.max(0.05, ...hours.map((hour) => shareOf(which, hour)))
  return (
    <figure className="grid gap-1.5 rounded-lg bg-canvas p-3">
      <figcaption className="text-[13px] text-muted">{title}</figcaption>
      <p className="text-[20px] leading-none font-semibold tabular-nums">{now}</p>
      <p className="text-[12.5px] text-muted">
        {t`${count} of ${total} in the last 24 hours`} · {t`usual: ${before}`}
      </p>
      <svg aria-hidden viewBox={`0 0 ${HOURS * 4} 36`} preserveAspectRatio="none" className="h-9 w-full">
        <line x1="0" x2={HOURS * 4} y1="35.5" y2="35.5" className="stroke-line" />
        {hours.map((hour) => {
          const place = HOURS - 1 - (last - Math.round(hour.hour / HOUR_MS))
          const height = (shareOf(which, hour) / max) * 34
          return (
            <rect
              key={hour.hour}
              x={place * 4}
              width="3"
              y={35 - Math.max(1, height)}
              height={Math.max(1, height)}
              className={INK[which]}
            >
              <title>{`${timeOfDay(hour.hour, i18n.locale)}: ${percent(shareOf(which, hour), i18n.locale)}`}</title>
            </rect>
          )
        })}
      </svg>
    </figure>
  )
}

function TemplateTable({ signals: { templates } }: { readonly signals: SignalsOf }) {
  const { t, i18n } = useLingui()
  const id = useId()
  return (
    <div className="grid grid-cols-1 gap-2">
      <h3 id={id} className="text-[13px] font-medium">
        <Trans>By template, the last 7 days</Trans>
      </h3>
      <section
        aria-labelledby={id}
        // A region that scrolls must be reachable with the keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        className="max-h-112 overflow-auto rounded-lg border border-line sm:max-h-80"
      >
        <table className="w-full text-[13px]">
          <thead className="sticky top-0 bg-surface text-muted">
            <tr className="border-b border-line text-end *:px-2 *:py-2 *:align-bottom *:font-medium sm:*:px-3">
              <th scope="col" className="text-start">{t`Template`}</th>
              <th scope="col" className="text-end">{t`Sent`}</th>
              <th scope="col" className="text-end">{t`Not delivered`}</th>
              <th scope="col" className="text-end">{t`Blocked`}</th>
              <th scope="col" className="text-end">{t`Read`}</th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {templates.map(({ template, language, sent, rates, ringing }) => (
              <tr key={`${template}/${language}`} className="*:px-2 *:py-2 sm:*:px-3">
                <th scope="row" className="text-start font-normal [overflow-wrap:anywhere]">
                  <TemplateName name={template} /> <span className="text-muted">{language}</span>
                </th>
                <td className="text-end tabular-nums">{wholeNumber(sent, i18n.locale)}</td>
                <Rate rate={rates.failed} rings={ringing.includes('failed_rate')} />
                <Rate rate={rates.blocked} rings={ringing.includes('blocked_rate')} />
                <Rate rate={rates.read} rings={ringing.includes('read_rate')} />
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  )
}

/** Breaks where people would break it, on narrow phones. */
const TemplateName = ({ name }: { readonly name: string }) =>
  name.split('_').map((word, at) => (
    // Words of a name have no identity but their place.
    // oxlint-disable-next-line react/no-array-index-key
    <Fragment key={at}>
      {at > 0 && (
        <>
          _<wbr />
        </>
      )}
      {word}
    </Fragment>
  ))

function Rate({ rate, rings }: { readonly rate: number | null; readonly rings: boolean }) {
  const { t, i18n } = useLingui()
  return (
    <td className={clsx('text-end tabular-nums', rings && 'font-semibold text-red')}>
      {percent(rate, i18n.locale)}
      {rings && <span className="sr-only"> {t`(alarm)`}</span>}
    </td>
  )
}

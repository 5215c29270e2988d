import { Trans, useLingui } from '@lingui/react/macro'
import { clsx } from 'clsx'
import type { Quality } from '../platform/contract.ts'
import { dateAndTime, timeOfDay, wholeNumber } from '../platform/format.ts'
import { Part } from './part.tsx'

/** With how many people a day the business may begin, how many it was, and when there is room again. */
export function LimitMeter({ limit }: { readonly limit: Quality['limit'] }) {
  const { t, i18n } = useLingui()
  const { tier, people, used, numbers, freeAt, roomAt } = limit
  const count = wholeNumber(used, i18n.locale)
  const max = people === null ? '' : wholeNumber(people, i18n.locale)
  const room = dateAndTime(roomAt ?? 0, i18n.locale)
  const free = timeOfDay(freeAt ?? 0, i18n.locale)
  const share = people === null ? 0 : Math.min(1, used / people)
  const words =
    people !== null
      ? t`${count} of ${max} people`
      : tier === null
        ? t`${count} people; Meta has not told the limit yet`
        : t`${count} people; there is no limit`
  return (
    <Part title={t`Written to first`}>
      <p className="text-[13px] text-pretty text-muted">
        <Trans>
          People who got a template from you in the last 24 hours without having written. Answers do not
          count.
        </Trans>
      </p>
      <p className="text-[22px] leading-none font-semibold tabular-nums">{words}</p>
      {people !== null && (
        <div aria-hidden className="h-3 overflow-hidden rounded-full bg-sunken">
          <span
            className={clsx(
              'block h-full rounded-full',
              share >= 1 ? 'bg-red' : share >= 0.8 ? 'bg-amber-mark' : 'bg-brand',
            )}
            style={{ width: `${share * 100}%` }}
          />
        </div>
      )}
      <p className="text-[13.5px] text-pretty">
        {roomAt !== null
          ? t`It is full. There is room for the next person from ${room} on.`
          : freeAt !== null && t`The next place becomes free at ${free}.`}
      </p>
      <Leaving limit={limit} />
      {numbers > 1 && (
        <p className="text-[13px] text-muted">
          <Trans>{numbers} of your numbers share this limit.</Trans>
        </p>
      )}
    </Part>
  )
}

/** How many leave by when; a few lines that say when a campaign can go on. */
function Leaving({ limit: { leaving, used } }: { readonly limit: Quality['limit'] }) {
  const { t, i18n } = useLingui()
  if (leaving.length < 2) return null
  const lines: { at: number; sum: number }[] = []
  let sum = 0
  for (const { at, count } of leaving) {
    sum += count
    if (sum >= (used * (lines.length + 1)) / 3) lines.push({ at, sum })
  }
  return (
    <ul aria-label={t`Room comes back`} className="grid gap-0.5 text-[13px] text-muted tabular-nums">
      {lines.slice(0, 3).map((line) => {
        const when = dateAndTime(line.at, i18n.locale)
        const places = wholeNumber(line.sum, i18n.locale)
        return <li key={line.at}>{t`By ${when}: room for ${places} more`}</li>
      })}
    </ul>
  )
}

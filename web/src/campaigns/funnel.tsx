import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { clsx } from 'clsx'
import { Part } from '../health/part.tsx'
import type { CampaignProgress } from '../platform/contract.ts'
import { wholeNumber } from '../platform/format.ts'
import { shareText } from './progress-parts.ts'

/** What came of it: from those who were sent something to those who ordered. */
export function Funnel({ progress }: { readonly progress: CampaignProgress }) {
  const { t, i18n } = useLingui()
  const { sent, delivered, read, replied, clicked, ordered, optedOut } = progress
  const steps = [
    { name: t`Sent`, count: sent, of: null },
    { name: t`Delivered`, count: delivered, of: sent },
    { name: t`Read`, count: read, of: delivered },
    { name: t`Replied`, count: replied, of: delivered },
    { name: t`Clicked`, count: clicked, of: delivered },
    { name: t`Ordered`, count: ordered, of: delivered },
  ]
  const gone = wholeNumber(optedOut, i18n.locale)
  const goneShare = shareText(optedOut, delivered, i18n.locale)
  return (
    <Part title={t`What came of it`}>
      <dl className="grid gap-2">
        {steps.map(({ name, count, of }) => (
          <div
            key={name}
            className="grid grid-cols-[5.5rem_minmax(0,1fr)_4.5rem_3.25rem] items-center gap-x-2 text-[13.5px] sm:gap-x-3"
          >
            <dt className="[overflow-wrap:anywhere]">{name}</dt>
            <span aria-hidden className="h-4 overflow-hidden rounded bg-sunken">
              <span
                className="block h-full rounded bg-brand transition-[width] duration-500"
                style={{ width: `${sent === 0 ? 0 : Math.min(100, (count / sent) * 100)}%` }}
              />
            </span>
            <dd className={clsx('text-end font-medium tabular-nums', count === 0 && 'text-muted')}>
              {wholeNumber(count, i18n.locale)}
            </dd>
            <dd className="text-end text-muted tabular-nums">
              {of === null ? '' : shareText(count, of, i18n.locale)}
            </dd>
          </div>
        ))}
      </dl>
      <p className={clsx('text-[13.5px] tabular-nums', optedOut > 0 ? 'text-amber' : 'text-muted')}>
        {optedOut === 0
          ? t`Nobody has asked for no more offers.`
          : t`${plural(optedOut, { one: `${gone} person asked for no more offers (${goneShare})`, other: `${gone} people asked for no more offers (${goneShare})` })}`}
      </p>
      <p className="text-[12.5px] text-pretty text-muted">
        <Trans>
          Delivered is of those sent; the other shares are of those delivered. Who switched off blue ticks is
          not counted as having read. Replies, clicks and orders count for seven days.
        </Trans>
      </p>
    </Part>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { clsx } from 'clsx'
import { useId } from 'react'
import type { Quality } from '../platform/contract.ts'
import { wholeNumber } from '../platform/format.ts'
import { segmentsQuery } from '../segments/queries.ts'
import { FIELD } from '../settings/section-frame.tsx'
import { percent } from './state-words.ts'

type Of = Quality['signals']['segment']

/** What became of the templates that went to one segment's customers. Nothing where there are no segments. */
export function BySegment({
  of,
  segment,
  onSegment,
}: {
  readonly of: Of
  readonly segment: string
  readonly onSegment: (segment: string) => void
}) {
  const { t } = useLingui()
  const id = useId()
  const { data } = useQuery(segmentsQuery)
  const items = data?.items ?? []
  if (items.length === 0) return null
  return (
    <div className="grid grid-cols-1 gap-2 text-[13.5px]">
      <h3 id={id} className="text-[13px] font-medium">
        <Trans>By segment, the last 7 days</Trans>
      </h3>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <select
          aria-labelledby={id}
          value={segment}
          onChange={(event) => onSegment(event.currentTarget.value)}
          className={`${FIELD} w-auto! max-w-full`}
        >
          <option value="">{t`All customers`}</option>
          {items.map(({ id: one, name }) => (
            <option key={one} value={one}>
              {name}
            </option>
          ))}
        </select>
        {segment !== '' && of !== null && <Rates of={of} />}
      </div>
      {segment !== '' && of?.isWatched === false && (
        <p className="max-w-prose text-[13px] text-pretty text-muted">
          <Trans>
            No alarm rings for this segment: its conditions speak of messages or answers, or 10 other segments
            were changed after it.
          </Trans>
        </p>
      )}
    </div>
  )
}

function Rates({ of: { rates, ringing, ...counted } }: { readonly of: NonNullable<Of> }) {
  const { t, i18n } = useLingui()
  const sent = wholeNumber(counted.sent, i18n.locale)
  const failed = percent(rates.failed, i18n.locale)
  const blocked = percent(rates.blocked, i18n.locale)
  const read = percent(rates.read, i18n.locale)
  return (
    <output className="flex flex-wrap gap-x-4 gap-y-1 tabular-nums">
      <span>{t`${sent} sent`}</span>
      <Rate rings={ringing.includes('failed_rate')}>{t`${failed} not delivered`}</Rate>
      <Rate rings={ringing.includes('blocked_rate')}>{t`${blocked} blocked`}</Rate>
      <Rate rings={ringing.includes('read_rate')}>{t`${read} read`}</Rate>
    </output>
  )
}

function Rate({ rings, children }: { readonly rings: boolean; readonly children: string }) {
  const { t } = useLingui()
  return (
    <span className={clsx(rings && 'font-semibold text-red')}>
      {children}
      {rings && <span className="sr-only"> {t`(alarm)`}</span>}
    </span>
  )
}

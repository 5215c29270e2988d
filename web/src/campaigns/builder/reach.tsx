import { useLingui } from '@lingui/react/macro'
import { clsx } from 'clsx'
import { Counting } from './parts.tsx'
import type { CampaignCheck } from '../../platform/contract.ts'
import { wholeNumber } from '../../platform/format.ts'
import { SKIP_WORDS } from '../campaign-words.ts'

/** From everybody who was chosen to those who get it. */
export function Reach({
  reach,
  isCounting,
}: {
  readonly reach: CampaignCheck['reach']
  readonly isCounting: boolean
}) {
  const { t, i18n } = useLingui()
  if (reach === null) return null
  const less: readonly (readonly [string, number])[] = [
    [t(SKIP_WORDS.suppressed), reach.suppressed],
    [t(SKIP_WORDS.no_address), reach.noAddress],
    [t(SKIP_WORDS.recently_contacted), reach.recentlyContacted],
    [t(SKIP_WORDS.festival_cap), reach.festivalCapped],
    [t(SKIP_WORDS.held_out), reach.heldOut],
  ]
  const count = (value: number) => wholeNumber(value, i18n.locale)
  return (
    <dl
      aria-label={t`How many get it`}
      aria-busy={isCounting}
      className="rounded-xl bg-sunken px-4 py-3 tabular-nums"
    >
      <Line name={t`Chosen`} value={count(reach.audience)} />
      {less.map(
        ([name, value]) => value > 0 && <Line key={name} name={name} value={`− ${count(value)}`} isQuiet />,
      )}
      <div className="mt-1.5 flex items-baseline justify-between gap-4 border-t border-control-line pt-1.5 text-[17px] font-semibold">
        <dt>{t`Get the message`}</dt>
        <dd className="flex items-center gap-2">
          {isCounting && <Counting />}
          {count(reach.recipients)}
        </dd>
      </div>
    </dl>
  )
}

function Line({
  name,
  value,
  isQuiet = false,
}: {
  readonly name: string
  readonly value: string
  readonly isQuiet?: boolean
}) {
  return (
    <div
      className={clsx(
        'flex items-baseline justify-between gap-4 py-0.5',
        isQuiet && 'text-[13.5px] text-muted',
      )}
    >
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { clsx } from 'clsx'
import { amountText } from '../costs/amount-text.ts'
import { Part } from '../health/part.tsx'
import type { Campaign, CampaignProgress } from '../platform/contract.ts'

/** What it has cost, what is under way may cost, and what it may cost. */
export function MoneyCard({
  campaign,
  progress,
}: {
  readonly campaign: Campaign
  readonly progress: CampaignProgress
}) {
  const { t } = useLingui()
  const { spent, reserved, currency } = progress
  const { budget } = campaign.definition
  const under = Number(reserved)
  const most = Math.max(Number(budget ?? 0), Number(spent) + under, 0.01)
  const limit = amountText(budget ?? '0', currency)
  const left = amountText(String(Math.max(0, Number(budget ?? 0) - Number(spent) - under)), currency)
  return (
    <Part title={t`Money`}>
      <p className="text-[22px] leading-none font-semibold tabular-nums">{amountText(spent, currency)}</p>
      <div aria-hidden className="flex h-3 overflow-hidden rounded-full bg-sunken">
        <span className="h-full bg-brand" style={{ width: `${(Number(spent) / most) * 100}%` }} />
        <span className="h-full bg-brand/40" style={{ width: `${(under / most) * 100}%` }} />
      </div>
      <dl className="grid gap-1 text-[13.5px] tabular-nums">
        <Line look="bg-brand" name={t`Spent, for what was delivered`} value={amountText(spent, currency)} />
        <Line look="bg-brand/40" name={t`Under way, at most`} value={amountText(reserved, currency)} />
        {budget !== null && (
          <Line look="border border-control-line bg-sunken" name={t`Left of ${limit}`} value={left} />
        )}
      </dl>
      <p className="text-[12.5px] text-pretty text-muted">
        {budget === null ? (
          <Trans>There is no budget. Meta charges what is delivered.</Trans>
        ) : (
          <Trans>It stops before it costs more than the budget. Meta charges what is delivered.</Trans>
        )}
      </p>
    </Part>
  )
}

function Line({
  look,
  name,
  value,
}: {
  readonly look: string
  readonly name: string
  readonly value: string
}) {
  return (
    <div className="flex items-baseline gap-2">
      <span aria-hidden className={clsx('size-2.5 shrink-0 self-center rounded-full', look)} />
      <dt className="min-w-0">{name}</dt>
      <dd className="ms-auto font-medium whitespace-nowrap">{value}</dd>
    </div>
  )
}

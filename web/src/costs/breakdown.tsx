import { useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { clsx } from 'clsx'
import { MessagesSquare } from 'lucide-react'
import { useState } from 'react'
import type { CostsBy, Ledger, LedgerLine } from '../platform/contract.ts'
import { wholeNumber } from '../platform/format.ts'
import { Button } from '../platform/ui/button.tsx'
import { Notice } from '../platform/ui/notice.tsx'
import { amountText } from './amount-text.ts'
import { BY_WORDS, useCostWords } from './cost-words.ts'

const BY = Object.keys(BY_WORDS) as readonly CostsBy[]
/** So many lines are seen at once; days are all shown. */
const SHOWN = 12

/** Where the money goes: bars for the eye, numbers to compare with the invoice. */
export function Breakdown({
  ledger,
  onBy,
}: {
  readonly ledger: Ledger
  readonly onBy: (by: CostsBy) => void
}) {
  const { t } = useLingui()
  const [isWhole, setWhole] = useState(false)
  const { lines, by, isCut } = ledger
  const shown = isWhole || by === 'day' ? lines : lines.slice(0, SHOWN)
  const most = lines.reduce((max, { amount }) => Math.max(max, Number(amount)), 0)
  const mostSent = lines.reduce((max, { volume }) => Math.max(max, volume), 0)
  return (
    <section className="grid gap-3" aria-label={t`Where it goes`}>
      <h3 className="font-semibold">{t`Where it goes`}</h3>
      <fieldset aria-label={t`Broken down by`} className="flex min-w-0 flex-wrap gap-1.5">
        {BY.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={by === one}
            onClick={() => onBy(one)}
            className={clsx(
              'min-h-9 rounded-full border px-3.5 text-[13.5px] coarse:min-h-11',
              by === one
                ? 'border-brand bg-brand-tint font-medium text-brand-strong'
                : 'border-control-line text-ink hover:bg-sunken',
            )}
          >
            {t(BY_WORDS[one])}
          </button>
        ))}
      </fieldset>
      {lines.length === 0 ? (
        <Notice icon={MessagesSquare} title={t`Nothing was delivered in this month`}>
          {t`As soon as a customer gets a message of yours, it is counted here.`}
        </Notice>
      ) : (
        <ul className="divide-y divide-line rounded-xl border border-line bg-surface">
          {shown.map((line) => (
            <Line
              key={`${line.currency} ${line.key}`}
              line={line}
              by={by}
              share={most > 0 ? Number(line.amount) / most : mostSent > 0 ? line.volume / mostSent : 0}
            />
          ))}
        </ul>
      )}
      {lines.length > shown.length && (
        <Button small className="justify-self-start" onClick={() => setWhole(true)}>
          {t`Show all`}
        </Button>
      )}
      {isCut && (isWhole || lines.length <= SHOWN) && (
        <p className="text-[13px] text-muted">{t`These are the most expensive ones; there are more.`}</p>
      )}
    </section>
  )
}

function Line({
  line,
  by,
  share,
}: {
  readonly line: LedgerLine
  readonly by: CostsBy
  readonly share: number
}) {
  const { t, i18n } = useLingui()
  const words = useCostWords()
  const { key, label, currency, volume, billable, unpriced, amount } = line
  const name = words.line(by, key, label)
  const delivered = wholeNumber(volume, i18n.locale)
  const billed = wholeNumber(billable, i18n.locale)
  const without = wholeNumber(unpriced, i18n.locale)
  return (
    <li className="grid gap-x-4 gap-y-1 px-4 py-3 sm:grid-cols-[minmax(8rem,1fr)_minmax(6rem,1.2fr)_7rem] sm:items-center lg:grid-cols-[minmax(8rem,1fr)_minmax(15rem,auto)_minmax(6rem,1fr)_6.5rem] lg:py-2">
      <span className="flex min-w-0 items-baseline justify-between gap-3 sm:contents">
        <span className="min-w-0 truncate">
          {by === 'conversation' && key !== '' ? (
            <Link
              to="/inbox/$id"
              params={{ id: key }}
              className="text-link underline-offset-2 hover:underline"
            >
              <bdi>{name}</bdi>
            </Link>
          ) : (
            <bdi>{name}</bdi>
          )}
        </span>
        <span className="font-medium tabular-nums sm:order-3 sm:text-end lg:order-4">
          {amountText(amount, currency)}
        </span>
      </span>
      <span aria-hidden className="h-2 overflow-hidden rounded-full bg-sunken sm:order-2 lg:order-3">
        <span className="block h-full rounded-full bg-brand" style={{ width: `${share * 100}%` }} />
      </span>
      <span className="text-[13px] text-muted tabular-nums sm:order-4 sm:col-span-3 lg:order-2 lg:col-span-1">
        {t`${delivered} delivered, ${billed} billed`}
        {unpriced > 0 && <span className="text-amber"> · {t`${without} without a price`}</span>}
      </span>
    </li>
  )
}

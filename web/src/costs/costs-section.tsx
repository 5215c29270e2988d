import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Download, IndianRupee } from 'lucide-react'
import { useState } from 'react'
import { useNow } from '../platform/clock.ts'
import type { Ledger, LedgerTotal } from '../platform/contract.ts'
import { phoneNumber, wholeNumber } from '../platform/format.ts'
import { FIELD, SectionError, SectionFrame } from '../settings/section-frame.tsx'
import { AllowanceCard } from './allowance-card.tsx'
import { amountText } from './amount-text.ts'
import { Breakdown } from './breakdown.tsx'
import { useCostWords } from './cost-words.ts'
import { allowanceQuery, costsParams, type CostsWish, ledgerQuery } from './queries.ts'
import { ReconciliationCard } from './reconciliation-card.tsx'

/** What WhatsApp costs: this month, where it goes, what is free, and whether Meta says the same. Lazy. */
export function CostsSection() {
  const { t } = useLingui()
  const months = lastMonths(useNow(HOUR_MS))
  const [wish, setWish] = useState<CostsWish>({ month: months[0] ?? '', channelId: '', by: 'category' })
  const query = useQuery(ledgerQuery(wish))
  const put = (change: Partial<CostsWish>) => setWish({ ...wish, ...change })
  return (
    <SectionFrame
      title={t`Costs`}
      about={t`What Meta charges for the messages that were delivered, without tax. Counted from what Meta says of each message.`}
      actions={
        <a
          href={`/api/v1/costs/export.csv?${costsParams(wish)}`}
          download
          className="inline-flex min-h-10 items-center justify-center gap-1.5 rounded-lg border border-control-line px-4 text-[14px] font-medium text-ink hover:bg-sunken coarse:min-h-11"
        >
          <Download size={18} aria-hidden />
          <Trans>Export as CSV</Trans>
        </a>
      }
    >
      <Pickers wish={wish} months={months} onChange={put} />
      {query.isError && query.data === undefined ? (
        <SectionError icon={IndianRupee} error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data === undefined ? (
        <output className="text-muted">{t`Loading…`}</output>
      ) : (
        <>
          <Sums ledger={query.data} />
          <AllowanceCard month={wish.month} />
          <Breakdown ledger={query.data} onBy={(by) => put({ by })} />
          <ReconciliationCard key={wish.month} month={wish.month} />
        </>
      )}
    </SectionFrame>
  )
}

const HOUR_MS = 3_600_000
const MONTHS = 13
/** YYYY-MM, the running one first, as most see it: Meta looks a year back. */
function lastMonths(now: number): string[] {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Kolkata', dateStyle: 'short' }).format(now)
  const [year = 0, month = 0] = day.split('-').map(Number)
  return Array.from({ length: MONTHS }, (_, back) =>
    new Date(Date.UTC(year, month - 1 - back, 1)).toISOString().slice(0, 7),
  )
}

function Pickers({
  wish,
  months,
  onChange,
}: {
  readonly wish: CostsWish
  readonly months: readonly string[]
  readonly onChange: (change: Partial<CostsWish>) => void
}) {
  const { t } = useLingui()
  const words = useCostWords()
  const numbers = useQuery(allowanceQuery(wish.month)).data?.items ?? []
  return (
    <div className="flex flex-wrap gap-2">
      <select
        aria-label={t`Month`}
        value={wish.month}
        onChange={(event) => onChange({ month: event.currentTarget.value })}
        className={`${FIELD} w-auto!`}
      >
        {months.map((month) => (
          <option key={month} value={month}>
            {words.month(month)}
          </option>
        ))}
      </select>
      {(numbers.length > 1 || wish.channelId !== '') && (
        <select
          aria-label={t`WhatsApp number`}
          value={wish.channelId}
          onChange={(event) => onChange({ channelId: event.currentTarget.value })}
          className={`${FIELD} w-auto! max-w-full`}
        >
          <option value="">{t`All numbers`}</option>
          {numbers.map(({ channelId, number, name }) => (
            <option key={channelId} value={channelId}>
              {name === null ? phoneNumber(number) : `${name} (${phoneNumber(number)})`}
            </option>
          ))}
        </select>
      )}
    </div>
  )
}

function Sums({ ledger }: { readonly ledger: Ledger }) {
  const { t } = useLingui()
  const words = useCostWords()
  return (
    <section
      aria-label={words.month(ledger.month)}
      className="grid gap-4 rounded-xl border border-line bg-surface p-4 md:p-5"
    >
      {ledger.totals.map((total) => (
        <Sum key={total.currency} total={total} />
      ))}
      {ledger.totals.length === 0 && (
        <p className="text-muted">{t`Connect a WhatsApp number, and its costs will stand here.`}</p>
      )}
      {ledger.isCounting && (
        <p className="text-[13px] text-muted">{t`Older messages are still being counted; the sum will grow.`}</p>
      )}
      <Unpriced ledger={ledger} />
    </section>
  )
}

function Sum({ total }: { readonly total: LedgerTotal }) {
  const { t, i18n } = useLingui()
  const { currency, volume, billable, amount, expected, discount, list, card } = total
  const all = wholeNumber(volume, i18n.locale)
  const off = amountText(discount ?? '0', currency)
  const before = amountText(list, currency)
  return (
    <div className="grid gap-1">
      <p className="text-[32px] leading-tight font-semibold tabular-nums">{amountText(amount, currency)}</p>
      {expected !== null && Number(expected) > 0 && (
        <p className="font-medium">
          <Trans>
            About{' '}
            <span className="tabular-nums">
              {amountText(expected, currency, Number(expected) < 100 ? 2 : 0)}
            </span>{' '}
            by the end of the month if it goes on like this
          </Trans>
        </p>
      )}
      <p className="text-[13.5px] text-muted">
        {t`${plural(billable, { one: '# billed message', other: '# billed messages' })} of ${all} delivered`}
        {Number(discount ?? 0) > 0 && ` · ${t`${before} less a volume discount of ${off}`}`}
      </p>
      {card !== null && <CardLine card={card} />}
    </div>
  )
}

function CardLine({ card }: { readonly card: NonNullable<LedgerTotal['card']> }) {
  const { t, i18n } = useLingui()
  const day = (text: string): string =>
    new Intl.DateTimeFormat(`${i18n.locale}-IN-u-nu-latn`, { timeZone: 'UTC', dateStyle: 'medium' }).format(
      Date.parse(text),
    )
  const since = day(card.effective)
  const read = day(card.read)
  return (
    <p className="text-[13px] text-muted">
      {card.isSecondHand
        ? t`Prices of ${since}, not read from Meta’s own file (noted on ${read}).`
        : t`Meta’s prices of ${since}, read on ${read}.`}
    </p>
  )
}

/** What is billed and is in no price list of ours: said, and not guessed. */
function Unpriced({ ledger: { unpriced } }: { readonly ledger: Ledger }) {
  const { t, i18n } = useLingui()
  const words = useCostWords()
  const count = unpriced.reduce((sum, { volume }) => sum + volume, 0)
  if (count === 0) return null
  const countries = [...new Set(unpriced.map(({ country }) => words.country(country)))]
  const where = new Intl.ListFormat(i18n.locale, { type: 'conjunction' }).format(
    countries.length > 5 ? [...countries.slice(0, 5), '…'] : countries,
  )
  return (
    <p className="rounded-lg bg-amber-tint px-3 py-2 text-[13.5px] text-amber">
      {t`${plural(count, {
        one: '# billed message is not in this sum, because we have no price for it',
        other: '# billed messages are not in this sum, because we have no price for them',
      })} (${where}).`}{' '}
      <Trans>Whoever runs Harkara can add Meta’s newest price list.</Trans>
    </p>
  )
}

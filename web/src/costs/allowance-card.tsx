import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { clsx } from 'clsx'
import type { Allowance } from '../platform/contract.ts'
import { phoneNumber, wholeNumber } from '../platform/format.ts'
import { allowanceQuery } from './queries.ts'

type Item = Allowance['items'][number]

/** How much of each number's free replies is used up. Nothing for months in which all replies were free. */
export function AllowanceCard({ month }: { readonly month: string }) {
  const { t } = useLingui()
  const items = (useQuery(allowanceQuery(month)).data?.items ?? []).filter(({ free }) => free !== null)
  if (items.length === 0) return null
  return (
    <section className="grid gap-3">
      <div>
        <h3 className="font-semibold">{t`Free replies`}</h3>
        <p className="max-w-prose text-[13.5px] text-pretty text-muted">
          {t`Each number has 1,000 replies without a template free each month. After that every reply is billed. What is left over does not carry over.`}
        </p>
      </div>
      <ul className="grid gap-3 sm:grid-cols-2">
        {items.map((item) => (
          <Meter key={item.channelId} item={item} />
        ))}
      </ul>
    </section>
  )
}

/** From here on there is little left. */
const LITTLE = 0.8

function Meter({ item: { number, name, free, used, left, billed, usedUpAt } }: { readonly item: Item }) {
  const { t, i18n } = useLingui()
  const all = free ?? 1
  const share = left === 0 ? 1 : Math.min(1, used / all)
  const usedShown = wholeNumber(used, i18n.locale)
  const allShown = wholeNumber(all, i18n.locale)
  const day = usedUpAt === null ? null : dayOf(usedUpAt, i18n.locale)
  return (
    <li className="grid gap-2 rounded-xl border border-line bg-surface p-4">
      <p className="flex flex-wrap items-baseline justify-between gap-x-3">
        <span className="min-w-0 truncate font-medium">
          <bdi>{name ?? phoneNumber(number)}</bdi>
        </span>
        {name !== null && <span className="text-[13px] text-muted tabular-nums">{phoneNumber(number)}</span>}
      </p>
      <span aria-hidden className="h-2.5 overflow-hidden rounded-full bg-sunken">
        <span
          className={clsx(
            'block h-full rounded-full',
            left === 0 ? 'bg-red' : share >= LITTLE ? 'bg-amber-mark' : 'bg-brand',
          )}
          style={{ width: `${share * 100}%` }}
        />
      </span>
      <p className="text-[13.5px] tabular-nums">
        {t`${usedShown} of ${allShown} used`}
        {billed > 0 && (
          <span className="text-red">
            {' · '}
            {t`${plural(billed, { one: '# reply billed', other: '# replies billed' })}`}
          </span>
        )}
      </p>
      {day !== null && (
        <p className="text-[13px] text-amber">{t`Used up around ${day} if it goes on like this`}</p>
      )}
    </li>
  )
}

const dayOf = (at: number, locale: string): string =>
  new Intl.DateTimeFormat(`${locale}-IN-u-nu-latn`, { day: 'numeric', month: 'long' }).format(at)

import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { CircleAlert, CircleCheck, CircleDashed, RefreshCw } from 'lucide-react'
import { announce } from '../platform/announce.ts'
import type { ReconciledLine, Reconciliation } from '../platform/contract.ts'
import { dateAndTime, wholeNumber } from '../platform/format.ts'
import { Button } from '../platform/ui/button.tsx'
import { ProblemLine } from '../settings/section-frame.tsx'
import { amountText } from './amount-text.ts'
import { useCostWords, WHY_WORDS } from './cost-words.ts'
import { reconciliationQuery, useCompare } from './queries.ts'

type Item = Reconciliation['items'][number]

/** Whether Meta says the same, in one sentence, and line by line where it does not. */
export function ReconciliationCard({ month }: { readonly month: string }) {
  const { t } = useLingui()
  const { data } = useQuery(reconciliationQuery(month))
  const compare = useCompare(month)
  const items = data?.items ?? []
  if (items.length === 0) return null
  return (
    <section className="grid gap-3" aria-label={t`Compared with Meta`}>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 className="font-semibold">{t`Compared with Meta`}</h3>
        <Button
          disabled={compare.isPending}
          onClick={() =>
            compare.mutate(undefined, { onSuccess: () => announce(t`Compared with Meta’s figures`) })
          }
        >
          <RefreshCw size={17} aria-hidden className={compare.isPending ? 'motion-safe:animate-spin' : ''} />
          {compare.isPending ? t`Asking Meta…` : t`Compare now`}
        </Button>
      </div>
      {compare.isError && <ProblemLine error={compare.error} />}
      {items.map((item) => (
        <Account key={item.wabaId} item={item} isOnlyOne={items.length === 1} />
      ))}
    </section>
  )
}

const ICONS = {
  equal: [CircleCheck, 'text-brand'],
  differs: [CircleAlert, 'text-amber'],
  failed: [CircleAlert, 'text-red'],
  never: [CircleDashed, 'text-muted'],
} as const

function Account({ item, isOnlyOne }: { readonly item: Item; readonly isOnlyOne: boolean }) {
  const { t, i18n } = useLingui()
  const sentence = useSentence()
  const [Icon, color] = ICONS[item.state]
  const reasons = Map.groupBy(item.lines, ({ why }) => why)
  reasons.delete(null)
  const when = item.checkedAt === null ? '' : dateAndTime(item.checkedAt, i18n.locale)
  const { wabaId } = item
  return (
    <div className="grid gap-3 rounded-xl border border-line bg-surface p-4">
      <div className="flex gap-3">
        <Icon size={20} aria-hidden className={`mt-0.5 shrink-0 ${color}`} />
        <div className="min-w-0">
          <p className="text-pretty">{sentence(item)}</p>
          <p className="text-[13px] text-muted">
            {when === '' ? t`This is done by itself once a day.` : t`Compared on ${when}.`}
            {!isOnlyOne && ` ${t`WhatsApp account ${wabaId}`}`}
          </p>
        </div>
      </div>
      {[...reasons].map(
        ([why, lines]) =>
          why !== null && <Reason key={why} why={why} lines={lines} currency={item.currency} />,
      )}
    </div>
  )
}

function useSentence(): (item: Item) => string {
  const { t, i18n } = useLingui()
  return ({ state, ours, metas, currency, lines, problem }) => {
    const count = wholeNumber(ours.volume, i18n.locale)
    const amount = amountText(ours.cost, currency)
    const metasCount = wholeNumber(metas?.volume ?? 0, i18n.locale)
    const metasAmount = amountText(metas?.cost ?? '0', currency)
    const differing = lines.filter(({ why }) => why !== null).length
    if (state === 'never') return t`This month has not been compared with Meta’s figures yet.`
    if (state === 'failed')
      return problem === 'no_token'
        ? t`Meta could not be asked: the number’s access must be renewed. Connect it again under “WhatsApp numbers”.`
        : t`Meta could not be asked for its figures. We try again by ourselves.`
    if (state === 'equal')
      return metas?.cost === null
        ? t`Meta counts the same ${count} messages. It does not show its costs for this account.`
        : t`Meta counts the same: ${count} messages, ${amount}.`
    return metas?.cost === null
      ? t`${plural(differing, { one: '# line differs', other: '# lines differ' })}: we count ${count} messages, Meta ${metasCount}.`
      : t`${plural(differing, { one: '# line differs', other: '# lines differ' })}: we count ${count} messages for ${amount}, Meta ${metasCount} for ${metasAmount}.`
  }
}

/** Lines that differ for the same reason. */
function Reason({
  why,
  lines,
  currency,
}: {
  readonly why: NonNullable<ReconciledLine['why']>
  readonly lines: readonly ReconciledLine[]
  readonly currency: string
}) {
  const { t } = useLingui()
  return (
    <div className="grid gap-1.5 border-t border-line pt-3 text-[13.5px]">
      <p className="max-w-prose text-pretty">{t(WHY_WORDS[why])}</p>
      <ul className="grid gap-1.5">
        {lines.map((line) => (
          <Difference key={`${line.category} ${line.type} ${line.country}`} line={line} currency={currency} />
        ))}
      </ul>
    </div>
  )
}

function Difference({ line, currency }: { readonly line: ReconciledLine; readonly currency: string }) {
  const { t, i18n } = useLingui()
  const words = useCostWords()
  const side = (volume: number, cost: string | null): string => {
    const count = wholeNumber(volume, i18n.locale)
    return cost === null ? count : `${count} · ${amountText(cost, currency)}`
  }
  const { category, type, country, volume, cost } = line
  return (
    <li className="flex flex-wrap justify-between gap-x-5 sm:grid sm:grid-cols-[1fr_9rem_11rem]">
      <p className="font-medium">
        {words.category(category)}, {words.country(country)} ({words.type(type)})
      </p>
      <p className="flex flex-wrap gap-x-5 tabular-nums sm:contents">
        <span className="sm:text-end">
          <span className="text-muted">{t`Here:`}</span> {side(volume.ours, cost.ours)}
        </span>
        <span className="sm:text-end">
          <span className="text-muted">{t`Meta:`}</span> {side(volume.metas, cost.metas)}
        </span>
      </p>
    </li>
  )
}

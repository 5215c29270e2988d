import { Plural, useLingui } from '@lingui/react/macro'
import { clsx } from 'clsx'
import { Clock3, IndianRupee, UsersRound } from 'lucide-react'
import type { ReactNode } from 'react'
import { amountText } from '../../costs/amount-text.ts'
import { useNow } from '../../platform/clock.ts'
import { wholeNumber } from '../../platform/format.ts'
import { useCategoryWords } from '../../templates/template-words.tsx'
import { rounded, useEndWords, useMomentWords } from '../when-words.ts'
import { Counting } from './parts.tsx'
import { fromStart } from './read-plan.ts'
import type { StepProps } from './step-props.ts'

/** What one always wants to see: how many people, what it costs, when it is done. */
function useFacts({ check, startsAt }: StepProps) {
  const { t, i18n } = useLingui()
  const now = useNow(60_000)
  const end = useEndWords()
  const moment = useMomentWords()
  const reach = check?.reach ?? null
  const cost = check?.cost ?? null
  const plan = check?.plan ? fromStart(check.plan, startsAt) : null
  const count = wholeNumber(reach?.recipients ?? 0, i18n.locale)
  const amount = cost === null ? null : amountText(cost.amount, cost.currency)
  const last = plan?.endsAt ?? null
  const endsAt = last === null ? null : moment(rounded(last), now)
  const begins = startsAt === null || startsAt <= now ? null : moment(startsAt, now)
  return {
    people:
      reach === null ? null : (
        <Plural value={reach.recipients} one={`${count} person`} other={`${count} people`} />
      ),
    amount,
    isOverBudget: cost?.isOverBudget === true,
    category: cost?.category ?? null,
    free: cost?.free ?? 0,
    end: plan === null ? null : end(plan.endsAt, now),
    begins: begins === null ? null : t`begins: ${begins}`,
    ends: endsAt === null ? null : t`ends: ${endsAt}`,
  }
}

/** Beside the steps, where there is room. */
export function Summary({ className, ...props }: StepProps & { readonly className?: string }) {
  const { t } = useLingui()
  const facts = useFacts(props)
  const categoryWords = useCategoryWords()
  const isKnown = props.check !== undefined
  return (
    <aside
      aria-label={t`At a glance`}
      className={clsx(
        'flex w-[272px] shrink-0 flex-col gap-3 overflow-y-auto border-s border-line p-4',
        className,
      )}
    >
      <h2 className="text-[13px] font-semibold text-muted">{t`At a glance`}</h2>
      <p dir="auto" className="font-semibold [overflow-wrap:anywhere]">
        {props.editor.draft.name}
      </p>
      <dl aria-busy={props.isCounting} className="grid gap-3">
        <Fact icon={<UsersRound size={17} aria-hidden />} name={t`Reaches`}>
          {facts.people ?? <Open>{isKnown ? t`Choose whom it goes to` : '…'}</Open>}
        </Fact>
        <Fact icon={<IndianRupee size={17} aria-hidden />} name={t`Costs about`}>
          {facts.amount === null ? (
            <Open>{isKnown ? t`Choose a template` : '…'}</Open>
          ) : (
            <>
              <span className={clsx(facts.isOverBudget && 'text-red')}>{facts.amount}</span>
              {facts.category !== null && (
                <span className="block text-[13px] font-normal text-muted">
                  {categoryWords(facts.category)}
                </span>
              )}
            </>
          )}
        </Fact>
        <Fact icon={<Clock3 size={17} aria-hidden />} name={t`Time`}>
          {facts.end === null ? (
            <Open>{isKnown ? t`Known once the rest is` : '…'}</Open>
          ) : (
            <>
              {facts.begins !== null && <span className="block first-letter:uppercase">{facts.begins}</span>}
              <span className="block first-letter:uppercase">{facts.end}</span>
            </>
          )}
        </Fact>
      </dl>
      <output aria-live="polite" className="min-h-5 text-[12.5px] text-muted">
        {props.isCounting ? t`Counting…` : ''}
      </output>
    </aside>
  )
}

function Fact({
  icon,
  name,
  children,
}: {
  readonly icon: ReactNode
  readonly name: string
  readonly children: ReactNode
}) {
  return (
    <div className="rounded-xl bg-sunken px-3 py-2.5">
      <dt className="flex items-center gap-1.5 text-[12.5px] text-muted">
        {icon}
        {name}
      </dt>
      <dd className="mt-0.5 text-[16px] font-semibold text-pretty tabular-nums">{children}</dd>
    </div>
  )
}

function Open({ children }: { readonly children: ReactNode }) {
  return <span className="text-[13.5px] font-normal text-muted">{children}</span>
}

/** The same in one line, above the way on. */
export function SummaryLine({ className, ...props }: StepProps & { readonly className?: string }) {
  const { t } = useLingui()
  const facts = useFacts(props)
  const parts = [facts.people, facts.amount, facts.begins ?? facts.ends ?? facts.end].filter(
    (part) => part !== null,
  )
  return (
    <p
      aria-label={t`At a glance`}
      className={clsx(
        'flex flex-wrap items-center gap-x-3 text-[13px] leading-snug font-medium tabular-nums',
        className,
      )}
    >
      {parts.length === 0 ? (
        <span className="font-normal text-muted">
          {props.check === undefined ? t`Counting…` : t`Choose whom it goes to`}
        </span>
      ) : (
        parts.map((part, index) => (
          <span key={index} className={clsx(part === facts.amount && facts.isOverBudget && 'text-red')}>
            {part}
          </span>
        ))
      )}
      {props.isCounting && <Counting />}
    </p>
  )
}

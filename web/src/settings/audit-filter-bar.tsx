import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useId } from 'react'
import { AUDIT_WORDS } from './audit-words.ts'
import { type AuditFilter, auditFiltersQuery } from './queries.ts'
import { FIELD } from './section-frame.tsx'

/** As the fields hold it: days are `yyyy-mm-dd`, both included; empty is any. */
export type FilterChoice = {
  readonly action: string
  readonly actorId: string
  readonly from: string
  readonly to: string
}
export const NO_FILTER: FilterChoice = { action: '', actorId: '', from: '', to: '' }

/** Days as the reader's calendar has them; the last day counts to its end. */
export function filterOf({ action, actorId, from, to }: FilterChoice): AuditFilter {
  return { action, actorId, from: dayStart(from, 0), to: dayStart(to, 1) }
}

function dayStart(day: string, daysLater: number): number | null {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? []
  return year === undefined
    ? null
    : new Date(Number(year), Number(month) - 1, Number(date) + daysLater).getTime()
}

export function AuditFilterBar({
  choice,
  onChoose,
}: {
  readonly choice: FilterChoice
  readonly onChoose: (choice: FilterChoice) => void
}) {
  const { t } = useLingui()
  const id = useId()
  const { data } = useQuery(auditFiltersQuery)
  const change = (part: Partial<FilterChoice>) => onChoose({ ...choice, ...part })
  return (
    <search className="grid grid-cols-2 gap-3 md:grid-cols-4">
      <Field id={`${id}-action`} label={t`What`}>
        <select
          id={`${id}-action`}
          value={choice.action}
          onChange={(event) => change({ action: event.currentTarget.value })}
          className={FIELD}
        >
          <option value="">{t`Everything`}</option>
          {data?.actions.map((action) => {
            const words = AUDIT_WORDS[action]
            return (
              <option key={action} value={action}>
                {words === undefined ? action : t(words)}
              </option>
            )
          })}
        </select>
      </Field>
      <Field id={`${id}-actor`} label={t`Who`}>
        <select
          id={`${id}-actor`}
          value={choice.actorId}
          onChange={(event) => change({ actorId: event.currentTarget.value })}
          className={FIELD}
        >
          <option value="">{t`Everybody`}</option>
          {data?.actors.map((actor) => (
            <option key={actor.id} value={actor.id}>
              {actor.kind === 'key' ? `${actor.name} (${t`API key`})` : actor.name}
            </option>
          ))}
        </select>
      </Field>
      <Field id={`${id}-from`} label={t`From`}>
        <input
          id={`${id}-from`}
          type="date"
          value={choice.from}
          max={choice.to === '' ? undefined : choice.to}
          onChange={(event) => change({ from: event.currentTarget.value })}
          className={FIELD}
        />
      </Field>
      <Field id={`${id}-to`} label={t`Until`}>
        <input
          id={`${id}-to`}
          type="date"
          value={choice.to}
          min={choice.from === '' ? undefined : choice.from}
          onChange={(event) => change({ to: event.currentTarget.value })}
          className={FIELD}
        />
      </Field>
    </search>
  )
}

function Field({
  id,
  label,
  children,
}: {
  readonly id: string
  readonly label: string
  readonly children: ReactNode
}) {
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="mb-1 block text-[12.5px] font-medium text-muted">
        {label}
      </label>
      {children}
    </div>
  )
}

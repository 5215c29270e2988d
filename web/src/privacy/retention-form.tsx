import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { announce } from '../platform/announce.ts'
import { putJson } from '../platform/api.ts'
import type { Retention } from '../platform/contract.ts'
import { dateAndTime, wholeNumber } from '../platform/format.ts'
import { Button } from '../platform/ui/button.tsx'
import { ProblemLine } from '../settings/section-frame.tsx'
import { Block } from './block.tsx'
import { dueQuery, retentionQuery } from './queries.ts'

/** After how many days what goes by itself. */
export function RetentionForm({ mayWrite }: { readonly mayWrite: boolean }) {
  const { t } = useLingui()
  const query = useQuery(retentionQuery)
  return (
    <Block
      title={t`Keep no longer than needed`}
      about={t`Nothing goes by itself unless you say so here. What is gone does not come back.`}
      query={query}
    >
      {(rules) => <Form key={rules.changedAt} rules={rules} mayWrite={mayWrite} />}
    </Block>
  )
}

const textOf = (days: number | null): string => (days === null ? '' : String(days))
const daysOf = (text: string): number | null => (text.trim() === '' ? null : Number(text))

function Form({ rules, mayWrite }: { readonly rules: Retention; readonly mayWrite: boolean }) {
  const { t, i18n } = useLingui()
  const client = useQueryClient()
  const [media, setMedia] = useState(textOf(rules.mediaDays))
  const [text, setText] = useState(textOf(rules.textDays))
  const [inactive, setInactive] = useState(textOf(rules.inactiveDays))
  const save = useMutation({
    mutationFn: async () =>
      putJson<Retention>('/privacy/retention', {
        mediaDays: daysOf(media),
        textDays: daysOf(text),
        inactiveDays: daysOf(inactive),
      }),
    onSuccess: (saved) => {
      client.setQueryData(retentionQuery.queryKey, saved)
      announce(t`Saved`)
    },
  })
  const isSame =
    daysOf(media) === rules.mediaDays &&
    daysOf(text) === rules.textDays &&
    daysOf(inactive) === rules.inactiveDays
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  const days = daysOf(inactive)
  const from = rules.inactiveFrom === null ? null : dateAndTime(rules.inactiveFrom, i18n.locale)
  return (
    <form onSubmit={submit} className="grid gap-4">
      <Days
        label={t`Delete photos, voice notes and files after`}
        value={media}
        min={1}
        onChange={setMedia}
        mayWrite={mayWrite}
      >
        {rules.mediaCount > 0 && <Gone count={rules.mediaCount} />}
      </Days>
      <Days
        label={t`Delete the texts of messages after`}
        value={text}
        min={1}
        onChange={setText}
        mayWrite={mayWrite}
      >
        {rules.textCount > 0 && <Gone count={rules.textCount} />}
      </Days>
      <Days
        label={t`Erase people with whom nothing was said for`}
        value={inactive}
        min={30}
        onChange={setInactive}
        mayWrite={mayWrite}
      >
        {rules.inactiveDays !== null && from !== null && (
          <span className="block text-[12.5px] text-muted">{t`Begins on ${from}`}</span>
        )}
        {days !== null && Number.isInteger(days) && days >= 30 && days <= 3650 && <DuePeople days={days} />}
      </Days>
      {rules.deliveriesDays !== null && <RawNote days={rules.deliveriesDays} />}
      {save.isError && <ProblemLine error={save.error} />}
      {mayWrite && (
        <div>
          <Button type="submit" variant="primary" disabled={isSame || save.isPending}>
            <Trans>Save</Trans>
          </Button>
        </div>
      )}
    </form>
  )
}

function Days({
  label,
  value,
  min,
  mayWrite,
  onChange,
  children,
}: {
  readonly label: string
  readonly value: string
  readonly min: number
  readonly mayWrite: boolean
  readonly onChange: (value: string) => void
  readonly children?: ReactNode
}) {
  const { t } = useLingui()
  return (
    <div className="grid gap-1 text-[13.5px]">
      <label className="grid gap-1 sm:grid-cols-[1fr_auto] sm:items-center sm:gap-4">
        <span className="text-pretty">{label}</span>
        <span className="flex items-center gap-2">
          <input
            type="number"
            inputMode="numeric"
            min={min}
            max={3650}
            step={1}
            disabled={!mayWrite}
            value={value}
            onChange={(event) => onChange(event.currentTarget.value)}
            placeholder={t`never`}
            className="h-10 w-28 rounded-lg border border-control-line bg-surface px-3 outline-offset-[-1px] coarse:h-11 coarse:text-[16px]"
          />
          <span className="text-muted">{t`days`}</span>
        </span>
      </label>
      {children}
    </div>
  )
}

function Gone({ count }: { readonly count: number }) {
  const { t, i18n } = useLingui()
  const number = wholeNumber(count, i18n.locale)
  return <span className="block text-[12.5px] text-muted">{t`Gone so far: ${number}`}</span>
}

function RawNote({ days }: { readonly days: number }) {
  const { t } = useLingui()
  return (
    <p className="text-[13px] text-pretty text-muted">
      {t`${plural(days, {
        one: 'This installation deletes what WhatsApp delivered, in its raw form, after # day.',
        other: 'This installation deletes what WhatsApp delivered, in its raw form, after # days.',
      })}`}
    </p>
  )
}

/** Who would go first under this rule, before anybody does. */
function DuePeople({ days }: { readonly days: number }) {
  const { t, i18n } = useLingui()
  const { data } = useQuery(dueQuery(days))
  if (data === undefined) return null
  const { total, items } = data
  if (total === 0) return <span className="block text-[12.5px] text-muted">{t`Nobody is due now.`}</span>
  return (
    <details className="text-[13px]">
      <summary className="min-h-8 rounded py-1 text-amber coarse:min-h-11">
        {t`${plural(total, { one: '# person is due now', other: '# people are due now' })}`}
      </summary>
      <ul className="grid gap-1 pt-1">
        {items.map(({ contactId, name, lastActiveAt }) => (
          <li key={contactId} className="flex flex-wrap justify-between gap-x-4">
            <bdi className="min-w-0 [overflow-wrap:anywhere]">{name ?? t`Without a name`}</bdi>
            <time dateTime={new Date(lastActiveAt).toISOString()} className="text-muted">
              {dateAndTime(lastActiveAt, i18n.locale)}
            </time>
          </li>
        ))}
      </ul>
    </details>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { attributesQuery } from '../contacts/queries.ts'
import { postJson } from '../platform/api.ts'
import type { ImportDetail, ImportPlan } from '../platform/contract.ts'
import { Button } from '../platform/ui/button.tsx'
import { FIELD, ProblemLine } from '../settings/section-frame.tsx'
import { AskConsent, type ConsentAnswer } from './ask-consent.tsx'
import { ColumnTable } from './column-table.tsx'
import { type Meaning, meaningsOf, planOf } from './meanings.ts'
import { importPath } from './queries.ts'

/** What the columns are, what happens to contacts that are known, and whether these people agreed to offers. */
export function PlanImport({
  detail,
  onStarted,
  onAnother,
}: {
  readonly detail: ImportDetail
  readonly onStarted: (started: ImportDetail) => void
  readonly onAnother: () => void
}) {
  const { t } = useLingui()
  const fields = useQuery(attributesQuery).data?.items ?? []
  const [meanings, setMeanings] = useState<readonly Meaning[]>(() => meaningsOf(detail))
  const [country, setCountry] = useState<ImportPlan['defaultCountry']>('IN')
  const [known, setKnown] = useState<ImportPlan['known']>('fill')
  const [isAsking, setAsking] = useState(false)
  const [consent, setConsent] = useState<ConsentAnswer>({ said: null, source: '', date: '', notice: '' })
  const start = useMutation({
    mutationFn: async (plan: ImportPlan) => postJson<ImportDetail>(`${importPath(detail.id)}/start`, plan),
    onSuccess: onStarted,
  })
  const mapping = planOf(meanings)
  const isAnswered =
    consent.said === 'no' ||
    (consent.said === 'yes' &&
      [consent.source, consent.date, consent.notice].every((text) => text.trim() !== ''))
  const begin = () => {
    if (mapping === null || !isAnswered) return
    start.mutate({
      ...{ mapping, defaultCountry: country, known },
      consent:
        consent.said === 'yes'
          ? {
              ...{ purpose: 'marketing', source: consent.source.trim(), date: consent.date },
              noticeVersion: consent.notice.trim(),
            }
          : null,
    })
  }
  if (isAsking)
    return (
      <form
        className="grid gap-5 p-5"
        onSubmit={(event) => {
          event.preventDefault()
          begin()
        }}
      >
        <Step nth={2} />
        <AskConsent answer={consent} onAnswer={setConsent} />
        {start.error !== null && <ProblemLine error={start.error} />}
        <div className="flex flex-wrap justify-between gap-2">
          <Button onClick={() => setAsking(false)}>{t`Back`}</Button>
          <Button type="submit" variant="primary" disabled={!isAnswered || start.isPending}>
            {t`Start the import`}
          </Button>
        </div>
      </form>
    )
  return (
    <div className="grid gap-5 p-5">
      <Step nth={1} />
      <ColumnTable detail={detail} fields={fields} meanings={meanings} onChange={setMeanings} />
      {mapping === null && (
        <p role="alert" className="rounded-lg bg-amber-tint px-3 py-2 text-[13.5px] text-amber">
          <Trans>Choose which column has the phone number.</Trans>
        </p>
      )}
      <div className="grid gap-4 md:grid-cols-2">
        <Choice
          label={t`Numbers without a country code`}
          value={country}
          options={[
            ['IN', t`are Indian numbers (+91)`],
            ['none', t`are not taken`],
          ]}
          onChange={setCountry}
        />
        <Choice
          label={t`Contacts that you have already`}
          value={known}
          options={[
            ['fill', t`Fill in what is missing`],
            ['overwrite', t`Overwrite with the file`],
            ['skip', t`Leave as they are`],
          ]}
          onChange={setKnown}
        />
      </div>
      <div className="flex flex-wrap justify-between gap-2">
        <Button onClick={onAnother}>{t`Choose another file`}</Button>
        <Button variant="primary" disabled={mapping === null} onClick={() => setAsking(true)}>
          {t`Next`}
        </Button>
      </div>
    </div>
  )
}

function Step({ nth }: { readonly nth: 1 | 2 }) {
  const { t } = useLingui()
  const title = nth === 1 ? t`What is in the columns?` : t`Did these people agree to offers?`
  return (
    <div>
      <p className="text-[12.5px] text-muted">{t`Step ${nth} of 2`}</p>
      <h3 className="text-[17px] font-semibold text-pretty">{title}</h3>
    </div>
  )
}

function Choice<T extends string>({
  label,
  value,
  options,
  onChange,
}: {
  readonly label: string
  readonly value: T
  readonly options: readonly (readonly [T, string])[]
  readonly onChange: (value: T) => void
}) {
  const id = useId()
  return (
    <div>
      <label htmlFor={id} className="mb-1 block text-[13px] font-medium">
        {label}
      </label>
      <select
        id={id}
        value={value}
        onChange={(event) => {
          const chosen = options.find(([one]) => one === event.currentTarget.value)
          if (chosen !== undefined) onChange(chosen[0])
        }}
        className={FIELD}
      >
        {options.map(([one, words]) => (
          <option key={one} value={one}>
            {words}
          </option>
        ))}
      </select>
    </div>
  )
}

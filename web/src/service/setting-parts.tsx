import { Trans, useLingui } from '@lingui/react/macro'
import type { UseQueryResult } from '@tanstack/react-query'
import type { LucideIcon } from 'lucide-react'
import type { FormEvent, ReactNode } from 'react'
import { Button } from '../platform/ui/button.tsx'
import { FIELD, ProblemLine, SectionError } from '../settings/section-frame.tsx'
import type { Setting } from './queries.ts'

/** A form that is shown once its values are there, and saved as a whole. */
export function SettingForm<T>({
  icon,
  query,
  children,
}: {
  readonly icon: LucideIcon
  readonly query: UseQueryResult<T>
  readonly children: (value: T) => ReactNode
}) {
  const { t } = useLingui()
  if (query.isPending) return <output className="text-muted">{t`Loading…`}</output>
  if (query.isError)
    return <SectionError icon={icon} error={query.error} onRetry={() => void query.refetch()} />
  return children(query.data)
}

/** The fields of one part of the settings. `draft` is what they show, `value` what is set. */
export function FormCard<T>({
  setting: { save, mayWrite },
  value,
  draft,
  children,
}: {
  readonly setting: Pick<Setting<T>, 'save' | 'mayWrite'>
  readonly value: T
  readonly draft: T
  readonly children: ReactNode
}) {
  const { isPending, error } = save
  const isSame = JSON.stringify(draft) === JSON.stringify(value)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(draft)
  }
  return (
    <form onSubmit={submit} className="grid gap-5 rounded-xl border border-line bg-surface p-4">
      <fieldset disabled={!mayWrite || isPending} className="grid min-w-0 gap-5">
        {children}
      </fieldset>
      {error !== null && <ProblemLine error={error} />}
      {mayWrite ? (
        <div>
          <Button type="submit" variant="primary" disabled={isSame || isPending}>
            <Trans>Save</Trans>
          </Button>
        </div>
      ) : (
        <p className="text-[13px] text-muted">
          <Trans>Owners and admins can change this.</Trans>
        </p>
      )}
    </form>
  )
}

/** A box to tick, and what it means. */
export function Check({
  label,
  about,
  isOn,
  onChange,
}: {
  readonly label: string
  readonly about?: string
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
}) {
  return (
    <label className="flex items-start gap-2.5">
      <input
        type="checkbox"
        checked={isOn}
        onChange={(event) => onChange(event.currentTarget.checked)}
        className="mt-1 size-4 shrink-0 accent-brand"
      />
      <span>
        {label}
        {about !== undefined && <span className="block text-[13px] text-pretty text-muted">{about}</span>}
      </span>
    </label>
  )
}

/** A whole number with its unit; empty where nothing is set. */
export function NumberField({
  label,
  about,
  unit,
  value,
  min,
  max,
  isRequired = false,
  onChange,
}: {
  readonly label: string
  readonly about?: string
  readonly unit: string
  readonly value: number | null
  readonly min: number
  readonly max: number
  readonly isRequired?: boolean
  readonly onChange: (value: number | null) => void
}) {
  const { t } = useLingui()
  return (
    <label className="grid gap-1 sm:grid-cols-[1fr_auto] sm:items-center sm:gap-x-4">
      <span className="text-pretty">
        {label}
        {about !== undefined && <span className="block text-[13px] text-muted">{about}</span>}
      </span>
      <span className="flex items-center gap-2">
        <input
          type="number"
          inputMode="numeric"
          min={min}
          max={max}
          step={1}
          required={isRequired}
          value={value ?? ''}
          placeholder={isRequired ? undefined : t`none`}
          onChange={(event) => {
            const text = event.currentTarget.value.trim()
            onChange(text === '' ? null : Number(text))
          }}
          className={`${FIELD} w-28!`}
        />
        <span className="w-16 text-[13.5px] text-muted">{unit}</span>
      </span>
    </label>
  )
}

export function TextField({
  label,
  about,
  value,
  maxLength,
  placeholder,
  onChange,
}: {
  readonly label: string
  readonly about?: ReactNode
  readonly value: string
  readonly maxLength: number
  readonly placeholder?: string
  readonly onChange: (value: string) => void
}) {
  return (
    <label className="grid gap-1">
      {label}
      {about !== undefined && <span className="text-[13px] text-pretty text-muted">{about}</span>}
      <textarea
        dir="auto"
        rows={3}
        maxLength={maxLength}
        value={value}
        placeholder={placeholder}
        onChange={(event) => onChange(event.currentTarget.value)}
        className={`${FIELD} h-auto! py-2`}
      />
    </label>
  )
}

/** One of a few. */
export function Choice<T extends string>({
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
  return (
    <label className="grid max-w-sm gap-1">
      {label}
      <select
        value={value}
        onChange={(event) => {
          const chosen = options.find(([name]) => name === event.currentTarget.value)
          if (chosen !== undefined) onChange(chosen[0])
        }}
        className={FIELD}
      >
        {options.map(([name, words]) => (
          <option key={name} value={name}>
            {words}
          </option>
        ))}
      </select>
    </label>
  )
}

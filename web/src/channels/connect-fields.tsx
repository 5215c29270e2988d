import { useLingui } from '@lingui/react/macro'
import { type ReactNode, useId } from 'react'
import { FIELD } from '../settings/section-frame.tsx'

/** A labelled field with a line below it on where its value is found. */
export function Field({
  label,
  hint,
  value,
  onChange,
  ...input
}: {
  readonly label: string
  readonly hint?: ReactNode
  readonly value: string
  readonly onChange: (value: string) => void
  readonly type?: 'text' | 'password'
  readonly inputMode?: 'numeric' | 'text'
  readonly maxLength?: number
  readonly dir?: 'ltr' | 'auto'
  readonly required?: boolean
}) {
  const id = useId()
  return (
    <div>
      <label htmlFor={id} className="mb-1 block text-[13px] font-medium">
        {label}
      </label>
      <input
        id={id}
        dir="ltr"
        autoComplete="off"
        spellCheck={false}
        {...input}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        className={FIELD}
      />
      {hint !== undefined && (
        <p id={`${id}-hint`} className="mt-1 text-[13px] text-pretty text-muted">
          {hint}
        </p>
      )}
    </div>
  )
}

/** The number's two-step PIN. */
export function PinField({
  pin,
  isNeeded,
  onChange,
}: {
  readonly pin: string
  readonly isNeeded: boolean
  readonly onChange: (pin: string) => void
}) {
  const { t } = useLingui()
  return (
    <Field
      label={isNeeded ? t`PIN` : t`PIN (only for a new number)`}
      hint={t`6 digits: the number’s two-step PIN, or one of your choice if it has none yet. Keep it safe.`}
      value={pin}
      onChange={onChange}
      inputMode="numeric"
      maxLength={6}
    />
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { useId, useState } from 'react'
import { FIELD } from '../settings/section-frame.tsx'

export type ConsentAnswer = {
  readonly said: 'yes' | 'no' | null
  readonly source: string
  readonly date: string
  readonly notice: string
}

/** Whether these people agreed to offers; who says yes says how, when, and to which text. */
export function AskConsent({
  answer,
  onAnswer,
}: {
  readonly answer: ConsentAnswer
  readonly onAnswer: (answer: ConsentAnswer) => void
}) {
  const { t } = useLingui()
  const name = useId()
  const put = (change: Partial<ConsentAnswer>) => onAnswer({ ...answer, ...change })
  return (
    <div className="grid gap-4">
      <p className="max-w-prose text-pretty text-muted">
        <Trans>
          By law and by WhatsApp’s rules, offers go only to people who agreed to them. If somebody wrote STOP
          later than that, it stays so.
        </Trans>
      </p>
      <fieldset className="grid gap-2">
        <legend className="sr-only">{t`Did these people agree to offers?`}</legend>
        {(['no', 'yes'] as const).map((said) => (
          <label
            key={said}
            className="grid min-h-11 grid-cols-[auto_minmax(0,1fr)] gap-x-2.5 gap-y-0.5 rounded-lg border border-line p-3 has-checked:border-brand has-checked:bg-brand-tint"
          >
            <input
              type="radio"
              name={name}
              required
              checked={answer.said === said}
              onChange={() => put({ said })}
              className="mt-0.5 size-4 shrink-0 accent-brand"
            />
            <span className="font-medium">
              {said === 'no' ? t`No, or I do not know` : t`Yes, all of them, and I can show it`}
            </span>
            <span className="col-start-2 text-[13px] text-pretty text-muted">
              {said === 'no'
                ? t`They become contacts, and nothing is written down about offers.`
                : t`It is written down for each of them, with your name.`}
            </span>
          </label>
        ))}
      </fieldset>
      {answer.said === 'yes' && (
        <div className="grid gap-4 md:grid-cols-2">
          <Text
            wide
            label={t`How did they agree to offers?`}
            placeholder={t`For example: signed the form in the shop`}
            maxLength={500}
            value={answer.source}
            onChange={(source) => put({ source })}
          />
          <Text
            label={t`When, at the latest?`}
            type="date"
            value={answer.date}
            onChange={(date) => put({ date })}
          />
          <Text
            label={t`Which text did they agree to?`}
            placeholder={t`For example: form of May 2026`}
            maxLength={60}
            value={answer.notice}
            onChange={(notice) => put({ notice })}
          />
        </div>
      )}
    </div>
  )
}

function Text({
  label,
  value,
  onChange,
  type = 'text',
  wide = false,
  placeholder,
  maxLength,
}: {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly type?: 'text' | 'date'
  readonly wide?: boolean
  readonly placeholder?: string
  readonly maxLength?: number
}) {
  const id = useId()
  const [today] = useState(() => new Date().toLocaleDateString('en-CA'))
  return (
    <div className={wide ? 'md:col-span-2' : ''}>
      <label htmlFor={id} className="mb-1 block text-[13px] font-medium">
        {label}
      </label>
      <input
        id={id}
        type={type}
        required
        value={value}
        placeholder={placeholder}
        maxLength={maxLength}
        {...(type === 'date' && { max: today })}
        onChange={(event) => onChange(event.currentTarget.value)}
        className={FIELD}
      />
    </div>
  )
}

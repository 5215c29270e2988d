import { Trans, useLingui } from '@lingui/react/macro'
import { type FormEvent, type KeyboardEvent, useState } from 'react'
import type { Attribute, AttributeValue } from '../platform/contract.ts'
import { Button } from '../platform/ui/button.tsx'
import { useProblemText } from '../platform/ui/problem-text.tsx'

const INPUT =
  'h-9 w-full min-w-0 rounded-lg border border-control-line bg-surface px-2.5 outline-offset-[-1px] coarse:h-11 coarse:text-[16px]'

/** Changes one value by its type: Enter saves, Escape leaves it as it was, an empty field takes it away. */
export function FieldEditor({
  attribute,
  value,
  maxLength,
  onSave,
  onClose,
}: {
  readonly attribute: Attribute
  readonly value: AttributeValue | null
  readonly maxLength: number
  readonly onSave: (value: AttributeValue | null) => Promise<void>
  readonly onClose: () => void
}) {
  const problemText = useProblemText()
  const [draft, setDraft] = useState(value === null ? '' : String(value))
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    try {
      await onSave(valueOf(attribute, draft))
      onClose()
    } catch (error) {
      const { title, nextStep } = problemText(error)
      setProblem(`${title} ${nextStep}`)
      setBusy(false)
    }
  }
  const leave = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    onClose()
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape in any of its fields
    <form onSubmit={(event) => void save(event)} onKeyDown={leave} className="grid gap-2 py-2">
      <label className="grid gap-1 text-[12px] text-muted">
        <bdi>{attribute.label}</bdi>
        <Input attribute={attribute} draft={draft} maxLength={maxLength} onDraft={setDraft} />
      </label>
      {problem !== null && (
        <p role="alert" className="text-[13px] text-red">
          {problem}
        </p>
      )}
      <div className="flex justify-end gap-1.5">
        <Button small onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button small type="submit" variant="primary" disabled={isBusy}>
          <Trans>Save</Trans>
        </Button>
      </div>
    </form>
  )
}

function Input({
  attribute: { type, choices },
  draft,
  maxLength,
  onDraft,
}: {
  readonly attribute: Attribute
  readonly draft: string
  readonly maxLength: number
  readonly onDraft: (draft: string) => void
}) {
  const { t } = useLingui()
  if (type === 'choice' || type === 'boolean') {
    const options =
      type === 'choice'
        ? choices.map((choice) => [choice, choice] as const)
        : ([['true', t`Yes`] as const, ['false', t`No`] as const] as const)
    return (
      <select
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the press that opened it is about this field
        autoFocus
        value={draft}
        onChange={(event) => onDraft(event.currentTarget.value)}
        className={`${INPUT} text-ink`}
      >
        <option value="">{t`Not filled in`}</option>
        {options.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    )
  }
  return (
    <input
      // oxlint-disable-next-line jsx-a11y/no-autofocus -- the press that opened it is about this field
      autoFocus
      type={type}
      {...(type === 'number' && { step: 'any' })}
      maxLength={maxLength}
      dir="auto"
      value={draft}
      onChange={(event) => onDraft(event.currentTarget.value)}
      className={`${INPUT} text-ink`}
    />
  )
}

function valueOf({ type }: Attribute, draft: string): AttributeValue | null {
  const text = draft.trim()
  if (text === '') return null
  if (type === 'number') return Number(text)
  return type === 'boolean' ? text === 'true' : text
}

import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Attribute } from '../platform/contract.ts'
import { Button } from '../platform/ui/button.tsx'
import { FIELD, ProblemLine } from '../settings/section-frame.tsx'
import { keyOf } from './attribute-key.ts'

export type AttributeWords = Attribute

/** The kinds of fields in words. */
export function useTypeWords(): Readonly<Record<Attribute['type'], string>> {
  const { t } = useLingui()
  return { text: t`Text`, number: t`Number`, date: t`Date`, boolean: t`Yes or no`, choice: t`Choice` }
}

/** A field's label, kind and choices; its key follows the label until somebody writes another one. */
export function AttributeForm({
  known,
  onSubmit,
  onCancel,
}: {
  /** null: a new one. The key and the kind of an existing one stay. */
  readonly known: Attribute | null
  readonly onSubmit: (words: AttributeWords) => Promise<void>
  readonly onCancel: () => void
}) {
  const { t } = useLingui()
  const types = useTypeWords()
  const [label, setLabel] = useState(known?.label ?? '')
  const [ownKey, setOwnKey] = useState<string | null>(null)
  const [type, setType] = useState<Attribute['type']>(known?.type ?? 'text')
  const [lines, setLines] = useState((known?.choices ?? []).join('\n'))
  const { mutate, isPending, error } = useMutation({ mutationFn: onSubmit })
  const key = known?.key ?? ownKey ?? keyOf(label)
  const choices = [...new Set(lines.split('\n').map((line) => line.trim()))].filter((line) => line !== '')
  const isComplete = label.trim() !== '' && key !== '' && (type !== 'choice' || choices.length > 0)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        mutate({ key, label: label.trim(), type, choices })
      }}
      className="grid gap-3 py-2"
    >
      <label className="grid gap-1 text-[13px] font-medium">
        <Trans>Name of the field</Trans>
        <input
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the press that opened the form is about this field
          autoFocus
          required
          maxLength={60}
          dir="auto"
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
          className={FIELD}
        />
      </label>
      {known === null && (
        <div className="grid gap-3 sm:grid-cols-2">
          <label className="grid content-start gap-1 text-[13px] font-medium">
            <Trans>Kind</Trans>
            <select
              value={type}
              onChange={(event) => setType(event.currentTarget.value as Attribute['type'])}
              className={FIELD}
            >
              {(Object.keys(types) as Attribute['type'][]).map((one) => (
                <option key={one} value={one}>
                  {types[one]}
                </option>
              ))}
            </select>
          </label>
          <label className="grid gap-1 text-[13px] font-medium">
            <Trans>Key</Trans>
            <input
              required
              pattern="[a-z][a-z0-9_]*"
              maxLength={40}
              title={t`Small letters, digits and _, beginning with a letter`}
              value={key}
              onChange={(event) => setOwnKey(event.currentTarget.value)}
              className={`${FIELD} font-mono text-[13px]`}
            />
            <span className="font-normal text-pretty text-muted">
              <Trans>The name for programs: small letters, digits and _. It cannot be changed later.</Trans>
            </span>
          </label>
        </div>
      )}
      {type === 'choice' && (
        <label className="grid gap-1 text-[13px] font-medium">
          <Trans>Choices, one a line</Trans>
          <textarea
            rows={4}
            dir="auto"
            value={lines}
            onChange={(event) => setLines(event.currentTarget.value)}
            className={`${FIELD} h-auto py-2 coarse:h-auto`}
          />
        </label>
      )}
      {error !== null && <ProblemLine error={error} />}
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>
          <Trans>Cancel</Trans>
        </Button>
        <Button type="submit" variant="primary" disabled={isPending || !isComplete}>
          {known === null ? t`Make the field` : t`Save`}
        </Button>
      </div>
    </form>
  )
}

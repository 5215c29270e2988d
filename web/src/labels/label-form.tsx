import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { useId, useState } from 'react'
import type { Label } from '../platform/contract.ts'
import { Button } from '../platform/ui/button.tsx'
import { ProblemLine } from '../settings/section-frame.tsx'
import { LabelDot } from './label-marks.tsx'
import { COLORS } from './next-color.ts'

export type LabelWords = Pick<Label, 'name' | 'color'>

/** A label's name and colour. What the server refuses is said beside the field. */
export function LabelForm({
  initial,
  submitWords,
  onSubmit,
  onCancel,
}: {
  readonly initial: LabelWords
  readonly submitWords: string
  readonly onSubmit: (words: LabelWords) => Promise<void>
  readonly onCancel: () => void
}) {
  const { t } = useLingui()
  const group = useId()
  const [name, setName] = useState(initial.name)
  const [color, setColor] = useState(initial.color)
  const { mutate, isPending, error } = useMutation({ mutationFn: onSubmit })
  const names = useColorNames()
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (name.trim() !== '' && !isPending) mutate({ name: name.trim(), color })
      }}
      className="grid gap-3 py-2"
    >
      <label className="grid gap-1.5 text-[13px] font-medium">
        <Trans>Name</Trans>
        <input
          type="text"
          value={name}
          maxLength={40}
          dir="auto"
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the form was opened by a press of its own button
          autoFocus
          aria-invalid={error !== null}
          aria-describedby={error === null ? undefined : `${group}-problem`}
          onChange={(event) => setName(event.currentTarget.value)}
          className="h-10 rounded-lg border border-control-line bg-surface px-3 text-[14.5px] font-normal coarse:h-11 coarse:text-[16px]"
        />
      </label>
      <fieldset>
        <legend className="mb-1.5 text-[13px] font-medium">
          <Trans>Colour</Trans>
        </legend>
        <div className="flex flex-wrap gap-1.5">
          {COLORS.map((one) => (
            <label
              key={one}
              title={names[one]}
              className="grid size-9 place-items-center rounded-lg border border-transparent has-checked:border-ink has-checked:bg-sunken has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-brand coarse:size-11"
            >
              <input
                type="radio"
                name={group}
                value={one}
                checked={color === one}
                onChange={() => setColor(one)}
                className="sr-only"
              />
              <LabelDot color={one} size={18} />
              <span className="sr-only">{names[one]}</span>
            </label>
          ))}
        </div>
      </fieldset>
      {error !== null && <ProblemLine id={`${group}-problem`} error={error} />}
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>{t`Cancel`}</Button>
        <Button type="submit" variant="primary" disabled={isPending || name.trim() === ''}>
          {submitWords}
        </Button>
      </div>
    </form>
  )
}

function useColorNames(): Readonly<Record<Label['color'], string>> {
  const { t } = useLingui()
  return {
    gray: t`Grey`,
    red: t`Red`,
    orange: t`Orange`,
    yellow: t`Yellow`,
    green: t`Green`,
    blue: t`Blue`,
    purple: t`Purple`,
    pink: t`Pink`,
  }
}

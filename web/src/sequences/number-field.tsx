import { useState } from 'react'
import { asciiDigits } from '../../../src/platform/ascii-digits.ts'
import { FIELD } from '../settings/section-frame.tsx'

/** What is typed stands there, also while it is no number yet. */
export function NumberField({
  label,
  value,
  min,
  max,
  onNumber,
}: {
  readonly label: string
  readonly value: number
  readonly min: number
  readonly max: number
  readonly onNumber: (value: number) => void
}) {
  const [typed, setTyped] = useState<string | null>(null)
  const isRight = (text: string): boolean =>
    /^\d{1,5}$/u.test(text) && Number(text) >= min && Number(text) <= max
  return (
    <input
      type="text"
      inputMode="numeric"
      dir="ltr"
      aria-label={label}
      value={typed ?? value}
      aria-invalid={typed !== null && !isRight(typed)}
      onChange={(event) => {
        const text = asciiDigits(event.currentTarget.value).trim()
        setTyped(text)
        if (isRight(text)) onNumber(Number(text))
      }}
      onBlur={() => setTyped(null)}
      className={`${FIELD} w-20! aria-invalid:border-red`}
    />
  )
}

/** The parts of the form for buttons, lists and the like: a field that counts, and the buttons that add and remove one. */
import { useLingui } from '@lingui/react/macro'
import { clsx } from 'clsx'
import { Plus, X } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { wholeNumber } from '../platform/format.ts'
import { Button, IconButton } from '../platform/ui/button.tsx'

export const LOOK =
  'block w-full min-w-0 rounded-lg border border-control-line bg-surface px-3 outline-offset-[-1px] coarse:text-[16px]'

/** A field with what is used of WhatsApp's limit. */
export function CountedField({
  label,
  value,
  max,
  lines = 1,
  used: given,
  type = 'text',
  onValue,
  after,
}: {
  readonly label: string
  readonly value: string
  readonly max: number
  readonly lines?: number
  /** What is counted, if not characters. */
  readonly used?: number
  readonly type?: 'text' | 'url' | 'tel' | 'email'
  readonly onValue: (value: string) => void
  readonly after?: ReactNode
}) {
  const { t, i18n } = useLingui()
  const id = useId()
  const count = given ?? value.length
  const left = max - count
  const over = wholeNumber(-left, i18n.locale)
  const used = wholeNumber(count, i18n.locale)
  const most = wholeNumber(max, i18n.locale)
  const shared = {
    id,
    value,
    dir: 'auto' as const,
    'aria-invalid': left < 0,
    'aria-describedby': `${id}-count`,
  }
  return (
    <div className="min-w-0 flex-1">
      <div className="mb-1 flex items-baseline justify-between gap-3 text-[13px]">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        <output
          id={`${id}-count`}
          htmlFor={id}
          className={clsx(
            'shrink-0 text-[12px] tabular-nums',
            left < 0 ? 'font-semibold text-red' : 'text-muted',
          )}
        >
          {left < 0 ? t`${over} too many` : t`${used} of ${most}`}
        </output>
      </div>
      <div className="flex gap-1.5">
        {lines > 1 ? (
          <textarea
            {...shared}
            rows={lines}
            onChange={(event) => onValue(event.currentTarget.value)}
            className={clsx(LOOK, 'field-sizing-content max-h-60 min-h-20 resize-y py-2 leading-[21px]')}
          />
        ) : (
          <input
            {...shared}
            type={type}
            onChange={(event) => onValue(event.currentTarget.value)}
            className={clsx(LOOK, 'h-10 coarse:h-11')}
          />
        )}
        {after}
      </div>
    </div>
  )
}

export function AddButton({
  label,
  isFull,
  full,
  onAdd,
}: {
  readonly label: string
  readonly isFull: boolean
  readonly full: string | null
  readonly onAdd: () => void
}) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button small onClick={onAdd} disabled={isFull}>
        <Plus size={15} aria-hidden />
        {label}
      </Button>
      {isFull && full !== null && <span className="text-[12.5px] text-muted">{full}</span>}
    </div>
  )
}

export function RemoveButton({ label, onRemove }: { readonly label: string; readonly onRemove: () => void }) {
  return (
    <IconButton label={label} tipAt="start" onClick={onRemove}>
      <X size={18} aria-hidden />
    </IconButton>
  )
}

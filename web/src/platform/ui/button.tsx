import { clsx } from 'clsx'
import type { ComponentProps } from 'react'

type Variant = 'primary' | 'quiet' | 'outline' | 'danger'
const VARIANTS: Readonly<Record<Variant, string>> = {
  primary: 'bg-brand text-on-brand hover:bg-brand-strong disabled:bg-sunken disabled:text-muted',
  quiet: 'text-ink hover:bg-sunken disabled:text-muted',
  outline: 'border border-control-line text-ink hover:bg-sunken disabled:text-muted',
  danger: 'text-red hover:bg-red-tint',
}

/** A labelled button: 40 px, 44 on touch; `small` for use inside a message or a row. */
export function Button({
  variant = 'outline',
  small = false,
  className,
  ...props
}: ComponentProps<'button'> & { readonly variant?: Variant; readonly small?: boolean }) {
  return (
    <button
      type="button"
      {...props}
      className={clsx(
        'inline-flex items-center justify-center gap-1.5 rounded-lg font-medium transition-colors disabled:cursor-not-allowed',
        small ? 'min-h-8 px-2.5 text-[13px]' : 'min-h-10 px-4 text-[14px] coarse:min-h-11',
        VARIANTS[variant],
        className,
      )}
    />
  )
}

/** A button that is only a picture: its label is its name and its tip. */
export function IconButton({
  label,
  tipAt,
  small = false,
  className,
  ...props
}: ComponentProps<'button'> & {
  readonly label: string
  readonly tipAt?: 'top' | 'end' | 'start'
  readonly small?: boolean
}) {
  return (
    <button
      type="button"
      aria-label={label}
      data-tip={label}
      data-tip-at={tipAt}
      {...props}
      className={clsx(
        'inline-grid shrink-0 place-items-center rounded-lg text-muted transition-colors hover:bg-sunken hover:text-ink disabled:cursor-not-allowed disabled:opacity-50',
        small ? 'size-8' : 'size-10 coarse:size-11',
        className,
      )}
    />
  )
}

/** Buttons and fields, the same on phones and in the panel. */
import { clsx } from 'clsx'
import { useId, type InputHTMLAttributes, type ReactNode } from 'react'

/** A round button with a picture and a spoken name. */
export function IconButton(props: {
  label: string
  onClick: () => void
  children: ReactNode
  isFilled?: boolean
  isExpanded?: boolean
  className?: string
}) {
  return (
    <button
      type="button"
      aria-label={props.label}
      title={props.label}
      aria-expanded={props.isExpanded}
      onClick={props.onClick}
      className={clsx(
        'inline-flex size-10 shrink-0 items-center justify-center rounded-full',
        props.isFilled === true ? 'bg-brand text-on-brand hover:brightness-110' : 'text-meta hover:bg-sunken',
        props.className,
      )}
    >
      {props.children}
    </button>
  )
}

/** A button with words. */
export function Button(props: {
  onClick?: () => void
  children: ReactNode
  isPrimary?: boolean
  isSubmit?: boolean
  isDisabled?: boolean
  className?: string
}) {
  return (
    <button
      type={props.isSubmit === true ? 'submit' : 'button'}
      disabled={props.isDisabled}
      onClick={props.onClick}
      className={clsx(
        'inline-flex min-h-9 items-center justify-center gap-1.5 rounded-lg px-3 py-1.5 text-[13px] leading-5 font-medium disabled:opacity-60',
        props.isPrimary === true
          ? 'bg-brand text-on-brand hover:brightness-110'
          : 'border border-line bg-surface text-ink hover:bg-sunken',
        props.className,
      )}
    >
      {props.children}
    </button>
  )
}

const box = 'w-full rounded-lg border border-edge bg-surface px-3 py-2 text-[14px] text-ink'

/** A labelled input with an optional hint; an error replaces the hint. */
export function Field(props: {
  label: string
  value: string
  onChange: (value: string) => void
  hint?: string
  error?: string | null
  isFirst?: boolean
  input?: Pick<
    InputHTMLAttributes<HTMLInputElement>,
    'type' | 'inputMode' | 'required' | 'step' | 'min' | 'max' | 'maxLength' | 'autoComplete' | 'pattern'
  >
}) {
  const id = useId()
  const hasError = typeof props.error === 'string'
  const note = props.error ?? props.hint
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-[13px] font-medium">
        {props.label}
      </label>
      <input
        id={id}
        {...props.input}
        value={props.value}
        data-first-focus={props.isFirst === true ? '' : undefined}
        aria-describedby={note === undefined ? undefined : `${id}-note`}
        aria-invalid={hasError}
        onChange={(event) => props.onChange(event.target.value)}
        className={box}
      />
      {note !== undefined && (
        <p id={`${id}-note`} className={clsx('text-[12px]', hasError ? 'text-red-ink' : 'text-muted')}>
          {note}
        </p>
      )}
    </div>
  )
}

/** A switch with words beside it. */
export function Toggle(props: {
  label: string
  hint?: string
  isOn: boolean
  onChange: (isOn: boolean) => void
}) {
  const id = useId()
  return (
    <div className="flex items-start gap-3">
      <div className="min-w-0 flex-1">
        <label htmlFor={id} className="text-[13px] font-medium">
          {props.label}
        </label>
        {props.hint !== undefined && (
          <p id={`${id}-note`} className="text-[12px] text-muted">
            {props.hint}
          </p>
        )}
      </div>
      <button
        id={id}
        type="button"
        role="switch"
        aria-label={props.label}
        aria-checked={props.isOn}
        aria-describedby={props.hint === undefined ? undefined : `${id}-note`}
        onClick={() => props.onChange(!props.isOn)}
        className={clsx(
          'relative mt-0.5 h-6 w-10 shrink-0 rounded-full border transition-colors',
          props.isOn ? 'border-brand bg-brand' : 'border-edge bg-sunken',
        )}
      >
        <span
          className={clsx(
            'absolute top-1/2 size-4 -translate-y-1/2 rounded-full transition-[inset-inline-start]',
            props.isOn ? 'start-5 bg-on-brand' : 'start-0.5 bg-edge',
          )}
        />
      </button>
    </div>
  )
}

/** Fields of the people's pages and forms: their own words for what is wrong, in the page's language and not the browser's. */
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { clsx } from 'clsx'
import { Eye, EyeOff } from 'lucide-react'
import { type ComponentProps, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { useProblemText } from '../platform/ui/problem-text.tsx'

/** As the server has it (`people/shapes.ts`). */
export const PASSWORD_MIN = 10
export const PASSWORD_MAX = 200

const INPUT =
  'h-11 w-full min-w-0 rounded-lg border bg-surface px-3 text-[16px] outline-offset-[-1px] read-only:bg-sunken md:text-[15px]'

type TextFieldProps = Omit<ComponentProps<'input'>, 'onChange' | 'value'> & {
  readonly label: string
  readonly value: string
  readonly onValue: (value: string) => void
  readonly help?: ReactNode
  /** What is wrong with it; undefined: nothing. */
  readonly problem?: string | undefined
  /** At the end, inside the field. */
  readonly end?: ReactNode
}

export function TextField({
  label,
  value,
  onValue,
  help,
  problem,
  end,
  className,
  ...input
}: TextFieldProps) {
  const id = useId()
  const isWrong = problem !== undefined
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="text-[13.5px] font-medium">
        {label}
      </label>
      <div className="relative">
        <input
          {...input}
          id={id}
          value={value}
          aria-invalid={isWrong || undefined}
          aria-describedby={isWrong || help !== undefined ? `${id}-help` : undefined}
          onChange={(event) => onValue(event.currentTarget.value)}
          className={clsx(
            INPUT,
            end !== undefined && 'pe-12',
            isWrong ? 'border-red' : 'border-control-line',
            className,
          )}
        />
        {end}
      </div>
      {(isWrong || help !== undefined) && (
        <div id={`${id}-help`} className={clsx('text-[13px]', isWrong ? 'text-red' : 'text-muted')}>
          {problem ?? help}
        </div>
      )}
    </div>
  )
}

export function EmailField(props: Omit<TextFieldProps, 'label' | 'type'>) {
  const { t } = useLingui()
  return (
    <TextField
      type="email"
      inputMode="email"
      autoCapitalize="none"
      spellCheck={false}
      name="email"
      autoComplete="username"
      maxLength={254}
      dir="ltr"
      {...props}
      label={t`E-mail address`}
    />
  )
}

/** With `isNew`, how good its length is: length counts, rules about characters do not. */
export function PasswordField({
  isNew = false,
  ...field
}: Omit<TextFieldProps, 'type' | 'end'> & { readonly isNew?: boolean }) {
  const { t } = useLingui()
  const [isShown, setShown] = useState(false)
  const label = isShown ? t`Hide the password` : t`Show the password`
  return (
    <TextField
      autoCapitalize="none"
      spellCheck={false}
      maxLength={PASSWORD_MAX}
      dir="ltr"
      name={isNew ? 'new-password' : 'password'}
      autoComplete={isNew ? 'new-password' : 'current-password'}
      {...field}
      type={isShown ? 'text' : 'password'}
      help={isNew ? <Strength length={field.value.length} /> : field.help}
      end={
        <button
          type="button"
          aria-label={label}
          aria-pressed={isShown}
          onClick={() => setShown(!isShown)}
          className="absolute inset-y-0 end-0 grid w-11 place-items-center rounded-lg text-muted hover:text-ink"
        >
          {isShown ? <EyeOff size={19} aria-hidden /> : <Eye size={19} aria-hidden />}
        </button>
      }
    />
  )
}

const STEPS = [PASSWORD_MIN, 14, 18]

function Strength({ length }: { readonly length: number }) {
  const reached = STEPS.filter((step) => length >= step).length
  const missing = PASSWORD_MIN - length
  return (
    <>
      <span aria-hidden className="my-1 flex gap-1">
        {STEPS.map((step, index) => (
          <span
            key={step}
            className={clsx(
              'h-1 flex-1 rounded-full',
              index < reached ? 'bg-brand' : index === 0 && length > 0 ? 'bg-amber-mark' : 'bg-sunken',
            )}
          />
        ))}
      </span>
      {length === 0 ? (
        <Trans>At least {PASSWORD_MIN} characters. A few words in a row are easy to remember.</Trans>
      ) : missing > 0 ? (
        <Plural value={missing} one="# more character" other="# more characters" />
      ) : reached === 1 ? (
        <Trans>Long enough. Longer is safer.</Trans>
      ) : reached === 2 ? (
        <Trans>Good.</Trans>
      ) : (
        <Trans>Very good.</Trans>
      )}
    </>
  )
}

/** Six digits from an app, or a backup code. */
export function CodeField({
  isBackup = false,
  onValue,
  ...field
}: Omit<TextFieldProps, 'label' | 'type'> & { readonly isBackup?: boolean }) {
  const { t } = useLingui()
  return (
    <TextField
      inputMode={isBackup ? 'text' : 'numeric'}
      autoComplete="one-time-code"
      autoCapitalize="none"
      spellCheck={false}
      dir="ltr"
      maxLength={isBackup ? 32 : 12}
      className="text-center font-mono text-[20px]! tracking-[0.25em]"
      {...field}
      // Pasted with a space in the middle, as apps show it.
      onValue={(value) => onValue(isBackup ? value.trim() : value.replaceAll(/\D/g, '').slice(0, 6))}
      label={isBackup ? t`Backup code` : t`Six-digit code`}
    />
  )
}

export function CheckField({
  isChecked,
  onCheck,
  children,
}: {
  readonly isChecked: boolean
  readonly onCheck: (isChecked: boolean) => void
  readonly children: ReactNode
}) {
  return (
    <label className="flex min-h-8 items-center gap-2.5 coarse:min-h-11">
      <input
        type="checkbox"
        checked={isChecked}
        onChange={(event) => onCheck(event.currentTarget.checked)}
        className="size-4 shrink-0 accent-brand"
      />
      <span>{children}</span>
    </label>
  )
}

/** What went wrong with the last press. */
export function Problem({ error }: { readonly error: unknown }) {
  const { title, nextStep } = useProblemText()(error)
  return (
    <p role="alert" className="rounded-lg bg-red-tint px-3 py-2.5 text-[13.5px] text-pretty text-red">
      <strong className="font-semibold">{title}</strong> {nextStep}
    </p>
  )
}

/** By the name of the field. */
type FieldProblems = Readonly<Record<string, string | undefined>>

/** What is wrong with the fields of a form: found when somebody tries, forgotten field by field as they are put right. */
export function useProblems() {
  const ref = useRef<HTMLFormElement>(null)
  const [{ problems, tries }, set] = useState<{
    readonly problems: FieldProblems
    readonly tries: number
  }>({ problems: {}, tries: 0 })
  useEffect(() => {
    if (tries > 0) ref.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus()
  }, [tries])
  return {
    problems,
    /** True: nothing is wrong. */
    accept: (found: FieldProblems): boolean => {
      set({ problems: found, tries: tries + 1 })
      return Object.values(found).every((problem) => problem === undefined)
    },
    form: {
      ref,
      noValidate: true,
      onInput: ({ target }: { readonly target: EventTarget }) => {
        const { name } = target as HTMLInputElement
        set((old) => ({ ...old, problems: { ...old.problems, [name]: undefined } }))
      },
    },
  }
}

/** Checks before the server is asked; each gives undefined when there is nothing wrong. */
export function useChecks() {
  const { t } = useLingui()
  return {
    email: (value: string) =>
      /^\S+@\S+\.\S+$/u.test(value.trim()) ? undefined : t`Write the whole address, like name@shop.in`,
    filled: (value: string, words: string) => (value.trim() === '' ? words : undefined),
    password: (value: string) =>
      value.length >= PASSWORD_MIN ? undefined : t`At least ${PASSWORD_MIN} characters`,
    given: (value: string) => (value === '' ? t`Enter the password` : undefined),
  }
}

/** Fields of the form that fills a template in: each says in words what is wrong with it, at the place where the API sees it. */
import { useLingui } from '@lingui/react/macro'
import { clsx } from 'clsx'
import { createContext, type HTMLAttributes, type ReactNode, use, useId } from 'react'
import { LOOK } from '../outbound/counted-field.tsx'
import { wholeNumber } from '../platform/format.ts'
import type { Problems, ShownProblem } from './fill-template.ts'

/** What is wrong, and whether what is merely empty is said too: it is once somebody has tried to send. */
export const FillingContext = createContext<{ readonly problems: Problems; readonly isTried: boolean }>({
  problems: new Map(),
  isTried: false,
})

export function useProblemAt(path: string): ShownProblem | null {
  const { problems, isTried } = use(FillingContext)
  const problem = problems.get(path) ?? null
  return problem === null || (problem.isEmpty && !isTried) ? null : problem
}

export function FillingField({
  path,
  label,
  value,
  hint,
  lines = 1,
  type = 'text',
  inputMode,
  isFirst = false,
  placeholder,
  isRequired = false,
  before,
  onValue,
}: {
  readonly path: string
  readonly label: string
  readonly value: string
  readonly hint?: ReactNode
  readonly lines?: number
  readonly type?: 'text' | 'url' | 'datetime-local'
  readonly inputMode?: HTMLAttributes<HTMLElement>['inputMode']
  readonly isFirst?: boolean
  readonly placeholder?: string
  readonly isRequired?: boolean
  /** What stands in the field before the words: ₹. */
  readonly before?: string
  readonly onValue: (value: string) => void
}) {
  const id = useId()
  const problem = useProblemAt(path)
  const shared = {
    id,
    value,
    placeholder,
    'aria-required': isRequired,
    'aria-invalid': problem !== null,
    'aria-describedby': `${id}-hint ${id}-bad`,
  }
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="mb-1 block text-[13px] font-medium first-letter:uppercase">
        {label}
      </label>
      {lines > 1 ? (
        <textarea
          {...shared}
          dir="auto"
          rows={lines}
          onChange={(event) => onValue(event.currentTarget.value)}
          className={clsx(
            LOOK,
            'field-sizing-content max-h-60 min-h-20 resize-y py-2 leading-[21px] aria-invalid:border-red',
          )}
        />
      ) : (
        <span className="relative block">
          {before !== undefined && (
            <span
              aria-hidden
              className="pointer-events-none absolute inset-y-0 start-3 grid items-center text-muted"
            >
              {before}
            </span>
          )}
          <input
            {...shared}
            type={type}
            inputMode={inputMode}
            // A moment or a sum is written from the left in every language.
            dir={type === 'datetime-local' || inputMode === 'decimal' ? 'ltr' : 'auto'}
            // The dialog opens on a press, and this is where the person wants to be.
            // oxlint-disable-next-line jsx-a11y/no-autofocus
            autoFocus={isFirst}
            onChange={(event) => onValue(event.currentTarget.value)}
            className={clsx(LOOK, 'h-10 aria-invalid:border-red coarse:h-11', before !== undefined && 'ps-7')}
          />
        </span>
      )}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="mt-1 text-[12.5px] text-pretty [overflow-wrap:anywhere] text-muted">
          {hint}
        </p>
      )}
      <ProblemNote id={`${id}-bad`} problem={problem} />
    </div>
  )
}

/** What is wrong, in words. */
export function ProblemNote({ id, problem }: { readonly id: string; readonly problem: ShownProblem | null }) {
  const words = useProblemWords()
  if (problem === null) return null
  return (
    <p id={id} className="mt-1 text-[12.5px] text-pretty text-red">
      {words(problem)}
    </p>
  )
}

function useProblemWords(): (problem: ShownProblem) => string {
  const { t, i18n } = useLingui()
  return ({ code, path, max: most }) => {
    const field = path.slice(path.lastIndexOf('.') + 1)
    const max = wholeNumber(most ?? 0, i18n.locale)
    switch (code) {
      case 'missing':
        return field === 'mediaId' ? t`Choose a file: this template shows one.` : t`Fill this in.`
      case 'whitespace':
        return t`No line breaks, tabs or more than four spaces in a row; in a link no spaces at all.`
      case 'too_long':
        return path.includes('.parameters.')
          ? t`Filled in, this is longer than the ${max} characters that WhatsApp allows.`
          : t`At most ${max} characters.`
      case 'in_the_past':
        return field === 'timestamp' ? t`At least five minutes from now.` : t`Must be later than now.`
      case 'out_of_range': {
        if (field === 'sections') return t`From 1 to ${max} products in all.`
        if (field === 'quantity') return t`A whole number from 1 on.`
        return path.endsWith('total_amount.value')
          ? t`What is to be paid must be more than nothing.`
          : t`An amount such as 1299 or 1299.50.`
      }
      case 'wrong_kind':
        return wrongKind(field)
      case 'does_not_add_up':
        return t`Must be another one than on the other cards.`
      case 'unknown':
      case 'not_taken':
        return t`WhatsApp does not take this here.`
      default:
        return code satisfies never
    }
  }
  function wrongKind(field: string): string {
    const words: Readonly<Record<string, string>> = {
      mediaId: t`This header shows a file of another kind.`,
      reference_id: t`Only the letters A to Z, digits, “_”, “-” and “.”.`,
      link: t`Must begin with upi://pay?`,
      uri: t`Must begin with https://`,
      postal_code: t`Six digits.`,
      flowData: t`Must be JSON in curly brackets.`,
    }
    return words[field] ?? t`WhatsApp does not take this here.`
  }
}

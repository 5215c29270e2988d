/** Fields of the builder: each counts what is used of Meta's limit and shows what the linter says about it. */
import { useLingui } from '@lingui/react/macro'
import { clsx } from 'clsx'
import { Plus, X } from 'lucide-react'
import { type ReactNode, type RefObject, useId, useRef } from 'react'
import { LOOK } from '../outbound/counted-field.tsx'
import { wholeNumber } from '../platform/format.ts'
import { Button } from '../platform/ui/button.tsx'
import { FindingNotes } from './finding-notes.tsx'
import { useFindingsAt } from './findings.ts'
import { WordMarks } from './word-marks.tsx'

export function Field({
  path,
  label,
  value,
  max,
  lines = 1,
  type = 'text',
  hint,
  isOff = false,
  fieldRef,
  onValue,
}: {
  /** Where the linter sees it. */
  readonly path: string
  readonly label: string
  readonly value: string
  readonly max?: number
  readonly lines?: number
  readonly type?: 'text' | 'url' | 'tel' | 'number'
  readonly hint?: ReactNode
  readonly isOff?: boolean
  readonly fieldRef?: RefObject<HTMLTextAreaElement | null>
  readonly onValue: (value: string) => void
}) {
  const id = useId()
  const own = useRef<HTMLTextAreaElement>(null)
  const field = fieldRef ?? own
  // What customers read: words in it can be marked, and all of them are seen, also on a phone.
  const isWords = lines > 1 || path.endsWith('.text')
  const look = clsx(LOOK, lines > 1 ? WORDS : WORDS_OF_ONE_LINE)
  const isWrong = useFindingsAt(path).some(({ severity }) => severity === 'error')
  const shared = {
    id,
    value,
    dir: 'auto' as const,
    disabled: isOff,
    'data-path': path,
    'aria-invalid': isWrong,
    'aria-describedby': `${id}-count ${id}-hint ${id}-found`,
  }
  return (
    <div className="min-w-0">
      <div className="mb-1 flex items-baseline justify-between gap-3 text-[13px]">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        {max !== undefined && <Count id={`${id}-count`} used={value.length} max={max} />}
      </div>
      {isWords ? (
        <div className="relative">
          <textarea
            {...shared}
            ref={field}
            rows={lines}
            onChange={(event) => {
              const written = event.currentTarget.value
              onValue(lines > 1 ? written : written.replaceAll(/\s*\n\s*/gu, ' '))
            }}
            onKeyDown={(event) => {
              if (lines === 1 && event.key === 'Enter' && !event.nativeEvent.isComposing)
                event.preventDefault()
            }}
            className={clsx(look, 'aria-invalid:border-red')}
          />
          <WordMarks path={path} text={value} look={look} field={field} />
        </div>
      ) : (
        <input
          {...shared}
          type={type}
          onChange={(event) => onValue(event.currentTarget.value)}
          className={clsx(
            LOOK,
            'h-10 aria-invalid:border-red disabled:bg-sunken disabled:text-muted coarse:h-11',
          )}
        />
      )}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="mt-1 text-[12.5px] text-pretty text-muted">
          {hint}
        </p>
      )}
      <FindingNotes path={path} id={`${id}-found`} />
    </div>
  )
}

const WORDS = 'field-sizing-content max-h-96 min-h-28 resize-y py-2 leading-[21px]'
const WORDS_OF_ONE_LINE =
  'field-sizing-content min-h-10 resize-none py-[9px] leading-[20px] coarse:min-h-11 coarse:py-[11px]'

function Count({ id, used, max }: { readonly id: string; readonly used: number; readonly max: number }) {
  const { t, i18n } = useLingui()
  const over = wholeNumber(used - max, i18n.locale)
  const count = wholeNumber(used, i18n.locale)
  const most = wholeNumber(max, i18n.locale)
  return (
    <span
      id={id}
      className={clsx(
        'shrink-0 text-[12px] tabular-nums',
        used > max ? 'font-semibold text-red' : used > max * 0.9 ? 'text-amber' : 'text-muted',
      )}
    >
      {used > max ? t`${over} too many` : t`${count} of ${most}`}
    </span>
  )
}

export function Choice({
  path,
  label,
  value,
  options,
  hint,
  isOff = false,
  onValue,
}: {
  readonly path: string
  readonly label: string
  readonly value: string
  readonly options: readonly { readonly value: string; readonly words: string }[]
  readonly hint?: ReactNode
  readonly isOff?: boolean
  readonly onValue: (value: string) => void
}) {
  const id = useId()
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="mb-1 block text-[13px] font-medium">
        {label}
      </label>
      <select
        id={id}
        value={value}
        disabled={isOff}
        data-path={path}
        aria-describedby={`${id}-hint ${id}-found`}
        onChange={(event) => onValue(event.currentTarget.value)}
        className={clsx(LOOK, 'h-10 disabled:bg-sunken disabled:text-muted coarse:h-11')}
      >
        {options.some((one) => one.value === value) || <option value={value}>{value}</option>}
        {options.map((one) => (
          <option key={one.value} value={one.value}>
            {one.words}
          </option>
        ))}
      </select>
      {hint !== undefined && (
        <p id={`${id}-hint`} className="mt-1 text-[12.5px] text-pretty text-muted">
          {hint}
        </p>
      )}
      <FindingNotes path={path} id={`${id}-found`} />
    </div>
  )
}

export function Tick({
  label,
  isOn,
  onChange,
  path,
}: {
  readonly label: string
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
  readonly path?: string
}) {
  return (
    <div data-path={path}>
      <label className="flex min-h-9 items-center gap-2.5 text-[14px] coarse:min-h-11">
        <input
          type="checkbox"
          checked={isOn}
          onChange={(event) => onChange(event.currentTarget.checked)}
          className="size-[18px] shrink-0 accent-brand"
        />
        {label}
      </label>
      {path !== undefined && <FindingNotes path={path} />}
    </div>
  )
}

/** One part of the template. Where it may be missing, it is added and taken away here. */
export function Part({
  title,
  about,
  path,
  isThere = true,
  onAdd,
  onRemove,
  children,
}: {
  readonly title: string
  readonly about?: ReactNode
  readonly path: string | null
  readonly isThere?: boolean
  readonly onAdd?: () => void
  readonly onRemove?: () => void
  readonly children?: ReactNode
}) {
  const { t } = useLingui()
  return (
    <section
      aria-label={title}
      data-path={path ?? undefined}
      className="grid gap-3 border-b border-line py-5 last:border-0"
    >
      <div className="flex flex-wrap items-start justify-between gap-2">
        <div className="min-w-0 flex-1">
          <h2 className="text-[15px] font-semibold">{title}</h2>
          {about !== undefined && <p className="text-[13px] text-pretty text-muted">{about}</p>}
        </div>
        {!isThere && onAdd !== undefined && (
          <Button small onClick={onAdd} aria-label={t`Add: ${title}`} className="coarse:min-h-11">
            <Plus size={15} aria-hidden />
            {t`Add`}
          </Button>
        )}
        {isThere && onRemove !== undefined && (
          <Button
            small
            variant="quiet"
            onClick={onRemove}
            aria-label={t`Remove: ${title}`}
            className="text-muted coarse:min-h-11"
          >
            <X size={15} aria-hidden />
            {t`Remove`}
          </Button>
        )}
      </div>
      {isThere && children}
      {isThere && path !== null && <FindingNotes path={path} />}
    </section>
  )
}

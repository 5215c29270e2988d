import { clsx } from 'clsx'
import { useCallback, useEffect, useId, useState } from 'react'
import type { NumberState, TemplateState } from '#simulator/protocol.ts'
import { api } from '../state/api.ts'
import { useWords } from '../state/language.tsx'
import { usePageVisible } from '../state/preferences.ts'
import { explain } from '../state/simulator.tsx'
import { strings, type StringKey } from '../strings.ts'
import { Button, Field } from '../ui/controls.tsx'

const RATINGS = ['GREEN', 'YELLOW', 'RED'] as const
const REASONS = [
  'INVALID_FORMAT',
  'TAG_CONTENT_MISMATCH',
  'INCORRECT_CATEGORY',
  'PROMOTIONAL',
  'SCAM',
  'ABUSIVE_CONTENT',
] as const
/** A library may be long; whoever wants another one searches. */
const SHOWN_MAX = 12
const LOOK_MS = 2000

/** What Meta thinks of numbers and templates, and the means to change its mind. */
export function QualityPanel() {
  const { t } = useWords()
  const [seen, setSeen] = useState<{ templates: TemplateState[]; numbers: NumberState[] } | null>(null)
  const [problem, setProblem] = useState('')
  const [query, setQuery] = useState('')
  const look = useCallback(async () => {
    const [{ templates }, { numbers }] = await Promise.all([api.templates(), api.numbers()])
    setSeen({ templates, numbers })
  }, [])
  useLooking(look)
  const decide = (decision: Promise<unknown>): void =>
    void decision
      .then(look)
      .then(() => setProblem(''))
      .catch((error: unknown) => setProblem(explain(error, t)))
  if (seen === null) return <p className="text-[13px] text-muted">{t('connecting')}</p>
  const found = seen.templates.filter(({ name }) => name.includes(query.trim().toLowerCase()))
  return (
    <div className="flex flex-col gap-3">
      <p className="text-[13px] text-muted">{t('qualityHint')}</p>
      {problem !== '' && (
        <p role="alert" className="rounded-md bg-red-tint px-2 py-1 text-[12.5px] text-red-ink">
          {problem}
        </p>
      )}
      <ul className="flex flex-col gap-2">
        {seen.numbers.map((number) => (
          <NumberRow key={number.phoneNumberId} number={number} decide={decide} />
        ))}
      </ul>
      {seen.templates.length > SHOWN_MAX && (
        <Field label={t('searchTemplates')} value={query} onChange={setQuery} />
      )}
      {seen.templates.length === 0 && <p className="text-[13px] text-muted">{t('noTemplates')}</p>}
      <ul className="flex flex-col divide-y divide-line">
        {found.slice(0, SHOWN_MAX).map((template) => (
          <TemplateRow key={template.id} template={template} decide={decide} />
        ))}
      </ul>
      {found.length > SHOWN_MAX && (
        <p className="text-[12px] text-muted">{t('moreTemplates', { n: found.length - SHOWN_MAX })}</p>
      )}
    </div>
  )
}

/** Looks now and again: reviews end and pauses are over by the clock. */
function useLooking(look: () => Promise<void>): void {
  const isVisible = usePageVisible()
  useEffect(() => {
    if (!isVisible) return undefined
    const again = (): void => void look().catch(() => {}) // the connection's state is shown elsewhere
    const first = setTimeout(again, 0)
    const timer = setInterval(again, LOOK_MS)
    return () => {
      clearTimeout(first)
      clearInterval(timer)
    }
  }, [isVisible, look])
}

/** 1,00,000, as in India; western digits in Hindi, too. */
const figure = (n: number): string => n.toLocaleString('en-IN')

type Decide = (decision: Promise<unknown>) => void

function NumberRow({ number, decide }: { number: NumberState; decide: Decide }) {
  const { t } = useWords()
  const { phoneNumberId, verifiedName, qualityRating, reached, limit } = number
  return (
    <li className="flex items-center gap-2">
      <span className="min-w-0 flex-1 leading-snug">
        <span className="block truncate font-medium">{verifiedName}</span>
        <span className="block text-[12px] text-muted">
          {limit === null
            ? t('reachedAny', { n: figure(reached) })
            : t('reachedOf', { n: figure(reached), limit: figure(limit) })}
        </span>
      </span>
      <Choice
        label={t('qualityOf', { name: verifiedName })}
        value={qualityRating}
        options={RATINGS.map((rating) => [rating, t(`quality${rating}`)])}
        onChange={(rating) => decide(api.setNumber(phoneNumberId, { qualityRating: rating }))}
      />
    </li>
  )
}

function TemplateRow({ template, decide }: { template: TemplateState; decide: Decide }) {
  const { t, dayAndTime } = useWords()
  const [reason, setReason] = useState<string>(REASONS[0])
  const [isRejecting, setRejecting] = useState(false)
  const { id, name, language, status, quality, correctCategory, pausedUntil, rejectedReason, category } =
    template
  const more = [
    ...(pausedUntil === null ? [] : [t('pausedUntil', { time: dayAndTime(pausedUntil) })]),
    ...(rejectedReason === 'NONE' ? [] : [wordFor(`reason${rejectedReason}`, rejectedReason, t)]),
    ...(correctCategory === null ? [] : [t('movesTo', { category: correctCategory })]),
  ]
  return (
    <li className="flex flex-col gap-1.5 py-2.5">
      <span className="leading-snug">
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="min-w-0 font-medium break-all">{name}</span>
          <StatusBadge status={status} />
        </span>
        <span className="block text-[12px] text-muted">{[language, category, ...more].join(' · ')}</span>
      </span>
      <span className="flex flex-wrap items-center gap-1.5">
        {status !== 'APPROVED' && status !== 'PAUSED' && (
          <Button onClick={() => decide(api.decide(id, 'status', { status: 'APPROVED' }))}>
            {t('approve')}
          </Button>
        )}
        {status === 'APPROVED' && (
          <Button onClick={() => decide(api.decide(id, 'pause', { kind: 'FIRST_PAUSE' }))}>
            {t('pauseTemplate')}
          </Button>
        )}
        {status === 'PAUSED' && (
          <Button onClick={() => decide(api.decide(id, 'unpause', {}))}>{t('unpauseTemplate')}</Button>
        )}
        {status !== 'REJECTED' && !isRejecting && (
          <Button onClick={() => setRejecting(true)}>{t('reject')}</Button>
        )}
        <span className="ms-auto">
          <Choice
            label={t('qualityOf', { name })}
            value={quality}
            options={[
              ...(quality === 'UNKNOWN' ? [['UNKNOWN', t('qualityUNKNOWN')] as const] : []),
              ...RATINGS.map((rating) => [rating, t(`quality${rating}`)] as const),
            ]}
            onChange={(score) => decide(api.decide(id, 'quality', { score }))}
          />
        </span>
      </span>
      {isRejecting && (
        <span className="flex flex-wrap items-center gap-1.5">
          <Choice
            label={t('reason')}
            value={reason}
            options={REASONS.map((one) => [one, t(`reason${one}`)])}
            onChange={setReason}
          />
          <Button
            isPrimary
            onClick={() => {
              setRejecting(false)
              decide(api.decide(id, 'status', { status: 'REJECTED', reason }))
            }}
          >
            {t('reject')}
          </Button>
          <Button onClick={() => setRejecting(false)}>{t('cancel')}</Button>
        </span>
      )}
    </li>
  )
}

function StatusBadge({ status }: { status: string }) {
  const { t } = useWords()
  const colour =
    status === 'APPROVED'
      ? 'bg-brand-tint text-brand-strong'
      : status === 'PENDING'
        ? 'bg-sunken text-muted'
        : status === 'PAUSED'
          ? 'bg-amber-tint text-amber-ink'
          : 'bg-red-tint text-red-ink'
  return (
    <span className={clsx('rounded-full px-2 text-[12px] font-medium', colour)}>
      {wordFor(`status${status}`, status, t)}
    </span>
  )
}

/** Meta has more words than this panel: an unknown one is shown as it is. */
function wordFor(key: string, otherwise: string, t: (key: StringKey) => string): string {
  return key in strings.en ? t(key as StringKey) : otherwise
}

function Choice(props: {
  label: string
  value: string
  options: readonly (readonly [string, string])[]
  onChange: (value: string) => void
}) {
  const id = useId()
  return (
    <>
      <label htmlFor={id} className="sr-only">
        {props.label}
      </label>
      <select
        id={id}
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
        className="min-h-9 rounded-lg border border-edge bg-surface px-1 text-[13px] text-ink"
      >
        {props.options.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </>
  )
}

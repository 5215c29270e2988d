import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { clsx } from 'clsx'
import { type ReactNode, useId } from 'react'
import type { Attribute } from '../../platform/contract.ts'
import { FIELD } from '../../settings/section-frame.tsx'
import { FillingField, useProblemAt } from '../../templates/filling-field.tsx'
import type { ContactField, Source } from './message-draft.ts'

/** One word of the message: the same for everybody, from what is known of each, or from the file. */
export function WordField({
  name,
  path = `template.parameters.${name}`,
  label,
  hint,
  source,
  attributes,
  isList,
  hasColumn,
  onSource,
}: {
  readonly name: string
  /** Where what is wrong with it is said; left out: among the words of the template. */
  readonly path?: string
  readonly label: string
  readonly hint?: ReactNode
  readonly source: Source
  /** The business's own fields of contacts. */
  readonly attributes: readonly Attribute[]
  readonly isList: boolean
  /** null: nobody knows what columns the file had. */
  readonly hasColumn: boolean | null
  readonly onSource: (source: Source) => void
}) {
  const { t } = useLingui()
  const id = useId()
  const problem = useProblemAt(path)
  const fallback = source.from === 'contact' || source.from === 'attribute' ? source.fallback : ''
  const choose = (value: string) => {
    const [from = '', key = ''] = value.split(/:(.*)/su)
    if (from === 'contact') onSource({ from, field: key as ContactField, fallback })
    else if (from === 'attribute') onSource({ from, key, fallback })
    else if (from === 'list') onSource({ from })
    else onSource({ from: 'text', text: '' })
  }
  return (
    <fieldset className="grid min-w-0 gap-2 rounded-xl border border-line p-3" data-bad={problem !== null}>
      <legend className="px-1 text-[13px] font-semibold first-letter:uppercase">{label}</legend>
      {hint !== undefined && (
        <p className="text-[12.5px] text-pretty [overflow-wrap:anywhere] text-muted">{hint}</p>
      )}
      <label htmlFor={id} className="sr-only">
        {t`Where “${label}” comes from`}
      </label>
      <select
        id={id}
        value={valueOf(source)}
        onChange={(event) => choose(event.currentTarget.value)}
        className={FIELD}
      >
        <option value="text">{t`The same words for everybody`}</option>
        <option value="contact:first_name">{t`Customer’s first name`}</option>
        <option value="contact:name">{t`Customer’s name`}</option>
        <option value="contact:phone">{t`Customer’s phone number`}</option>
        {(isList || source.from === 'list') && (
          <option value="list">{t`Column “${name}” of the file`}</option>
        )}
        {attributes.length > 0 && (
          <optgroup label={t`Fields of the contact`}>
            {attributes.map((one) => (
              <option key={one.key} value={`attribute:${one.key}`}>
                {one.label}
              </option>
            ))}
          </optgroup>
        )}
        {source.from === 'attribute' && !attributes.some(({ key }) => key === source.key) && (
          <option value={valueOf(source)}>{source.key}</option>
        )}
      </select>
      {source.from === 'text' ? (
        <FillingField
          path={path}
          label={t`Words`}
          value={source.text}
          isRequired
          onValue={(text) => onSource({ from: 'text', text })}
        />
      ) : source.from === 'list' ? (
        <p className={clsx('text-[12.5px] text-pretty', hasColumn === false ? 'text-amber' : 'text-muted')}>
          {hasColumn === true ? (
            <Trans>Each person’s own, from the file.</Trans>
          ) : (
            <Trans>
              People without a word here get nothing.{' '}
              <Link
                to="."
                search={{ step: 'whom' }}
                replace
                className="text-link underline underline-offset-2"
              >
                Choose the file, and say which column it is
              </Link>
            </Trans>
          )}
        </p>
      ) : (
        <FillingField
          path={`${path}.fallback`}
          label={t`If it is not known`}
          value={source.fallback}
          placeholder={t`for example: friend`}
          hint={
            source.fallback.trim() === ''
              ? t`Without these words, people of whom it is not known are left out.`
              : ''
          }
          onValue={(next) => onSource({ ...source, fallback: next })}
        />
      )}
    </fieldset>
  )
}

function valueOf(source: Source): string {
  switch (source.from) {
    case 'contact':
      return `contact:${source.field}`
    case 'attribute':
      return `attribute:${source.key}`
    case 'list':
    case 'text':
      return source.from
    default:
      return source satisfies never
  }
}

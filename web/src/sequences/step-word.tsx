import { useLingui } from '@lingui/react/macro'
import { type ReactNode, useId } from 'react'
import type { Attribute } from '../platform/contract.ts'
import { FIELD } from '../settings/section-frame.tsx'
import { FillingField, useProblemAt } from '../templates/filling-field.tsx'
import { choiceOf, type Source, sourceOfChoice } from './word-source.ts'

/** One word of the message: the same for everybody, from what is known of each, or from what the event told. */
export function StepWord({
  name,
  label,
  hint,
  source,
  attributes,
  onSource,
}: {
  readonly name: string
  readonly label: string
  readonly hint?: ReactNode
  readonly source: Source
  /** The business's own fields of contacts. */
  readonly attributes: readonly Attribute[]
  readonly onSource: (source: Source) => void
}) {
  const { t } = useLingui()
  const id = useId()
  const path = `template.parameters.${name}`
  const problem = useProblemAt(path)
  const isKnown = source.from !== 'attribute' || attributes.some(({ key }) => key === source.key)
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
        value={choiceOf(source)}
        onChange={(event) => onSource(sourceOfChoice(event.currentTarget.value, name, source))}
        className={FIELD}
      >
        <option value="text">{t`The same words for everybody`}</option>
        <option value="contact:first_name">{t`Customer’s first name`}</option>
        <option value="contact:name">{t`Customer’s name`}</option>
        <option value="contact:phone">{t`Customer’s phone number`}</option>
        <option value="column">{t`A value of the event`}</option>
        {attributes.length > 0 && (
          <optgroup label={t`Fields of the contact`}>
            {attributes.map((one) => (
              <option key={one.key} value={`attribute:${one.key}`}>
                {one.label}
              </option>
            ))}
          </optgroup>
        )}
        {!isKnown && <option value={choiceOf(source)}>{source.from === 'attribute' && source.key}</option>}
      </select>
      {source.from === 'text' ? (
        <FillingField
          path={path}
          label={t`Words`}
          value={source.text}
          isRequired
          onValue={(text) => onSource({ from: 'text', text })}
        />
      ) : (
        <>
          {source.from === 'column' && (
            <FillingField
              path={`${path}.name`}
              label={t`What the value is called`}
              value={source.name}
              placeholder="product"
              isRequired
              onValue={(next) => onSource({ ...source, name: next })}
            />
          )}
          <FillingField
            path={`${path}.fallback`}
            label={t`If it is not known`}
            value={source.fallback}
            placeholder={t`for example: friend`}
            hint={
              source.fallback.trim() === ''
                ? t`Without these words, people of whom it is not known miss this message.`
                : ''
            }
            onValue={(next) => onSource({ ...source, fallback: next })}
          />
        </>
      )}
    </fieldset>
  )
}

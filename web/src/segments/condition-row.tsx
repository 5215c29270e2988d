import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { attributesQuery } from '../contacts/queries.ts'
import type { Attribute, Condition } from '../platform/contract.ts'
import { IconButton } from '../platform/ui/button.tsx'
import { ConditionInputs } from './condition-inputs.tsx'
import { FIELD_OPS, fieldCondition, freshCondition, type Row } from './edit-tree.ts'
import { SELECT } from './styles.ts'

type PlainKind = Exclude<Condition['kind'], 'attribute'>

/** One condition as a sentence: what, whether or not, and how much. */
export function ConditionRow({
  row: { isNot, condition },
  onChange,
  onRemove,
}: {
  readonly row: Row
  readonly onChange: (row: Row) => void
  readonly onRemove: () => void
}) {
  const { t } = useLingui()
  const whats = useWhats()
  const fields = useQuery(attributesQuery).data?.items ?? []
  const field = condition.kind === 'attribute' ? fieldOf(fields, condition.key) : null
  const [does, doesNot] = usePolarity(condition)
  const choose = (value: string) => {
    const chosen = fields.find(({ key }) => `field:${key}` === value)
    onChange({
      isNot: false,
      condition:
        chosen === undefined
          ? freshCondition(value as PlainKind)
          : fieldCondition(chosen, FIELD_OPS[chosen.type][0] ?? 'set'),
    })
  }
  return (
    <div className="flex items-start gap-2 rounded-xl border border-line bg-surface p-2">
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-2">
        <select
          aria-label={t`What the condition is about`}
          value={condition.kind === 'attribute' ? `field:${condition.key}` : condition.kind}
          onChange={(event) => choose(event.currentTarget.value)}
          className={`${SELECT} font-medium max-sm:w-full`}
        >
          {Object.entries(whats).map(([group, entries]) => (
            <optgroup key={group} label={group}>
              {entries.map(([kind, words]) => (
                <option key={kind} value={kind}>
                  {words}
                </option>
              ))}
            </optgroup>
          ))}
          {(fields.length > 0 || condition.kind === 'attribute') && (
            <optgroup label={t`Your contact fields`}>
              {fields.map(({ key, label }) => (
                <option key={key} value={`field:${key}`}>
                  {label}
                </option>
              ))}
              {condition.kind === 'attribute' && field === null && (
                <option value={`field:${condition.key}`}>{t`A field that is gone`}</option>
              )}
            </optgroup>
          )}
        </select>
        <select
          aria-label={t`Whether or not`}
          value={isNot ? 'not' : 'is'}
          onChange={(event) => onChange({ condition, isNot: event.currentTarget.value === 'not' })}
          className={SELECT}
        >
          <option value="is">{does}</option>
          <option value="not">{doesNot}</option>
        </select>
        <ConditionInputs
          condition={condition}
          field={field}
          onChange={(next) => onChange({ isNot, condition: next })}
        />
        {condition.kind === 'attribute' && field === null && (
          <span className="text-[12.5px] text-red">
            <Trans>Nobody has it any more: remove this condition.</Trans>
          </span>
        )}
      </div>
      <IconButton small label={t`Remove the condition`} tipAt="start" onClick={onRemove}>
        <X size={17} aria-hidden />
      </IconButton>
    </div>
  )
}

const fieldOf = (fields: readonly Attribute[], wanted: string): Attribute | null =>
  fields.find(({ key }) => key === wanted) ?? null

/** What a condition can be about, in groups. */
function useWhats(): Readonly<Record<string, readonly (readonly [PlainKind, string])[]>> {
  const { t } = useLingui()
  return {
    [t`What happened`]: [
      ['wrote', t`They wrote to us`],
      ['written_to', t`We wrote to them`],
      ['first_seen', t`First seen`],
      ['messages', t`Number of messages`],
      ['template', t`A template that we sent`],
    ],
    [t`How it stands`]: [
      ['conversation', t`Conversation`],
      ['window', t`We may write freely now`],
      ['label', t`Label`],
      ['deal', t`Deal`],
      ['consented', t`Agreed to offers`],
      ['suppressed', t`Wants no offers`],
    ],
    [t`Who they are`]: [
      ['name', t`Name`],
      ['phone', t`Phone number`],
      ['country', t`Country`],
    ],
  }
}

/** The two sides of a question, in the words of the question. */
function usePolarity(condition: Condition): readonly [string, string] {
  const { t } = useLingui()
  switch (condition.kind) {
    case 'wrote':
    case 'written_to':
    case 'first_seen':
      return [t`in the last`, t`not in the last`]
    case 'messages':
      return [t`at least`, t`fewer than`]
    case 'window':
    case 'consented':
    case 'suppressed':
      return [t`yes`, t`no`]
    case 'label':
    case 'deal':
      return [t`has`, t`does not have`]
    case 'phone':
      return [t`begins with`, t`does not begin with`]
    case 'template':
      return [t`was`, t`was not`]
    case 'conversation':
    case 'name':
    case 'country':
    case 'attribute':
      return [t`is`, t`is not`]
    default:
      return condition satisfies never
  }
}

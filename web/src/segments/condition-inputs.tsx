import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { labelsQuery } from '../labels/queries.ts'
import { useStages } from '../deals/use-stages.ts'
import type { Attribute, Condition, Country } from '../platform/contract.ts'
import { FIELD_OPS, fieldCondition } from './edit-tree.ts'
import { SELECT } from './styles.ts'

type Of<K extends Condition['kind']> = Extract<Condition, { kind: K }>
type Inputs<K extends Condition['kind']> = {
  readonly condition: Of<K>
  readonly onChange: (condition: Condition) => void
}

/** The rest of the sentence: how many days, which label, what text. */
export function ConditionInputs({
  condition,
  field,
  onChange,
}: {
  readonly condition: Condition
  readonly field: Attribute | null
  readonly onChange: (condition: Condition) => void
}) {
  const { t } = useLingui()
  switch (condition.kind) {
    case 'wrote':
    case 'written_to':
    case 'first_seen':
      return <Days days={condition.days} onChange={(days) => onChange({ ...condition, days })} />
    case 'messages':
      return (
        <NumberInput
          label={t`Number of messages`}
          value={condition.atLeast}
          min={1}
          max={500}
          onChange={(atLeast) => onChange({ ...condition, atLeast })}
        />
      )
    case 'conversation':
      return <ConversationInput condition={condition} onChange={onChange} />
    case 'label':
      return <LabelInput condition={condition} onChange={onChange} />
    case 'name':
      return <NameInput condition={condition} onChange={onChange} />
    case 'phone':
      return (
        <input
          aria-label={t`First digits, with the country’s code`}
          placeholder={t`For example 9198`}
          inputMode="numeric"
          maxLength={16}
          value={condition.prefix}
          onChange={(event) =>
            onChange({ ...condition, prefix: event.currentTarget.value.replaceAll(/\D/gu, '').slice(0, 15) })
          }
          className={`${SELECT} w-36`}
        />
      )
    case 'country':
      return <CountryInput condition={condition} onChange={onChange} />
    case 'template':
      return <TemplateInput condition={condition} onChange={onChange} />
    case 'deal':
      return <DealInput condition={condition} onChange={onChange} />
    case 'attribute':
      return field === null ? null : <FieldInput condition={condition} field={field} onChange={onChange} />
    case 'window':
    case 'suppressed':
    case 'consented':
      return null
    default:
      return condition satisfies never
  }
}

function NumberInput({
  label,
  value,
  min,
  max,
  onChange,
}: {
  readonly label: string
  readonly value: number
  readonly min?: number
  readonly max?: number
  readonly onChange: (value: number) => void
}) {
  return (
    <input
      type="number"
      aria-label={label}
      value={Number.isNaN(value) ? '' : value}
      min={min}
      max={max}
      step="any"
      onChange={(event) => onChange(event.currentTarget.valueAsNumber)}
      className={`${SELECT} w-24`}
    />
  )
}

function Days({ days, onChange }: { readonly days: number; readonly onChange: (days: number) => void }) {
  const { t } = useLingui()
  return (
    <span className="inline-flex items-center gap-2">
      <NumberInput
        label={t`Days`}
        value={days}
        min={1}
        max={3650}
        onChange={(next) => onChange(Math.round(next))}
      />
      <Trans>days</Trans>
    </span>
  )
}

function ConversationInput({ condition, onChange }: Inputs<'conversation'>) {
  const { t } = useLingui()
  return (
    <select
      aria-label={t`Status`}
      value={condition.status}
      onChange={(event) =>
        onChange({ ...condition, status: event.currentTarget.value as typeof condition.status })
      }
      className={SELECT}
    >
      <option value="open">{t`Open`}</option>
      <option value="pending">{t`Pending`}</option>
      <option value="snoozed">{t`Snoozed`}</option>
      <option value="resolved">{t`Resolved`}</option>
    </select>
  )
}

function LabelInput({ condition, onChange }: Inputs<'label'>) {
  const { t } = useLingui()
  const labels = useQuery(labelsQuery).data?.items ?? []
  return (
    <select
      aria-label={t`Label`}
      value={condition.labelId}
      onChange={(event) => onChange({ ...condition, labelId: event.currentTarget.value })}
      className={SELECT}
    >
      <option value="" disabled>
        {t`Choose…`}
      </option>
      {labels.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  )
}

function NameInput({ condition, onChange }: Inputs<'name'>) {
  const { t } = useLingui()
  return (
    <>
      <select
        aria-label={t`How it is compared`}
        value={condition.op}
        onChange={(event) => onChange({ ...condition, op: event.currentTarget.value as typeof condition.op })}
        className={SELECT}
      >
        <option value="contains">{t`something with`}</option>
        <option value="equals">{t`exactly`}</option>
      </select>
      <TextInput value={condition.value} onChange={(value) => onChange({ ...condition, value })} />
    </>
  )
}

function TextInput({
  value,
  onChange,
}: {
  readonly value: string
  readonly onChange: (value: string) => void
}) {
  const { t } = useLingui()
  return (
    <input
      aria-label={t`Text`}
      maxLength={200}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      className={`${SELECT} min-w-40! flex-1`}
    />
  )
}

const COUNTRIES: readonly Country[] = [
  ...([
    'IN',
    'AE',
    'AU',
    'BD',
    'BH',
    'BT',
    'CN',
    'DE',
    'FR',
    'GB',
    'ID',
    'KE',
    'KW',
    'LK',
    'MV',
    'MY',
  ] as const),
  ...(['NG', 'NP', 'NZ', 'OM', 'PH', 'PK', 'QA', 'SA', 'SG', 'TH', 'US', 'ZA'] as const),
]

function CountryInput({ condition, onChange }: Inputs<'country'>) {
  const { t, i18n } = useLingui()
  const names = new Intl.DisplayNames([i18n.locale], { type: 'region' })
  return (
    <select
      aria-label={t`Country`}
      value={condition.country}
      onChange={(event) => onChange({ ...condition, country: event.currentTarget.value as Country })}
      className={SELECT}
    >
      {COUNTRIES.map((country) => (
        <option key={country} value={country}>
          {names.of(country) ?? country}
        </option>
      ))}
    </select>
  )
}

function TemplateInput({ condition, onChange }: Inputs<'template'>) {
  const { t } = useLingui()
  return (
    <>
      <select
        aria-label={t`What became of it`}
        value={condition.outcome}
        onChange={(event) =>
          onChange({ ...condition, outcome: event.currentTarget.value as typeof condition.outcome })
        }
        className={SELECT}
      >
        <option value="sent">{t`sent`}</option>
        <option value="delivered">{t`delivered`}</option>
        <option value="read">{t`read`}</option>
        <option value="replied">{t`answered`}</option>
      </select>
      <input
        aria-label={t`Name of the template`}
        placeholder={t`Name of the template`}
        maxLength={512}
        value={condition.name}
        onChange={(event) => onChange({ ...condition, name: event.currentTarget.value })}
        className={`${SELECT} min-w-40! flex-1`}
      />
      <span className="inline-flex items-center gap-2">
        <Trans>in the last</Trans>
        <Days days={condition.days} onChange={(days) => onChange({ ...condition, days })} />
      </span>
    </>
  )
}

function DealInput({ condition, onChange }: Inputs<'deal'>) {
  const { t } = useLingui()
  const stages = useStages().data?.items ?? []
  const { stageId, stageKind, valueAtLeastPaise } = condition
  const value = stageId === undefined ? (stageKind ?? 'any') : stageId
  const choose = (next: string) => {
    const rest = { kind: 'deal', ...(valueAtLeastPaise !== undefined && { valueAtLeastPaise }) } as const
    if (next === 'any') onChange(rest)
    else if (next === 'open' || next === 'won' || next === 'lost') onChange({ ...rest, stageKind: next })
    else onChange({ ...rest, stageId: next })
  }
  return (
    <>
      <select
        aria-label={t`Stage`}
        value={value}
        onChange={(event) => choose(event.currentTarget.value)}
        className={SELECT}
      >
        <option value="any">{t`any deal`}</option>
        <option value="open">{t`an open deal`}</option>
        <option value="won">{t`a won deal`}</option>
        <option value="lost">{t`a lost deal`}</option>
        {stages.map(({ id, name }) => (
          <option key={id} value={id}>
            {t`one in “${name}”`}
          </option>
        ))}
      </select>
      <label className="inline-flex items-center gap-2">
        <Trans>of at least ₹</Trans>
        <input
          type="number"
          min={0}
          value={valueAtLeastPaise === undefined ? '' : valueAtLeastPaise / 100}
          onChange={(event) => {
            const rupees = event.currentTarget.valueAsNumber
            const { valueAtLeastPaise: _, ...rest } = condition
            onChange(
              Number.isNaN(rupees) || rupees < 0
                ? rest
                : { ...rest, valueAtLeastPaise: Math.round(rupees * 100) },
            )
          }}
          className={`${SELECT} w-28`}
        />
      </label>
    </>
  )
}

function FieldInput({ condition, field, onChange }: Inputs<'attribute'> & { readonly field: Attribute }) {
  const { t } = useLingui()
  const ops: Readonly<Record<typeof condition.op, string>> = {
    equals: field.type === 'date' ? t`on` : t`exactly`,
    contains: t`something with`,
    set: t`filled in`,
    greater: t`more than`,
    less: t`less than`,
    before: t`before`,
    after: t`after`,
    anniversary: t`a birthday or yearly day in the next`,
    next_days: t`in the next`,
    last_days: t`in the last`,
  }
  return (
    <>
      <select
        aria-label={t`How it is compared`}
        value={condition.op}
        onChange={(event) =>
          onChange(fieldCondition(field, event.currentTarget.value as typeof condition.op))
        }
        className={SELECT}
      >
        {FIELD_OPS[field.type].map((op) => (
          <option key={op} value={op}>
            {ops[op]}
          </option>
        ))}
      </select>
      <FieldValue condition={condition} field={field} onChange={onChange} />
    </>
  )
}

function FieldValue({ condition, field, onChange }: Inputs<'attribute'> & { readonly field: Attribute }) {
  const { t } = useLingui()
  if (condition.op === 'set') return null
  if ('days' in condition)
    return <Days days={condition.days} onChange={(days) => onChange({ ...condition, days })} />
  const { value } = condition
  if (typeof value === 'number')
    return (
      <NumberInput
        label={field.label}
        value={value}
        onChange={(next) => onChange({ ...condition, value: next } as Condition)}
      />
    )
  if (typeof value === 'boolean')
    return (
      <select
        aria-label={field.label}
        value={String(value)}
        onChange={(event) =>
          onChange({ ...condition, value: event.currentTarget.value === 'true' } as Condition)
        }
        className={SELECT}
      >
        <option value="true">{t`yes`}</option>
        <option value="false">{t`no`}</option>
      </select>
    )
  const put = (next: string) => onChange({ ...condition, value: next } as Condition)
  if (field.type === 'choice')
    return (
      <select
        aria-label={field.label}
        value={value}
        onChange={(event) => put(event.currentTarget.value)}
        className={SELECT}
      >
        {[...new Set([...field.choices, value])].map((choice) => (
          <option key={choice} value={choice}>
            {choice}
          </option>
        ))}
      </select>
    )
  if (field.type === 'date')
    return (
      <input
        type="date"
        aria-label={field.label}
        value={value}
        onChange={(event) => put(event.currentTarget.value)}
        className={SELECT}
      />
    )
  return <TextInput value={value} onChange={put} />
}

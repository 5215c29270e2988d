import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Pencil } from 'lucide-react'
import { useState } from 'react'
import { announce } from '../platform/announce.ts'
import { patchJson } from '../platform/api.ts'
import type { Attribute, AttributeValue, ContactDetail } from '../platform/contract.ts'
import { wholeNumber } from '../platform/format.ts'
import { IconButton } from '../platform/ui/button.tsx'
import { dayOf } from './day-of.ts'
import { FieldEditor } from './field-editor.tsx'
import { attributesQuery } from './queries.ts'

type Change = { readonly name?: string | null; readonly attributes?: Record<string, AttributeValue | null> }

/** The team's own name for the person and the business's fields, each changed where it stands. */
export function ContactFields({
  detail,
  mayWrite,
  onChanged,
}: {
  readonly detail: ContactDetail
  readonly mayWrite: boolean
  readonly onChanged: (changed: ContactDetail) => void
}) {
  const { t } = useLingui()
  const { data } = useQuery(attributesQuery)
  const save = async (change: Change) => {
    onChanged(await patchJson<ContactDetail>(`/contacts/${encodeURIComponent(detail.id)}`, change))
    announce(t`Saved`)
  }
  const name: Attribute = { key: 'name', label: t`Your name for them`, type: 'text', choices: [] }
  return (
    <section aria-label={t`Contact fields`} className="divide-y divide-line">
      <Field
        attribute={name}
        value={detail.givenName}
        maxLength={120}
        mayWrite={mayWrite}
        onSave={(value) => save({ name: value === null ? null : String(value) })}
      />
      {(data?.items ?? []).map((attribute) => (
        <Field
          key={attribute.key}
          attribute={attribute}
          value={detail.attributes[attribute.key] ?? null}
          maxLength={1000}
          mayWrite={mayWrite}
          onSave={(value) => save({ attributes: { [attribute.key]: value } })}
        />
      ))}
    </section>
  )
}

function Field({
  attribute,
  value,
  maxLength,
  mayWrite,
  onSave,
}: {
  readonly attribute: Attribute
  readonly value: AttributeValue | null
  readonly maxLength: number
  readonly mayWrite: boolean
  readonly onSave: (value: AttributeValue | null) => Promise<void>
}) {
  const { t } = useLingui()
  const [isEditing, setEditing] = useState(false)
  const shown = useShownValue()(attribute, value)
  const { label } = attribute
  if (isEditing)
    return (
      <FieldEditor
        attribute={attribute}
        value={value}
        maxLength={maxLength}
        onSave={onSave}
        onClose={() => setEditing(false)}
      />
    )
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-2 py-2">
      <p className="min-w-0">
        <bdi className="block text-[12px] text-muted">{label}</bdi>
        <bdi className="block [overflow-wrap:anywhere]">
          {shown ?? (
            <span className="text-muted">
              <Trans>Not filled in</Trans>
            </span>
          )}
        </bdi>
      </p>
      {mayWrite && (
        <IconButton small label={t`Change ${label}`} tipAt="start" onClick={() => setEditing(true)}>
          <Pencil size={15} aria-hidden />
        </IconButton>
      )}
    </div>
  )
}

/** A value as one reads it; null: there is none. */
function useShownValue(): (attribute: Attribute, value: AttributeValue | null) => string | null {
  const { t, i18n } = useLingui()
  return ({ type }, value) => {
    if (value === null) return null
    if (typeof value === 'boolean') return value ? t`Yes` : t`No`
    if (typeof value === 'number') return wholeNumber(value, i18n.locale)
    const day = type === 'date' ? new Date(`${value}T12:00:00`).getTime() : Number.NaN
    return Number.isNaN(day) ? value : dayOf(day, i18n.locale)
  }
}

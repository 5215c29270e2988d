import { useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { IdCard } from 'lucide-react'
import { announce } from '../platform/announce.ts'
import { deleteJson, patchJson, postJson } from '../platform/api.ts'
import type { Attribute } from '../platform/contract.ts'
import { EditableList } from '../settings/editable-list.tsx'
import { AttributeForm, useTypeWords, type AttributeWords } from './attribute-form.tsx'
import { attributesQuery, contactsKey } from './queries.ts'

/** What the business wants to know about its customers: make, change, delete. Lazy. */
export function ContactFieldsSection() {
  const { t } = useLingui()
  const client = useQueryClient()
  const query = useQuery({ ...attributesQuery, refetchOnMount: 'always' })
  const types = useTypeWords()
  const refresh = async () => {
    await client.invalidateQueries({ queryKey: attributesQuery.queryKey })
    void client.invalidateQueries({ queryKey: contactsKey })
  }
  const save = async (known: Attribute | null, { key, label, type, choices }: AttributeWords) => {
    const words = { label, ...(type === 'choice' && { choices }) }
    if (known === null) await postJson('/attributes', { key, type, ...words })
    else await patchJson(pathOf(known), words)
    await refresh()
    if (known === null) announce(t`Contact field made`)
  }
  return (
    <EditableList
      title={t`Contact fields`}
      about={t`What your team writes down about a customer, beside name and number: a city, a birthday, a size.`}
      icon={IdCard}
      query={query}
      keyOf={({ key }) => key}
      make={t`New field`}
      empty={{
        title: t`There are no contact fields yet`,
        text: t`A field that you make here stands beside every conversation, ready to be filled in.`,
      }}
      words={({ label }) => ({
        change: t`Change ${label}`,
        remove: t`Delete ${label}`,
        question: t`Delete the field “${label}”?`,
        loss: t`What was filled in for it is deleted from all contacts. This cannot be undone.`,
        confirm: t`Delete the field`,
      })}
      renderRow={({ key, label, type, choices }) => (
        <p>
          <span className="block truncate text-[14.5px] font-medium">
            <bdi>{label}</bdi>
          </span>
          <span className="block truncate text-[12.5px] text-muted">
            {types[type]}
            {type === 'choice' && (
              <>
                : <bdi>{choices.join(', ')}</bdi>
              </>
            )}{' '}
            · <code>{key}</code>
          </span>
        </p>
      )}
      renderForm={(known, close) => (
        <AttributeForm
          known={known}
          onSubmit={async (words) => {
            await save(known, words)
            close()
          }}
          onCancel={close}
        />
      )}
      onDelete={async (known) => {
        await deleteJson(pathOf(known))
        void refresh()
      }}
    />
  )
}

const pathOf = ({ key }: Attribute) => `/attributes/${encodeURIComponent(key)}`

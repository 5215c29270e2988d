import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { IdCard, Pencil, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { meQuery } from '../conversations/queries.ts'
import { announce } from '../platform/announce.ts'
import { deleteJson, patchJson, postJson } from '../platform/api.ts'
import type { Attribute } from '../platform/contract.ts'
import { Button, IconButton } from '../platform/ui/button.tsx'
import { Dialog } from '../platform/ui/dialog.tsx'
import { Notice } from '../platform/ui/notice.tsx'
import { ProblemLine, SectionError, SectionFrame } from '../settings/section-frame.tsx'
import { AttributeForm, useTypeWords, type AttributeWords } from './attribute-form.tsx'
import { attributesQuery, contactsKey } from './queries.ts'

/** What the business wants to know about its customers: make, change, delete. Lazy. */
export function ContactFieldsSection() {
  const { t } = useLingui()
  const client = useQueryClient()
  const query = useQuery({ ...attributesQuery, refetchOnMount: 'always' })
  const mayWrite = useQuery(meQuery).data?.permissions.includes('settings:write') === true
  const [editing, setEditing] = useState<string | null>(null)
  const [doomed, setDoomed] = useState<Attribute | null>(null)
  const items = query.data?.items ?? []
  const refresh = async () => {
    await client.invalidateQueries({ queryKey: attributesQuery.queryKey })
    void client.invalidateQueries({ queryKey: contactsKey })
  }
  const create = async ({ key, label, type, choices }: AttributeWords) => {
    await postJson('/attributes', { key, label, type, ...(type === 'choice' && { choices }) })
    await refresh()
    announce(t`Contact field made`)
    setEditing(null)
  }
  const change = async (known: Attribute, { label, choices }: AttributeWords) => {
    const path = `/attributes/${encodeURIComponent(known.key)}`
    await patchJson(path, { label, ...(known.type === 'choice' && { choices }) })
    await refresh()
    setEditing(null)
  }
  return (
    <SectionFrame
      title={t`Contact fields`}
      about={t`What your team writes down about a customer, beside name and number: a city, a birthday, a size.`}
      actions={
        mayWrite &&
        editing !== NEW && (
          <Button variant="primary" onClick={() => setEditing(NEW)}>
            <Plus size={18} aria-hidden />
            <Trans>New field</Trans>
          </Button>
        )
      }
    >
      {editing === NEW && (
        <div className="rounded-xl border border-line bg-surface p-4">
          <AttributeForm known={null} onSubmit={create} onCancel={() => setEditing(null)} />
        </div>
      )}
      {query.isPending && <p className="text-muted">{t`Loading…`}</p>}
      {query.isError && (
        <SectionError icon={IdCard} error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.isSuccess && items.length === 0 && editing !== NEW && (
        <Notice icon={IdCard} title={t`There are no contact fields yet`}>
          <Trans>A field that you make here stands beside every conversation, ready to be filled in.</Trans>
        </Notice>
      )}
      {items.length > 0 && (
        <ul className="divide-y divide-line rounded-xl border border-line bg-surface">
          {items.map((attribute) => (
            <li key={attribute.key} className="px-4 py-2">
              {editing === attribute.key ? (
                <AttributeForm
                  known={attribute}
                  onSubmit={(words) => change(attribute, words)}
                  onCancel={() => setEditing(null)}
                />
              ) : (
                <Row
                  attribute={attribute}
                  mayWrite={mayWrite}
                  onEdit={() => setEditing(attribute.key)}
                  onDelete={() => setDoomed(attribute)}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {doomed !== null && (
        <DeleteField attribute={doomed} onClose={() => setDoomed(null)} onDeleted={() => void refresh()} />
      )}
    </SectionFrame>
  )
}

/** No key of a field: keys have no blanks. */
const NEW = ' new'

function Row({
  attribute: { key, label, type, choices },
  mayWrite,
  onEdit,
  onDelete,
}: {
  readonly attribute: Attribute
  readonly mayWrite: boolean
  readonly onEdit: () => void
  readonly onDelete: () => void
}) {
  const { t } = useLingui()
  const types = useTypeWords()
  return (
    <div className="flex min-h-11 items-center gap-2">
      <p className="min-w-0 flex-1">
        <bdi className="block truncate text-[14.5px] font-medium">{label}</bdi>
        <span className="block truncate text-[12.5px] text-muted">
          {types[type]}
          {type === 'choice' && `: ${choices.join(', ')}`} · <code>{key}</code>
        </span>
      </p>
      {mayWrite && (
        <>
          <IconButton label={t`Change ${label}`} tipAt="start" onClick={onEdit}>
            <Pencil size={17} aria-hidden />
          </IconButton>
          <IconButton label={t`Delete ${label}`} tipAt="start" onClick={onDelete}>
            <Trash2 size={17} aria-hidden />
          </IconButton>
        </>
      )}
    </div>
  )
}

function DeleteField({
  attribute: { key, label },
  onClose,
  onDeleted,
}: {
  readonly attribute: Attribute
  readonly onClose: () => void
  readonly onDeleted: () => void
}) {
  const { t } = useLingui()
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>(null)
  const remove = async () => {
    setBusy(true)
    try {
      await deleteJson(`/attributes/${encodeURIComponent(key)}`)
      onDeleted()
      onClose()
    } catch (error) {
      setProblem(error)
      setBusy(false)
    }
  }
  return (
    <Dialog title={t`Delete the field “${label}”?`} onClose={onClose}>
      <div className="grid gap-4 p-4">
        <p className="text-pretty">
          <Trans>What was filled in for it is deleted from all contacts. This cannot be undone.</Trans>
        </p>
        {problem !== null && <ProblemLine error={problem} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button variant="danger" disabled={isBusy} onClick={() => void remove()}>
            <Trash2 size={17} aria-hidden />
            <Trans>Delete the field</Trans>
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

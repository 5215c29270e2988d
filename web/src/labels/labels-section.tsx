import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Pencil, Plus, Tags, Trash2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { meQuery } from '../conversations/queries.ts'
import { announce } from '../platform/announce.ts'
import { deleteJson, patchJson, postJson } from '../platform/api.ts'
import type { Label } from '../platform/contract.ts'
import { wholeNumber } from '../platform/format.ts'
import { Button, IconButton } from '../platform/ui/button.tsx'
import { Dialog } from '../platform/ui/dialog.tsx'
import { Notice } from '../platform/ui/notice.tsx'
import { useProblemText } from '../platform/ui/problem-text.tsx'
import { LabelForm, type LabelWords } from './label-form.tsx'
import { LabelDot } from './label-marks.tsx'
import { nextColor } from './next-color.ts'
import { labelsQuery } from './queries.ts'

/** The server counts no further. */
const COUNTED_TO = 1000

/** The team's labels: make, rename, recolour, delete. Lazy. */
export function LabelsSection() {
  const { t } = useLingui()
  const query = useQuery(labelsQuery)
  const client = useQueryClient()
  const mayWrite = useQuery(meQuery).data?.permissions.includes('settings:write') === true
  const [editing, setEditing] = useState<string | null>(null)
  const [doomed, setDoomed] = useState<Label | null>(null)
  const problem = useProblemText()(query.error)
  const labels = query.data?.items ?? []
  const refresh = () => client.invalidateQueries({ queryKey: labelsQuery.queryKey })
  const create = async (words: LabelWords) => {
    await postJson<Label>('/labels', words)
    await refresh()
    announce(t`Label made`)
    setEditing(null)
  }
  const change = async (id: string, words: LabelWords) => {
    await patchJson<Label>(`/labels/${encodeURIComponent(id)}`, words)
    await refresh()
    setEditing(null)
  }
  let content: ReactNode
  if (query.isPending) content = <p className="p-4 text-muted">{t`Loading…`}</p>
  else if (query.isError)
    content = (
      <Notice
        icon={Tags}
        title={problem.title}
        action={<Button onClick={() => void query.refetch()}>{t`Try again`}</Button>}
      >
        {problem.nextStep}
      </Notice>
    )
  else if (labels.length === 0 && editing !== 'new')
    content = (
      <Notice icon={Tags} title={t`There are no labels yet`}>
        <Trans>Labels sort conversations: orders, returns, wholesale. Your customers do not see them.</Trans>
      </Notice>
    )
  else
    content = (
      <ul className="mt-4 divide-y divide-line rounded-xl border border-line bg-surface">
        {labels.map((label) => (
          <li key={label.id} className="px-4 py-2">
            {editing === label.id ? (
              <LabelForm
                initial={label}
                submitWords={t`Save`}
                onSubmit={(words) => change(label.id, words)}
                onCancel={() => setEditing(null)}
              />
            ) : (
              <LabelRow
                label={label}
                mayWrite={mayWrite}
                onEdit={() => setEditing(label.id)}
                onDelete={() => setDoomed(label)}
              />
            )}
          </li>
        ))}
      </ul>
    )
  return (
    <section aria-labelledby="labels-title" className="mx-auto w-full max-w-2xl">
      <header className="flex flex-wrap items-center gap-3">
        <div className="min-w-52 flex-1">
          <h2 id="labels-title" className="text-[19px] font-semibold">
            <Trans>Labels</Trans>
          </h2>
          <p className="mt-1 text-pretty text-muted">
            <Trans>They sort conversations for your team. Customers never see them.</Trans>
          </p>
        </div>
        {mayWrite && editing !== 'new' && (
          <Button variant="primary" onClick={() => setEditing('new')}>
            <Plus size={18} aria-hidden />
            <Trans>New label</Trans>
          </Button>
        )}
      </header>
      {editing === 'new' && (
        <div className="mt-4 rounded-xl border border-line bg-surface px-4 py-2">
          <LabelForm
            initial={{ name: '', color: nextColor(labels) }}
            submitWords={t`Make the label`}
            onSubmit={create}
            onCancel={() => setEditing(null)}
          />
        </div>
      )}
      {content}
      {doomed !== null && (
        <DeleteLabel label={doomed} onClose={() => setDoomed(null)} onDeleted={() => void refresh()} />
      )}
    </section>
  )
}

function LabelRow({
  label,
  mayWrite,
  onEdit,
  onDelete,
}: {
  readonly label: Label
  readonly mayWrite: boolean
  readonly onEdit: () => void
  readonly onDelete: () => void
}) {
  const { t } = useLingui()
  const { name, color, conversationCount } = label
  const used = useCountWords()(conversationCount)
  return (
    <div className="flex min-h-11 items-center gap-3">
      <LabelDot color={color} size={14} />
      <p className="min-w-0 flex-1">
        <bdi className="block truncate text-[14.5px] font-medium">{name}</bdi>
        <span className="block text-[12.5px] text-muted">{used}</span>
      </p>
      {mayWrite && (
        <>
          <IconButton label={t`Change ${name}`} tipAt="start" onClick={onEdit}>
            <Pencil size={17} aria-hidden />
          </IconButton>
          <IconButton label={t`Delete ${name}`} tipAt="start" onClick={onDelete}>
            <Trash2 size={17} aria-hidden />
          </IconButton>
        </>
      )}
    </div>
  )
}

function useCountWords(): (count: number) => string {
  const { t, i18n } = useLingui()
  return (count) => {
    const most = wholeNumber(COUNTED_TO, i18n.locale)
    if (count >= COUNTED_TO) return t`On ${most} conversations or more`
    if (count === 0) return t`On no conversation yet`
    return t`${plural(count, { one: 'On # conversation', other: 'On # conversations' })}`
  }
}

function DeleteLabel({
  label: { id, name, conversationCount: count },
  onClose,
  onDeleted,
}: {
  readonly label: Label
  readonly onClose: () => void
  readonly onDeleted: () => void
}) {
  const { t, i18n } = useLingui()
  const problemText = useProblemText()
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const remove = async () => {
    setBusy(true)
    try {
      await deleteJson(`/labels/${encodeURIComponent(id)}`)
      onDeleted()
      onClose()
    } catch (error) {
      const { title, nextStep } = problemText(error)
      setProblem(`${title} ${nextStep}`)
      setBusy(false)
    }
  }
  const most = wholeNumber(COUNTED_TO, i18n.locale)
  return (
    <Dialog title={t`Delete the label “${name}”?`} onClose={onClose}>
      <div className="grid gap-4 p-4">
        <p className="text-pretty">
          {count >= COUNTED_TO
            ? t`${most} conversations or more carry it and lose it. The conversations themselves stay.`
            : count === 0
              ? t`No conversation carries it.`
              : t`${plural(count, { one: '# conversation carries it and loses it. The conversation itself stays.', other: '# conversations carry it and lose it. The conversations themselves stay.' })}`}
        </p>
        {problem !== null && (
          <p role="alert" className="text-[13.5px] text-red">
            {problem}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button variant="danger" disabled={isBusy} onClick={() => void remove()}>
            <Trash2 size={17} aria-hidden />
            <Trans>Delete the label</Trans>
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

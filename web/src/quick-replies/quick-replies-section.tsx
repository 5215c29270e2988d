import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { MessageSquareText, Pencil, Plus, Trash2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { meQuery } from '../conversations/queries.ts'
import { announce } from '../platform/announce.ts'
import { deleteJson, patchJson, postJson } from '../platform/api.ts'
import type { QuickReply } from '../platform/contract.ts'
import { Button, IconButton } from '../platform/ui/button.tsx'
import { Dialog } from '../platform/ui/dialog.tsx'
import { Notice } from '../platform/ui/notice.tsx'
import { useProblemText } from '../platform/ui/problem-text.tsx'
import { quickRepliesQuery } from './queries.ts'
import { QuickReplyForm, type QuickReplyWords } from './quick-reply-form.tsx'

/** What the team says often, under a short name each. Lazy. */
export function QuickRepliesSection() {
  const { t } = useLingui()
  const query = useQuery(quickRepliesQuery)
  const client = useQueryClient()
  const mayWrite = useQuery(meQuery).data?.permissions.includes('settings:write') === true
  const [editing, setEditing] = useState<string | null>(null)
  const [doomed, setDoomed] = useState<QuickReply | null>(null)
  const problem = useProblemText()(query.error)
  const replies = query.data?.items ?? []
  const refresh = () => client.invalidateQueries({ queryKey: quickRepliesQuery.queryKey })
  const create = async (words: QuickReplyWords) => {
    await postJson<QuickReply>('/quick-replies', words)
    await refresh()
    announce(t`Quick reply saved`)
    setEditing(null)
  }
  const change = async (id: string, words: QuickReplyWords) => {
    await patchJson<QuickReply>(`/quick-replies/${encodeURIComponent(id)}`, words)
    await refresh()
    announce(t`Quick reply saved`)
    setEditing(null)
  }
  let content: ReactNode
  if (query.isPending) content = <p className="p-4 text-muted">{t`Loading…`}</p>
  else if (query.isError)
    content = (
      <Notice
        icon={MessageSquareText}
        title={problem.title}
        action={<Button onClick={() => void query.refetch()}>{t`Try again`}</Button>}
      >
        {problem.nextStep}
      </Notice>
    )
  else if (replies.length === 0 && editing !== 'new')
    content = (
      <Notice icon={MessageSquareText} title={t`There are no quick replies yet`}>
        <Trans>Save what you write every day: the address, the delivery times, a word of thanks.</Trans>
      </Notice>
    )
  else
    content = (
      <ul className="mt-4 divide-y divide-line rounded-xl border border-line bg-surface empty:hidden">
        {replies.map((reply) => (
          <li key={reply.id} className="px-4 py-2">
            {editing === reply.id ? (
              <QuickReplyForm
                initial={reply}
                onSubmit={(words) => change(reply.id, words)}
                onCancel={() => setEditing(null)}
              />
            ) : (
              <ReplyRow
                reply={reply}
                mayWrite={mayWrite}
                onEdit={() => setEditing(reply.id)}
                onDelete={() => setDoomed(reply)}
              />
            )}
          </li>
        ))}
      </ul>
    )
  return (
    <section aria-labelledby="quick-replies-title" className="mx-auto w-full max-w-2xl">
      <header className="flex flex-wrap items-center gap-3">
        <div className="min-w-52 flex-1">
          <h2 id="quick-replies-title" className="text-[19px] font-semibold">
            <Trans>Quick replies</Trans>
          </h2>
          <p className="mt-1 text-pretty text-muted">
            <Trans>
              Type / in the composer, then the short name. You can still change the words before you send
              them.
            </Trans>
          </p>
        </div>
        {mayWrite && editing !== 'new' && (
          <Button variant="primary" onClick={() => setEditing('new')}>
            <Plus size={18} aria-hidden />
            <Trans>New quick reply</Trans>
          </Button>
        )}
      </header>
      {editing === 'new' && (
        <div className="mt-4 rounded-xl border border-line bg-surface px-4 py-2">
          <QuickReplyForm
            initial={{ shortcut: '', text: '' }}
            onSubmit={create}
            onCancel={() => setEditing(null)}
          />
        </div>
      )}
      {content}
      {doomed !== null && (
        <DeleteReply reply={doomed} onClose={() => setDoomed(null)} onDeleted={() => void refresh()} />
      )}
    </section>
  )
}

function ReplyRow({
  reply: { shortcut, text },
  mayWrite,
  onEdit,
  onDelete,
}: {
  readonly reply: QuickReply
  readonly mayWrite: boolean
  readonly onEdit: () => void
  readonly onDelete: () => void
}) {
  const { t } = useLingui()
  return (
    <div className="flex min-h-11 items-start gap-3">
      <div className="min-w-0 flex-1 py-1.5">
        <p className="text-[14px] font-semibold text-brand-strong">
          <bdi>/{shortcut}</bdi>
        </p>
        <p dir="auto" className="line-clamp-3 [overflow-wrap:anywhere] whitespace-pre-wrap">
          {text}
        </p>
      </div>
      {mayWrite && (
        <>
          <IconButton label={t`Change /${shortcut}`} tipAt="start" onClick={onEdit}>
            <Pencil size={17} aria-hidden />
          </IconButton>
          <IconButton label={t`Delete /${shortcut}`} tipAt="start" onClick={onDelete}>
            <Trash2 size={17} aria-hidden />
          </IconButton>
        </>
      )}
    </div>
  )
}

function DeleteReply({
  reply: { id, shortcut },
  onClose,
  onDeleted,
}: {
  readonly reply: QuickReply
  readonly onClose: () => void
  readonly onDeleted: () => void
}) {
  const { t } = useLingui()
  const problemText = useProblemText()
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const remove = async () => {
    setBusy(true)
    try {
      await deleteJson(`/quick-replies/${encodeURIComponent(id)}`)
      onDeleted()
      onClose()
    } catch (error) {
      const { title, nextStep } = problemText(error)
      setProblem(`${title} ${nextStep}`)
      setBusy(false)
    }
  }
  return (
    <Dialog title={t`Delete the quick reply /${shortcut}?`} onClose={onClose}>
      <div className="grid gap-4 p-4">
        <p className="text-pretty">
          <Trans>What was sent with it stays in the conversations.</Trans>
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
            <Trans>Delete the quick reply</Trans>
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

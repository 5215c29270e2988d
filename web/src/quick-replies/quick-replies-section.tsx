import { useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { MessageSquareText } from 'lucide-react'
import { announce } from '../platform/announce.ts'
import { deleteJson, patchJson, postJson } from '../platform/api.ts'
import type { QuickReply } from '../platform/contract.ts'
import { EditableList } from '../settings/editable-list.tsx'
import { quickRepliesQuery } from './queries.ts'
import { QuickReplyForm, type QuickReplyWords } from './quick-reply-form.tsx'

/** What the team says often, under a short name each. Lazy. */
export function QuickRepliesSection() {
  const { t } = useLingui()
  const client = useQueryClient()
  const query = useQuery(quickRepliesQuery)
  const refresh = () => client.invalidateQueries({ queryKey: quickRepliesQuery.queryKey })
  const save = async (reply: QuickReply | null, words: QuickReplyWords) => {
    if (reply === null) await postJson<QuickReply>('/quick-replies', words)
    else await patchJson<QuickReply>(pathOf(reply), words)
    await refresh()
    announce(t`Quick reply saved`)
  }
  return (
    <EditableList
      title={t`Quick replies`}
      about={t`Type / in the composer, then the short name. You can still change the words before you send them.`}
      icon={MessageSquareText}
      query={query}
      keyOf={({ id }) => id}
      make={t`New quick reply`}
      empty={{
        title: t`There are no quick replies yet`,
        text: t`Save what you write every day: the address, the delivery times, a word of thanks.`,
      }}
      words={({ shortcut }) => ({
        change: t`Change /${shortcut}`,
        remove: t`Delete /${shortcut}`,
        question: t`Delete the quick reply /${shortcut}?`,
        loss: t`What was sent with it stays in the conversations.`,
        confirm: t`Delete the quick reply`,
      })}
      renderRow={({ shortcut, text }) => (
        <div className="py-1.5">
          <p className="text-[14px] font-semibold text-brand-strong">
            <bdi>/{shortcut}</bdi>
          </p>
          <p dir="auto" className="line-clamp-3 [overflow-wrap:anywhere] whitespace-pre-wrap">
            {text}
          </p>
        </div>
      )}
      renderForm={(reply, close) => (
        <QuickReplyForm
          initial={reply ?? { shortcut: '', text: '' }}
          onSubmit={async (words) => {
            await save(reply, words)
            close()
          }}
          onCancel={close}
        />
      )}
      onDelete={async (reply) => {
        await deleteJson(pathOf(reply))
        void refresh()
      }}
    />
  )
}

const pathOf = ({ id }: QuickReply) => `/quick-replies/${encodeURIComponent(id)}`

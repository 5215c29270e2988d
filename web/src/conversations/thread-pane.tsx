import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { CloudAlert, MessageCircle } from 'lucide-react'
import { useCallback, useMemo, useRef, useState } from 'react'
import { BubbleContext, type BubbleActions } from '../bubble/bubble-context.ts'
import { useContactName } from '../contacts/avatar.tsx'
import { Composer, type ComposerHandle } from '../outbound/composer.tsx'
import { setDraft } from '../outbound/drafts.ts'
import { isLocal, withOutbox } from '../outbound/merge-outbox.ts'
import { dropEntry, useOutbox } from '../outbound/outbox.ts'
import { retryMessage, sendAgain, sendReaction } from '../outbound/send.ts'
import type { Conversation, Message, Note } from '../platform/contract.ts'
import { Button } from '../platform/ui/button.tsx'
import { Notice } from '../platform/ui/notice.tsx'
import { useProblemText } from '../platform/ui/problem-text.tsx'
import { announce } from '../platform/announce.ts'
import { useShortcuts } from '../platform/shortcuts.ts'
import { useWantedMessage, wantMessage } from '../search/wanted-message.ts'
import { TypingWarning } from '../presence/presence-line.tsx'
import { useTellPresence } from '../presence/tell-presence.ts'
import { messagesQuery, notesQuery } from './queries.ts'
import { ThreadHeader } from './thread-header.tsx'
import { ThreadList, type ThreadListHandle } from './thread-list.tsx'
import { firstUnread, threadRows } from './thread-rows.ts'
import { ThreadStatus } from './thread-status.tsx'
import { useLookAtMentions, useMarkRead } from './use-mark-read.ts'
import type { Triage } from './use-triage.ts'

const NOTHING: readonly Message[] = []
const NO_NOTES: readonly Note[] = []

/** The middle pane: who, what was said, and the place to answer. Keyed by the conversation. */
export function ThreadPane({
  conversation,
  composerRef,
  onBack,
  onContact,
  onChange,
  isContactShown,
}: {
  readonly conversation: Conversation
  readonly composerRef: React.RefObject<ComposerHandle | null>
  readonly onBack: () => void
  readonly onContact: () => void
  readonly onChange: Triage
  readonly isContactShown: boolean
}) {
  const { t } = useLingui()
  const name = useContactName()(conversation.contact)
  const query = useInfiniteQuery(messagesQuery(conversation.id))
  const list = useRef<ThreadListHandle>(null)
  useMarkRead(conversation)
  useLookAtMentions(conversation.id)
  useTellPresence(conversation.id)

  const pages = query.data?.pages
  const messages = useMemo(
    () => (pages === undefined ? NOTHING : pages.flatMap((page) => page.items).toReversed()),
    [pages],
  )
  const entries = useOutbox((state) => state.entries)
  const all = useMemo(
    () =>
      withOutbox(
        messages,
        Object.values(entries).filter((entry) => entry.conversationId === conversation.id),
      ),
    [messages, entries, conversation.id],
  )
  // The divider stays where it was when the thread was opened, though reading it sets the count to nought.
  const [unreadAtOpen] = useState(conversation.unreadCount)
  const [divider, setDivider] = useState<string | null>(null)
  const found = divider === null ? firstUnread(messages, unreadAtOpen) : divider
  if (found !== divider) setDivider(found)
  const noted = useQuery(notesQuery(conversation.id))
  const notes = noted.data?.items ?? NO_NOTES
  // A note that came in above the divider would move what has just been scrolled to; a failure must not hold up the messages.
  const isWaiting = query.isPending || (noted.isPending && noted.failureCount === 0)
  const rows = useMemo(
    () => threadRows(all, found, query.hasNextPage, notes),
    [all, found, query.hasNextPage, notes],
  )
  useShortcuts({
    KeyN: (event) => {
      event.preventDefault()
      composerRef.current?.note()
    },
  })

  const { fetchNextPage } = query
  const onOlder = useCallback(() => void fetchNextPage(), [fetchNextPage])
  const actions = useBubbleActionsOf(conversation, name, list, composerRef)
  useWantedMessage({
    id: conversation.id,
    list,
    loaded: rows,
    hasOlder: query.hasNextPage,
    isLoading: query.isPending || query.isFetchingNextPage,
    loadOlder: onOlder,
    onMissing: () => announce(t`That message is not here any more.`, 'problem'),
  })
  return (
    <section aria-label={t`Conversation with ${name}`} className="flex h-full min-h-0 min-w-0 flex-col">
      <ThreadHeader
        conversation={conversation}
        onBack={onBack}
        onContact={onContact}
        onChange={onChange}
        isContactShown={isContactShown}
      />
      <ThreadStatus conversation={conversation} onReopen={() => onChange(conversation, { status: 'open' })} />
      <BubbleContext value={actions}>
        <div className="wall flex min-h-0 flex-1 flex-col">
          {isWaiting && <ThreadSkeleton />}
          {query.isError && messages.length === 0 && (
            <ThreadError error={query.error} onRetry={() => void query.refetch()} />
          )}
          {query.isSuccess && !isWaiting && rows.length === 0 && (
            <Notice icon={MessageCircle} title={t`No messages yet`}>
              <Trans>What you and the customer write will appear here.</Trans>
            </Notice>
          )}
          {rows.length > 0 && !isWaiting && (
            <ThreadList
              ref={list}
              rows={rows}
              hasOlder={query.hasNextPage}
              isLoadingOlder={query.isFetchingNextPage}
              onOlder={onOlder}
            />
          )}
        </div>
        <TypingWarning conversationId={conversation.id} />
        <Composer
          ref={composerRef}
          conversation={conversation}
          messages={messages}
          onSent={() => list.current?.toEnd()}
        />
      </BubbleContext>
    </section>
  )
}

function useBubbleActionsOf(
  conversation: Conversation,
  contactName: string,
  list: React.RefObject<ThreadListHandle | null>,
  composer: React.RefObject<ComposerHandle | null>,
): BubbleActions {
  const client = useQueryClient()
  const { t } = useLingui()
  const problemText = useProblemText()
  const { id, channelId } = conversation
  return useMemo(
    () => ({
      contactName,
      channelId,
      reply: (message) => {
        setDraft(id, { replyTo: message.id })
        composer.current?.focus()
      },
      react: (message, emoji) => {
        sendReaction(id, message.id, emoji).catch((error: unknown) => {
          const { title, nextStep } = problemText(error)
          announce(t`The reaction was not sent. ${title} ${nextStep}`, 'problem')
        })
      },
      sendAgain: async (message) => {
        if (isLocal(message) && message.clientId !== null) sendAgain(client, message.clientId)
        else await retryMessage(client, message)
      },
      takeBack: (message) => {
        if (message.clientId === null) return
        setDraft(id, { text: message.text ?? '', replyTo: message.quoted?.id ?? null })
        dropEntry(message.clientId)
        composer.current?.focus()
      },
      jumpTo: (messageId) => {
        if (list.current?.jumpTo(messageId) === false) wantMessage({ conversation: id, message: messageId })
      },
    }),
    // problemText is made anew by each render and says the same.
    // oxlint-disable-next-line react/exhaustive-deps
    [client, id, channelId, contactName, t],
  )
}

function ThreadSkeleton() {
  const { t } = useLingui()
  const widths = ['w-1/2', 'w-1/3', 'w-2/5 self-end', 'w-1/2', 'w-1/4 self-end', 'w-2/5']
  return (
    <output aria-label={t`Loading…`} className="mt-auto flex flex-col gap-3 p-6">
      {widths.map((width, index) => (
        <span key={index} className={`pulse h-11 bg-bubble-in! ${width}`} />
      ))}
    </output>
  )
}

function ThreadError({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  const { title, nextStep } = useProblemText()(error)
  return (
    <div className="m-auto rounded-2xl bg-surface">
      <Notice
        icon={CloudAlert}
        title={title}
        action={
          <Button onClick={onRetry}>
            <Trans>Try again</Trans>
          </Button>
        }
      >
        {nextStep}
      </Notice>
    </div>
  )
}

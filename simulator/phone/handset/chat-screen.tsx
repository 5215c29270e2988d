import { useCallback, useMemo, useState } from 'react'
import type { BusinessNumber, Customer, PhoneMessage } from '#simulator/protocol.ts'
import { Composer } from '../composer/composer.tsx'
import { useWords } from '../state/language.tsx'
import { explain, useSimulator } from '../state/simulator.tsx'
import { Thread } from '../thread/thread.tsx'
import { Button } from '../ui/controls.tsx'
import { ChatHeader } from './chat-header.tsx'
import { ChatToolsProvider, type ChatTools, type OpenSheet } from './chat-tools.tsx'
import { LockScreen } from './lock-screen.tsx'
import { Sheets } from './sheets.tsx'
import { useChatView, useNow, useToast, useUntil } from './use-chat-view.ts'

export type ChatScreenProps = {
  readonly customer: Customer
  readonly number: BusinessNumber
  readonly isLocked: boolean
  readonly onUnlock: () => void
  /** What the frame around the screen wants opened. */
  readonly sheet: OpenSheet | null
  readonly onSheet: (sheet: OpenSheet | null) => void
  readonly onCustomer: (customer: Customer['id']) => void
  readonly onNumber: (number: BusinessNumber['phoneNumberId']) => void
}

/** One chat: header, wall, composer, and what opens over them. */
export function ChatScreen(props: ChatScreenProps) {
  const { customer, number, isLocked, onUnlock, sheet, onSheet, onCustomer, onNumber } = props
  const { t } = useWords()
  const { state, connection, loadEarlier } = useSimulator()
  const [toast, say] = useToast()
  const { tools, chat } = useChatTools(customer, number, onSheet, say)
  const isBlocked = state?.blocks.includes(`${chat.customer}/${chat.number}`) === true
  const shown = useChatView(chat, isLocked, say)
  const now = useNow()
  const isTyping = useUntil(shown.typingUntil)
  const fromBusiness = shown.messages.filter((message) => message.by === 'business')
  const onEarlier = async () => {
    const oldest = shown.messages[0]
    if (oldest !== undefined)
      await loadEarlier(chat, oldest).catch((error: unknown) => say(explain(error, t)))
  }

  return (
    <ChatToolsProvider tools={tools}>
      <div inert={isLocked || sheet !== null} className="flex min-h-0 flex-1 flex-col">
        <ChatHeader isTyping={isTyping} />
        {connection === 'lost' && (
          <p role="alert" className="bg-amber-tint px-3 py-1.5 text-center text-[12.5px] text-amber-ink">
            {t('lost')}
          </p>
        )}
        <Thread chat={shown} now={now} isTyping={isTyping} onEarlier={onEarlier} />
        <output className="relative z-20 block">
          {toast !== '' && (
            <span className="absolute inset-x-4 bottom-1 animate-pop rounded-lg bg-ink px-3 py-2 text-center text-[13px] text-surface shadow-lg">
              {toast}
            </span>
          )}
        </output>
        {isBlocked ? (
          <BlockedNote onUnblock={() => void tools.act({ type: 'unblock' })} />
        ) : (
          <Composer key={`${chat.customer}/${chat.number}`} />
        )}
      </div>
      {isLocked && (
        <LockScreen
          now={now}
          businessName={number.verifiedName}
          unread={shown.unread === 0 ? [] : fromBusiness.slice(-shown.unread)}
          onUnlock={onUnlock}
        />
      )}
      {sheet !== null && (
        <Sheets
          sheet={sheet}
          onNumber={(chosen) => {
            onSheet(null)
            onNumber(chosen.phoneNumberId)
          }}
          onCustomer={(chosen) => {
            onSheet(null)
            onCustomer(chosen)
          }}
        />
      )}
    </ChatToolsProvider>
  )
}

/** Where one writes, as long as the business is blocked. */
function BlockedNote({ onUnblock }: { onUnblock: () => void }) {
  const { t } = useWords()
  return (
    <div className="relative z-10 flex flex-wrap items-center justify-center gap-2 bg-bar px-3 pt-2 pb-[max(10px,env(safe-area-inset-bottom))] text-center text-[13px] text-muted">
      {t('youBlocked')}
      <Button onClick={onUnblock}>{t('unblockBusiness')}</Button>
    </div>
  )
}

function useChatTools(
  customer: Customer,
  number: BusinessNumber,
  onSheet: (sheet: OpenSheet | null) => void,
  say: (words: string) => void,
) {
  const { t } = useWords()
  const { chats, send, retry, drop, act } = useSimulator()
  const chat = useMemo(
    () => ({ customer: customer.id, number: number.phoneNumberId }),
    [customer.id, number.phoneNumberId],
  )
  const [replyTo, setReplyTo] = useState<PhoneMessage | null>(null)
  const [editing, setEditing] = useState<PhoneMessage | null>(null)
  const messages = chats[`${chat.customer}/${chat.number}`]?.messages
  const find = useCallback(
    (wamid: string) => messages?.find((message) => message.wamid === wamid),
    [messages],
  )
  const tools: ChatTools = useMemo(
    () => ({
      chat,
      customer,
      businessName: number.verifiedName,
      find,
      send: (draft) => send(chat, draft),
      retry: (localId) => retry(chat, localId),
      drop: (localId) => drop(chat, localId),
      act: async (action) => {
        try {
          await act(chat, action)
          return true
        } catch (error) {
          say(explain(error, t))
          return false
        }
      },
      say,
      open: onSheet,
      close: () => onSheet(null),
      replyTo,
      setReplyTo,
      editing,
      setEditing,
    }),
    [chat, customer, number.verifiedName, find, send, retry, drop, act, say, t, onSheet, replyTo, editing],
  )
  return { tools, chat }
}

import { ChevronDown, Lock } from 'lucide-react'
import { memo, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { PhoneMessage } from '#simulator/protocol.ts'
import { useChat } from '../handset/chat-tools.tsx'
import type { Chat, Pending } from '../state/chats.ts'
import { useWords } from '../state/language.tsx'
import { textDraft } from '../state/preview.ts'
import { Button, IconButton } from '../ui/controls.tsx'
import { MessageRow } from './message-row.tsx'
import { groupByDay } from './runs.ts'

/** Nearer to the end than this, a new message keeps the end in sight. */
const NEAR_END_PX = 120

/** The wall with its days and bubbles. */
export function Thread(props: {
  chat: Chat
  now: number
  isTyping: boolean
  onEarlier: () => Promise<void>
}) {
  const { chat, now, isTyping, onEarlier } = props
  const { t, day } = useWords()
  const { businessName } = useChat()
  const waiting = chat.pending.filter((one) => one.arrivedAs === null)
  const byId = new Map<string, Pending>(waiting.map((one) => [one.localId, one]))
  const days = groupByDay<PhoneMessage>([
    ...chat.messages.filter(isShown),
    ...waiting.map((one) => one.message),
  ])
  const isEmpty = chat.isLoaded && days.length === 0
  const { box, isNearEnd, onScroll, toEnd, holdPlace } = useEndInSight(waiting.at(-1)?.localId)

  return (
    <div className="relative min-h-0 flex-1 wall">
      <div className="pointer-events-none absolute inset-0 doodles" aria-hidden="true" />
      <div
        ref={box}
        onScroll={onScroll}
        className="absolute inset-0 flex flex-col overflow-y-auto overscroll-contain"
      >
        <p className="mx-auto mt-3 w-fit max-w-[85%] rounded-lg bg-amber-tint px-3 py-1.5 text-center text-[12px] leading-snug text-amber-ink">
          <Lock size={12} className="me-1 -mt-0.5 inline" aria-hidden="true" />
          {t('encrypted')}
        </p>
        {chat.hasEarlier && (
          <div className="mt-2 text-center">
            <Button onClick={() => void onEarlier().then(holdPlace())}>{t('earlier')}</Button>
          </div>
        )}
        <div
          role="log"
          aria-live="polite"
          aria-label={t('thread', { name: businessName })}
          className="flex-1 pb-2"
        >
          {days.map((one) => (
            <section key={one.key}>
              <h3 className="sticky top-2 z-10 mx-auto mt-3 mb-1 w-fit rounded-lg bg-chip px-3 py-1 text-[12px] font-medium text-meta shadow-sm">
                {day(one.at, now)}
              </h3>
              {one.bubbles.map(({ message, isFirstOfRun }) => (
                <Row
                  key={message.wamid}
                  message={message}
                  isFirstOfRun={isFirstOfRun}
                  pending={byId.get(message.wamid) ?? null}
                />
              ))}
            </section>
          ))}
          {isTyping && <TypingBubble />}
        </div>
        {isEmpty && <EmptyThread />}
      </div>
      {!isNearEnd && (
        <IconButton
          label={t('toLatest')}
          onClick={() => toEnd('smooth')}
          className="absolute end-3 bottom-3 z-10 bg-chip shadow-md"
        >
          <ChevronDown size={22} />
        </IconButton>
      )}
    </div>
  )
}

const Row = memo(MessageRow)

/** Reactions hang on their message and are no bubbles of their own. */
const isShown = (message: PhoneMessage) => message.type !== 'reaction'

function TypingBubble() {
  const { t } = useWords()
  return (
    <div className="mt-2 px-3">
      <div className="relative flex w-fit gap-1 rounded-lg rounded-ss-none bg-in px-3 py-3 shadow-sm tail-in">
        <span className="sr-only">{t('typing')}</span>
        {[0, 150, 300].map((delay) => (
          <span
            key={delay}
            aria-hidden="true"
            style={{ animationDelay: `${delay}ms` }}
            className="size-2 animate-dot rounded-full bg-meta"
          />
        ))}
      </div>
    </div>
  )
}

function EmptyThread() {
  const { t } = useWords()
  const { send } = useChat()
  return (
    <div className="absolute inset-x-6 top-1/3 rounded-xl bg-chip p-4 text-center shadow-sm">
      <p className="mb-3">{t('emptyThread')}</p>
      <Button isPrimary onClick={() => send(textDraft(t('sayHello'), null))}>
        {t('sayHello')} 👋
      </Button>
    </div>
  )
}

/** Keeps the newest message in sight while one reads the end, and lets one read further up in peace. */
function useEndInSight(newestOwn: string | undefined) {
  const box = useRef<HTMLDivElement>(null)
  const [isNearEnd, setNearEnd] = useState(true)
  const toEnd = useCallback((behavior: ScrollBehavior = 'auto') => {
    box.current?.scrollTo({ top: box.current.scrollHeight, behavior })
  }, [])
  useLayoutEffect(() => {
    if (newestOwn !== undefined) toEnd()
  }, [newestOwn, toEnd])
  // New messages, but also pictures and the keyboard, change heights.
  useEffect(() => {
    const element = box.current
    const log = element?.querySelector('[role="log"]')
    if (element === null || log === undefined || log === null) return undefined
    const observer = new ResizeObserver(() => {
      if (isNearEnd) toEnd()
    })
    observer.observe(log)
    observer.observe(element)
    return () => observer.disconnect()
  }, [isNearEnd, toEnd])
  const onScroll = () => {
    const element = box.current
    if (element === null) return
    setNearEnd(element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END_PX)
  }
  /** Call before earlier messages are put on top; what it returns puts the reader back where they were. */
  const holdPlace = () => {
    const before = box.current?.scrollHeight ?? 0
    return () =>
      requestAnimationFrame(() => {
        const element = box.current
        if (element !== null) element.scrollTop += element.scrollHeight - before
      })
  }
  return { box, isNearEnd, onScroll, toEnd, holdPlace }
}

/* oxlint-disable jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/no-noninteractive-tabindex -- the arrow keys go from message to message, so that one tab stop leads into the thread */
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useVirtualizer } from '@tanstack/react-virtual'
import { clsx } from 'clsx'
import { ArrowDown } from 'lucide-react'
import {
  type KeyboardEvent,
  type Ref,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { MessageBubble, SystemNote } from '../bubble/message-bubble.tsx'
import { useNow } from '../platform/clock.ts'
import { dayLabel } from '../platform/format.ts'
import { IconButton } from '../platform/ui/button.tsx'
import { NoteBubble } from './note-bubble.tsx'
import { isCentred, type ThreadRow } from './thread-rows.ts'

/** Room above the oldest row, for "loading" or "the beginning". */
const TOP_PX = 56
/** Nearer to the end than this counts as being there: new messages are followed. */
const END_PX = 96
/** Older messages are asked for when so few rows are left above. */
const FETCH_AHEAD = 12

export type ThreadListHandle = {
  /** True if the message is loaded, and is now in view. */
  readonly jumpTo: (messageId: string) => boolean
  readonly toEnd: () => void
}

/**
 * The messages, newest at the bottom and held there: the list is anchored at its end, so older pages that come in above
 * and new messages that come in below do not move what is being read. Only what is near the screen exists.
 */
export function ThreadList({
  rows,
  hasOlder,
  isLoadingOlder,
  onOlder,
  ref,
}: {
  readonly rows: readonly ThreadRow[]
  readonly hasOlder: boolean
  readonly isLoadingOlder: boolean
  readonly onOlder: () => void
  readonly ref: Ref<ThreadListHandle>
}) {
  const { t } = useLingui()
  const scroller = useRef<HTMLDivElement>(null)
  const [focusKey, setFocusKey] = useState<string | null>(null)
  const [hasFocus, setHasFocus] = useState(false)
  const [flashKey, setFlashKey] = useState<string | null>(null)
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => estimate(rows[index]),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 8,
    paddingStart: TOP_PX,
    paddingEnd: 12,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: END_PX,
  })
  const items = virtualizer.getVirtualItems()
  const firstShown = items[0]?.index ?? 0

  // Opens at the unread divider if there is one, else at the end.
  useLayoutEffect(() => {
    const divider = rows.findIndex((row) => row.unreadBelow > 0)
    if (divider >= 0) virtualizer.scrollToIndex(divider, { align: 'start' })
    else virtualizer.scrollToEnd()
    // Once per thread: the component is keyed by the conversation.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [])

  useEffect(() => {
    if (hasOlder && !isLoadingOlder && firstShown < FETCH_AHEAD) onOlder()
  }, [hasOlder, isLoadingOlder, firstShown, onOlder])

  const show = (index: number) => {
    const row = rows[index]
    if (row === undefined) return
    virtualizer.scrollToIndex(index, { align: 'center' })
    setFlashKey(row.key)
    window.setTimeout(() => setFlashKey(null), 1600)
  }
  useImperativeHandle(ref, () => ({
    jumpTo: (messageId) => {
      const index = rows.findIndex((row) => row.kind === 'message' && row.message.id === messageId)
      if (index >= 0) show(index)
      return index >= 0
    },
    toEnd: () => virtualizer.scrollToEnd(),
  }))

  // What grows (a failure's note, the composer, a picture) must not push the newest message out of sight.
  const isHeld = useRef(true)
  useEffect(() => {
    const element = scroller.current
    const inner = element?.firstElementChild
    if (!element || !inner) return undefined
    const note = () => {
      isHeld.current = element.scrollHeight - element.clientHeight - element.scrollTop < END_PX
    }
    const observer = new ResizeObserver(() => isHeld.current && virtualizer.scrollToEnd())
    element.addEventListener('scroll', note, { passive: true })
    note()
    observer.observe(element)
    observer.observe(inner)
    return () => {
      element.removeEventListener('scroll', note)
      observer.disconnect()
    }
  }, [virtualizer])

  const currentKey = rows.some((row) => row.key === focusKey) ? focusKey : rows.at(-1)?.key
  const move = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
    const isRow = event.target instanceof HTMLElement && event.target.dataset['index'] !== undefined
    if (step === 0 || !isRow) return
    event.preventDefault()
    const to = Math.max(0, Math.min(rows.length - 1, rows.findIndex((row) => row.key === currentKey) + step))
    setFocusKey(rows[to]?.key ?? null)
    virtualizer.scrollToIndex(to, { align: 'auto' })
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-index="${to}"]`)?.focus({ preventScroll: true }),
    )
  }
  const isAtEnd = virtualizer.getDistanceFromEnd() < END_PX * 3
  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        className="flex h-full flex-col overflow-x-hidden overflow-y-auto overscroll-contain [overflow-anchor:none]"
      >
        <div
          role="log"
          aria-live="off"
          aria-label={t`Messages`}
          onKeyDown={move}
          onFocus={() => setHasFocus(true)}
          onBlur={(event) => setHasFocus(event.currentTarget.contains(event.relatedTarget))}
          className="relative mt-auto w-full shrink-0"
          style={{ height: virtualizer.getTotalSize() }}
        >
          <p className="absolute inset-x-0 top-5 text-center text-[12px] text-meta">
            {hasOlder ? (
              <Trans>Loading older messages…</Trans>
            ) : (
              <Trans>The beginning of this conversation</Trans>
            )}
          </p>
          {items.map((item) => {
            const row = rows[item.index]
            if (row === undefined) return null
            return (
              <div
                key={item.key}
                ref={virtualizer.measureElement}
                data-index={item.index}
                tabIndex={row.key === currentKey ? 0 : -1}
                onFocus={() => setFocusKey(row.key)}
                className={clsx(
                  'absolute inset-x-0 top-0 px-4 outline-offset-[-2px] md:px-[5%]',
                  row.isRunStart ? 'pt-2' : 'pt-[2px]',
                  flashKey === row.key && 'bg-brand/15 transition-colors',
                )}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <Row row={row} isFocused={hasFocus && row.key === currentKey} />
              </div>
            )
          })}
        </div>
      </div>
      {!isAtEnd && rows.length > 0 && (
        <IconButton
          label={t`To the newest message`}
          tipAt="start"
          onClick={() => virtualizer.scrollToEnd()}
          className="absolute end-4 bottom-3 z-20 rounded-full! border border-line bg-surface! shadow-md"
        >
          <ArrowDown size={20} aria-hidden />
        </IconButton>
      )}
    </div>
  )
}

function Row({ row, isFocused }: { readonly row: ThreadRow; readonly isFocused: boolean }) {
  return (
    <>
      {row.showsDay && <DayChip at={row.at} />}
      {row.unreadBelow > 0 && (
        <p className="my-2 flex items-center gap-3 text-[12.5px] font-medium text-brand-strong before:h-px before:flex-1 before:bg-brand/40 after:h-px after:flex-1 after:bg-brand/40">
          <Plural value={row.unreadBelow} one="# unread message" other="# unread messages" />
        </p>
      )}
      {row.kind === 'note' ? (
        <NoteBubble note={row.note} />
      ) : isCentred(row.message) ? (
        <SystemNote message={row.message} />
      ) : (
        <MessageBubble message={row.message} isRunStart={row.isRunStart} isFocused={isFocused} />
      )}
    </>
  )
}

function DayChip({ at }: { readonly at: number }) {
  const { i18n } = useLingui()
  const now = useNow(60_000)
  return (
    <p className="py-2 text-center">
      <time
        dateTime={new Date(at).toISOString().slice(0, 10)}
        className="rounded-lg bg-chip px-3 py-1 text-[12px] text-meta shadow-bubble"
      >
        {dayLabel(at, now, i18n.locale)}
      </time>
    </p>
  )
}

/** A guess until the row is measured; near enough that the scroll bar does not jump. */
function estimate(row: ThreadRow | undefined): number {
  if (row === undefined) return 48
  const above = (row.showsDay ? 42 : 0) + (row.isRunStart ? 8 : 2)
  if (row.kind === 'note') return 72 + 21 * Math.floor(row.note.text.length / 56) + above
  const { message } = row
  const extra = above + (message.state === 'failed' ? 120 : 0)
  if (message.type === 'image' || message.type === 'video') return 236 + extra
  if (message.type === 'text') return 33 + 19 * Math.floor((message.text?.length ?? 0) / 48) + extra
  return 90 + extra
}

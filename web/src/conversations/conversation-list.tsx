/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/click-events-have-key-events -- a virtual list with pictures cannot be a <select>, and the listbox takes the keys for its options */
import { Trans, useLingui } from '@lingui/react/macro'
import type { UseInfiniteQueryResult } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { clsx } from 'clsx'
import { Check } from 'lucide-react'
import { type KeyboardEvent, type MouseEvent, useEffect, useRef } from 'react'
import { useDrafts } from '../outbound/drafts.ts'
import { useNow } from '../platform/clock.ts'
import { clearSelection, toggleSelected, useSelection } from '../bulk/selection.ts'
import type { Conversation } from '../platform/contract.ts'
import { useShortcuts } from '../platform/shortcuts.ts'
import { ConversationRow } from './conversation-row.tsx'

const ROW_PX = 76
const OVERSCAN = 6

/** The list as a listbox: only what is on screen exists, and the chosen option is the open conversation. */
export function ConversationList({
  items,
  query,
  selectedId,
  onSelect,
}: {
  readonly items: readonly Conversation[]
  readonly query: Pick<UseInfiniteQueryResult, 'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage'>
  readonly selectedId: string | null
  readonly onSelect: (id: string) => void
}) {
  const { t } = useLingui()
  const scroller = useRef<HTMLDivElement>(null)
  const now = useNow(60_000)
  const drafts = useDrafts((state) => state.drafts)
  const chosen = useSelection((state) => state.ids)
  useEffect(() => clearSelection, []) // Another list is another choice.
  const toggle = (id: string, isRange = false) =>
    toggleSelected(
      id,
      items.map((item) => item.id),
      isRange,
    )
  const toggleCurrent = (isRange: boolean) => {
    const current = items.find((item) => item.id === selectedId) ?? items[0]
    if (current !== undefined) toggle(current.id, isRange)
  }
  useShortcuts({ KeyX: () => toggleCurrent(false), 'Shift+KeyX': () => toggleCurrent(true) })
  const press = useLongPress(toggle)
  const onClick = (event: MouseEvent, id: string) => {
    if (press.wasLong()) return
    if (event.shiftKey || event.ctrlKey || event.metaKey) toggle(id, event.shiftKey)
    else if (chosen.size > 0 && matchMedia('(hover: none)').matches) toggle(id)
    else onSelect(id)
  }
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => items[index]?.id ?? index,
    overscan: OVERSCAN,
  })
  const rows = virtualizer.getVirtualItems()
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  const lastShown = rows.at(-1)?.index ?? 0
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && lastShown >= items.length - 12) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, lastShown, items.length])

  const selected = items.findIndex((item) => item.id === selectedId)
  useEffect(() => {
    if (selected >= 0) virtualizer.scrollToIndex(selected, { align: 'auto' })
    // Only when another conversation is opened: an arriving message must not move the list under the reader.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [selectedId])

  const move = (event: KeyboardEvent) => {
    const to = keyTarget(event.key, selected, items.length)
    const item = to === null ? undefined : items[to]
    if (item === undefined) return
    event.preventDefault()
    onSelect(item.id)
  }
  const isSelectedShown = rows.some((row) => row.index === selected)
  return (
    <div
      ref={scroller}
      role="listbox"
      tabIndex={0}
      aria-label={t`Conversations`}
      aria-multiselectable={chosen.size > 0 || undefined}
      aria-activedescendant={isSelectedShown ? optionId(selectedId) : undefined}
      onKeyDown={move}
      className="min-h-0 flex-1 overflow-y-auto overscroll-contain outline-offset-[-2px]"
    >
      <div role="presentation" className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {rows.map((row) => {
          const conversation = items[row.index]
          if (conversation === undefined) return null
          const isSelected = conversation.id === selectedId
          const isChosen = chosen.has(conversation.id)
          const draft = isSelected ? '' : (drafts[conversation.id]?.text ?? '')
          return (
            <div
              key={row.key}
              id={optionId(conversation.id)}
              role="option"
              tabIndex={-1}
              aria-selected={isSelected}
              aria-setsize={hasNextPage ? -1 : items.length}
              aria-posinset={row.index + 1}
              aria-checked={chosen.size > 0 ? isChosen : undefined}
              onClick={(event) => onClick(event, conversation.id)}
              {...press.handlers(conversation.id)}
              className={clsx(
                'group/row absolute inset-x-0 top-0 flex h-[76px] items-center gap-3 border-b border-line ps-3 pe-3 select-none',
                isSelected
                  ? 'bg-brand-tint before:absolute before:inset-y-0 before:start-0 before:w-[3px] before:bg-brand'
                  : 'hover:bg-canvas',
              )}
              style={{ transform: `translateY(${row.start}px)` }}
            >
              <ChoiceBox
                isChosen={isChosen}
                isShown={chosen.size > 0}
                onToggle={(isRange) => toggle(conversation.id, isRange)}
              />
              <ConversationRow conversation={conversation} draft={draft === '' ? null : draft} now={now} />
            </div>
          )
        })}
      </div>
      {isFetchingNextPage && (
        <p className="py-3 text-center text-[12.5px] text-muted">
          <Trans>Loading…</Trans>
        </p>
      )}
    </div>
  )
}

const LONG_PRESS_MS = 500

/** On a phone a long press chooses; what the finger does after it opens nothing. */
function useLongPress(onLong: (id: string) => void) {
  const timer = useRef<number | undefined>(undefined)
  const isLong = useRef(false)
  const stop = () => window.clearTimeout(timer.current)
  return {
    wasLong: () => {
      const was = isLong.current
      isLong.current = false
      return was
    },
    handlers: (id: string) => ({
      onTouchStart: () => {
        stop()
        isLong.current = false
        timer.current = window.setTimeout(() => {
          isLong.current = true
          onLong(id)
        }, LONG_PRESS_MS)
      },
      onTouchEnd: stop,
      onTouchMove: stop,
      onTouchCancel: stop,
      onContextMenu: (event: MouseEvent) => {
        if (isLong.current) event.preventDefault()
      },
    }),
  }
}

/** Over the picture: shown where the pointer is, and everywhere once something is chosen. The option itself says whether it is. */
function ChoiceBox({
  isChosen,
  isShown,
  onToggle,
}: {
  readonly isChosen: boolean
  readonly isShown: boolean
  readonly onToggle: (isRange: boolean) => void
}) {
  return (
    <span
      aria-hidden
      onClick={(event) => {
        event.stopPropagation()
        onToggle(event.shiftKey)
      }}
      className={clsx(
        'absolute inset-y-0 start-0 z-10 w-[72px] cursor-pointer place-items-center',
        isShown ? 'grid' : 'hidden [@media(hover:hover)]:group-hover/row:grid',
      )}
    >
      <span
        className={clsx(
          'grid size-8 place-items-center rounded-full border shadow-sm',
          isChosen ? 'border-brand bg-brand text-on-brand' : 'border-control-line bg-surface text-muted',
        )}
      >
        <Check size={18} className={isChosen ? '' : 'opacity-30'} />
      </span>
    </span>
  )
}

const optionId = (id: string | null) => `conversation-${id}`

function keyTarget(key: string, selected: number, count: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return Math.min(selected + 1, count - 1)
    case 'ArrowUp':
      return Math.max(selected - 1, 0)
    case 'Home':
      return 0
    case 'End':
      return count - 1
    case 'PageDown':
      return Math.min(selected + 8, count - 1)
    case 'PageUp':
      return Math.max(selected - 8, 0)
    default:
      return null
  }
}

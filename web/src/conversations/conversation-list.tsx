/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/click-events-have-key-events -- a virtual list with pictures cannot be a <select>, and the listbox takes the keys for its options */
import { Trans, useLingui } from '@lingui/react/macro'
import type { UseInfiniteQueryResult } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { clsx } from 'clsx'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { useDrafts } from '../outbound/drafts.ts'
import { useNow } from '../platform/clock.ts'
import type { Conversation } from '../platform/contract.ts'
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
      aria-activedescendant={isSelectedShown ? optionId(selectedId) : undefined}
      onKeyDown={move}
      className="min-h-0 flex-1 overflow-y-auto overscroll-contain outline-offset-[-2px]"
    >
      <div role="presentation" className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {rows.map((row) => {
          const conversation = items[row.index]
          if (conversation === undefined) return null
          const isSelected = conversation.id === selectedId
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
              onClick={() => onSelect(conversation.id)}
              className={clsx(
                'absolute inset-x-0 top-0 flex h-[76px] items-center gap-3 border-b border-line ps-3 pe-3',
                isSelected
                  ? 'bg-brand-tint before:absolute before:inset-y-0 before:start-0 before:w-[3px] before:bg-brand'
                  : 'hover:bg-canvas',
              )}
              style={{ transform: `translateY(${row.start}px)` }}
            >
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

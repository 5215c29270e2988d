import { Trans, useLingui } from '@lingui/react/macro'
import type { UseInfiniteQueryResult } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { BellOff } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { ContactSummary } from '../platform/contract.ts'
import { phoneNumber } from '../platform/format.ts'
import { Avatar, useContactName } from './avatar.tsx'
import { dayOf } from './day-of.ts'

const ROW_PX = 64

/** The contacts as a list of buttons: only what is on screen exists. */
export function ContactList({
  items,
  query,
  onOpen,
}: {
  readonly items: readonly ContactSummary[]
  readonly query: Pick<UseInfiniteQueryResult, 'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage'>
  readonly onOpen: (contact: ContactSummary) => void
}) {
  const { t } = useLingui()
  const scroller = useRef<HTMLDivElement>(null)
  // oxlint-disable-next-line react/incompatible-library -- its functions change with every scroll, and go to nobody memoized
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => items[index]?.id ?? index,
    overscan: 6,
  })
  const rows = virtualizer.getVirtualItems()
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  const lastShown = rows.at(-1)?.index ?? 0
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && lastShown >= items.length - 12) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, lastShown, items.length])
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
      <ul aria-label={t`Contacts`} className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {rows.map((row) => {
          const contact = items[row.index]
          if (contact === undefined) return null
          return (
            <li
              key={row.key}
              aria-setsize={hasNextPage ? -1 : items.length}
              aria-posinset={row.index + 1}
              className="absolute inset-x-0 top-0 h-[64px] border-b border-line"
              style={{ transform: `translateY(${row.start}px)` }}
            >
              <Row contact={contact} onOpen={() => onOpen(contact)} />
            </li>
          )
        })}
      </ul>
      {isFetchingNextPage && (
        <p className="py-3 text-center text-[12.5px] text-muted">
          <Trans>Loading…</Trans>
        </p>
      )}
    </div>
  )
}

function Row({ contact, onOpen }: { readonly contact: ContactSummary; readonly onOpen: () => void }) {
  const { t, i18n } = useLingui()
  const shown = { ...contact, bsuid: null }
  const name = useContactName()(shown)
  const day = dayOf(contact.createdAt, i18n.locale)
  const { phone, username } = contact
  const sub = phone === null ? (username === null ? '' : `@${username}`) : phoneNumber(phone)
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      onClick={onOpen}
      className="flex size-full items-center gap-3 px-3 text-start outline-offset-[-2px] hover:bg-canvas md:px-6"
    >
      <Avatar contact={shown} size={44} />
      <span className="min-w-0 flex-1">
        {/* A block of its own direction would stand at the other end of the row. */}
        <span className="block truncate text-[14.5px] font-medium">
          <bdi>{name}</bdi>
        </span>
        {sub !== name && <span className="block truncate text-[12.5px] text-muted">{sub}</span>}
      </span>
      {contact.isSuppressed && (
        <span className="inline-flex shrink-0 items-center gap-1 rounded-full bg-amber-tint px-2 py-0.5 text-[12px] font-medium text-amber">
          <BellOff size={13} aria-hidden />
          <Trans>No offers</Trans>
        </span>
      )}
      <span className="shrink-0 text-[12.5px] text-muted max-md:hidden">{t`since ${day}`}</span>
    </button>
  )
}

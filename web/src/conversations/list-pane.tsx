import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { clsx } from 'clsx'
import { CloudAlert, Inbox, Search, SearchX, Smartphone, X } from 'lucide-react'
import { type ReactNode, type RefObject, useEffect, useState } from 'react'
import { wholeNumber } from '../platform/format.ts'
import { Button, IconButton } from '../platform/ui/button.tsx'
import { Notice } from '../platform/ui/notice.tsx'
import { useProblemText } from '../platform/ui/problem-text.tsx'
import { ConnectionNotice } from '../realtime/connection-notice.tsx'
import { ConversationList } from './conversation-list.tsx'
import type { Filter, ListQuery } from './patch-conversations.ts'
import { FILTERS, listQuery, meQuery } from './queries.ts'

/** A pause in typing before the server is asked. */
const SEARCH_PAUSE_MS = 250

/** The left pane: search, filters, and the list or what stands in its place. */
export function ListPane({
  list,
  onList,
  selectedId,
  onSelect,
  searchRef,
}: {
  readonly list: ListQuery
  readonly onList: (list: ListQuery) => void
  readonly selectedId: string | null
  readonly onSelect: (id: string) => void
  readonly searchRef: RefObject<HTMLInputElement | null>
}) {
  const query = useInfiniteQuery(listQuery(list))
  const items = query.data?.pages.flatMap((page) => page.items) ?? []
  let content: ReactNode
  if (query.isPending) content = <ListSkeleton />
  else if (query.isError && items.length === 0)
    content = <ListError error={query.error} onRetry={() => void query.refetch()} />
  else if (items.length === 0)
    content = <EmptyList list={list} onAll={() => onList({ filter: 'all', q: '' })} />
  else
    content = (
      <ConversationList
        key={`${list.filter} ${list.q}`}
        items={items}
        query={query}
        selectedId={selectedId}
        onSelect={onSelect}
      />
    )
  return (
    <section aria-labelledby="inbox-title" className="flex h-full min-h-0 flex-col bg-surface">
      <header className="px-3 pt-3 pb-2">
        <h1 id="inbox-title" className="px-1 pb-2 text-[19px] font-semibold">
          <Trans>Inbox</Trans>
        </h1>
        <SearchField value={list.q} onChange={(q) => onList({ ...list, q })} inputRef={searchRef} />
        <FilterBar filter={list.filter} onFilter={(filter) => onList({ ...list, filter })} />
      </header>
      <ConnectionNotice />
      {content}
    </section>
  )
}

function SearchField({
  value,
  onChange,
  inputRef,
}: {
  readonly value: string
  readonly onChange: (q: string) => void
  readonly inputRef: RefObject<HTMLInputElement | null>
}) {
  const { t } = useLingui()
  const [text, setText] = useState(value)
  useEffect(() => {
    if (text.trim() === value) return undefined
    const timer = window.setTimeout(() => onChange(text.trim()), SEARCH_PAUSE_MS)
    return () => window.clearTimeout(timer)
  }, [text, value, onChange])
  const [seen, setSeen] = useState(value)
  if (seen !== value) {
    setSeen(value)
    if (value === '') setText('') // "Show all" and the back button empty the field, too.
  }
  const clear = () => {
    setText('')
    onChange('')
  }
  return (
    <div className="relative">
      <Search
        size={17}
        aria-hidden
        className="pointer-events-none absolute inset-y-0 start-3 my-auto text-muted"
      />
      <input
        ref={inputRef}
        type="search"
        value={text}
        dir="auto"
        aria-label={t`Search conversations`}
        placeholder={t`Name, number or words`}
        enterKeyHint="search"
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          event.stopPropagation()
          if (text === '') event.currentTarget.blur()
          else clear()
        }}
        className="h-10 w-full rounded-lg border border-transparent bg-sunken ps-9 pe-9 text-[14px] outline-offset-[-1px] focus:bg-surface coarse:h-11 coarse:text-[16px] [&::-webkit-search-cancel-button]:hidden"
      />
      {text !== '' && (
        <IconButton
          small
          tipAt="start"
          label={t`Clear the search`}
          onClick={clear}
          className="absolute inset-y-0 end-1 my-auto"
        >
          <X size={16} aria-hidden />
        </IconButton>
      )}
    </div>
  )
}

function FilterBar({
  filter,
  onFilter,
}: {
  readonly filter: Filter
  readonly onFilter: (filter: Filter) => void
}) {
  const { t, i18n } = useLingui()
  const unread = useUnreadCount()
  const labels: Readonly<Record<Filter, string>> = {
    all: t`All`,
    unread: t`Unread`,
    window_open: t`Window open`,
  }
  return (
    <fieldset aria-label={t`Show`} className="mt-2 flex gap-1.5">
      {FILTERS.map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed={filter === name}
          onClick={() => onFilter(name)}
          className={clsx(
            'inline-flex min-h-8 items-center gap-1.5 rounded-full px-3 text-[13px] font-medium coarse:min-h-10',
            filter === name ? 'bg-brand-tint-2 text-brand-strong' : 'bg-sunken text-muted hover:text-ink',
          )}
        >
          {labels[name]}
          {name === 'unread' && unread.count > 0 && (
            <span className="text-[12px]">
              {wholeNumber(unread.count, i18n.locale)}
              {unread.hasMore && '+'}
            </span>
          )}
        </button>
      ))}
    </fieldset>
  )
}

/** Conversations with something unread: what the first page knows, kept true by the events. */
export function useUnreadCount(): { readonly count: number; readonly hasMore: boolean } {
  const { data, hasNextPage } = useInfiniteQuery(listQuery({ filter: 'unread', q: '' }))
  const count = data?.pages.flatMap((page) => page.items).filter((item) => item.unreadCount > 0).length ?? 0
  return { count, hasMore: hasNextPage && count > 0 }
}

function ListSkeleton() {
  const { t } = useLingui()
  return (
    <output aria-label={t`Loading…`} className="block flex-1 overflow-hidden">
      {Array.from({ length: 9 }, (_, index) => (
        <span key={index} className="flex h-[76px] items-center gap-3 px-3">
          <span className="pulse size-12 shrink-0 rounded-full!" />
          <span className="grid flex-1 gap-2">
            <span className="pulse h-3.5 w-1/2" />
            <span className="pulse h-3 w-4/5" />
          </span>
        </span>
      ))}
    </output>
  )
}

function ListError({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  const { title, nextStep } = useProblemText()(error)
  return (
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
  )
}

function EmptyList({ list, onAll }: { readonly list: ListQuery; readonly onAll: () => void }) {
  const { t } = useLingui()
  const { data: me } = useQuery(meQuery)
  if (list.q !== '' || list.filter !== 'all') {
    const title =
      list.q !== '' ? t`Nothing found` : list.filter === 'unread' ? t`All read` : t`No open windows`
    return (
      <Notice
        icon={SearchX}
        title={title}
        action={
          <Button onClick={onAll}>
            <Trans>Show all conversations</Trans>
          </Button>
        }
      />
    )
  }
  const phoneUrl = me?.phoneUrl ?? null
  return (
    <Notice
      icon={Inbox}
      title={t`Conversations will appear here`}
      action={phoneUrl !== null && <PhoneLink href={phoneUrl} />}
    >
      {phoneUrl === null ? (
        <Trans>As soon as a customer writes to your WhatsApp number, you can answer here.</Trans>
      ) : (
        <Trans>Write a message on the phone as a customer would, and answer it here.</Trans>
      )}
    </Notice>
  )
}

/** To the simulator's phone: write as a customer. */
export function PhoneLink({ href }: { readonly href: string }) {
  return (
    <a
      href={href}
      target="_blank"
      rel="noopener noreferrer"
      className="inline-flex min-h-10 items-center gap-2 rounded-lg bg-brand px-4 font-medium text-on-brand hover:bg-brand-strong"
    >
      <Smartphone size={18} aria-hidden />
      <Trans>Write on the phone</Trans>
    </a>
  )
}

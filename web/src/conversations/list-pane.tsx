import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { clsx } from 'clsx'
import { ChevronDown, CloudAlert, Search, Tag, X } from 'lucide-react'
import { type ReactNode, type RefObject, useState } from 'react'
import { useAssignees } from '../assignment/queries.ts'
import { clearSelection, useSelection } from '../bulk/selection.ts'
import { LabelDot } from '../labels/label-marks.tsx'
import { useLabels } from '../labels/queries.ts'
import { wholeNumber } from '../platform/format.ts'
import { Button, IconButton } from '../platform/ui/button.tsx'
import { Notice } from '../platform/ui/notice.tsx'
import { useProblemText } from '../platform/ui/problem-text.tsx'
import { useTypedSearch } from '../platform/use-typed-search.ts'
import { ConnectionNotice } from '../realtime/connection-notice.tsx'
import { ConversationList } from './conversation-list.tsx'
import { lazyPart } from '../platform/ui/lazy-part.tsx'
import type { Filter, ListQuery, StatusChoice } from './patch-conversations.ts'
import { countsQuery, FILTERS, listQuery, meQuery, STATUSES } from './queries.ts'

const ViewMenu = lazyPart(() => import('../assignment/view-menu.tsx').then((m) => m.ViewMenu))
const AlarmNotice = lazyPart(() => import('../channels/alarm-notice.tsx').then((m) => m.AlarmNotice))
const EmptyList = lazyPart(() => import('./empty-list.tsx').then((m) => m.EmptyList))
const LabelFilter = lazyPart(() => import('../labels/label-filter.tsx').then((m) => m.LabelFilter))
const SaveViewDialog = lazyPart(() => import('../views/save-view-dialog.tsx').then((m) => m.SaveViewDialog))
const ManageViewsDialog = lazyPart(() =>
  import('../views/manage-views-dialog.tsx').then((m) => m.ManageViewsDialog),
)
const BulkBar = lazyPart(() => import('../bulk/bulk-bar.tsx').then((m) => m.BulkBar))
const stay = (): void => {}

/** The left pane: search, filters, and the list or what stands in its place. */
export function ListPane({
  list,
  onList,
  selectedId,
  onSelect,
  searchRef,
}: {
  readonly list: ListQuery
  readonly onList: (change: Partial<ListQuery>) => void
  readonly selectedId: string | null
  readonly onSelect: (id: string) => void
  readonly searchRef: RefObject<HTMLInputElement | null>
}) {
  const query = useInfiniteQuery(listQuery(list))
  const items = query.data?.pages.flatMap((page) => page.items) ?? []
  const isChoosing = useSelection((state) => state.ids.size > 0)
  let content: ReactNode
  if (query.isPending) content = <ListSkeleton />
  else if (query.isError && items.length === 0)
    content = <ListError error={query.error} onRetry={() => void query.refetch()} />
  else if (items.length === 0) content = <EmptyList list={list} onList={onList} onClose={stay} />
  else
    content = (
      <ConversationList
        key={`${list.view} ${list.status} ${list.filter} ${list.label} ${list.q}`}
        items={items}
        query={query}
        selectedId={selectedId}
        onSelect={onSelect}
      />
    )
  return (
    <section aria-labelledby="inbox-title" className="flex h-full min-h-0 flex-col bg-surface">
      <header className="px-3 pt-3 pb-2">
        <ViewTitle list={list} onList={onList} />
        <SearchField value={list.q} onChange={(q) => onList({ q })} inputRef={searchRef} />
        <StatusBar list={list} onStatus={(status) => onList({ status })} />
        <FilterBar list={list} onList={onList} />
      </header>
      <ConnectionNotice />
      <Alarms />
      {isChoosing && <BulkBar items={items} onClose={clearSelection} />}
      {content}
    </section>
  )
}

/** Which view this is, and the way to the others. */
function ViewTitle({
  list,
  onList,
}: {
  readonly list: ListQuery
  readonly onList: (change: Partial<ListQuery>) => void
}) {
  const { t } = useLingui()
  const { view } = list
  const { teams } = useAssignees()
  const [dialog, setDialog] = useState<'save-view' | 'manage-views' | null>(null)
  const { data: counts } = useQuery(countsQuery)
  const [anchor, setAnchor] = useState<Element | null>(null)
  const names: Readonly<Record<string, string>> = {
    mine: t`Mine`,
    unassigned: t`Unassigned`,
    mentions: t`Mentions`,
    bot: t`Answered by a bot`,
    closing: t`Closing soon`,
    late: t`Running late`,
  }
  const team = teams.find(({ id }) => view === `team:${id}`)
  return (
    <h1 id="inbox-title" className="pb-1 text-[19px] font-semibold">
      <button
        type="button"
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
        className="flex min-h-9 max-w-full items-center gap-1.5 rounded-lg px-1 hover:bg-sunken coarse:min-h-11"
      >
        <bdi className="truncate">{names[view ?? ''] ?? team?.name ?? t`Inbox`}</bdi>
        <ChevronDown size={18} aria-hidden className="shrink-0 text-muted" />
        {(counts?.mentions ?? 0) > 0 && (
          <span className="size-2 rounded-full bg-brand">
            <span className="sr-only">{t`You were mentioned`}</span>
          </span>
        )}
      </button>
      {anchor !== null && (
        <ViewMenu
          anchor={anchor}
          list={list}
          onView={(to) => onList({ view: to, status: to === 'mentions' ? 'any' : 'open' })}
          onList={onList}
          onDialog={(which) => {
            setAnchor(null)
            setDialog(which)
          }}
          onClose={() => setAnchor(null)}
        />
      )}
      {dialog === 'save-view' && <SaveViewDialog list={list} onClose={() => setDialog(null)} />}
      {dialog === 'manage-views' && <ManageViewsDialog onClose={() => setDialog(null)} />}
    </h1>
  )
}

/** Loaded only while there is one. */
function Alarms() {
  const { data: me } = useQuery(meQuery)
  const [isClosed, setClosed] = useState(false)
  return (me?.alarms.length ?? 0) === 0 || isClosed ? null : <AlarmNotice onClose={() => setClosed(true)} />
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
  const { text, setText, clear } = useTypedSearch(value, onChange)
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
        placeholder={t`Name or number`}
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

/** The server counts no further. */
export const COUNTED_TO = 1000

export function useCountWords(): (count: number | undefined) => string {
  const { i18n } = useLingui()
  return (count) => {
    if (count === undefined || count === 0) return ''
    return wholeNumber(Math.min(count, COUNTED_TO), i18n.locale) + (count >= COUNTED_TO ? '+' : '')
  }
}

/** The piles of work. Those of everybody say how much waits in them, except for what is done. */
function StatusBar({
  list: { view, status },
  onStatus,
}: {
  readonly list: ListQuery
  readonly onStatus: (status: StatusChoice) => void
}) {
  const { t } = useLingui()
  const { data: counts } = useQuery(countsQuery)
  const countWords = useCountWords()
  const labels: Readonly<Record<StatusChoice, string>> = {
    open: t`Open`,
    pending: t`Pending`,
    snoozed: t`Snoozed`,
    resolved: t`Resolved`,
    any: t`All`,
  }
  return (
    <fieldset
      aria-label={t`Status`}
      className="-mx-3 mt-1.5 flex overflow-x-auto border-b border-line px-2 [scrollbar-width:none]"
    >
      {STATUSES.map((name) => (
        <button
          key={name}
          ref={(element) => {
            if (status === name) element?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
          }}
          type="button"
          aria-pressed={status === name}
          onClick={() => onStatus(name)}
          className={clsx(
            '-mb-px flex min-h-9 shrink-0 grow items-center justify-center gap-1 border-b-2 px-1.5 text-[13px] font-medium outline-offset-[-2px] coarse:min-h-11',
            status === name
              ? 'border-brand text-brand-strong'
              : 'border-transparent text-muted hover:text-ink',
          )}
        >
          {labels[name]}
          {view === undefined &&
            name !== 'any' &&
            name !== 'resolved' &&
            countWords(counts?.[name]) !== '' && (
              <span className="text-[11.5px] font-normal tabular-nums">{countWords(counts?.[name])}</span>
            )}
        </button>
      ))}
    </fieldset>
  )
}

/** Narrows the pile down: what is unread, what one may still answer freely, one label. */
function FilterBar({
  list: { view, filter, label },
  onList,
}: {
  readonly list: ListQuery
  readonly onList: (change: Partial<ListQuery>) => void
}) {
  const { t } = useLingui()
  const { data: counts } = useQuery(countsQuery)
  const unread = useCountWords()(view === undefined ? counts?.unread : 0)
  const [anchor, setAnchor] = useState<Element | null>(null)
  const chosen = useLabels().find(({ id }) => id === label)
  const names: Readonly<Partial<Record<Filter, string>>> = { unread: t`Unread`, window_open: t`Window open` }
  return (
    <fieldset aria-label={t`Show only`} className="mt-2 flex gap-1.5">
      {FILTERS.map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed={filter === name}
          onClick={() => onList({ filter: filter === name ? 'all' : name })}
          className={clsx(PILL, 'shrink-0', filter === name ? PILL_ON : PILL_OFF)}
        >
          {names[name]}
          {name === 'unread' && unread !== '' && <span className="text-[12px]">{unread}</span>}
        </button>
      ))}
      <button
        type="button"
        aria-haspopup="dialog"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
        className={clsx(PILL, 'min-w-0', label === null ? PILL_OFF : PILL_ON)}
      >
        {chosen === undefined ? <Tag size={14} aria-hidden /> : <LabelDot color={chosen.color} />}
        <bdi className="truncate">{chosen?.name ?? t`Label`}</bdi>
        <ChevronDown size={14} aria-hidden className="-me-1 shrink-0" />
      </button>
      {anchor !== null && (
        <LabelFilter
          anchor={anchor}
          label={label}
          onLabel={(id) => onList({ label: id })}
          onClose={() => setAnchor(null)}
        />
      )}
    </fieldset>
  )
}

const PILL =
  'inline-flex min-h-8 items-center gap-1.5 rounded-full px-3 text-[13px] font-medium coarse:min-h-10'
const PILL_ON = 'bg-brand-tint-2 text-brand-strong'
const PILL_OFF = 'bg-sunken text-muted hover:text-ink'

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

import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { MessagesSquare } from 'lucide-react'
import { useCallback, useEffect, useRef } from 'react'
import type { ComposerHandle } from '../outbound/composer.tsx'
import { useShortcuts } from '../platform/shortcuts.ts'
import { Notice } from '../platform/ui/notice.tsx'
import { PHONE, useMediaQuery } from '../platform/use-media-query.ts'
import type { InboxSearch } from '../router.tsx'
import { COUNTED_TO, ListPane } from './list-pane.tsx'
import type { ConversationPages, ListQuery } from './patch-conversations.ts'
import { countsQuery, listKey, listQuery, meQuery } from './queries.ts'
import { UndoToast } from './undo-toast.tsx'
import { useTriage } from './use-triage.ts'
import { lazyPart, withoutMoreWords } from '../platform/ui/lazy-part.tsx'

const loadConversation = async () => import('./open-conversation.tsx')
/** Its words are among the first: a list is there to be opened. */
const OpenConversation = lazyPart(async () => (await loadConversation()).OpenConversation, withoutMoreWords)
const stay = (): void => {}
const FirstSteps = lazyPart(() => import('../people/first-steps.tsx').then((m) => m.FirstSteps))

/** The inbox: list, thread and contact, as many of them as there is room for. The address says what is shown. */
export function InboxPage() {
  const { t } = useLingui()
  const client = useQueryClient()
  const navigate = useNavigate()
  const { id } = useParams({ strict: false })
  const search = useSearch({ strict: false })
  const list = listOf(search)
  const selectedId = id ?? null
  const isPhone = useMediaQuery(PHONE)
  const searchRef = useRef<HTMLInputElement>(null)
  const composerRef = useRef<ComposerHandle>(null)
  useTitle()
  const { data: pages } = useInfiniteQuery(listQuery(list))
  const { data: me } = useQuery(meQuery)
  useFocusReturn(selectedId)
  const isListShown = pages !== undefined
  useEffect(() => {
    if (isListShown) void loadConversation().catch(() => {}) // it is asked for again when one is opened
  }, [isListShown])

  const open = useCallback(
    (to: string, replace = false) =>
      void navigate({ to: '/inbox/$id', params: { id: to }, search: (old) => old, replace }),
    [navigate],
  )
  const close = () => {
    void navigate({ to: '/inbox', search: (old) => old })
  }
  const setList = useCallback(
    (change: Partial<ListQuery>) =>
      void navigate({ to: '.', search: (old) => searchOf(old, change), replace: true }),
    [navigate],
  )
  const triage = useTriage(list, { open: (to) => open(to, true), close })
  const step = (by: 1 | -1) => {
    const items =
      client.getQueryData<ConversationPages>(listKey(list))?.pages.flatMap((page) => page.items) ?? []
    const at = items.findIndex((item) => item.id === selectedId)
    const next = items[at < 0 ? 0 : at + by]
    if (next !== undefined) open(next.id, selectedId !== null)
  }
  useShortcuts({
    KeyJ: () => step(1),
    KeyK: () => step(-1),
    Slash: (event) => {
      event.preventDefault()
      searchRef.current?.focus()
    },
    KeyR: (event) => {
      event.preventDefault()
      composerRef.current?.focus()
    },
    Escape: (event) => {
      const { target } = event
      if (target instanceof HTMLElement && target.matches('textarea, input')) target.blur()
      else if (selectedId !== null && document.querySelector('[role=dialog]') === null) close()
    },
  })
  return (
    <div className="flex h-full min-w-0 flex-1">
      {(!isPhone || selectedId === null) && (
        <div className="h-full w-full shrink-0 border-line md:w-[340px] md:border-e">
          <ListPane
            list={list}
            onList={setList}
            selectedId={selectedId}
            onSelect={(to) => open(to, !isPhone && selectedId !== null)}
            searchRef={searchRef}
          />
        </div>
      )}
      {selectedId !== null && (
        <OpenConversation
          key={selectedId}
          id={selectedId}
          onClose={close}
          onChange={triage}
          composerRef={composerRef}
        />
      )}
      {selectedId === null && !isPhone && (
        <div className="wall flex min-w-0 flex-1">
          {me?.channels.length === 0 && pages?.pages[0]?.items.length === 0 && <FirstSteps onClose={stay} />}
          {pages?.pages[0]?.items.length !== 0 && (
            <div className="m-auto rounded-2xl bg-surface">
              <Notice icon={MessagesSquare} title={t`Choose a conversation`}>
                <Trans>J and K go through the list, R answers, E resolves, ? shows all keys.</Trans>
              </Notice>
            </div>
          )}
        </div>
      )}
      <UndoToast />
    </div>
  )
}

/** What the address says. A search goes through every conversation, unless somebody chooses one pile. */
function listOf({ view, status, label, filter, q = '' }: InboxSearch): ListQuery {
  return {
    view,
    status: status ?? defaultStatus(view, q),
    filter: filter ?? 'all',
    label: label ?? null,
    q,
  }
}

/** Where one was named may be resolved by now. */
function defaultStatus(view: ListQuery['view'], q: string): ListQuery['status'] {
  return q === '' && view !== 'mentions' ? 'open' : 'any'
}

/** The address after a change; what goes without saying is left out. */
function searchOf(old: InboxSearch, change: Partial<ListQuery>): InboxSearch {
  const { view, status, filter, label, q } = { ...old, ...change }
  const isPlain = status === undefined || (status === 'open' && defaultStatus(view, q ?? '') === 'open')
  return {
    ...(view === undefined ? {} : { view }),
    ...(isPlain ? {} : { status }),
    ...(label === null || label === undefined ? {} : { label }),
    ...(filter === undefined || filter === 'all' ? {} : { filter }),
    ...(q === undefined || q === '' ? {} : { q }),
  }
}

/** When a conversation is left, the keyboard is back where it came from: in the list. */
function useFocusReturn(selectedId: string | null): void {
  const before = useRef(selectedId)
  useEffect(() => {
    if (before.current !== null && selectedId === null)
      document.querySelector<HTMLElement>('[role=listbox]')?.focus()
    before.current = selectedId
  }, [selectedId])
}

/** The number of unread conversations, where it can be seen from another tab. */
function useTitle(): void {
  const { t } = useLingui()
  const { data: counts } = useQuery(countsQuery)
  const count = counts?.unread ?? 0
  useEffect(() => {
    const prefix = count === 0 ? '' : `(${count}${count >= COUNTED_TO ? '+' : ''}) `
    document.title = `${prefix}${t`Inbox`} · Harkara`
  }, [count, t])
}

import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { CloudAlert, MessagesSquare } from 'lucide-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { ComposerHandle } from '../outbound/composer.tsx'
import { useShortcuts } from '../platform/shortcuts.ts'
import { Button } from '../platform/ui/button.tsx'
import { Notice } from '../platform/ui/notice.tsx'
import { useProblemText } from '../platform/ui/problem-text.tsx'
import { PHONE, useMediaQuery, WIDE } from '../platform/use-media-query.ts'
import type { InboxSearch } from '../router.tsx'
import { COUNTED_TO, ListPane } from './list-pane.tsx'
import type { ConversationPages, ListQuery } from './patch-conversations.ts'
import { conversationQuery, countsQuery, listKey, listQuery } from './queries.ts'
import { ThreadPane } from './thread-pane.tsx'
import { UndoToast } from './undo-toast.tsx'
import { type Triage, useTriage } from './use-triage.ts'
import type { Conversation } from '../platform/contract.ts'
import { lazyPart } from '../platform/ui/lazy-part.tsx'

/** Stands at the side where there is room, and has no way to be closed. */
const ContactPane = lazyPart<{ readonly conversation: Conversation; readonly onClose: () => void }>(() =>
  import('../contacts/contact-details.tsx').then((m) => m.ContactDetails),
)
const stay = (): void => {}
const ContactDrawer = lazyPart(() => import('../contacts/contact-drawer.tsx').then((m) => m.ContactDrawer))

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
  useFocusReturn(selectedId)

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
          onBack={close}
          onChange={triage}
          composerRef={composerRef}
        />
      )}
      {selectedId === null && !isPhone && (
        <div className="wall flex min-w-0 flex-1">
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
function listOf({ status, label, filter, q = '' }: InboxSearch): ListQuery {
  return {
    status: status ?? (q === '' ? 'open' : 'any'),
    filter: filter ?? 'all',
    label: label ?? null,
    q,
  }
}

/** The address after a change; what goes without saying is left out. */
function searchOf(old: InboxSearch, change: Partial<ListQuery>): InboxSearch {
  const { status, filter, label, q } = { ...old, ...change }
  const isPlain = status === undefined || (status === 'open' && (q ?? '') === '')
  return {
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

function OpenConversation({
  id,
  onBack,
  onChange,
  composerRef,
}: {
  readonly id: string
  readonly onBack: () => void
  readonly onChange: Triage
  readonly composerRef: React.RefObject<ComposerHandle | null>
}) {
  const { t } = useLingui()
  const client = useQueryClient()
  const { data, error, isPending, refetch } = useQuery(conversationQuery(id, client))
  const problem = useProblemText()(error)
  const isWide = useMediaQuery(WIDE)
  const [isPaneShown, setPaneShown] = useState(true)
  const [isDrawerOpen, setDrawerOpen] = useState(false)
  // On a phone the list is gone, and with it what had the focus.
  useEffect(() => {
    if (document.activeElement === document.body)
      document.getElementById('main')?.focus({ preventScroll: true })
  }, [])
  if (isPending) return <output aria-label={t`Loading…`} className="wall block min-w-0 flex-1" />
  if (data === undefined) {
    return (
      <div className="flex min-w-0 flex-1">
        <Notice
          icon={CloudAlert}
          title={problem.title}
          action={<Button onClick={() => void refetch()}>{t`Try again`}</Button>}
        >
          {problem.nextStep}
        </Notice>
      </div>
    )
  }
  const isContactShown = isWide ? isPaneShown : isDrawerOpen
  return (
    <>
      <div id="thread" className="h-full min-w-0 flex-1">
        <ThreadPane
          conversation={data}
          composerRef={composerRef}
          onBack={onBack}
          onChange={onChange}
          onContact={() => (isWide ? setPaneShown(!isPaneShown) : setDrawerOpen(true))}
          isContactShown={isContactShown}
        />
      </div>
      {isWide && isPaneShown && (
        <aside
          aria-label={t`Contact`}
          className="h-full w-[300px] shrink-0 overflow-y-auto border-s border-line bg-surface"
        >
          <ContactPane conversation={data} onClose={stay} />
        </aside>
      )}
      {!isWide && isDrawerOpen && <ContactDrawer conversation={data} onClose={() => setDrawerOpen(false)} />}
    </>
  )
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

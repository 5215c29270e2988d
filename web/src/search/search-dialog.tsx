/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- a combobox: the field keeps the focus and takes the keys for its options */
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { clsx } from 'clsx'
import { MessageSquareText, SearchX } from 'lucide-react'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { Avatar, useContactName } from '../contacts/avatar.tsx'
import { getJson } from '../platform/api.ts'
import type { SearchHits } from '../platform/contract.ts'
import { listTime } from '../platform/format.ts'
import { Button } from '../platform/ui/button.tsx'
import { Dialog } from '../platform/ui/dialog.tsx'
import { Notice } from '../platform/ui/notice.tsx'
import { useProblemText } from '../platform/ui/problem-text.tsx'
import { markWords } from './mark-words.ts'
import { wantMessage } from './wanted-message.ts'

type Hit = SearchHits['items'][number]

/** Long enough that a fast typist asks once a word. */
const TYPING_MS = 180

/** Finds what anybody ever said, in any script. Lazy. */
export function SearchDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useLingui()
  const [typed, setTyped] = useState('')
  const words = useSettled(typed.trim(), TYPING_MS)
  const found = useInfiniteQuery({
    queryKey: ['search', words],
    enabled: words !== '',
    initialPageParam: null as string | null,
    placeholderData: keepPreviousData,
    gcTime: 60_000,
    queryFn: ({ pageParam, signal }) => {
      const params = new URLSearchParams({ q: words, limit: '20' })
      if (pageParam !== null) params.set('cursor', pageParam)
      return getJson<SearchHits>(`/search?${params}`, signal)
    },
    getNextPageParam: (page) => page.nextCursor,
  })
  const hits = words === '' ? [] : (found.data?.pages.flatMap((page) => page.items) ?? [])
  const { active, setActive, onKeyDown, listId, open } = useChoice(hits, onClose)
  const { title, nextStep } = useProblemText()(found.error)
  const count = hits.length
  const isCatchingUp = found.data?.pages.at(-1)?.isCatchingUp === true
  return (
    <Dialog title={t`Search messages`} shape="wide" onClose={onClose}>
      <div className="sticky top-0 z-10 border-b border-line bg-surface p-3">
        <input
          type="search"
          // The dialog is opened to type into it.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          role="combobox"
          aria-expanded={hits.length > 0}
          aria-controls={listId}
          aria-activedescendant={hits.length === 0 ? undefined : `${listId}-${active}`}
          aria-label={t`Words that were said`}
          placeholder={t`Words that were said, in any language`}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value)
            setActive(0)
          }}
          onKeyDown={onKeyDown}
          className="h-11 w-full rounded-lg border border-control-line bg-surface px-3 text-[16px] outline-offset-[-1px]"
        />
      </div>
      <div className="flex min-h-64 flex-col">
        {words === '' && (
          <Notice icon={MessageSquareText} title={t`Find what was said`}>
            <Trans>Type a word or its beginning. All of your words must be in the message.</Trans>
          </Notice>
        )}
        {found.isError && (
          <Notice icon={SearchX} title={title}>
            {nextStep}
          </Notice>
        )}
        {words !== '' && found.isSuccess && hits.length === 0 && (
          <Notice icon={SearchX} title={t`Nobody said that`}>
            <Trans>Try fewer words, or only the beginning of one.</Trans>
          </Notice>
        )}
        <div id={listId} role="listbox" aria-label={t`Messages found`} className="flex flex-col p-2">
          {hits.map((hit, nth) => (
            <HitRow
              key={hit.message.id}
              id={`${listId}-${nth}`}
              hit={hit}
              words={words}
              now={found.dataUpdatedAt}
              isActive={nth === active}
              onOpen={() => open(hit)}
              onPoint={() => setActive(nth)}
            />
          ))}
        </div>
        {found.hasNextPage && hits.length > 0 && (
          <div className="p-3 text-center">
            <Button onClick={() => void found.fetchNextPage()} disabled={found.isFetchingNextPage}>
              <Trans>Show more</Trans>
            </Button>
          </div>
        )}
        {isCatchingUp && words !== '' && (
          <p className="px-4 pb-4 text-center text-[13px] text-muted">
            <Trans>Older messages are still being taken in. Look again in a minute.</Trans>
          </p>
        )}
        <output className="sr-only">
          {words !== '' && found.isSuccess && (
            <Plural value={count} one="# message found" other="# messages found" />
          )}
        </output>
      </div>
    </Dialog>
  )
}

function HitRow({
  id,
  hit: { message, conversation },
  words,
  now,
  isActive,
  onOpen,
  onPoint,
}: {
  readonly id: string
  readonly hit: Hit
  readonly words: string
  readonly now: number
  readonly isActive: boolean
  readonly onOpen: () => void
  readonly onPoint: () => void
}) {
  const { t, i18n } = useLingui()
  const name = useContactName()(conversation.contact)
  const row = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (isActive) row.current?.scrollIntoView({ block: 'nearest' })
  }, [isActive])
  return (
    <div
      ref={row}
      id={id}
      role="option"
      aria-selected={isActive}
      onClick={onOpen}
      onPointerMove={onPoint}
      className={clsx(
        'flex min-h-16 cursor-pointer items-start gap-3 rounded-xl px-3 py-2.5',
        isActive && 'bg-brand-tint',
      )}
    >
      <Avatar contact={conversation.contact} size={36} />
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-2">
          <span className="min-w-0 flex-1 truncate font-medium">
            <bdi>{name}</bdi>
          </span>
          <span className="shrink-0 text-[12px] text-muted">{listTime(message.at, now, i18n.locale)}</span>
        </span>
        <span className="line-clamp-2 text-[14px] text-muted" dir="auto">
          {message.direction === 'out' && <span className="text-ink">{t`You:`} </span>}
          {markWords(message.text ?? '', words).map((piece, nth) =>
            piece.isMarked ? (
              <mark key={nth} className="rounded-sm bg-brand-tint font-semibold text-brand-strong">
                {piece.text}
              </mark>
            ) : (
              piece.text
            ),
          )}
        </span>
      </span>
    </div>
  )
}

/** Which hit is chosen, by arrow keys or pointer, and what opening it does. */
function useChoice(hits: readonly Hit[], onClose: () => void) {
  const [wish, setActive] = useState(0)
  const listId = useId()
  const navigate = useNavigate()
  const active = Math.min(wish, Math.max(0, hits.length - 1))
  const open = ({ message, conversation }: Hit) => {
    wantMessage({ conversation: conversation.id, message: message.id })
    onClose()
    void navigate({ to: '/inbox/$id', params: { id: conversation.id }, search: (old) => old })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const hit = hits[active]
    if (event.key === 'ArrowDown') setActive(Math.min(active + 1, hits.length - 1))
    else if (event.key === 'ArrowUp') setActive(Math.max(active - 1, 0))
    else if (event.key === 'Enter' && hit !== undefined) open(hit)
    else return
    event.preventDefault()
  }
  return { active, setActive, onKeyDown, listId, open }
}

/** The value once it has not changed for so long. */
function useSettled(value: string, ms: number): string {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms)
    return () => clearTimeout(timer)
  }, [value, ms])
  return settled
}

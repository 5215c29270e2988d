/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the composer keeps the focus and hands its keys on */
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { clsx } from 'clsx'
import { type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react'
import { meQuery } from '../conversations/queries.ts'
import { QUICK_REPLY_LIST, type QuickReplyKeys } from '../outbound/use-quick-replies.ts'
import type { Contact } from '../platform/contract.ts'
import { useProblemText } from '../platform/ui/problem-text.tsx'
import { agentName } from './agent-name.ts'
import { fillReply, findReplies, firstName, personalName, type ReplyValues } from './fill-reply.ts'
import { quickRepliesQuery } from './queries.ts'

/** Above the composer while a "/" begins a word: the replies that match, with this customer's name already in them. Lazy. */
export function QuickReplyList({
  search,
  contact,
  onPick,
  onActive,
  onClose,
  ref,
}: {
  readonly search: string
  readonly contact: Contact
  readonly onPick: (text: string) => void
  /** The id of the option that Enter would take, for the field that keeps the focus. */
  readonly onActive: (id: string | undefined) => void
  readonly onClose: () => void
  readonly ref?: Ref<QuickReplyKeys>
}) {
  const { t } = useLingui()
  const query = useQuery(quickRepliesQuery)
  const { data: me } = useQuery(meQuery)
  const problemText = useProblemText()
  const values = useReplyValues(contact)
  const [at, setAt] = useState(0)
  const [seen, setSeen] = useState(search)
  if (seen !== search) {
    setSeen(search)
    setAt(0)
  }
  const found = findReplies(query.data?.items ?? [], search)
  const active = Math.min(at, found.length - 1)
  const activeId = found[active]?.id
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    onActive(activeId === undefined ? undefined : optionId(activeId))
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' })
    return () => onActive(undefined)
    // onActive is made anew by each render and does the same.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [activeId])
  const pick = (index: number) => {
    const reply = found[index]
    if (reply !== undefined) onPick(fillReply(reply.text, values))
  }
  useImperativeHandle(ref, () => ({
    take: ({ key, nativeEvent, shiftKey }) => {
      if (nativeEvent.isComposing) return false
      if (key === 'Escape') {
        onClose()
        return true
      }
      if (found.length === 0 || shiftKey) return false
      const step = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0
      if (step !== 0) setAt((active + step + found.length) % found.length)
      else if (key === 'Enter' || key === 'Tab') pick(active)
      else return false
      return true
    },
  }))
  const all = query.data?.items ?? []
  return (
    <div className="overlay-panel absolute inset-x-2 bottom-full z-30 mb-1.5 max-w-xl overflow-hidden">
      <div
        ref={list}
        id={QUICK_REPLY_LIST}
        role="listbox"
        tabIndex={0} // It scrolls, and could not be scrolled by keys otherwise.
        onMouseDown={(event) => event.preventDefault()} // The field keeps the focus, else the list is gone before the click.
        aria-label={t`Quick replies`}
        className="max-h-64 overflow-y-auto p-1.5 empty:hidden"
      >
        {found.map((reply, index) => (
          <div
            key={reply.id}
            id={optionId(reply.id)}
            role="option"
            aria-selected={index === active}
            onPointerMove={() => setAt(index)}
            onClick={() => pick(index)}
            className={clsx(
              'grid min-h-11 content-center rounded-lg px-2.5 py-1.5',
              index === active && 'bg-sunken',
            )}
          >
            <span className="text-[13px] font-semibold text-brand-strong">
              <bdi>/{reply.shortcut}</bdi>
            </span>
            <span dir="auto" className="line-clamp-2 text-[13.5px] text-ink">
              {fillReply(reply.text, values)}
            </span>
          </div>
        ))}
      </div>
      {found.length === 0 && (
        <p className="px-4 py-3 text-[13.5px] text-muted">
          {query.isPending ? (
            <Trans>Loading…</Trans>
          ) : query.isError ? (
            `${problemText(query.error).title} ${problemText(query.error).nextStep}`
          ) : all.length === 0 ? (
            <>
              <Trans>There are no quick replies yet.</Trans>{' '}
              {me?.permissions.includes('settings:write') === true && (
                <Link
                  to="/settings/$section"
                  params={{ section: 'quick-replies' }}
                  onMouseDown={(event) => event.preventDefault()}
                  className="text-link underline underline-offset-2"
                >
                  <Trans>Write the first</Trans>
                </Link>
              )}
            </>
          ) : (
            <Trans>No quick reply matches “{search}”.</Trans>
          )}
        </p>
      )}
    </div>
  )
}

const optionId = (id: string) => `quick-reply-${id}`

/** Where WhatsApp tells no name, a word that reads well in its place. */
function useReplyValues(contact: Contact): ReplyValues {
  const { t } = useLingui()
  const { data: me } = useQuery(meQuery)
  const name = contact.kind === 'person' ? personalName(contact.displayName) : null
  const nobody =
    contact.kind === 'group'
      ? t({ message: 'all', comment: 'In the place of a name: “Hello all”' })
      : t({ message: 'there', comment: 'In the place of a name: “Hello there”' })
  const shop = me?.tenant.name ?? ''
  return {
    'contact.name': name ?? nobody,
    'contact.firstName': name === null ? nobody : firstName(name),
    'agent.name': (me === undefined ? null : agentName(me)) ?? t`our team`,
    'shop.name': shop,
  }
}

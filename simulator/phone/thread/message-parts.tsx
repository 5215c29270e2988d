import { clsx } from 'clsx'
import type { PhoneMessage } from '#simulator/protocol.ts'
import { useChat } from '../handset/chat-tools.tsx'
import type { Pending } from '../state/chats.ts'
import { useWords } from '../state/language.tsx'
import { TickMark } from './tick-mark.tsx'
import { tickOf } from './ticks.ts'
import type { View } from './view.ts'

/** Whether the time stands in a line of its own, because the body does not end with words that leave it room. */
export function hasOwnLine(view: View): boolean {
  switch (view.kind) {
    case 'text':
    case 'rich':
      return false
    case 'media':
      // A sound ends with a line that has room on its right.
      return view.caption === '' && view.media !== 'audio'
    case 'choice':
      return view.description !== ''
    case 'location':
    case 'contacts':
    case 'call-answer':
    case 'order':
    case 'notice':
    case 'unknown':
      return true
    default:
      return view satisfies never
  }
}

/** How much of the last line the time takes, in pixels. */
export const stampWidth = (message: PhoneMessage) =>
  56 + (message.by === 'customer' ? 22 : 0) + (message.editedAt === null ? 0 : 44)

/** The time, "Edited" and the ticks. */
export function Stamp({
  message,
  pending,
  isInline,
}: {
  message: PhoneMessage
  pending: Pending | null
  isInline: boolean
}) {
  const { t, time } = useWords()
  const tick = tickOf(message, pending?.state ?? null)
  return (
    <span
      data-stamp
      className={clsx(
        'flex items-center justify-end gap-1 text-[11px] leading-none whitespace-nowrap text-meta',
        isInline ? 'mt-0.5 px-0.5' : 'absolute -end-px -bottom-0.5',
      )}
    >
      {message.editedAt !== null && message.revokedAt === null && <span>{t('edited')}</span>}
      <time dateTime={new Date(message.at).toISOString()}>{time(message.at)}</time>
      {tick !== null && <TickMark tick={tick} />}
    </span>
  )
}

/** The emoji that hang on the lower edge. */
export function Reactions({ message, onOpen }: { message: PhoneMessage; onOpen: () => void }) {
  const { t } = useWords()
  const shown = message.reactions.filter((reaction) => reaction.emoji !== '')
  if (shown.length === 0 || message.revokedAt !== null) return null
  const emoji = [...new Set(shown.map((reaction) => reaction.emoji))].join('')
  return (
    <button
      type="button"
      aria-label={t('reactedWith', { emoji })}
      onClick={onOpen}
      className="absolute start-2 -bottom-4.5 z-1 inline-flex h-6 items-center gap-1 rounded-full border border-hairline bg-chip px-1.5 text-[13px] shadow-sm"
    >
      {emoji}
      {shown.length > 1 && <span className="text-[11px] text-meta">{shown.length}</span>}
    </button>
  )
}

/** What was not sent, why, and the way to try again. */
export function FailedNote({ pending }: { pending: Pending }) {
  const { t } = useWords()
  const { retry, drop } = useChat()
  return (
    <p
      role="alert"
      className="mt-1 flex max-w-[85%] flex-wrap items-center justify-end gap-x-3 rounded-md bg-red-tint px-2 py-1 text-[12px] text-red-ink"
    >
      <span>
        {t('notSent')} {pending.why}
      </span>
      <button
        type="button"
        className="min-h-6 font-semibold underline"
        onClick={() => retry(pending.localId)}
      >
        {t('tryAgain')}
      </button>
      <button type="button" className="min-h-6 underline" onClick={() => drop(pending.localId)}>
        {t('discard')}
      </button>
    </p>
  )
}

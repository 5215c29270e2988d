import { clsx } from 'clsx'
import { Ban, ChevronDown } from 'lucide-react'
import type { PhoneMessage } from '#simulator/protocol.ts'
import { Body } from '../bodies/body.tsx'
import { Cards } from '../bodies/rich-body.tsx'
import { RichButtons } from '../bodies/rich-buttons.tsx'
import { useChat } from '../handset/chat-tools.tsx'
import { useWords } from '../state/language.tsx'
import type { Pending } from '../state/chats.ts'
import { Quote } from './quote.tsx'
import { FailedNote, hasOwnLine, Reactions, Stamp, stampWidth } from './message-parts.tsx'
import { useLongPress } from './use-long-press.ts'
import { viewOf } from './view.ts'

/** One message with everything that hangs on it. */
export function MessageRow(props: { message: PhoneMessage; isFirstOfRun: boolean; pending: Pending | null }) {
  const { message, isFirstOfRun, pending } = props
  const { t } = useWords()
  const { open, businessName } = useChat()
  const view = viewOf(message)
  const isOwn = message.by === 'customer'
  const isPlain = view.kind === 'media' && view.media === 'sticker' && message.revokedAt === null
  const showMenu = () => {
    if (pending === null && message.revokedAt === null) open({ kind: 'message', message })
  }
  const press = useLongPress(showMenu)

  if (view.kind === 'notice')
    return (
      <p className="mx-auto my-2 w-fit max-w-[85%] rounded-lg bg-chip px-3 py-1 text-center text-[12px] text-meta shadow-sm">
        {view.text}
      </p>
    )

  return (
    <div
      className={clsx(
        'group/row flex flex-col px-3',
        isOwn ? 'items-end' : 'items-start',
        isFirstOfRun ? 'mt-2' : 'mt-0.5',
        message.revokedAt === null && message.reactions.length > 0 && 'mb-4',
      )}
    >
      <div
        data-wamid={message.wamid}
        onContextMenu={(event) => {
          event.preventDefault()
          showMenu()
        }}
        {...press}
        className={clsx(
          'relative max-w-[min(85%,420px)] min-w-[84px] rounded-lg px-[7px] pt-1.5 pb-2 text-[14.2px] leading-[1.5]',
          !isPlain && (isOwn ? 'bg-out' : 'bg-in'),
          !isPlain && 'shadow-bubble',
          !isPlain && isFirstOfRun && (isOwn ? 'rounded-se-none tail-out' : 'rounded-ss-none tail-in'),
        )}
      >
        <span className="sr-only">{isOwn ? t('you') : businessName}: </span>
        {message.replyTo !== null && message.revokedAt === null && (
          <LinkedQuote wamid={message.replyTo} isOnOut={isOwn} />
        )}
        <div className="relative px-0.5" style={{ '--stamp': `${stampWidth(message)}px` }}>
          {message.revokedAt === null ? (
            <Body view={view} />
          ) : (
            <span className="flex items-center gap-1.5 pe-16 text-meta italic">
              <Ban size={15} aria-hidden="true" />
              {t(isOwn ? 'youDeleted' : 'wasDeleted')}
            </span>
          )}
          <Stamp
            message={message}
            pending={pending}
            isInline={message.revokedAt === null && hasOwnLine(view)}
          />
        </div>
        {view.kind === 'rich' && message.revokedAt === null && (
          <RichButtons buttons={view.buttons} message={message} />
        )}
        {pending === null && message.revokedAt === null && (
          <button
            type="button"
            data-menu
            aria-label={t('messageMenu')}
            title={t('messageMenu')}
            onClick={showMenu}
            className={clsx(
              'absolute end-0.5 top-0.5 inline-flex size-6 items-center justify-center rounded-full text-meta opacity-0 group-hover/row:opacity-100 focus-visible:opacity-100 pointer-coarse:pointer-events-none',
              isOwn ? 'bg-out' : 'bg-in',
            )}
          >
            <ChevronDown size={18} />
          </button>
        )}
        <Reactions message={message} onOpen={() => open({ kind: 'react', message })} />
      </div>
      {view.kind === 'rich' && view.cards.length > 0 && message.revokedAt === null && (
        <Cards rich={view} message={message} />
      )}
      {pending?.state === 'failed' && <FailedNote pending={pending} />}
    </div>
  )
}

function LinkedQuote({ wamid, isOnOut }: { wamid: string; isOnOut: boolean }) {
  const { find } = useChat()
  const quoted = find(wamid)
  return (
    <div className="mb-1">
      <Quote message={quoted} isOnOut={isOnOut} />
    </div>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { clsx } from 'clsx'
import { Forward } from 'lucide-react'
import { memo, type PointerEvent, type ReactNode, useState } from 'react'
import type { Message } from '../platform/contract.ts'
import { timeOfDay } from '../platform/format.ts'
import { Bubble } from './bubble.tsx'
import { CampaignLabel } from './campaign-label.tsx'
import { useBubbleActions } from './bubble-context.ts'
import { ReferralCard } from './card-bodies.tsx'
import { FailureNote } from './failure-note.tsx'
import { QuestionButtons } from './interactive-body.tsx'
import { MessageContent } from './message-content.tsx'
import { MessageMeta } from './message-meta.tsx'
import { MessageToolbar } from './message-toolbar.tsx'
import { isJumboEmoji } from './parse-text.ts'
import { asText, isRating } from './payload.ts'
import { QuestionCards } from './question-cards.tsx'
import { Quoted } from './quoted.tsx'
import { Reactions } from './reactions.tsx'
import { TemplateCards, useSentTemplate } from './template-body.tsx'
import { TemplateButtons } from './template-buttons.tsx'
import { lazyPart } from '../platform/ui/lazy-part.tsx'

const ReactionPicker = lazyPart(() => import('./reaction-picker.tsx').then((m) => m.ReactionPicker))

let hideTapped: () => void = () => undefined

/** One message in its thread: the bubble and all that hangs on it. */
export const MessageBubble = memo(function MessageBubble({
  message,
  isRunStart,
  isFocused,
}: {
  readonly message: Message
  readonly isRunStart: boolean
  /** The keyboard is here: the actions show as they do under the pointer. */
  readonly isFocused: boolean
}) {
  const [isActive, setActive] = useState(false)
  const [picker, setPicker] = useState<Element | null>(null)
  const { react } = useBubbleActions()
  const isOut = message.direction === 'out'
  const isJumbo = message.type === 'text' && message.quoted === null && isJumboEmoji(message.text ?? '')
  const isBare =
    message.revokedAt === null &&
    (isJumbo || (message.type === 'sticker' && message.media?.state === 'stored'))
  const onPointer = (event: PointerEvent) => {
    if (event.pointerType === 'mouse') setActive(event.type === 'pointerenter')
  }
  // A finger cannot hover: a tap shows the actions, and takes them from the bubble tapped before.
  const onTap = (event: PointerEvent) => {
    const isOnControl =
      event.target instanceof Element && event.target.closest('a, button, input, summary') !== null
    if (event.pointerType === 'mouse' || isOnControl) return
    hideTapped()
    setActive(!isActive)
    hideTapped = () => setActive(false)
  }
  return (
    <div className={clsx('flex flex-col', isOut ? 'items-end' : 'items-start')}>
      <div
        className="relative max-w-[min(70%,420px)] max-md:max-w-[84%]"
        onPointerEnter={onPointer}
        onPointerLeave={onPointer}
        onPointerUp={onTap}
      >
        <SpokenBy message={message} />
        <Bubble
          direction={message.direction}
          hasTail={isRunStart}
          isBare={isBare}
          meta={<MessageMeta message={message} />}
          below={<Below message={message} />}
        >
          {message.isForwarded && (
            <p className="flex items-center gap-1 px-[9px] pt-[5px] text-[12px] text-meta italic">
              <Forward size={13} aria-hidden />
              <Trans>Forwarded</Trans>
            </p>
          )}
          {message.campaign !== null && <CampaignLabel campaign={message.campaign} />}
          {message.referral !== null && <ReferralCard referral={message.referral} />}
          {message.quoted !== null && message.revokedAt === null && <Quoted quoted={message.quoted} />}
          {isJumbo ? (
            <p className="px-1 pb-6 text-[44px] leading-[52px]">{message.text}</p>
          ) : (
            <MessageContent message={message} />
          )}
        </Bubble>
        {isOut && message.type === 'interactive' && message.revokedAt === null && (
          <QuestionCards message={message} />
        )}
        {isOut && message.type === 'template' && message.revokedAt === null && (
          <SentTemplateCards message={message} />
        )}
        <Reactions message={message} />
        {(isActive || isFocused || picker !== null) && message.revokedAt === null && (
          <MessageToolbar message={message} onReact={setPicker} isPicking={picker !== null} />
        )}
      </div>
      {isOut && (message.state === 'failed' || message.state === 'unknown') && (
        <FailureNote message={message} />
      )}
      {picker !== null && (
        <ReactionPicker
          anchor={picker}
          onClose={() => setPicker(null)}
          onPick={(emoji) => {
            setPicker(null)
            react(message, emoji)
          }}
        />
      )}
    </div>
  )
})

/** Who says it, for those who cannot see on which side it stands. */
function SpokenBy({ message }: { readonly message: Message }) {
  const { t, i18n } = useLingui()
  const { contactName } = useBubbleActions()
  const time = timeOfDay(message.at, i18n.locale)
  const who = message.direction === 'in' ? contactName : t`You`
  return <span className="sr-only">{t`${who}, ${time}:`}</span>
}

function Below({ message }: { readonly message: Message }): ReactNode {
  if (message.direction === 'in' || message.revokedAt !== null) return null
  if (message.type === 'interactive') return <QuestionButtons message={message} />
  return message.type === 'template' ? <SentTemplateButtons message={message} /> : null
}

function SentTemplateButtons({ message }: { readonly message: Message }) {
  return <TemplateButtons parts={useSentTemplate(message)} />
}

function SentTemplateCards({ message }: { readonly message: Message }) {
  return <TemplateCards parts={useSentTemplate(message)} direction={message.direction} />
}

/** A note of WhatsApp's own, in the middle: a changed number, a chat opened. */
export function SystemNote({ message }: { readonly message: Message }) {
  const body = asText((message.content['system'] as { body?: unknown } | undefined)?.body)
  return (
    <p
      dir="auto"
      className="mx-auto max-w-[80%] rounded-lg bg-chip px-3 py-1.5 text-center text-[12.5px] text-meta shadow-bubble"
    >
      {message.type === 'request_welcome' ? (
        <Trans>The customer opened the chat</Trans>
      ) : isRating(message) ? (
        <Trans>
          Customer’s rating: <bdi className="font-semibold">{message.text}</bdi>
        </Trans>
      ) : (
        (message.text ?? body ?? <Trans>A change in this chat</Trans>)
      )}
    </p>
  )
}

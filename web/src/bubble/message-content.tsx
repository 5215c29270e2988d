import { Trans } from '@lingui/react/macro'
import { Ban, MessageSquareOff, TimerOff } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Message } from '../platform/contract.ts'
import type { MetaSize } from './bubble.tsx'
import { ContactsBody, LocationBody, OrderBody } from './card-bodies.tsx'
import { QuestionBody, ReplyBody } from './interactive-body.tsx'
import { MediaBody } from './media-bodies.tsx'
import { asList, asRecord, asText } from './payload.ts'
import { TemplateContent, TemplateLabel, useSentTemplate } from './template-body.tsx'
import { TextBody } from './text-body.tsx'

/** The inside of a bubble for every type that Meta knows, and an explanation for those that it does not tell us. */
export function MessageContent({ message }: { readonly message: Message }): ReactNode {
  if (message.revokedAt !== null) return <RevokedBody direction={message.direction} />
  switch (message.type) {
    case 'text':
      return <TextBody text={message.text ?? ''} meta={metaSize(message)} />
    case 'image':
    case 'video':
    case 'document':
    case 'audio':
    case 'sticker':
      return (
        <>
          <MediaBody message={message} />
          <Caption message={message} />
        </>
      )
    case 'location':
      return <LocationBody message={message} />
    case 'contacts':
      return <ContactsBody message={message} />
    case 'order':
      return <OrderBody message={message} />
    case 'button':
      return <ReplyBody message={message} />
    case 'interactive':
      return message.direction === 'in' ? <ReplyBody message={message} /> : <QuestionBody message={message} />
    case 'template':
      return <TemplateBody message={message} />
    case 'expired':
      return <ExpiredBody />
    default:
      return <UnsupportedBody message={message} />
  }
}

function metaSize(message: Message): MetaSize {
  if (message.editedAt !== null) return 'edited'
  return message.direction === 'in' ? 'time' : 'ticks'
}

function Caption({ message }: { readonly message: Message }) {
  const isNamedFile = message.type === 'document' && message.text === message.media?.filename
  const takesCaption = message.type === 'image' || message.type === 'video' || message.type === 'document'
  if (message.text !== null && message.text !== '' && takesCaption && !isNamedFile) {
    return (
      <div className="max-w-[306px]">
        <TextBody text={message.text} meta={metaSize(message)} />
      </div>
    )
  }
  return takesCaption ? <div className="h-[20px]" /> : null
}

function TemplateBody({ message }: { readonly message: Message }) {
  const parts = useSentTemplate(message)
  return (
    <>
      <TemplateLabel message={message} />
      <TemplateContent parts={parts} />
    </>
  )
}

function RevokedBody({ direction }: { readonly direction: Message['direction'] }) {
  return (
    <p className="flex items-center gap-1.5 px-[9px] pt-[6px] pe-[92px] pb-[8px] text-meta italic">
      <Ban size={15} aria-hidden className="shrink-0" />
      {direction === 'in' ? (
        <Trans>The customer deleted this message</Trans>
      ) : (
        <Trans>This message was deleted</Trans>
      )}
    </p>
  )
}

/** The business keeps messages for so long, and no longer. */
function ExpiredBody() {
  return (
    <p className="flex items-center gap-1.5 px-[9px] pt-[6px] pe-[92px] pb-[8px] text-meta italic">
      <TimerOff size={15} aria-hidden className="shrink-0" />
      <Trans>Deleted after its time</Trans>
    </p>
  )
}

function UnsupportedBody({ message }: { readonly message: Message }) {
  const kind =
    asText(asRecord(message.content['unsupported'])['type']) ??
    (message.type === 'unsupported' ? null : message.type)
  const code = asText(asList(message.content['errors'])[0]?.['code'])
  return (
    <div className="flex w-[300px] max-w-full gap-2 px-[9px] pt-[6px] pb-[22px] text-meta">
      <MessageSquareOff size={18} aria-hidden className="mt-0.5 shrink-0" />
      <div>
        <p className="font-medium text-ink">
          <Trans>A message that cannot be shown here</Trans>
        </p>
        {message.text !== null && message.text !== '' && (
          <p dir="auto" className="my-1 whitespace-pre-wrap text-ink">
            {message.text}
          </p>
        )}
        <p className="text-[13px]">
          {kind === null ? (
            <Trans>
              WhatsApp did not hand its content over. Ask the customer to send it in another way, or look at
              the phone.
            </Trans>
          ) : (
            <Trans>
              It is of the kind “{kind}”. Ask the customer to send it in another way, or look at the phone.
            </Trans>
          )}
        </p>
        {code !== null && (
          <p className="text-[12px]">
            <Trans>Meta code {code}</Trans>
          </p>
        )}
      </div>
    </div>
  )
}

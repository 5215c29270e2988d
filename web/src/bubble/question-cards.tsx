import { useLingui } from '@lingui/react/macro'
import { ExternalLink, Image, Reply, ShoppingBag } from 'lucide-react'
import type { Message } from '../platform/contract.ts'
import { Bubble, BubbleButton } from './bubble.tsx'
import { MediaBody } from './media-bodies.tsx'
import { asList, asRecord, asText, type Json, payloadOf } from './payload.ts'
import { TextBody } from './text-body.tsx'
import { mediaUrl } from '../platform/media-url.ts'

/** The cards of a carousel, beside each other under the message; one moves along them. */
export function QuestionCards({ message }: { readonly message: Message }) {
  const { t } = useLingui()
  const cards = asList(asRecord(payloadOf(message)['action'])['cards'])
  if (cards.length === 0) return null
  return (
    // Whoever has no pointer moves along the cards with the arrows.
    <ul
      aria-label={t`Cards`}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className="mt-1 flex max-w-full snap-x gap-1.5 overflow-x-auto rounded-lg pb-2"
    >
      {cards.map((card, index) => (
        <li key={index} className="flex w-[200px] shrink-0 snap-start *:w-full">
          <Bubble direction={message.direction} hasTail={false} below={<CardButtons card={card} />}>
            <CardContent message={message} card={card} />
          </Bubble>
        </li>
      ))}
    </ul>
  )
}

function CardContent({ message, card }: { readonly message: Message; readonly card: Json }) {
  const header = asRecord(card['header'])
  const kind = asText(header['type']) ?? 'image'
  const file = asText(asRecord(header[kind])['mediaId'])
  const body = asText(asRecord(card['body'])['text'])
  const sku = asText(asRecord(card['action'])['product_retailer_id'])
  return (
    <>
      {file === null ? (
        <div className="m-[3px] grid aspect-4/3 place-items-center rounded-md bg-quote text-meta">
          {sku === null ? (
            <Image size={30} aria-hidden strokeWidth={1.4} />
          ) : (
            <ShoppingBag size={30} aria-hidden strokeWidth={1.4} />
          )}
        </div>
      ) : (
        <MediaBody message={{ ...message, type: kind, text: body, media: mediaOf(file) }} />
      )}
      {(body ?? sku) !== null && <TextBody text={body ?? sku ?? ''} meta={null} />}
    </>
  )
}

/** Meta's own words for a product's button are the customer's; here it says what it does. */
function CardButtons({ card }: { readonly card: Json }) {
  const { t } = useLingui()
  const action = asRecord(card['action'])
  if (card['type'] === 'product')
    return <BubbleButton icon={<ShoppingBag size={16} aria-hidden />}>{t`View`}</BubbleButton>
  const buttons = asList(action['buttons'])
  if (buttons.length === 0)
    return (
      <BubbleButton icon={<ExternalLink size={16} aria-hidden />}>
        {asText(asRecord(action['parameters'])['display_text'])}
      </BubbleButton>
    )
  return buttons.map((button, index) => (
    <BubbleButton key={index} icon={<Reply size={16} aria-hidden />}>
      {asText(asRecord(button['quick_reply'] ?? button['reply'])['title'])}
    </BubbleButton>
  ))
}

const mediaOf = (id: string): Message['media'] => ({
  ...{ id, state: 'stored', mimeType: null, filename: null, bytes: null, isVoice: false },
  url: mediaUrl(id),
})

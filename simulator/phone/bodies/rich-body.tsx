import { clsx } from 'clsx'
import { ChevronLeft, ChevronRight, ShoppingBag, Tag } from 'lucide-react'
import { useRef } from 'react'
import type { PhoneMessage } from '#simulator/protocol.ts'
import { useWords } from '../state/language.tsx'
import type { Offer, Rich } from '../thread/rich-view.ts'
import { IconButton } from '../ui/controls.tsx'
import { RichText } from '../words/rich-text.tsx'
import { LocationCard } from './cards.tsx'
import { LongText, StampSpace } from './long-text.tsx'
import { MediaView } from './media.tsx'
import { RichButtons } from './rich-buttons.tsx'

/** Header, body and footer of an interactive message or a template. The last line leaves room for the time. */
export function RichBody({ rich }: { rich: Rich }) {
  const { t } = useWords()
  // WhatsApp has words of its own where the business has none.
  const asksToCall = rich.buttons.some(({ does }) => does === 'answer-call-request')
  const isFramed = rich.media !== null || (rich.place ?? null) !== null || rich.product !== undefined
  return (
    // Words wrap at the edge of the picture above them.
    <div className={clsx(isFramed && 'w-72 max-w-full')}>
      {rich.media !== null && (
        <div className="-mx-1.5 -mt-[3px] mb-[9px] [&>a]:w-full [&_:is(img,video)]:w-full">
          <MediaView media={rich.media} alt="" isHeader />
        </div>
      )}
      {rich.place !== undefined && rich.place !== null && (
        <div className="-mx-1.5 -mt-[3px] mb-[9px] [&>a]:w-full">
          <LocationCard place={rich.place} />
        </div>
      )}
      {rich.product !== undefined && (
        <div className="-mx-1.5 -mt-[3px] mb-[9px] flex items-center gap-3 rounded-md bg-black/5 p-3">
          <ShoppingBag size={28} className="shrink-0 text-accent-you" aria-hidden="true" />
          <span className="min-w-0 font-medium break-words">{rich.product}</span>
        </div>
      )}
      {rich.offer !== undefined && <OfferStrip offer={rich.offer} />}
      {rich.header !== null && rich.header !== '' && (
        <div dir="auto" className="mb-1.5 text-[15px] font-semibold">
          <RichText text={rich.header} />
        </div>
      )}
      <LongText
        text={rich.body === '' && asksToCall ? t('mayWeCall') : rich.body}
        isLast={rich.footer === ''}
      />
      {rich.footer !== '' && (
        <div dir="auto" className="mt-1 text-[12.5px] text-meta">
          {rich.footer}
          <StampSpace />
        </div>
      )}
    </div>
  )
}

function OfferStrip({ offer }: { offer: Offer }) {
  const { t, dayAndTime } = useWords()
  return (
    <div className="-mx-1 mb-1.5 flex items-center gap-3 rounded-md bg-quote-in px-3 py-2">
      <Tag size={22} className="shrink-0 text-accent-you" aria-hidden="true" />
      <span className="min-w-0 leading-snug">
        <span dir="auto" className="block font-semibold">
          {offer.text}
        </span>
        {offer.endsAt !== null && (
          <span className="block text-[12px] text-meta">
            {t('offerEnds', { time: dayAndTime(offer.endsAt) })}
          </span>
        )}
        {offer.code !== null && (
          <span className="block text-[12px] text-meta">{t('offerCode', { code: offer.code })}</span>
        )}
      </span>
    </div>
  )
}

/** Cards that can be pushed sideways, under the bubble that introduces them. */
export function Cards({ rich, message }: { rich: Rich; message: PhoneMessage }) {
  const { t } = useWords()
  const strip = useRef<HTMLUListElement>(null)
  const push = (direction: 1 | -1) => strip.current?.scrollBy({ left: direction * 226, behavior: 'smooth' })
  return (
    <section aria-label={t('carousel')} className="mt-1 w-full">
      <ul ref={strip} className="no-scrollbar flex snap-x gap-1.5 overflow-x-auto pb-1">
        {rich.cards.map((card, index) => (
          <li
            key={index}
            className="flex w-[220px] shrink-0 snap-start flex-col rounded-lg bg-in px-[7px] pt-1.5 pb-2 text-[14.2px] leading-[1.5] shadow-bubble"
          >
            {card.media !== null && (
              <div className="-mx-1 -mt-[3px] mb-[9px] [&>a]:w-full [&_:is(img,video)]:w-full">
                <MediaView media={card.media} alt={card.body} isHeader />
              </div>
            )}
            <div className="flex-1 px-0.5">
              <LongText text={card.body === '' ? (card.product ?? '') : card.body} isLast={false} />
            </div>
            <RichButtons buttons={card.buttons} message={message} />
          </li>
        ))}
      </ul>
      <div className="flex justify-end gap-1">
        <IconButton label={t('previousCard')} onClick={() => push(-1)} className="size-8 bg-chip">
          <ChevronLeft size={18} />
        </IconButton>
        <IconButton label={t('nextCard')} onClick={() => push(1)} className="size-8 bg-chip">
          <ChevronRight size={18} />
        </IconButton>
      </div>
    </section>
  )
}

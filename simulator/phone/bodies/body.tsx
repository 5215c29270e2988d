import { clsx } from 'clsx'
import { CircleHelp } from 'lucide-react'
import { useWords } from '../state/language.tsx'
import type { View } from '../thread/view.ts'
import { loneEmojiCount } from '../words/whatsapp-text.ts'
import { AdvertCard, ContactCards, LocationCard, OrderCard } from './cards.tsx'
import { LongText } from './long-text.tsx'
import { MediaView } from './media.tsx'
import { RichBody } from './rich-body.tsx'

/** The inside of a bubble: everything but its time. Buttons and cards of rich messages follow below. */
export function Body({ view }: { view: View }) {
  const { t } = useWords()
  switch (view.kind) {
    case 'text': {
      const emoji = loneEmojiCount(view.body)
      const isLarge = emoji > 0 && emoji <= 3
      return (
        <div className={clsx(isLarge && 'text-[40px] leading-tight')}>
          {view.advert !== null && <AdvertCard advert={view.advert} />}
          <LongText text={view.body} />
        </div>
      )
    }
    case 'media': {
      const isInset = view.media === 'image' || view.media === 'video' || view.media === 'document'
      return (
        <>
          <div className={clsx(isInset && '-mx-1.5 -mt-[3px]')}>
            <MediaView media={view} alt={view.caption} />
          </div>
          {view.caption !== '' && (
            <div className="mt-1">
              <LongText text={view.caption} />
            </div>
          )}
        </>
      )
    }
    case 'location':
      return (
        <div className="-mx-1.5 -mt-[3px]">
          <LocationCard place={view} />
        </div>
      )
    case 'contacts':
      return <ContactCards people={view.people} />
    case 'order':
      return <OrderCard lines={view.lines} note={view.note} />
    case 'choice':
      return (
        <>
          <LongText text={view.title} isLast={view.description === ''} />
          {view.description !== '' && <div className="text-[12.5px] text-meta">{view.description}</div>}
        </>
      )
    case 'call-answer':
      return t(view.isAllowed ? 'callsAllowed' : 'callsRefused')
    case 'rich':
      return <RichBody rich={view} />
    case 'notice':
      return view.text
    case 'unknown':
      return (
        <div className="flex items-start gap-2 py-0.5">
          <CircleHelp size={18} className="mt-0.5 shrink-0 text-meta" aria-hidden="true" />
          <span className="leading-snug">
            {t('unknownType', { type: view.type })}
            <span className="block text-[12px] text-meta">{t('unknownTypeHint')}</span>
          </span>
        </div>
      )
    default:
      return view satisfies never
  }
}

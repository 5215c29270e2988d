import { clsx } from 'clsx'
import type { PhoneMessage } from '#simulator/protocol.ts'
import { useChat } from '../handset/chat-tools.tsx'
import { useWords } from '../state/language.tsx'
import type { Words } from '../state/language.tsx'
import { plainText } from '../words/whatsapp-text.ts'
import { viewOf, wordsOf } from './view.ts'

/** A message in one line: its words, or what it is. */
export function summaryOf(message: PhoneMessage, t: Words['t']): string {
  if (message.revokedAt !== null) return t(message.by === 'customer' ? 'youDeleted' : 'wasDeleted')
  const view = viewOf(message)
  const words = plainText(wordsOf(view)).replaceAll('\n', ' ')
  switch (view.kind) {
    case 'media': {
      const kind = t(view.isVoice ? 'voiceNote' : view.media)
      return words === '' ? kind : `${kind}: ${words}`
    }
    case 'location':
    case 'contacts':
    case 'order':
      return words === '' ? t(view.kind) : `${t(view.kind)}: ${words}`
    case 'call-answer':
      return t(view.isAllowed ? 'callsAllowed' : 'callsRefused')
    case 'unknown':
      return t('unknownType', { type: view.type })
    case 'text':
    case 'choice':
    case 'notice':
    case 'rich':
      return words
    default:
      return view satisfies never
  }
}

/** The quoted message, in a bubble or over the composer. A missing one is still named. */
export function Quote({ message, isOnOut }: { message: PhoneMessage | undefined; isOnOut: boolean }) {
  const { t } = useWords()
  const { businessName } = useChat()
  const isOwn = message?.by === 'customer'
  return (
    <div
      className={clsx(
        'overflow-hidden rounded-md border-s-4 px-2 py-1 text-[12.5px] leading-snug',
        isOnOut ? 'bg-quote-out' : 'bg-quote-in',
        isOwn ? 'border-accent-you' : 'border-accent-business',
      )}
    >
      <span className={clsx('block font-medium', isOwn ? 'text-accent-you' : 'text-accent-business')}>
        {isOwn ? t('you') : businessName}
      </span>
      <span dir="auto" className="line-clamp-2 break-words text-meta">
        {message === undefined ? t('originalMissing') : summaryOf(message, t)}
      </span>
    </div>
  )
}

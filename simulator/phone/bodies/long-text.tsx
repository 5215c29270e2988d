import { clsx } from 'clsx'
import { useState } from 'react'
import { useWords } from '../state/language.tsx'
import { RichText } from '../words/rich-text.tsx'

/** About where WhatsApp folds a long message (seen on Android; Meta does not publish the figure). */
const FOLD_AT = 768

/** Indic, Thai and Arabic scripts stack marks above and below: they need the taller line. */
const TALL_SCRIPT = /[\u0600-\u06FF\u0900-\u0DFF\u0E00-\u0E7F]/

/** A message's words; a long one is folded with "Read more". The last words of a bubble leave room for its time. */
export function LongText({ text, isLast = true }: { text: string; isLast?: boolean }) {
  const { t } = useWords()
  const [isOpen, setOpen] = useState(false)
  const isFolded = text.length > FOLD_AT + 200 && !isOpen
  const cut = text.lastIndexOf(' ', FOLD_AT)
  const shown = isFolded ? text.slice(0, cut > FOLD_AT / 2 ? cut : FOLD_AT) : text
  return (
    <div
      dir="auto"
      className={clsx(
        'break-words whitespace-pre-wrap [overflow-wrap:anywhere] [unicode-bidi:plaintext]',
        TALL_SCRIPT.test(text) ? 'leading-[1.55]' : 'leading-[19px]',
      )}
    >
      <RichText text={shown} />
      {isFolded && (
        <>
          {'… '}
          <button type="button" className="font-medium text-link underline" onClick={() => setOpen(true)}>
            {t('readMore')}
          </button>
        </>
      )}
      {isLast && <StampSpace />}
    </div>
  )
}

/** Room for the time at the end of the last line. */
export function StampSpace() {
  return <span aria-hidden="true" className="inline-block h-3 w-[var(--stamp)]" />
}

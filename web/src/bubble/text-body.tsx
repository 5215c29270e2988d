import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import { MetaSpace, type MetaSize } from './bubble.tsx'
import { FormattedText } from './formatted-text.tsx'

/** Indic, Thai and Arabic scripts stack marks above and below: they need the taller line. */
const TALL_SCRIPT = /[\u0600-\u06FF\u0900-\u0DFF\u0E00-\u0E7F]/

/** The first letter decides, as for `dir="auto"`: Hebrew, Arabic and their neighbours. */
const RIGHT_TO_LEFT = /^[^\p{L}]*[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]/u

/** Words inside a bubble, with room for the time behind the last one. */
export function TextBody({
  text,
  slots,
  meta = 'ticks',
  children,
}: {
  readonly text: string
  readonly slots?: Readonly<Record<string, string>>
  /** null: no time stands here. */
  readonly meta?: MetaSize | null
  readonly children?: ReactNode
}) {
  return (
    <div
      dir="auto"
      className={clsx(
        'px-[9px] pt-[6px] pb-[8px]',
        TALL_SCRIPT.test(text) ? 'leading-[1.55]' : 'leading-[19px]',
      )}
    >
      <FormattedText text={text} {...(slots === undefined ? {} : { slots })} />
      {/* The time stands on the right, where a right-to-left text begins: it gets a line of its own. */}
      {meta !== null &&
        (RIGHT_TO_LEFT.test(text) ? <span className="block h-[13px]" /> : <MetaSpace size={meta} />)}
      {children}
    </div>
  )
}

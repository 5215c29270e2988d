import { clsx } from 'clsx'
import type { ReactNode } from 'react'

/**
 * The shape of everything said: WhatsApp's geometry in our tokens (`ui.md`, section 6). It knows no message; the thread
 * and the template preview both fill it.
 */
export function Bubble({
  direction,
  hasTail,
  isBare = false,
  meta,
  children,
  below,
}: {
  readonly direction: 'in' | 'out'
  readonly hasTail: boolean
  /** Stickers and large emoji stand without a ground. */
  readonly isBare?: boolean
  /** Time and ticks, bottom right. */
  readonly meta?: ReactNode
  readonly children: ReactNode
  /** Buttons under the text, with a hairline above each. */
  readonly below?: ReactNode
}) {
  return (
    <div
      data-bubble
      className={clsx(
        'relative w-fit min-w-[84px] rounded-lg text-[14.2px] leading-[1.5]',
        !isBare && 'shadow-bubble',
        !isBare && (direction === 'in' ? 'bg-bubble-in' : 'bg-bubble-out'),
        !isBare && hasTail && (direction === 'in' ? 'tail-in rounded-tl-none' : 'tail-out rounded-tr-none'),
      )}
    >
      {/* flow-root: the frame around a picture is inside, also at the top. */}
      <div className="relative flow-root [overflow-wrap:anywhere]">
        {children}
        {meta !== undefined && (
          <div
            data-meta
            className={clsx(
              'absolute end-1.5 bottom-1 flex items-center gap-1 text-[11px] leading-[15px] text-meta',
              isBare && 'rounded-full bg-chip px-1.5 py-0.5 shadow-bubble',
            )}
          >
            {meta}
          </div>
        )}
      </div>
      {below}
    </div>
  )
}

/** What stands at the end of the last line: a time, with ticks behind what we said, and "edited" before it. */
export type MetaSize = 'time' | 'ticks' | 'edited'
const META_PX: Readonly<Record<MetaSize, string>> = {
  time: 'w-[62px]',
  ticks: 'w-[84px]',
  edited: 'w-[132px]',
}

/** Room for it, so that it never covers a word. */
export function MetaSpace({ size }: { readonly size: MetaSize }) {
  return <span aria-hidden className={clsx('inline-block h-[15px] align-bottom', META_PX[size])} />
}

/** A row of 41 px under the text, as WhatsApp shows buttons. In the inbox they only show what the customer sees. */
export function BubbleButton({
  icon,
  children,
}: {
  readonly icon?: ReactNode
  readonly children: ReactNode
}) {
  return (
    <div className="flex min-h-[41px] items-center justify-center gap-1.5 border-t border-ink/10 px-3 py-1 text-center text-[14px] font-medium text-link">
      {icon}
      <span dir="auto">{children}</span>
    </div>
  )
}

import { LockOpen } from 'lucide-react'
import type { PhoneMessage } from '#simulator/protocol.ts'
import { useWords } from '../state/language.tsx'
import { summaryOf } from '../thread/quote.tsx'
import { Button } from '../ui/controls.tsx'

const SHOWN_MAX = 4

/** The phone lies on the table: it gets messages, and nobody reads them. */
export function LockScreen(props: {
  now: number
  businessName: string
  unread: readonly PhoneMessage[]
  onUnlock: () => void
}) {
  const { now, businessName, unread, onUnlock } = props
  const { t, time, date } = useWords()
  return (
    <div className="absolute inset-0 z-20 flex flex-col bg-linear-to-b from-[#0d3b32] to-[#07130f] px-4 pt-14 pb-6 text-white">
      <p className="text-center text-[44px] leading-none font-light tabular-nums">{time(now)}</p>
      <p className="mt-2 text-center text-[14px]">{date(now)}</p>
      <div
        role="log"
        aria-label={t('newMessages', { n: unread.length })}
        className="mt-8 flex flex-1 flex-col gap-2 overflow-hidden"
      >
        {unread.slice(-SHOWN_MAX).map((message) => (
          <div
            key={message.wamid}
            className="animate-pop rounded-2xl bg-white/15 px-3 py-2 text-[13px] leading-snug"
          >
            <div className="flex justify-between gap-2">
              <span className="font-semibold">{businessName}</span>
              <span className="text-[11px]">{time(message.at)}</span>
            </div>
            <p dir="auto" className="line-clamp-2">
              {summaryOf(message, t)}
            </p>
          </div>
        ))}
      </div>
      <p className="mb-3 text-center text-[12px]">{t('lockedHint')}</p>
      <Button onClick={onUnlock} className="mx-auto">
        <LockOpen size={16} aria-hidden="true" />
        {t('unlockPhone')}
      </Button>
    </div>
  )
}

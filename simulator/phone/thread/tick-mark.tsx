import { clsx } from 'clsx'
import { CircleAlert, Clock } from 'lucide-react'
import { useWords } from '../state/language.tsx'
import type { StringKey } from '../strings.ts'
import type { Tick } from './ticks.ts'

const WORDS = {
  waiting: 'tickWaiting',
  failed: 'tickFailed',
  sent: 'tickSent',
  delivered: 'tickDelivered',
  read: 'tickRead',
} as const satisfies Record<Tick, StringKey>

/** One tick, two ticks, blue ticks; delivered and read share a shape, so the word is always there, too. */
export function TickMark({ tick }: { tick: Tick }) {
  const { t } = useWords()
  const words = t(WORDS[tick])
  return (
    <span title={words} className={clsx('inline-flex', tick === 'read' ? 'text-tick-read' : 'text-meta')}>
      <span className="sr-only">{words}</span>
      {tick === 'waiting' && <Clock size={12} aria-hidden="true" />}
      {tick === 'failed' && <CircleAlert size={13} className="text-red-ink" aria-hidden="true" />}
      {(tick === 'sent' || tick === 'delivered' || tick === 'read') && (
        <svg
          width={tick === 'sent' ? 12 : 17}
          height="11"
          viewBox={tick === 'sent' ? '0 0 12 11' : '0 0 17 11'}
          fill="none"
          stroke="currentColor"
          strokeWidth="1.6"
          aria-hidden="true"
        >
          <path d="M1 5.8 4.2 9 10.6 1.6" strokeLinecap="round" strokeLinejoin="round" />
          {tick !== 'sent' && <path d="M8.4 8.4 9 9l6.4-7.4" strokeLinecap="round" strokeLinejoin="round" />}
        </svg>
      )}
    </span>
  )
}

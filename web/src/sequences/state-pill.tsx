import { clsx } from 'clsx'
import { CirclePause, type LucideIcon, PencilLine, Zap } from 'lucide-react'
import type { SequenceState } from '../platform/contract.ts'
import { useSequenceWords } from './sequence-words.ts'

const LOOKS: Readonly<Record<SequenceState, readonly [LucideIcon, string]>> = {
  draft: [PencilLine, 'bg-sunken text-muted'],
  on: [Zap, 'bg-brand-tint-2 text-brand-strong'],
  off: [CirclePause, 'bg-amber-tint text-amber'],
}

export function SequencePill({ state }: { readonly state: SequenceState }) {
  const words = useSequenceWords()
  const [Icon, tone] = LOOKS[state]
  return (
    <span
      className={clsx(
        'inline-flex min-h-6 items-center gap-1 rounded-full px-2 py-0.5 text-[12.5px] font-medium whitespace-nowrap',
        tone,
      )}
    >
      <Icon size={14} aria-hidden />
      {words.state(state)}
    </span>
  )
}

import { clsx } from 'clsx'
import {
  CalendarClock,
  CircleCheck,
  CirclePause,
  CircleX,
  LoaderCircle,
  type LucideIcon,
  PencilLine,
  SendHorizontal,
} from 'lucide-react'
import type { CampaignState } from '../platform/contract.ts'
import { useCampaignWords } from './campaign-words.ts'

const LOOKS: Readonly<Record<CampaignState, readonly [LucideIcon, string]>> = {
  draft: [PencilLine, 'bg-sunken text-muted'],
  scheduled: [CalendarClock, 'bg-blue-tint text-blue'],
  preparing: [LoaderCircle, 'bg-blue-tint text-blue'],
  running: [SendHorizontal, 'bg-brand-tint-2 text-brand-strong'],
  paused: [CirclePause, 'bg-amber-tint text-amber'],
  completed: [CircleCheck, 'bg-brand-tint text-brand-strong'],
  cancelled: [CircleX, 'bg-sunken text-muted'],
}

/** Where a campaign stands. */
export function StatePill({ state }: { readonly state: CampaignState }) {
  const words = useCampaignWords()
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

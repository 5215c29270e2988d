import { useLingui } from '@lingui/react/macro'
import {
  Check,
  CheckCheck,
  CircleAlert,
  CircleQuestionMark,
  Clock3,
  Hourglass,
  type LucideIcon,
} from 'lucide-react'
import type { MessageState } from '../platform/contract.ts'

type Tick = { readonly icon: LucideIcon; readonly tone: string; readonly label: string }

/** The mark of a state and its words: delivered and read share a shape, so colour is never alone. */
export function useTick(): (state: MessageState) => Tick | null {
  const { t } = useLingui()
  return (state) => {
    const ticks: Readonly<Record<MessageState, Tick | null>> = {
      received: null,
      queued: { icon: Clock3, tone: '', label: t`Waiting to be sent` },
      dispatching: { icon: Clock3, tone: '', label: t`On its way to Meta` },
      unknown: { icon: CircleQuestionMark, tone: 'text-amber', label: t`Unconfirmed` },
      held: { icon: Hourglass, tone: 'text-amber', label: t`Held by Meta for a quality check` },
      accepted: { icon: Check, tone: '', label: t`Accepted by Meta` },
      sent: { icon: Check, tone: '', label: t`Sent` },
      delivered: { icon: CheckCheck, tone: '', label: t`Delivered` },
      read: { icon: CheckCheck, tone: 'text-read', label: t`Read` },
      played: { icon: CheckCheck, tone: 'text-read', label: t`Played` },
      failed: { icon: CircleAlert, tone: 'text-red', label: t`Not sent` },
    }
    return ticks[state]
  }
}

export function TickIcon({ state, size = 16 }: { readonly state: MessageState; readonly size?: number }) {
  const tick = useTick()(state)
  if (tick === null) return null
  const { icon: Icon, tone, label } = tick
  return (
    <>
      <Icon size={size} strokeWidth={2.2} aria-hidden className={`shrink-0 ${tone}`} />
      <span className="sr-only">{label}</span>
    </>
  )
}

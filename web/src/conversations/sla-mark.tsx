import { useLingui } from '@lingui/react/macro'
import { clsx } from 'clsx'
import { Timer, TimerOff } from 'lucide-react'
import type { Conversation } from '../platform/contract.ts'
import { dateAndTime } from '../platform/format.ts'

type Sla = NonNullable<Conversation['sla']>

/** What was promised to the customer next, and whether that is nearly late or late by now. */
function useSlaWords(
  { which, dueAt, warnAt }: Sla,
  now: number,
): {
  readonly tone: 'ok' | 'due' | 'breached'
  readonly short: string
  readonly sentence: string
} {
  const { t, i18n } = useLingui()
  const tone = now < warnAt ? 'ok' : now < dueAt ? 'due' : 'breached'
  const when = dateAndTime(dueAt, i18n.locale)
  const isResolution = which === 'resolution'
  if (tone === 'breached')
    return {
      tone,
      short: t`Late`,
      sentence: isResolution
        ? t`Should have been resolved by ${when}`
        : t`Should have been answered by ${when}`,
    }
  return {
    tone,
    short: tone === 'due' ? t`Due soon` : t`On time`,
    sentence: isResolution ? t`To be resolved by ${when}` : t`To be answered by ${when}`,
  }
}

const COLORS = { ok: 'text-muted', due: 'text-amber', breached: 'text-red' } as const
const PILLS = {
  ok: 'bg-sunken text-muted',
  due: 'bg-amber-tint text-amber',
  breached: 'bg-red-tint text-red',
} as const

/** In the list: a clock, another one when it is late. */
export function SlaMark({ sla, now }: { readonly sla: Sla; readonly now: number }) {
  const { tone, short, sentence } = useSlaWords(sla, now)
  const Icon = tone === 'breached' ? TimerOff : Timer
  return (
    <span title={`${short}. ${sentence}`} className={clsx('inline-flex shrink-0 self-center', COLORS[tone])}>
      <Icon size={15} aria-hidden />
      <span className="sr-only">
        {short}. {sentence},
      </span>
    </span>
  )
}

/** In the header of a thread, where there is room: with words and the moment. */
export function SlaPill({ sla, now }: { readonly sla: Sla; readonly now: number }) {
  const { i18n } = useLingui()
  const { tone, short, sentence } = useSlaWords(sla, now)
  const Icon = tone === 'breached' ? TimerOff : Timer
  return (
    <span
      title={sentence}
      className={clsx(
        'inline-flex h-6 items-center gap-1 rounded-full px-2 text-[12px] font-medium whitespace-nowrap',
        PILLS[tone],
      )}
    >
      <Icon size={13} aria-hidden />
      {short}
      <span aria-hidden className="font-normal">
        · {dateAndTime(sla.dueAt, i18n.locale)}
      </span>
      <span className="sr-only">{sentence}</span>
    </span>
  )
}

import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { clsx } from 'clsx'
import { Clock3, Lock } from 'lucide-react'
import { dateAndTime } from '../platform/format.ts'
import { timeLeft, type WindowView } from './window.ts'

/** The window in words: short for a pill, whole for a sentence on what happens next. */
export function useWindowWords(): (view: WindowView) => {
  readonly short: string
  readonly sentence: string
} {
  const { t, i18n } = useLingui()
  return (view) => {
    if (!view.isOpen) {
      const short = t`Window closed`
      if (view.closedAt === null) {
        return {
          short,
          sentence: t`This customer has not written yet. Only an approved template may start the conversation.`,
        }
      }
      const when = dateAndTime(view.closedAt, i18n.locale)
      return {
        short,
        sentence: t`The customer’s window closed on ${when}. Only an approved template may be sent until they write again.`,
      }
    }
    const { unit, value } = view.left
    const when = dateAndTime(view.closesAt, i18n.locale)
    const sentence = t`You can write freely until ${when}. After that only an approved template may be sent, until the customer writes again.`
    if (unit === 'hour') return { short: t`${value} h left`, sentence }
    return { short: value === 0 ? t`Closing now` : t`${value} min left`, sentence }
  }
}

/** The ring for those who cannot see it. */
export function useRingText(): (view: WindowView) => string {
  const { t } = useLingui()
  return (view) => {
    if (!view.isOpen) return t`window closed`
    const { unit, value } = timeLeft(view.closesAt - Date.now())
    if (unit === 'hour')
      return t`window open, ${plural(value, { one: '# hour left', other: '# hours left' })}`
    return t`window open, ${plural(value, { one: '# minute left', other: '# minutes left' })}`
  }
}

export function WindowPill({ view }: { readonly view: WindowView }) {
  const words = useWindowWords()(view)
  const Icon = view.isOpen ? Clock3 : Lock
  return (
    <span
      title={words.sentence}
      className={clsx(
        'inline-flex h-6 items-center gap-1 rounded-full px-2 text-[12px] font-medium whitespace-nowrap',
        view.tone === 'calm' && 'bg-brand-tint-2 text-brand-strong',
        view.tone === 'low' && 'bg-amber-tint text-amber',
        view.tone === 'none' && 'bg-sunken text-muted',
      )}
    >
      <Icon size={13} aria-hidden />
      {words.short}
    </span>
  )
}

/** Moments of a plan in words, by the clock of whoever reads them. */
import { useLingui } from '@lingui/react/macro'
import { dateAndTime, daysBetween, timeOfDay, weekdayAndTime } from '../platform/format.ts'

const STEP_MS = 5 * 60_000

/** A prediction to the minute would promise too much. */
export const rounded = (at: number): number => Math.round(at / STEP_MS) * STEP_MS

export type When = 'today' | 'tomorrow' | 'week' | 'later'

/** How a moment to come is best named. */
export function whenOf(at: number, now: number): When {
  const days = daysBetween(now, at)
  if (days <= 0) return 'today'
  if (days === 1) return 'tomorrow'
  return days < 7 ? 'week' : 'later'
}

/** "6:40 pm", "tomorrow, 10:15 am", "Thu, 10:15 am", "3 Dec 2026, 10:15 am". */
export function useMomentWords(): (at: number, now: number) => string {
  const { t, i18n } = useLingui()
  return (at, now) => {
    const time = timeOfDay(at, i18n.locale)
    const when = whenOf(at, now)
    switch (when) {
      case 'today':
        return time
      case 'tomorrow':
        return t`tomorrow, ${time}`
      case 'week':
        return weekdayAndTime(at, i18n.locale)
      case 'later':
        return dateAndTime(at, i18n.locale)
      default:
        return when satisfies never
    }
  }
}

/** "done by about 6:40 pm". */
export function useEndWords(): (endsAt: number | null, now: number) => string {
  const { t, i18n } = useLingui()
  const moment = useMomentWords()
  return (endsAt, now) => {
    if (endsAt === null) return t`no end in sight`
    if (endsAt <= now + 90_000) return t`done in a minute`
    const at = Math.max(rounded(endsAt), now)
    const time = timeOfDay(at, i18n.locale)
    if (whenOf(at, now) === 'tomorrow') return t`done tomorrow by about ${time}`
    const when = moment(at, now)
    return t`done by about ${when}`
  }
}

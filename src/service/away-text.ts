/** What is said to whoever writes while the business is closed. Pure. */
import { DAY_MS, type Instant } from '#platform/time.ts'
import { holidayAt, nextOpening, type BusinessHours } from './business-time.ts'
import type { AwayReply } from './shapes.ts'

/** Where nobody knows when it opens again. */
const SOON = { en: 'soon', hi: 'जल्द' } as const

export function awayText(hours: BusinessHours, away: AwayReply, now: Instant): string {
  const holiday = holidayAt(hours, now)
  const text = holiday !== null && away.holidayText !== '' ? away.holidayText : away.text
  const opens = nextOpening(hours, now)
  const values: Readonly<Record<string, string>> = {
    opens: opens === null ? SOON[away.language] : momentText(hours.timeZone, away.language, opens, now),
    holiday: holiday?.name ?? '',
  }
  return text.replaceAll(/\{\{\s*(opens|holiday)\s*\}\}/gu, (whole, name: string) => values[name] ?? whole)
}

/** "Monday at 10:00 am", with the date if it is further than the coming days; in Latin digits, as on every clock here. */
function momentText(timeZone: string, language: 'en' | 'hi', at: Instant, now: Instant): string {
  const isNear = at - now < 6 * DAY_MS
  return new Intl.DateTimeFormat(`${language}-IN-u-nu-latn`, {
    timeZone,
    weekday: 'long',
    ...(!isNear && { day: 'numeric', month: 'long' }),
    hour: 'numeric',
    minute: '2-digit',
  }).format(at)
}

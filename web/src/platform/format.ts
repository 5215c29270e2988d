/**
 * Numbers, moments and sizes in the reader's language, always with Latin digits (`-u-nu-latn`): order numbers and prices
 * are compared with paper and screens that use them. Money is always grouped the Indian way, as en-IN writes it.
 */
const tag = (locale: string) => `${locale}-IN-u-nu-latn`
const cache = new Map<string, unknown>()

function cached<T>(key: string, make: () => T): T {
  let found = cache.get(key) as T | undefined
  if (found === undefined) cache.set(key, (found = make()))
  return found
}

const dates = (locale: string, options: Intl.DateTimeFormatOptions) =>
  cached(`d${locale}${JSON.stringify(options)}`, () => new Intl.DateTimeFormat(tag(locale), options))

export function timeOfDay(at: number, locale: string): string {
  return dates(locale, { hour: 'numeric', minute: '2-digit' }).format(at)
}

export function dateAndTime(at: number, locale: string): string {
  return dates(locale, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  }).format(at)
}

/** A moment of the coming days: "Mon, 9:00 am". */
export function weekdayAndTime(at: number, locale: string): string {
  return dates(locale, { weekday: 'short', hour: 'numeric', minute: '2-digit' }).format(at)
}

/** How many midnights lie between two moments, on the reader's calendar. */
export function daysBetween(earlier: number, later: number): number {
  return Math.round((midnight(later) - midnight(earlier)) / 86_400_000)
}

const midnight = (at: number) => new Date(at).setHours(0, 0, 0, 0)

/** "Today", "Yesterday", a weekday within the last week, else the date. */
export function dayLabel(at: number, now: number, locale: string): string {
  const days = daysBetween(at, now)
  if (days === 0 || days === 1) {
    const words = cached(`r${locale}`, () => new Intl.RelativeTimeFormat(tag(locale), { numeric: 'auto' }))
    const word = words.format(-days, 'day')
    return word.charAt(0).toLocaleUpperCase(locale) + word.slice(1)
  }
  if (days > 1 && days < 7) return dates(locale, { weekday: 'long' }).format(at)
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear()
  return dates(locale, { day: 'numeric', month: 'long', ...(sameYear ? {} : { year: 'numeric' }) }).format(at)
}

/** For a list: the time today, then "Yesterday", a short weekday, then a short date. */
export function listTime(at: number, now: number, locale: string): string {
  const days = daysBetween(at, now)
  if (days <= 0) return timeOfDay(at, locale)
  if (days === 1) return dayLabel(at, now, locale)
  if (days < 7) return dates(locale, { weekday: 'short' }).format(at)
  return dates(locale, { day: 'numeric', month: 'numeric', year: '2-digit' }).format(at)
}

export function wholeNumber(value: number, locale: string): string {
  return cached(`n${locale}`, () => new Intl.NumberFormat(tag(locale))).format(value)
}

export function money(amount: number, currency: string): string {
  try {
    return cached(
      `m${currency}`,
      () =>
        new Intl.NumberFormat('en-IN', {
          style: 'currency',
          currency,
          minimumFractionDigits: 0,
          maximumFractionDigits: 2,
        }),
    ).format(amount)
  } catch {
    return `${amount} ${currency}` // Not an ISO currency: show what Meta said.
  }
}

export function fileSize(bytes: number, locale: string): string {
  const [value, unit] =
    bytes < 1_000_000 ? [Math.max(1, bytes / 1000), 'kilobyte'] : [bytes / 1_000_000, 'megabyte']
  return cached(
    `s${locale}${unit}`,
    () =>
      new Intl.NumberFormat(tag(locale), {
        style: 'unit',
        unit,
        maximumFractionDigits: unit === 'megabyte' ? 1 : 0,
      }),
  ).format(value)
}

export function clockDuration(seconds: number): string {
  const whole = Number.isFinite(seconds) ? Math.max(0, Math.floor(seconds)) : 0
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}

/** "919876543210" → "+91 98765 43210"; other countries only get their plus, as grouping differs everywhere. */
export function phoneNumber(digits: string): string {
  const indian = /^91(\d{5})(\d{5})$/.exec(digits)
  return indian ? `+91 ${indian[1]} ${indian[2]}` : `+${digits}`
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** "3 May", with the year where it is another one; Latin digits, as everywhere. */
export function dayOf(at: number, locale: string, now = Date.now()): string {
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear()
  const key = `${locale}${isThisYear}`
  const format =
    formats.get(key) ??
    new Intl.DateTimeFormat(`${locale}-IN-u-nu-latn`, {
      day: 'numeric',
      month: 'long',
      ...(isThisYear ? {} : { year: 'numeric' }),
    })
  formats.set(key, format)
  return format.format(at)
}

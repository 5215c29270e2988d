/** Phone numbers as digits: which country they belong to and how Meta writes them. */

/** Calling codes of two digits; 1 and 7 have one, all others three. Source: ITU E.164 list (read 2026-11-22). */
const TWO_DIGIT_CODES = new Set(
  '20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98'.split(
    ' ',
  ),
)

/** Countries that appear in tests and demos; a BSUID begins with one. */
const COUNTRY_BY_CODE: Readonly<Record<string, string>> = {
  1: 'US', 7: 'RU', 20: 'EG', 27: 'ZA', 33: 'FR', 34: 'ES', 39: 'IT', 44: 'GB', 49: 'DE', 52: 'MX', 54: 'AR',
  55: 'BR', 57: 'CO', 60: 'MY', 61: 'AU', 62: 'ID', 63: 'PH', 65: 'SG', 66: 'TH', 81: 'JP', 82: 'KR', 84: 'VN',
  86: 'CN', 90: 'TR', 91: 'IN', 92: 'PK', 94: 'LK', 234: 'NG', 254: 'KE', 880: 'BD', 966: 'SA', 971: 'AE', 977: 'NP',
} // prettier-ignore

/** The calling code that these digits begin with. */
function callingCodeOf(digits: string): string {
  if (digits.startsWith('1') || digits.startsWith('7')) return digits.slice(0, 1)
  const two = digits.slice(0, 2)
  return TWO_DIGIT_CODES.has(two) ? two : digits.slice(0, 3)
}

/** Two letters; ZZ if the country is none that we know. */
export function countryOf(digits: string): string {
  return COUNTRY_BY_CODE[callingCodeOf(digits)] ?? 'ZZ'
}

/** As Graph shows it: "+91 90000 00001". Webhooks carry bare digits. */
export function displayOf(digits: string): string {
  const code = callingCodeOf(digits)
  const rest = digits.slice(code.length)
  const middle = Math.ceil(rest.length / 2)
  return `+${code} ${rest.slice(0, middle)} ${rest.slice(middle)}`
}

/**
 * The digits that a `to` means, or null if it means none. Without a plus, a national number gets the sender's
 * calling code, as Meta does it. Source: Meta, "Send messages" (23 Apr 2026).
 */
export function digitsOf(to: string, senderDigits: string): string | null {
  const digits = to.replace(/[\s().+-]/g, '')
  if (!/^[0-9]{5,15}$/.test(digits)) return null
  const isNational = !to.trim().startsWith('+') && digits.length <= 10
  return isNational ? callingCodeOf(senderDigits) + digits : digits
}

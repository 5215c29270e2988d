import { asciiDigits } from '#platform/ascii-digits.ts'

/** How a number in a file is read: as one of this country's where it does not say its own; `none`: it must say. */
export type DefaultCountry = 'IN' | 'none'
export type PhoneRefusal = 'phone_missing' | 'phone_impossible' | 'phone_rounded'

/** What people put between the digits, and what spreadsheets and chat apps put around a number. */
const BETWEEN = /[\s\u00AD\u200B-\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF().\-‐-―−/']/gu
/** A spreadsheet that took the number for a quantity has thrown its last digits away. */
const ROUNDED = /^\+?\d+([.,]\d+)?e\+?\d+$/iu
/**
 * A phone number in Meta's form: digits, the country first, without "+". What can be no number anywhere is refused; whether
 * somebody has it only WhatsApp knows. E.164 allows 15 digits; no country's numbers are shorter than 7 with the country.
 */
export function normalisePhone(
  text: string,
  country: DefaultCountry,
): { readonly phone: string } | { readonly because: PhoneRefusal } {
  const plain = asciiDigits(text)
    .trim()
    .replace(/^(tel|phone|mob(ile)?|ph)\s*[:.]\s*/iu, '')
  if (plain === '') return { because: 'phone_missing' }
  if (ROUNDED.test(plain)) return { because: 'phone_rounded' }
  // 9876543210.0 is what a program writes that took the number for a quantity; nothing is lost.
  const bare = plain.replace(/^(\d{7,15})\.0+$/u, '$1').replaceAll(BETWEEN, '')
  if (bare === '') return { because: 'phone_missing' }
  // "+91 (0) 98765 43210": the zero is dialled from within the country only.
  const international = /^(?:\+|00)(\d+)$/u.exec(bare)?.[1]?.replace(/^910(?=\d{10}$)/u, '91')
  const phone = international ?? (country === 'IN' ? indian(bare) : null)
  return phone !== null && isPossible(phone) ? { phone } : { because: 'phone_impossible' }
}

/** With or without the country, with or without the zero that is dialled before it. Mobile numbers begin with 6 to 9. */
function indian(bare: string): string | null {
  const national = /^(?:0|91|091|910)?([6-9]\d{9})$/u.exec(bare)?.[1]
  return national === undefined ? null : `91${national}`
}

/** India's numbers have ten digits after the country. */
const isPossible = (phone: string): boolean =>
  phone.startsWith('91') ? /^91[1-9]\d{9}$/u.test(phone) : /^[1-9]\d{6,14}$/u.test(phone)

import type { Attribute } from '#contacts/shapes.ts'
import { normalisePhone } from '#contacts/normalise-phone.ts'
import type { Mapping } from './shapes.ts'

/** What the column with the number is called, in English, in Hindi, and by Google, Outlook and Shopify. */
const PHONE_WORDS = [
  ...[
    'phone',
    'phone number',
    'mobile',
    'mobile number',
    'mobile no',
    'whatsapp',
    'whatsapp number',
    'number',
    'contact',
  ],
  ...[
    'contact number',
    'contact no',
    'cell',
    'phone 1 value',
    'mobile phone',
    'tel',
    'telephone',
    'wa',
    'phone no',
    'no',
  ],
  ...[
    'मोबाइल',
    'मोबाइल नंबर',
    'मोबाईल',
    'मोबाईल नंबर',
    'फ़ोन',
    'फ़ोन नंबर',
    'फोन',
    'फोन नंबर',
    'नंबर',
    'नम्बर',
    'व्हाट्सऐप',
    'व्हाट्सएप',
  ],
  ...['व्हाट्सएप नंबर', 'व्हाट्सऐप नंबर', 'दूरभाष', 'संपर्क नंबर', 'मोबाइल नम्बर', 'फोन नम्बर'],
]
const NAME_WORDS = [
  ...[
    'name',
    'full name',
    'customer name',
    'customer',
    'contact name',
    'display name',
    'party name',
    'party',
    'client',
  ],
  ...['client name', 'first name', 'given name', 'shop name'],
  ...['नाम', 'पूरा नाम', 'ग्राहक', 'ग्राहक का नाम', 'ग्राहक नाम', 'पार्टी', 'पार्टी का नाम'],
]

/** Which column is probably what, by its name; a column is one thing only. The phone may also be known by its look. */
export function proposeMapping(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  attributes: readonly Attribute[],
): Mapping {
  const names = header.map(plain)
  const taken = new Set<number>()
  const take = (words: readonly string[]): number | null => {
    for (const word of words) {
      const at = names.findIndex((name, nth) => name === plain(word) && !taken.has(nth))
      if (at === -1) continue
      taken.add(at)
      return at
    }
    return null
  }
  let phone = take(PHONE_WORDS)
  if (phone === null) {
    phone = columnOfPhones(header.length, rows)
    if (phone !== null) taken.add(phone)
  }
  const name = take(NAME_WORDS)
  const fields: Record<string, number> = {}
  for (const { key, label } of attributes) {
    const at = take([label, key])
    if (at !== null) fields[key] = at
  }
  return { phone, name, attributes: fields }
}

/** Whether the first row is already somebody: then the file has no header. */
export const hasHeader = (first: readonly string[]): boolean =>
  !first.some((cell) => 'phone' in normalisePhone(cell, 'IN'))

/** The first column in which most rows have a number. */
function columnOfPhones(columns: number, rows: readonly (readonly string[])[]): number | null {
  for (let at = 0; at < columns; at += 1) {
    const good = rows.filter((cells) => 'phone' in normalisePhone(cells[at] ?? '', 'IN'))
    if (rows.length > 0 && good.length * 2 > rows.length) return at
  }
  return null
}

/** Without case, marks and signs: "Mobile No." is "mobile no". */
const plain = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()

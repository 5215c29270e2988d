/**
 * Ids as Meta makes them, and never the same one twice: each holds the id of this run (random, or drawn from the seed
 * and the number of the start) and a counter. The shape of a wamid is what real ones decode to.
 */
import { createHash, hash } from 'node:crypto'
import { countryOf } from '#simulator/world/phone-number.ts'

export type Ids = {
  /** Of a message that a business sent to this phone, or that the customer with this phone wrote. */
  wamid(by: 'business' | 'customer', phone: string): string
  mediaId(): string
  /** Above 2^53 on purpose: Meta's are, and whoever reads them as a number loses the last digits. */
  templateId(): string
  /** Of numbers, accounts and the like: 15 digits. */
  objectId(): string
  customerId(): string
}

/** @param run what tells this run from all others; @param start where counting goes on after a restart. */
export function createIds(run: string, counter: { value: number }): Ids {
  const digest = createHash('sha256').update(run).digest()
  const runHex = digest.toString('hex', 0, 4).toUpperCase()
  const runDigits = String(100_000_000 + (digest.readUInt32BE(4) % 900_000_000))
  const count = (): number => counter.value++
  const digits = (length: number): string => runDigits + String(count()).padStart(length - 9, '0')
  return {
    wamid(by, phone) {
      const unique = runHex + count().toString(16).toUpperCase().padStart(10, '0')
      return wamidOf(by, phone, by === 'business' ? unique : `3A${unique}`)
    },
    mediaId: () => digits(16),
    templateId: () => digits(17),
    objectId: () => digits(15),
    customerId: () => `customer-${(count() + 1).toString(36)}`,
  }
}

/**
 * What a person is called towards one business portfolio. It is drawn anew when the phone number changes.
 * Source: Meta, "Business-scoped user IDs" (stamped 7 May 2026).
 */
export function bsuidOf(run: string, phone: string, generation: number): string {
  const digest = hash('sha256', `${run}/${phone}/${generation}`, 'buffer')
  const number = (digest.readBigUInt64BE(0) % 9_000_000_000_000_000_000n) + 1_000_000_000_000_000_000n
  return `${countryOf(phone)}.${number}`
}

/** The bytes of a real wamid: a tag, the phone, the direction, a hexadecimal id, an end. */
function wamidOf(by: 'business' | 'customer', phone: string, unique: string): string {
  const direction = by === 'business' ? '\x11' : '\x12'
  const body = `\x1c\x18${String.fromCharCode(phone.length)}${phone}\x15\x02\x00${direction}\x18${String.fromCharCode(unique.length)}${unique}\x00`
  return `wamid.${Buffer.from(body, 'latin1').toString('base64')}`
}

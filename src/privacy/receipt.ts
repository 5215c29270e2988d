/** The proof that somebody was erased: what went, what stayed and why, signed with a key that only this installation has. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { ErasureRow } from './internal/erasures-sql.ts'
import type { PrivacyKeys } from './privacy-keys.ts'
import type { KEPT_NAMES } from './shapes.ts'

/** What stays, by a stable word; the web app and the printable page say it in full. */
type Kept = (typeof KEPT_NAMES)[number]

const KEPT_WORDS: Readonly<Record<Kept, string>> = {
  refusals:
    'That they refused something, under a keyed hash of their number: so that an import cannot bring them back into it.',
  consents: 'That somebody agreed or refused, and when, without who: the business must be able to prove it.',
  audit: 'Who of the team did what, under an id that leads nowhere any more: the log must stay whole.',
  billing:
    'How many messages were charged, by month and kind: the business must be able to explain its invoices.',
  receipt: 'This receipt.',
  answers:
    'What the API answered to programs within the last day, sealed: so that a repeated request is not done twice. It goes after a day.',
  others_words: 'What other people wrote in their own conversations is theirs.',
  backups: 'Backups made before end when the business deletes them; erase again after restoring one.',
}

export type Receipt = {
  readonly receipt: string
  readonly erasedContact: string
  readonly business: string
  readonly cause: 'request' | 'inactive'
  readonly requestedAt: string
  readonly finishedAt: string
  readonly requestedBy: string
  readonly removed: Readonly<Record<string, number>>
  readonly billing: ErasureRow['billing']
  readonly kept: Readonly<Record<string, string>>
}

const sign = (keys: PrivacyKeys, text: string): string =>
  createHmac('sha256', keys.keyFor('erasure receipts')).update(text).digest('hex')

/** The exact text, and its HMAC-SHA256 in hex. */
export function signReceipt(
  keys: PrivacyKeys,
  erasure: ErasureRow,
  business: string,
  now: number,
): { readonly receipt: string; readonly signature: string } {
  const receipt: Receipt = {
    receipt: erasure.id,
    erasedContact: erasure.contactId,
    business,
    cause: erasure.cause,
    requestedAt: new Date(erasure.requestedAt).toISOString(),
    finishedAt: new Date(now).toISOString(),
    requestedBy: erasure.requestedBy.name,
    removed: Object.fromEntries(Object.entries(erasure.counts).toSorted(([a], [b]) => (a < b ? -1 : 1))),
    billing: erasure.billing,
    kept: KEPT_WORDS,
  }
  const text = JSON.stringify(receipt, null, 2)
  return { receipt: text, signature: sign(keys, text) }
}

/** Whether this installation signed exactly this text. */
export function isGenuine(keys: PrivacyKeys, text: string, signature: string): boolean {
  const [ours, theirs] = [Buffer.from(sign(keys, text), 'hex'), Buffer.from(signature, 'hex')]
  return ours.length === theirs.length && timingSafeEqual(ours, theirs)
}

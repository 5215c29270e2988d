/**
 * What was written, as models see it: one form of each character (NFKC), no case, nothing invisible; a letter that is held down ("pleaseee") counts
 * once; and what differs from message to message (links, numbers) becomes the name of its kind.
 */

/** Stand for a link, an e-mail address, a phone number, an order number, a PIN code, another long number: characters that nobody types. */
export const MASKS = {
  url: '\uE000',
  email: '\uE001',
  phone: '\uE002',
  order: '\uE003',
  pin: '\uE004',
  number: '\uE005',
} as const

const KINDS: readonly (readonly [RegExp, string])[] = [
  [/[\w.+-]+@[\w-]+\.[\w.-]+/gu, MASKS.email],
  [/(?:https?:\/\/|www\.)\S+|\b[a-z0-9-]+\.(?:com|in|org|net|shop|co)(?:\/\S*)?(?=\s|$)/gu, MASKS.url],
  [/(?<![\p{L}\p{N}])(?:\+|00)?\d(?:[ -]?\d){9,13}(?![\p{L}\p{N}])/gu, MASKS.phone],
  [/#\s?[a-z]*-?\d{2,}|(?<![\p{L}\p{N}])[a-z]{2,5}[-_]?\d{4,}(?![\p{L}\p{N}])/gu, MASKS.order],
  [/(?<![\p{L}\p{N}.])[1-9]\d{2}\s?\d{3}(?![\p{L}\p{N}])/gu, MASKS.pin],
  [/(?<![\p{L}\p{N}])\d{4,}(?![\p{L}\p{N}])/gu, MASKS.number],
]

/** Joiners, direction marks, variation selectors and soft hyphens. */
const INVISIBLE = /\u00AD|[\u200B-\u200F\u202A-\u202E\u2060-\u2064]|\p{Variation_Selector}|\uFEFF/gu
const HELD_DOWN = /(\p{L})\1{2,}/gu
const APOSTROPHES = /(?<=\p{L})['’`](?=\p{L})/gu

/** Of any length; never throws. */
export function normalise(text: string): string {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(INVISIBLE, '')
    .replace(APOSTROPHES, '')
    .replace(HELD_DOWN, '$1')
  return KINDS.reduce((masked, [pattern, mask]) => masked.replace(pattern, ` ${mask} `), plain)
}

/** Words of what was normalised. Vowel signs are part of a word: without \p{M} most words of Hindi would fall apart. */
export const wordsOf = (normalised: string): string[] =>
  normalised.match(/[\p{L}\p{M}\p{N}]+|[\uE000-\uE005]/gu) ?? []

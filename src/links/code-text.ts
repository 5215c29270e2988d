/**
 * What a code looks like: a tag, which says whose it is, and ten characters that nobody can guess.
 *
 * 57 characters, without 0 and O and without 1, I and l, which are taken for one another when a link is read out. Ten of them are 58
 * bits: among a million live codes of one business one guess in 360,000,000,000 is right, and what is won is a web address and
 * one click too many. Guessing is slowed down besides (`limit-guesses.ts`). With the usual tag of two a code has twelve.
 */
import { randomBytes } from 'node:crypto'

const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
const SECRET_CHARS = 10
/** The greatest multiple of 57 in a byte: what is above is drawn again, or some characters would come more often. */
const FAIR_BELOW = 256 - (256 % ALPHABET.length)
const CODE = /^[2-9A-HJ-NP-Za-km-z]{12,14}$/u

/** Characters that nobody can foretell. */
export function randomText(length: number): string {
  let text = ''
  while (text.length < length)
    for (const byte of randomBytes(length * 2))
      if (byte < FAIR_BELOW && text.length < length) text += ALPHABET[byte % ALPHABET.length] ?? ''
  return text
}

export const newCode = (tag: string): string => tag + randomText(SECRET_CHARS)

export const isCode = (text: string): boolean => CODE.test(text)

export const tagOf = (code: string): string => code.slice(0, -SECRET_CHARS)

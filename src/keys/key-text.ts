/**
 * The text of an API key: `hk_<lookup>_<secret>`. The lookup part is no secret: it finds the key, and is shown in lists. The
 * secret part is 256 random bits in base64url, and is never stored.
 */
import { createHash, randomBytes } from 'node:crypto'

const LOOKUP_BYTES = 8
const SECRET_BYTES = 32

export type KeyText = { readonly lookup: string; readonly hash: Buffer }

/** A new key, once as text and from then on only as its hash. */
export function newKeyText(): KeyText & { readonly text: string; readonly prefix: string } {
  const lookup = randomBytes(LOOKUP_BYTES).toString('hex')
  const secret = randomBytes(SECRET_BYTES).toString('base64url')
  return { lookup, prefix: `hk_${lookup}`, text: `hk_${lookup}_${secret}`, hash: hashOf(secret) }
}

/** What an Authorization header says, or null if it is no key of ours by its form alone. */
export function keyOfHeader(header: string): KeyText | null {
  const [, lookup, secret] = /^bearer hk_([\da-f]{16})_([\w-]{43})$/iu.exec(header) ?? []
  return lookup === undefined || secret === undefined
    ? null
    : { lookup: lookup.toLowerCase(), hash: hashOf(secret) }
}

/** Plain SHA-256 is right for 256 random bits: no dictionary helps, and a slow hash would be paid for at each request. */
const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest()

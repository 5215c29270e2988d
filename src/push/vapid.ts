/** How we name ourselves to a push service: a token signed with this installation's key (RFC 8292, read Nov 2026). Pure. */
import { createECDH, createPrivateKey, sign, type KeyObject } from 'node:crypto'
import type { Secret } from '#platform/secrets.ts'
import type { Instant } from '#platform/time.ts'

export type VapidKeys = { readonly publicKey: Buffer; readonly privateKey: Secret }

/** Services take no token that holds longer than a day; this leaves room for clocks that disagree. */
const VALID_SECONDS = 12 * 60 * 60

/** The Authorization header of a push to this address. `contact`: whom the service may ask, a mailto: or https: address. */
export function vapidHeader(endpoint: string, keys: VapidKeys, contact: string, now: Instant): string {
  const claims = {
    aud: new URL(endpoint).origin,
    exp: Math.floor(now / 1000) + VALID_SECONDS,
    sub: contact,
  }
  const unsigned = `${encoded({ typ: 'JWT', alg: 'ES256' })}.${encoded(claims)}`
  const signature = sign('sha256', Buffer.from(unsigned), {
    key: privateKeyOf(keys),
    dsaEncoding: 'ieee-p1363',
  })
  return `vapid t=${unsigned}.${signature.toString('base64url')}, k=${keys.publicKey.toString('base64url')}`
}

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

function privateKeyOf({ publicKey, privateKey }: VapidKeys): KeyObject {
  const x = publicKey.subarray(1, 33).toString('base64url')
  const y = publicKey.subarray(33).toString('base64url')
  return createPrivateKey({
    format: 'jwk',
    key: { kty: 'EC', crv: 'P-256', x, y, d: privateKey.reveal() },
  })
}

/** A new pair: the public point, and the private number in base64url. */
export function makePair(): { readonly publicKey: Buffer; readonly privateKey: string } {
  const pair = createECDH('prime256v1')
  const publicKey = pair.generateKeys()
  const number = pair.getPrivateKey()
  const padded = Buffer.concat([Buffer.alloc(32 - number.length), number])
  return { publicKey, privateKey: padded.toString('base64url') }
}

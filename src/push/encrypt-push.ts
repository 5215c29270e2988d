/**
 * Encrypts a push so that only the browser can read it, not the push service between us: RFC 8291 (the keys) over RFC 8188
 * (`aes128gcm`), read Nov 2026. Pure, but for what is random.
 */
import { createCipheriv, createECDH, createHmac, randomBytes } from 'node:crypto'

export type BrowserKeys = {
  /** Its public key, an uncompressed point on P-256. */
  readonly p256dh: Buffer
  readonly auth: Buffer
}

/** What is made anew for each push; tests bring what the RFC's example had. */
export type Fresh = { readonly privateKey: Buffer; readonly salt: Buffer }

/** One record holds all: what does not fit is no push. Services take 4096 bytes of body (RFC 8030, 7.2). */
const RECORD_BYTES = 4096
export const TEXT_BYTES_MAX = 3800
/** Marks the end of the last record. */
const LAST = Buffer.from([2])

/** Throws if the browser's key is no point on the curve. */
export function encryptPush(text: Buffer, browser: BrowserKeys, fresh = makeFresh()): Buffer {
  if (text.length > TEXT_BYTES_MAX) throw new Error('too long for a push')
  const ours = createECDH('prime256v1')
  ours.setPrivateKey(fresh.privateKey)
  const publicKey = ours.getPublicKey()
  const shared = hmac(browser.auth, ours.computeSecret(browser.p256dh))
  const ikm = hmac(shared, Buffer.concat([Buffer.from('WebPush: info\0'), browser.p256dh, publicKey, ONE]))
  const secret = hmac(fresh.salt, ikm)
  const key = hmac(secret, Buffer.concat([Buffer.from('Content-Encoding: aes128gcm\0'), ONE])).subarray(0, 16)
  const nonce = hmac(secret, Buffer.concat([Buffer.from('Content-Encoding: nonce\0'), ONE])).subarray(0, 12)
  const cipher = createCipheriv('aes-128-gcm', key, nonce)
  const sealed = Buffer.concat([
    cipher.update(Buffer.concat([text, LAST])),
    cipher.final(),
    cipher.getAuthTag(),
  ])
  const size = Buffer.alloc(5)
  size.writeUInt32BE(RECORD_BYTES)
  size.writeUInt8(publicKey.length, 4)
  return Buffer.concat([fresh.salt, size, publicKey, sealed])
}

const ONE = Buffer.from([1])
const hmac = (key: Buffer, data: Buffer): Buffer => createHmac('sha256', key).update(data).digest()

function makeFresh(): Fresh {
  const pair = createECDH('prime256v1')
  pair.generateKeys()
  return { privateKey: pair.getPrivateKey(), salt: randomBytes(16) }
}

/** Whether these can be a browser's keys at all. */
export function areKeys({ p256dh, auth }: BrowserKeys): boolean {
  if (p256dh.length !== 65 || p256dh[0] !== 4 || auth.length !== 16) return false
  const probe = createECDH('prime256v1')
  probe.generateKeys()
  try {
    probe.computeSecret(p256dh)
    return true
  } catch {
    return false // not on the curve
  }
}

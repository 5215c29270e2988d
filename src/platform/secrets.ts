import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { inspect } from 'node:util'

/** Prints as `[secret]` wherever it lands: logs, errors, JSON. */
export class Secret {
  readonly #value: string
  constructor(value: string) {
    this.#value = value
  }
  reveal(): string {
    return this.#value
  }
  toString(): string {
    return '[secret]'
  }
  toJSON(): string {
    return '[secret]'
  }
  [inspect.custom](): string {
    return '[secret]'
  }
}

const VERSION = 1
const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * Seals secrets before they go to the database: AES-256-GCM, a fresh nonce each, the key's id in front so that keys can be
 * rotated. Layout: version, key id, nonce, tag, ciphertext.
 */
export type Vault = {
  /** With the newest key. */
  readonly seal: (secret: Secret, belongsTo: string) => Buffer
  /** Throws if the key, the bytes or the owner are not those that it was sealed with. */
  readonly open: (sealed: Buffer, belongsTo: string) => Secret
  /** The key that seals. */
  readonly keyId: number
  /** All keys that open something here. */
  readonly keyIds: ReadonlySet<number>
}

/** A key and its number, 0 to 255, by which what it sealed is known. */
export type SealingKey = { readonly id: number; readonly key: Secret }

/**
 * @param key 32 bytes, base64. @param keyId which key this is, 0 to 255. @param old keys that seal nothing any more, but still
 *   open what they sealed.
 */
export function createVault(key: Secret, keyId = 1, old: readonly SealingKey[] = []): Vault {
  const current = bytesOf(key)
  const keys = new Map([...old.map((one) => [one.id, bytesOf(one.key)] as const), [keyId, current] as const])
  return {
    keyId,
    keyIds: new Set(keys.keys()),
    seal: (secret, belongsTo) => {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', current, nonce).setAAD(Buffer.from(belongsTo))
      const sealed = Buffer.concat([cipher.update(secret.reveal(), 'utf8'), cipher.final()])
      return Buffer.concat([Buffer.from([VERSION, keyId]), nonce, cipher.getAuthTag(), sealed])
    },
    open: (sealed, belongsTo) => {
      const bytes = sealed[0] === VERSION ? keys.get(sealed[1] ?? -1) : undefined
      if (bytes === undefined) throw new Error('sealed with another key')
      const nonce = sealed.subarray(2, 2 + NONCE_BYTES)
      const tag = sealed.subarray(2 + NONCE_BYTES, 2 + NONCE_BYTES + TAG_BYTES)
      const decipher = createDecipheriv('aes-256-gcm', bytes, nonce, { authTagLength: TAG_BYTES })
        .setAAD(Buffer.from(belongsTo))
        .setAuthTag(tag)
      const text =
        decipher.update(sealed.subarray(2 + NONCE_BYTES + TAG_BYTES), undefined, 'utf8') +
        decipher.final('utf8')
      return new Secret(text)
    },
  }
}

function bytesOf(key: Secret): Buffer {
  const bytes = Buffer.from(key.reveal(), 'base64')
  if (bytes.length !== 32)
    throw new Error('HARKARA_SECRET_KEY must be 32 bytes in base64 (openssl rand -base64 32)')
  return bytes
}

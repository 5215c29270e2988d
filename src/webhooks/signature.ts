/**
 * Signatures by the Standard Webhooks specification (standardwebhooks.com, read Nov 2026): HMAC-SHA256 over
 * `id.timestamp.body`, base64, behind the version `v1`. During a rotation there is one for each secret.
 */
import { createHmac, randomBytes } from 'node:crypto'
import { Secret } from '#platform/secrets.ts'
import type { Instant } from '#platform/time.ts'

const PREFIX = 'whsec_'
/** The specification asks for 24 to 64. */
const SECRET_BYTES = 32

/** A fresh secret, as text. */
export const newWebhookSecret = (): Secret =>
  new Secret(PREFIX + randomBytes(SECRET_BYTES).toString('base64'))

export type Signed = { readonly id: string; readonly at: Instant; readonly body: string }

/** The three headers that say which message this is, when it was sent, and that it is ours. */
export function signedHeaders(
  { id, at, body }: Signed,
  secrets: readonly Secret[],
): Readonly<Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>> {
  const timestamp = String(Math.floor(at / 1000))
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.reveal().slice(PREFIX.length), 'base64')
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
  })
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') }
}

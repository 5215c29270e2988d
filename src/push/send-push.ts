import type { Egress } from '#platform/egress.ts'
import type { Instant } from '#platform/time.ts'
import type { Push } from './collect-pushes.ts'
import { encryptPush } from './encrypt-push.ts'
import { vapidHeader, type VapidKeys } from './vapid.ts'

/** A push that waited longer than this for a phone to wake up is no news any more. */
const TTL_SECONDS = 4 * 60 * 60
const ANSWER_WAIT_MS = 10_000
const ANSWER_BYTES_MAX = 16_384

/** `gone`: the browser has taken the subscription back, or was removed. `lost`: it was not told, and will not be. */
export type Pushed = 'sent' | 'gone' | 'lost'

/** Hands one push to the browser's push service (RFC 8030). Never throws. */
export async function sendPush(
  egress: Egress,
  { to, text }: Push,
  keys: VapidKeys,
  contact: string,
  now: Instant,
): Promise<Pushed> {
  try {
    const { status } = await egress.request({
      url: to.endpoint,
      method: 'POST',
      headers: {
        authorization: vapidHeader(to.endpoint, keys, contact, now),
        'content-type': 'application/octet-stream',
        'content-encoding': 'aes128gcm',
        ttl: String(TTL_SECONDS),
        urgency: 'high', // a customer waits
        // The service keeps only the newest of a conversation for a device that is off: 32 characters, as it may have.
        topic: text.conversation.replaceAll('-', ''),
      },
      body: encryptPush(Buffer.from(JSON.stringify(text)), to),
      timeoutMs: ANSWER_WAIT_MS,
      responseBytesMax: ANSWER_BYTES_MAX,
    })
    if (status === 404 || status === 410) return 'gone'
    return status >= 200 && status < 300 ? 'sent' : 'lost'
  } catch {
    return 'lost' // not reached, or an address that is not on the public internet
  }
}

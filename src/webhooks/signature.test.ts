import { describe, expect, test } from 'vitest'
import { Secret } from '#platform/secrets.ts'
import { instant } from '#platform/time.ts'
import { newWebhookSecret, signedHeaders } from './signature.ts'

const EXAMPLE = {
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  at: instant(1_614_265_330_000),
  body: '{"test": 2432232314}',
}
const KEY = new Secret('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')

describe('a webhook signature', () => {
  test('is that of the specification’s own example', () => {
    expect(signedHeaders(EXAMPLE, [KEY])).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    })
  })

  test('is there once for each secret while two are valid', () => {
    const both = signedHeaders(EXAMPLE, [newWebhookSecret(), KEY])['webhook-signature'].split(' ')
    expect(both).toHaveLength(2)
    expect(both[1]).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
    expect(both[0]).not.toBe(both[1])
  })

  test('is made with secrets of 32 random bytes, which no log shows', () => {
    const secret = newWebhookSecret()
    expect(secret.reveal()).toMatch(/^whsec_[A-Za-z\d+/]{43}=$/u)
    expect(newWebhookSecret().reveal()).not.toBe(secret.reveal())
    expect(JSON.stringify({ secret })).toBe('{"secret":"[secret]"}')
  })
})

import { createPublicKey, verify } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { Secret } from '#platform/secrets.ts'
import { instant } from '#platform/time.ts'
import { areKeys, encryptPush, TEXT_BYTES_MAX } from './encrypt-push.ts'
import { openBrowser, readPush } from './test-push-service.ts'
import { makePair, vapidHeader } from './vapid.ts'

const bytes = (text: string): Buffer => Buffer.from(text, 'base64url')

describe('a push', () => {
  test('is byte for byte the example of RFC 8291, appendix A', () => {
    const browser = {
      p256dh: bytes(
        'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
      ),
      auth: bytes('BTBZMqHH6r4Tts7J_aSIgg'),
    }
    const fresh = {
      privateKey: bytes('yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw'),
      salt: bytes('DGv6ra1nlYgDCS1FRnbzlw'),
    }
    expect(
      encryptPush(Buffer.from('When I grow up, I want to be a watermelon'), browser, fresh).toString(
        'base64url',
      ),
    ).toBe(
      'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
    )
  })

  test('is read by the browser whose keys it was made for, and by no other', () => {
    const [asha, imran] = [openBrowser(), openBrowser()]
    const text = Buffer.from('नमस्ते 🙏 '.repeat(40))
    const sealed = encryptPush(text, asha)
    expect(readPush(sealed, asha)).toEqual(text)
    expect(() => readPush(sealed, imran)).toThrow('authenticate')
    expect(encryptPush(text, asha)).not.toEqual(sealed) // fresh keys each time
  })

  test('that is too long for one record is never made', () => {
    const browser = openBrowser()
    expect(encryptPush(Buffer.alloc(TEXT_BYTES_MAX), browser).length).toBeLessThanOrEqual(4096)
    expect(() => encryptPush(Buffer.alloc(TEXT_BYTES_MAX + 1), browser)).toThrow('too long')
  })
})

test('keys that are no browser’s are told apart', () => {
  const { p256dh, auth } = openBrowser()
  expect(areKeys({ p256dh, auth })).toBe(true)
  expect(areKeys({ p256dh: Buffer.alloc(65, 4), auth })).toBe(false)
  expect(areKeys({ p256dh: p256dh.subarray(1), auth })).toBe(false)
  expect(areKeys({ p256dh, auth: auth.subarray(1) })).toBe(false)
})

test('the token names the service, ends in time, and is signed with the key that stands beside it', () => {
  for (let round = 0; round < 20; round += 1) {
    const { publicKey, privateKey } = makePair()
    const now = instant(1_790_000_000_000)
    const keys = { publicKey, privateKey: new Secret(privateKey) }
    const header = vapidHeader('https://push.example.com/a/b?c', keys, 'mailto:a@example.com', now)
    const [, token = '', key] = /^vapid t=(\S+), k=(\S+)$/u.exec(header) ?? []
    const [head = '', body = '', signature = ''] = token.split('.')
    expect(JSON.parse(bytes(head).toString())).toEqual({ typ: 'JWT', alg: 'ES256' })
    expect(JSON.parse(bytes(body).toString())).toEqual({
      aud: 'https://push.example.com',
      exp: 1_790_000_000 + 43_200,
      sub: 'mailto:a@example.com',
    })
    expect(key).toBe(publicKey.toString('base64url'))
    const jwk = {
      kty: 'EC',
      crv: 'P-256',
      x: publicKey.subarray(1, 33).toString('base64url'),
      y: publicKey.subarray(33).toString('base64url'),
    }
    const isSigned = verify(
      'sha256',
      Buffer.from(`${head}.${body}`),
      { key: createPublicKey({ format: 'jwk', key: jwk }), dsaEncoding: 'ieee-p1363' },
      bytes(signature),
    )
    expect(isSigned).toBe(true)
  }
})

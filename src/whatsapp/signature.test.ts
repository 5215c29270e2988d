import { createHmac } from 'node:crypto'

import { describe, expect, test } from 'vitest'

import { appSecretKey, verifySignature } from './signature.ts'

const SECRET = 'app-secret-of-tests'
const key = appSecretKey(SECRET)
const sign = (body: Buffer, secret = SECRET, algorithm = 'sha256') =>
  `${algorithm}=${createHmac(algorithm, secret).update(body).digest('hex')}`

describe('bodies as Meta writes them', () => {
  test.each([
    ['Hindi, escaped', String.raw`{"body":"\u0928\u092e\u0938\u094d\u0924\u0947"}`],
    ['an emoji as a surrogate pair', String.raw`{"body":"\ud83d\ude4f"}`],
    ['escaped slashes', String.raw`{"href":"https:\/\/example.com\/a"}`],
    ['angle brackets and an at sign', String.raw`{"body":"\u003Cb\u003E a\u0040b 100\u0025"}`],
    ['raw UTF-8', '{"body":"नमस्ते 🙏"}'],
    ['nothing', ''],
  ])('%s: the bytes count, not what they mean', (_name, text) => {
    const body = Buffer.from(text)
    expect(verifySignature(sign(body), body, [key])).toBe(true)
  })

  test('parsed and printed again, they are others', () => {
    const escaped = String.raw`{"body":"\u0928 \/ \ud83d\ude4f"}`
    const printedAgain = Buffer.from(JSON.stringify(JSON.parse(escaped)))
    expect(verifySignature(sign(Buffer.from(escaped)), printedAgain, [key])).toBe(false)
  })

  test('a known vector', () => {
    // printf '{"a":1}' | openssl dgst -sha256 -hmac app-secret-of-tests
    const header = 'sha256=7ad16a63c76b2032e64824a274030b9296955992c1da08f74ee01d54f06d9706'
    expect(verifySignature(header, Buffer.from('{"a":1}'), [key])).toBe(true)
  })
})

describe('headers', () => {
  const body = Buffer.from('{"object":"whatsapp_business_account"}')
  const good = sign(body)

  test('upper-case hex is the same number', () => {
    expect(verifySignature(`sha256=${good.slice(7).toUpperCase()}`, body, [key])).toBe(true)
  })

  test.each([
    ['none', undefined],
    ['an empty one', ''],
    ['an empty list', []],
    ['a digest too short', good.slice(0, -1)],
    ['a digest too long', `${good}0`],
    ['half a digest', good.slice(0, 39)],
    ['letters that are no hex', `sha256=${'g'.repeat(64)}`],
    ['hex that ends in others', `${good.slice(0, -2)}zz`],
    ['no algorithm', good.slice(7)],
    ['SHA-1 only', sign(body, SECRET, 'sha1')],
    ['SHA-1 in the place of SHA-256', `sha256=${sign(body, SECRET, 'sha1').slice(5)}`],
    ['characters beyond ASCII', `sha256=${'é'.repeat(64)}`],
    ['another secret', sign(body, 'another')],
  ])('%s is refused, and nothing is thrown', (_name, header) => {
    expect(verifySignature(header, body, [key])).toBe(false)
  })

  test('one changed byte is refused', () => {
    const changed = Buffer.from(body)
    changed[3]! ^= 1
    expect(verifySignature(good, changed, [key])).toBe(false)
  })

  test('while a secret is rotated, both are good, and neither afterwards if it is gone', () => {
    const next = appSecretKey('next')
    expect(verifySignature(sign(body, 'next'), body, [key, next])).toBe(true)
    expect(verifySignature(good, body, [key, next])).toBe(true)
    expect(verifySignature(good, body, [next])).toBe(false)
    expect(verifySignature(good, body, [])).toBe(false)
  })
})

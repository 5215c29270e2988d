import { expect, test } from 'vitest'
import { checkTarget } from './check-target.ts'

test.each([
  ['https://shop.in/sarees?utm_source=wa#new', 'https://shop.in/sarees?utm_source=wa#new'],
  ['HTTP://Shop.IN', 'http://shop.in/'],
  [
    'https://दुकान.भारत/साड़ी',
    'https://xn--11b7ah1gn.xn--h2brj9c/%E0%A4%B8%E0%A4%BE%E0%A4%A1%E0%A4%BC%E0%A5%80',
  ],
  ['https://аpple.com/', 'https://xn--pple-43d.com/'], // a Cyrillic а
  ['https://8.8.8.8/a', 'https://8.8.8.8/a'],
])('%s may be led to, as %s', (text, url) => {
  expect(checkTarget(text)).toEqual({ ok: true, url })
})

test.each([
  'javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'intent://scan/#Intent;scheme=zxing;end',
  '//evil.example/x',
  '/sarees',
  'shop.in',
  'https:evil.example',
  'https:/\\evil.example',
  'https://shop.in\\@evil.example',
  'https://shop.in@evil.example/',
  'https://user:word@shop.in/',
  'https://shop.in/a b',
  ' https://shop.in/',
  'https://shop.in/\r\nSet-Cookie: a=b',
  'ht\ttps://shop.in/',
  'https://shop.in/\u0000',
  'https://',
  'https://[::1]/',
  'https://127.0.0.1/admin',
  'https://2130706433/', // 127.0.0.1 as a number
  'https://10.0.0.7/',
  'https://169.254.169.254/latest/meta-data',
  'https://localhost/',
  'https://shop.localhost/',
  'https://intranet/',
  'https://printer.local/',
])('%j may not', (text) => {
  expect(checkTarget(text)).toEqual({ ok: false, message: expect.any(String) })
})

test('nor may what is longer than a button’s address', () => {
  expect(checkTarget(`https://shop.in/${'x'.repeat(2000)}`).ok).toBe(false)
})

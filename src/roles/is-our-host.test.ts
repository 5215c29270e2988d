import { expect, test } from 'vitest'
import { isOurHost } from './is-our-host.ts'

test.for([
  ['localhost:3000', null, true],
  ['shop.localhost', null, true],
  ['127.0.0.1:3000', null, true],
  ['[::1]:3000', null, true],
  ['192.168.1.7', null, true],
  [undefined, null, true],
  ['evil.example', null, false],
  ['127.0.0.1.evil.example:3000', null, false],
  ['localhost.evil.example', null, false],
  ['evil.example', 'https://inbox.shop.in', false],
  ['inbox.shop.in', 'https://inbox.shop.in', true],
  ['INBOX.shop.in:443', 'https://inbox.shop.in', true],
  ['not a host', null, false],
] as const)('%s, public at %s: %s', ([host, publicUrl, isOurs]) => {
  expect(isOurHost(host, publicUrl)).toBe(isOurs)
})

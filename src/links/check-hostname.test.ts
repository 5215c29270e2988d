import { expect, test } from 'vitest'
import { checkHostname } from './check-hostname.ts'

const OURS = 'https://inbox.harkara.in'

test.each([
  ['go.shop.in', 'go.shop.in'],
  [' GO.Shop.IN. ', 'go.shop.in'],
  ['https://go.shop.in/', 'go.shop.in'],
  ['लिंक.दुकान.भारत', 'xn--i1b2bze5b.xn--11b7ah1gn.xn--h2brj9c'],
  ['links.inbox.harkara.in', 'links.inbox.harkara.in'],
])('%s may be a short domain, as %s', (text, hostname) => {
  expect(checkHostname(text, OURS)).toEqual({ ok: true, hostname })
})

test.each([
  '',
  'shop',
  'go.shop.in/path',
  'go.shop.in:8443',
  'user@go.shop.in',
  'go.shop.in?x',
  'javascript:alert(1)',
  '127.0.0.1',
  '2130706433',
  '0x7f.1',
  '[::1]',
  '8.8.8.8',
  'localhost',
  'shop.localhost',
  'printer.local',
  'db.internal',
  'inbox.harkara.in',
  'INBOX.HARKARA.IN',
  '-go.shop.in',
  `${'a'.repeat(64)}.shop.in`,
  `${'abcdefghi.'.repeat(25)}shop.in`,
  'go shop.in',
  'go.shop.in\r\nX: y',
])('%j may not', (text) => {
  expect(checkHostname(text, OURS)).toEqual({ ok: false, message: expect.any(String) })
})

import { describe, expect, test } from 'vitest'
import { ownPlace } from './own-place.ts'

describe('after signing in one goes', () => {
  test('back to where one was, with all that the address said', () => {
    expect(ownPlace('/inbox/0190?status=pending#m1')).toBe('/inbox/0190?status=pending#m1')
    expect(ownPlace('/join/secret')).toBe('/join/secret')
  })

  test.each([
    null,
    '',
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example/',
    '/.//evil.example/',
    '/%2e//evil.example/',
    '\t//evil.example',
    '/\t/evil.example',
    'javascript:alert(1)',
    'inbox',
  ])('to the inbox and never to another site, when asked for %j', (wish) => {
    expect(ownPlace(wish)).toBe('/inbox')
  })

  test('not to the sign-in page again', () => {
    expect(ownPlace('/sign-in?to=%2Finbox')).toBe('/inbox')
  })
})

import { expect, test } from 'vitest'
import { signupReturnOf } from './signup-return.ts'

test.each([
  ['', null],
  ['?q=hello', null],
  ['?code=abc', null],
  ['?state=s', null],
  ['?code=a%2Bb&state=s-1', { code: 'a+b', state: 's-1' }],
  ['?code=%22123%22&state=%22456%22', { code: '123', state: '456' }],
  ['?error=access_denied&error_reason=user_denied&state=s', { code: null, state: 's' }],
])('an address with %s is read as %j', (search, expected) => {
  expect(signupReturnOf(search)).toEqual(expected)
})

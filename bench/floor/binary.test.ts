import { expect, test } from 'vitest'
import { BYTEA, binaryArray, int8Array, textArray } from '#bench/floor/binary.ts'

test('an array of bytes has the layout that PostgreSQL reads', () => {
  const array = binaryArray(BYTEA, [Buffer.from([1, 2]), Buffer.from([])])
  expect(array.toString('hex')).toBe(
    ['00000001', '00000000', '00000011', '00000002', '00000001', '00000002', '0102', '00000000'].join(''),
  )
})

test('text is UTF-8, and numbers are eight bytes with the highest first', () => {
  expect(textArray(['é']).subarray(20).toString('hex')).toBe('00000002c3a9')
  expect(int8Array([-1]).subarray(20).toString('hex')).toBe('00000008ffffffffffffffff')
})

import { expect, test } from 'vitest'
import { completeAnswer } from '#bench/wire.ts'

const answer = (text: string): number | null => completeAnswer(Buffer.from(text))

test('an answer with a length is complete when its body is', () => {
  const whole = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK'
  expect(answer(whole)).toBe(200)
  for (let length = 0; length < whole.length; length++) expect(answer(whole.slice(0, length))).toBeNull()
})

test('an answer in chunks is complete at the empty chunk', () => {
  const head = 'HTTP/1.1 503 Service Unavailable\r\ntransfer-encoding: chunked\r\n\r\n'
  expect(answer(`${head}2\r\nno\r\n`)).toBeNull()
  expect(answer(`${head}2\r\nno\r\n0\r\n\r\n`)).toBe(503)
})

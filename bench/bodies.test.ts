import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { bodyOf, makePlan, secretKey, signatureOf, wamidOf } from '#bench/bodies.ts'
import { messagesIn } from '#bench/webhook.ts'
import type { Webhook } from '#bench/webhook.ts'

const plan = makePlan({ deliveries: 5000, customers: 200, seed: 1, isMixed: false })

describe('bodies', () => {
  test('the signature is the one that Meta sends for these bytes', () => {
    const body = bodyOf(plan, 7, 1_790_000_000)
    const expected = createHmac('sha256', 'a secret').update(body).digest('hex')
    expect(signatureOf(secretKey('a secret'), body)).toBe(`sha256=${expected}`)
    expect(signatureOf(secretKey('a secret'), Buffer.from(body))).toBe(`sha256=${expected}`)
  })

  test('are about a kilobyte of ASCII, because Meta escapes everything else', () => {
    for (let index = 0; index < 100; index++) {
      const body = bodyOf(plan, index, 1_790_000_000)
      expect(body).toMatch(/^[\u0020-\u007e]+$/)
      expect(body.length).toBeGreaterThan(700)
      expect(body.length).toBeLessThan(1600)
    }
  })

  test('carry one message each, under the id that the checker looks for', () => {
    const found = messagesIn(JSON.parse(bodyOf(plan, 42, 1_790_000_000)) as Webhook)
    expect(found.map(({ wamid }) => wamid)).toEqual([wamidOf(plan, 42)])
  })
})

describe('plan', () => {
  test('is the same in every process', () => {
    expect(makePlan({ deliveries: 5000, customers: 200, seed: 1, isMixed: false })).toEqual(plan)
  })

  test('gives every message an id of its own', () => {
    const ids = new Set(Array.from({ length: 5000 }, (_, index) => wamidOf(plan, index)))
    expect(ids.size).toBe(5000)
  })

  test('covers every delivery with bursts of one to five messages by one customer', () => {
    const { bursts, customerOf } = plan
    expect(bursts[0]).toBe(0)
    expect(bursts.at(-1)).toBe(5000)
    for (const [n, start] of bursts.slice(0, -1).entries()) {
      const writers = customerOf.subarray(start, bursts[n + 1])
      expect(writers.length).toBeGreaterThanOrEqual(1)
      expect(writers.length).toBeLessThanOrEqual(5)
      expect(new Set(writers).size).toBe(1)
    }
  })

  test('has two statuses after every message when mixed', () => {
    const mixed = makePlan({ deliveries: 3000, customers: 200, seed: 1, isMixed: true })
    expect(mixed.isStatus.filter((status) => status === 0).length).toBe(1000)
    const status = mixed.isStatus.indexOf(1)
    expect(messagesIn(JSON.parse(bodyOf(mixed, status, 1_790_000_000)) as Webhook)).toEqual([])
  })
})

import { expect, it } from 'vitest'
import { priceOf } from '#simulator/messages/pricing.ts'
import { chatOf, createWorld, type Category, type SimNumber } from '#simulator/world/world.ts'

const now = Date.UTC(2026, 10, 22)
const HOUR = 3_600_000
const number = (): SimNumber => ({ service: { month: '', count: 0 } }) as unknown as SimNumber
const chat = () => chatOf(createWorld('app'), 'customer', 'number')

it('gives a number a thousand free service messages in a month, and again in the next', () => {
  const of = number()
  const types = Array.from({ length: 1002 }, () => priceOf(of, chat(), 'service', now))
  expect(types.filter((type) => type === 'free_customer_service')).toHaveLength(1000)
  expect(types.at(-1)).toBe('regular')
  expect(priceOf(of, chat(), 'service', Date.UTC(2026, 11, 1))).toBe('free_customer_service')
})

it('counts months and days as the account’s time zone has them', () => {
  const of = number()
  for (let index = 0; index < 1000; index++) priceOf(of, chat(), 'service', now)
  const december = Date.UTC(2026, 10, 30, 18, 30)
  expect(priceOf(of, chat(), 'service', december - 1)).toBe('regular')
  expect(priceOf(of, chat(), 'service', december)).toBe('free_customer_service')
  const october = Date.UTC(2026, 8, 30, 18, 30)
  const open = (at: number) => ({ ...chat(), lastInboundAt: at - HOUR })
  expect(priceOf(of, open(october), 'utility', october - 1)).toBe('free_customer_service')
  expect(priceOf(of, open(october), 'utility', october)).toBe('regular')
})

it.each<[Category, number, string]>([
  ['utility', Date.UTC(2026, 8, 30), 'free_customer_service'],
  ['utility', Date.UTC(2026, 9, 1), 'regular'],
  ['marketing', Date.UTC(2026, 8, 30), 'regular'],
  ['authentication', Date.UTC(2026, 8, 30), 'regular'],
])('prices %s inside the window by the rules of that day', (category, at, expected) => {
  expect(priceOf(number(), { ...chat(), lastInboundAt: at - HOUR }, category, at)).toBe(expected)
})

it('makes everything free for 72 hours from a reply within a day of the advertisement, and not after', () => {
  const replied = { ...chat(), referralAt: now }
  expect(priceOf(number(), replied, 'marketing', now + HOUR)).toBe('free_entry_point')
  expect(priceOf(number(), replied, 'marketing', now + 73 * HOUR - 1)).toBe('free_entry_point')
  expect(priceOf(number(), replied, 'marketing', now + 73 * HOUR)).toBe('regular')
  expect(priceOf(number(), { ...chat(), referralAt: now }, 'marketing', now + 25 * HOUR)).toBe('regular')
})

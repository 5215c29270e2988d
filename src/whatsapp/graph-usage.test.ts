import { describe, expect, test } from 'vitest'
import { Fault } from '#platform/errors.ts'
import { createGraphUsage } from './graph-usage.ts'

const said = (percent: number, regain = 0, key = 'call_count') => ({
  headers: {
    'x-business-use-case-usage': JSON.stringify({
      '77': [{ type: 'whatsapp', call_count: 1, [key]: percent, estimated_time_to_regain_access: regain }],
    }),
  },
})

/** How long a call must wait; 0: it goes. */
function waitOf(check: () => void): number {
  try {
    check()
    return 0
  } catch (error) {
    return error instanceof Fault ? (error.retryAfterMs ?? Number.NaN) : Number.NaN
  }
}

describe('the budget of an account', () => {
  test('holds nothing back below 80 percent', () => {
    const usage = createGraphUsage(() => 0)
    usage.note(said(79))
    expect(waitOf(() => usage.check('77/message_templates', true))).toBe(0)
  })

  test.for(['call_count', 'total_cputime', 'total_time'])(
    'makes what is only read wait from 80 percent of %s on, and what people do goes',
    (key) => {
      let now = 0
      const usage = createGraphUsage(() => now)
      usage.note(said(80, 0, key))
      expect(waitOf(() => usage.check('77/message_templates', true))).toBe(60_000)
      expect(waitOf(() => usage.check('77/message_templates', false))).toBe(0)
      now = 60_000
      expect(waitOf(() => usage.check('77/message_templates', true))).toBe(0)
    },
  )

  test('that is used up makes everything wait as long as Meta says', () => {
    const usage = createGraphUsage(() => 0)
    usage.note(said(100, 5))
    expect(waitOf(() => usage.check('77/message_templates', false))).toBe(300_000)
    expect(waitOf(() => usage.check('77', true))).toBe(300_000)
  })

  test('is its own: other accounts and sending are not held up', () => {
    const usage = createGraphUsage(() => 0)
    usage.note(said(100, 5))
    expect(waitOf(() => usage.check('78/message_templates', true))).toBe(0)
    expect(waitOf(() => usage.check('1055/messages', false))).toBe(0)
  })

  test('is free again when an answer says so; what cannot be read says nothing', () => {
    const usage = createGraphUsage(() => 0)
    usage.note(said(95))
    usage.note({ headers: {} })
    usage.note({ headers: { 'x-business-use-case-usage': 'none' } })
    usage.note({ headers: { 'x-business-use-case-usage': '{"77":7,"78":[null,{"call_count":"x"}]}' } })
    expect(waitOf(() => usage.check('77/subscribed_apps', true))).toBe(0)
    usage.note(said(95))
    expect(waitOf(() => usage.check('77/subscribed_apps', true))).toBe(60_000)
    usage.note(said(40))
    expect(waitOf(() => usage.check('77/subscribed_apps', true))).toBe(0)
  })
})

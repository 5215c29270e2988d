import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { after, instant, type Instant } from '#platform/time.ts'
import { FREE_ENTRY_WINDOW_MS, serviceWindow, WINDOW_MS, type WindowFacts } from './window.ts'

const START = instant(Date.UTC(2026, 10, 22))
const HOUR_MS = 60 * 60 * 1000
const wrote = (at: Instant): WindowFacts => ({
  lastInboundAt: at,
  lastReferralAt: null,
  referralAnsweredAt: null,
})
const fromAd = (at: Instant, answeredAt: Instant | null): WindowFacts => ({
  lastInboundAt: at,
  lastReferralAt: at,
  referralAnsweredAt: answeredAt,
})

describe('24 hours', () => {
  test('end at 24 h exactly, not a moment later or earlier', () => {
    const facts = wrote(START)
    expect(serviceWindow(facts, after(START, WINDOW_MS - 1))).toEqual({
      state: 'open',
      closesAt: after(START, 24 * HOUR_MS),
    })
    expect(serviceWindow(facts, after(START, WINDOW_MS))).toEqual({
      state: 'closed',
      since: after(START, 24 * HOUR_MS),
    })
  })

  test('have never begun for somebody who has never written', () => {
    const facts = { lastInboundAt: null, lastReferralAt: null, referralAnsweredAt: null }
    expect(serviceWindow(facts, START)).toEqual({ state: 'closed', since: 'never opened' })
  })
})

describe('72 hours', () => {
  test('come only after an answer: an ad that nobody answered gives 24', () => {
    const facts = fromAd(START, null)
    expect(serviceWindow(facts, after(START, 24 * HOUR_MS)).state).toBe('closed')
  })

  test('come with an answer within 24 h, and end at 72 h exactly, counted from the customer’s message', () => {
    const facts = fromAd(START, after(START, WINDOW_MS - 1))
    expect(serviceWindow(facts, after(START, FREE_ENTRY_WINDOW_MS - 1)).state).toBe('open')
    expect(serviceWindow(facts, after(START, FREE_ENTRY_WINDOW_MS))).toEqual({
      state: 'closed',
      since: after(START, 72 * HOUR_MS),
    })
  })

  test('do not come with an answer at 24 h or later', () => {
    const facts = fromAd(START, after(START, WINDOW_MS))
    expect(serviceWindow(facts, after(START, 25 * HOUR_MS)).state).toBe('closed')
  })

  test('do not shorten what a later message opened', () => {
    const later = after(START, 60 * HOUR_MS)
    const facts = { ...fromAd(START, after(START, HOUR_MS)), lastInboundAt: later }
    expect(serviceWindow(facts, later)).toEqual({ state: 'open', closesAt: after(later, 24 * HOUR_MS) })
  })
})

describe('whatever happened', () => {
  const moment = fc.integer({ min: 0, max: 200 * HOUR_MS }).map((ms) => after(START, ms))
  const facts = fc.record({
    lastInboundAt: fc.option(moment),
    lastReferralAt: fc.option(moment),
    referralAnsweredAt: fc.option(moment),
  })

  test('a closed window never opens by the passing of time', () => {
    fc.assert(
      fc.property(facts, moment, fc.nat(500 * HOUR_MS), (known, now, ms) => {
        fc.pre(serviceWindow(known, now).state === 'closed')
        expect(serviceWindow(known, after(now, ms)).state).toBe('closed')
      }),
    )
  })

  test('it is open until the moment that it names, and closed from then on', () => {
    fc.assert(
      fc.property(facts, moment, (known, now) => {
        const window = serviceWindow(known, now)
        fc.pre(window.state === 'open')
        expect(serviceWindow(known, after(window.closesAt, -1)).state).toBe('open')
        expect(serviceWindow(known, window.closesAt)).toEqual({ state: 'closed', since: window.closesAt })
      }),
    )
  })

  test('it is never open for longer than 72 h after what the customer wrote', () => {
    fc.assert(
      fc.property(facts, moment, (known, now) => {
        const newest = Math.max(known.lastInboundAt ?? -Infinity, known.lastReferralAt ?? -Infinity)
        fc.pre(now >= newest + FREE_ENTRY_WINDOW_MS)
        expect(serviceWindow(known, now).state).toBe('closed')
      }),
    )
  })
})

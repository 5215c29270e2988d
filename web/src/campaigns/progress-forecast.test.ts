import { describe, expect, test } from 'vitest'
import { durationText, forecastOf, type Forecasted, momentText, watchEveryMs } from './progress-forecast.ts'
import { MINUTE_MS } from './sending-rate.ts'

const NOW = new Date(2026, 10, 23, 15, 0).getTime()
const plan = (endsAt: number | null, earliest = endsAt, latest = endsAt) => ({
  ...{ madeAt: NOW, endsAt, earliest, latest },
  ...{ bottleneck: 'throughput', because: endsAt === null ? 'template_paused' : null, curve: [], stops: [] },
  hold: null,
})
const BARE: Forecasted = {
  ...{ state: 'running', startsAt: null, startedAt: NOW - 600_000, endedAt: null },
  ...{ plan: null, progress: null },
}

describe('when a campaign will be done', () => {
  test('near ends are told in minutes, far ones as a moment', () => {
    expect(forecastOf({ ...BARE, plan: plan(NOW + 20 * MINUTE_MS) }, NOW)).toMatchObject({
      kind: 'ends',
      minutes: 20,
      band: null,
    })
    const far = forecastOf({ ...BARE, plan: plan(NOW + 300 * MINUTE_MS) }, NOW)
    expect(far).toMatchObject({ kind: 'ends', minutes: null })
  })

  test('a band is told where it says more than the moment, and begins no earlier than now', () => {
    const end = NOW + 20 * MINUTE_MS
    expect(forecastOf({ ...BARE, plan: plan(end, NOW - 1000, end + 5 * MINUTE_MS) }, NOW)).toMatchObject({
      band: { from: NOW, to: end + 5 * MINUTE_MS },
    })
    expect(forecastOf({ ...BARE, plan: plan(end, end - 1000, end + 1000) }, NOW)).toMatchObject({
      band: null,
    })
  })

  test('an end that has passed is the next minute, not the past', () => {
    expect(forecastOf({ ...BARE, plan: plan(NOW - 5 * MINUTE_MS) }, NOW)).toMatchObject({
      kind: 'ends',
      at: NOW,
      minutes: 1,
    })
  })

  test('without an end it says why', () => {
    expect(forecastOf({ ...BARE, plan: plan(null) }, NOW)).toEqual({
      kind: 'never',
      because: 'template_paused',
    })
  })

  test('a number from which Meta takes nothing has no end to promise', () => {
    const hold = {
      ...{ code: 'whatsapp.131042', metaCode: 131042, side: 'business' as const },
      ...{ title: 'There is a problem with the payment method', nextStep: 'Add one.' },
    }
    expect(forecastOf({ ...BARE, plan: { ...plan(null), hold } }, NOW)).toEqual({ kind: 'held' })
    expect(forecastOf({ ...BARE, state: 'paused', plan: { ...plan(null), hold } }, NOW)).toEqual({
      kind: 'paused',
    })
  })

  test('what is over says when and how long it took', () => {
    expect(forecastOf({ ...BARE, state: 'completed', endedAt: NOW }, NOW)).toEqual({
      kind: 'finished',
      at: NOW,
      tookMs: 600_000,
    })
    expect(forecastOf({ ...BARE, state: 'draft' }, NOW)).toBeNull()
  })
})

describe('how often its counts are asked for', () => {
  test('every few seconds while it moves, more and more seldom afterwards, and not for ever', () => {
    const ended = (age: number) => watchEveryMs({ state: 'completed', endedAt: NOW - age }, NOW)
    expect(watchEveryMs({ state: 'running', endedAt: null }, NOW)).toBe(3000)
    const pauses = [0, 20, 120, 7 * 1440].map((minutes) => ended(minutes * MINUTE_MS))
    expect(pauses).toEqual(pauses.toSorted((one, other) => (one ?? 0) - (other ?? 0)))
    expect(ended(8 * 1440 * MINUTE_MS)).toBeNull()
    expect(watchEveryMs({ state: 'draft', endedAt: null }, NOW)).toBeNull()
  })
})

describe('a moment in words', () => {
  test.for([
    [new Date(2026, 10, 23, 16, 20).getTime(), '4:20 pm'],
    [new Date(2026, 10, 24, 9, 0).getTime(), 'tomorrow, 9:00 am'],
    [new Date(2026, 10, 27, 9, 0).getTime(), 'Fri, 9:00 am'],
    [new Date(2026, 11, 24, 9, 0).getTime(), '24 Dec 2026, 9:00 am'],
    [new Date(2026, 10, 22, 9, 0).getTime(), 'yesterday, 9:00 am'],
  ] as const)('%d is %s', ([at, words]) => {
    // Which space stands before "pm" is the business of the reader's machine.
    expect(momentText(at, NOW, 'en').replaceAll(/\s/gu, ' ')).toBe(words)
  })

  test.for([
    [400, '1 second'],
    [59_000, '59 seconds'],
    [60_000, '1 minute'],
    [3_600_000 * 2 + 300_000, '2 hours, 5 minutes'],
    [86_400_000 * 3 + 3_600_000 + 60_000, '3 days, 1 hour'],
  ] as const)('%d ms is %s', ([ms, words]) => {
    expect(durationText(ms, 'en')).toBe(words)
  })
})

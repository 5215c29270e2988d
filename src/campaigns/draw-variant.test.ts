import { describe, expect, test } from 'vitest'
import { newId } from '#platform/ids.ts'
import { instant, MINUTE_MS } from '#platform/time.ts'
import { chooseWinner } from './choose-winner.ts'
import { drawVariant } from './draw-variant.ts'
import { retryFrom } from './retry-failed.ts'
import type { Progress } from './shapes.ts'

const message = { name: 'sale', language: 'en', parameters: {} }
const trial = { percent: 20, winner: 'read', afterMinutes: 60 } as const

const counts = (delivered: number, read: number) => ({
  taken: delivered,
  delivered,
  read,
  replied: 0,
  clicked: 0,
})

describe('who gets which message', () => {
  test('is the same whenever it is asked, and about as many as it was said', () => {
    const people = Array.from({ length: 4000 }, () => newId())
    const definition = { messages: [message, message], test: trial, holdOutPercent: 10 }
    const campaign = newId()
    const drawn = people.map((one) => drawVariant(campaign, one, definition))
    expect(people.map((one) => drawVariant(campaign, one, definition))).toEqual(drawn)
    const part = (is: (one: (typeof drawn)[number]) => boolean): number => drawn.filter(is).length / 4000
    expect(part(({ isHeldOut }) => isHeldOut)).toBeCloseTo(0.1, 1)
    expect(part(({ variant }) => variant === 0)).toBeCloseTo(0.09, 1)
    expect(part(({ variant }) => variant === 1)).toBeCloseTo(0.09, 1)
    expect(drawn.filter(({ variant, isHeldOut }) => variant !== null && isHeldOut)).toEqual([])
  })

  test('is the one that there is where there is one, and evenly any where nothing is tried', () => {
    const campaign = newId()
    const all = { messages: [message], test: trial, holdOutPercent: 0 }
    expect(drawVariant(campaign, newId(), all).variant).toBe(0)
    const even = { messages: [message, message, message], test: null, holdOutPercent: 0 }
    const drawn = Array.from({ length: 900 }, () => drawVariant(campaign, newId(), even).variant)
    expect(new Set(drawn)).toEqual(new Set([0, 1, 2]))
  })
})

describe('the winner of a test', () => {
  const progress = {
    queued: 0,
    minutes: [{ at: 0, sent: 200 }],
    byMessage: [
      { message: 0, ...counts(100, 30) },
      { message: 1, ...counts(90, 31) },
    ],
  } as unknown as Progress
  const campaign = { definition: { messages: [message, message], test: trial }, startedAt: 0 }
  const resting = [{ waitsForWinner: true, count: 800 }]
  const choose = (minutes: number, waiting = resting, counted = progress) =>
    chooseWinner(campaign, counted, waiting, instant(minutes * MINUTE_MS))

  test('is the one with the larger share, once its time is over and everybody who is to try has it', () => {
    expect(choose(61)).toBe(1)
    expect(choose(60)).toBeNull()
    expect(choose(61, [...resting, { waitsForWinner: false, count: 1 }])).toBeNull()
    expect(choose(61, resting, { ...progress, queued: 1 })).toBeNull()
  })

  test('is the first where they did alike', () => {
    const alike = { ...progress, byMessage: [] }
    expect(choose(61, resting, alike)).toBe(0)
  })
})

test('who failed for good is never tried again, and who got too many offers not before a day is over', () => {
  expect(retryFrom('131026', instant(5))).toBeNull()
  expect(retryFrom('131050', instant(5))).toBeNull()
  expect(retryFrom('131049', instant(5))).toBe(24 * 60 * MINUTE_MS + 5)
})

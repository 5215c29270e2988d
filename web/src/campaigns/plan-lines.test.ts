import { expect, test } from 'vitest'
import type { Campaign, CampaignProgress } from '../platform/contract.ts'
import { planLines } from './plan-lines.ts'
import { MINUTE_MS } from './sending-rate.ts'

const T = Date.UTC(2026, 10, 23, 9, 0)
const PROGRESS: CampaignProgress = {
  ...{ at: T + 2 * MINUTE_MS, audience: 1000, waiting: 600, skipped: 100, queued: 20, unknown: 0 },
  ...{ held: 0, sent: 270, failed: 10, delivered: 200, read: 0, replied: 0, clicked: 0, ordered: 0 },
  ...{ optedOut: 0, skippedBy: [], failures: [], byMessage: [] },
  minutes: [
    { at: T, sent: 150 },
    { at: T + MINUTE_MS, sent: 120 },
  ],
  ...{ spent: '0', reserved: '0', currency: 'INR' },
}
const PLAN: NonNullable<Campaign['plan']> = {
  ...{ madeAt: T + 2 * MINUTE_MS, endsAt: T + 7 * MINUTE_MS, earliest: T + 6 * MINUTE_MS },
  ...{ latest: T + 9 * MINUTE_MS, bottleneck: 'throughput', because: null, stops: [], hold: null },
  curve: [
    { at: T + 2 * MINUTE_MS, done: 300 },
    { at: T + 7 * MINUTE_MS, done: 900 },
  ],
}
const CAMPAIGN = { progress: PROGRESS, plan: PLAN, startedAt: T, endedAt: null, state: 'running' } as const

test('the plan goes on where the course is, and both end with everybody who is to get it', () => {
  const lines = planLines(CAMPAIGN, null)
  expect(lines).toMatchObject({ from: T, to: T + 9 * MINUTE_MS, top: 900 })
  expect(lines?.real.at(-1)).toEqual({ at: T + 2 * MINUTE_MS, done: 300 })
  expect(lines?.planned).toEqual(PLAN.curve)
})

test('what is over has no plan any more, and keeps the one it is compared with', () => {
  const progress = { ...PROGRESS, at: T + 60 * MINUTE_MS, waiting: 0 }
  const over = { ...CAMPAIGN, state: 'completed', progress, endedAt: T + 2 * MINUTE_MS } as const
  const lines = planLines(over, PLAN)
  expect(lines?.real.at(-1)).toEqual({ at: T + 2 * MINUTE_MS, done: 900 })
  expect(lines?.planned).toEqual([])
  expect(lines?.band).toBeNull()
  expect(lines?.before.at(-1)?.done).toBe(900)
})

test('without anybody there is nothing to draw', () => {
  expect(planLines({ ...CAMPAIGN, progress: null }, null)).toBeNull()
  expect(planLines({ ...CAMPAIGN, progress: { ...PROGRESS, skipped: 1000 } }, null)).toBeNull()
})

import { describe, expect, test } from 'vitest'
import { judgeNumber, type Facts } from './judge-number.ts'

const HEALTHY: Facts = {
  alarms: [],
  checkedAt: 1,
  quality: { value: 'GREEN', since: 1 },
  restrictions: [],
  templates: {
    ...{ total: 1, approved: 1, green: 1, yellow: 0, red: 0, paused: 0, disabled: 0, rejected: 0 },
    atRisk: [],
  },
  limit: {
    ...{ tier: 'TIER_250', people: 250, portfolioId: null, numbers: 1, used: 0 },
    ...{ freeAt: null, roomAt: null, leaving: [] },
  },
}
const alarm = (
  kind: Facts['alarms'][number]['kind'],
  severity: 'warning' | 'critical' = 'warning',
): Facts['alarms'][number] => ({ kind, subject: '', severity, details: {} })
const judged = (change: Partial<Facts>): readonly [string, string] => {
  const { level, reason } = judgeNumber({ ...HEALTHY, ...change })
  return [level, reason.key]
}
const used = (count: number): Partial<Facts> => ({ limit: { ...HEALTHY.limit, used: count } })

describe('the judgement of a number', () => {
  test('is good without trouble, says if it was never rated, and nothing before Meta was asked', () => {
    expect(judged({})).toEqual(['good', 'good'])
    expect(judged({ quality: null })).toEqual(['good', 'unrated'])
    expect(judged({ quality: null, checkedAt: null })).toEqual(['unknown', 'not_asked'])
  })

  test('names the worst first, and what helps against it before all else', () => {
    const alarms = [
      alarm('read_rate'),
      alarm('payment'),
      alarm('quality', 'critical'),
      alarm('account', 'critical'),
    ]
    const { level, reason, advice } = judgeNumber({ ...HEALTHY, alarms })
    expect([level, reason.key, advice[0]]).toEqual(['bad', 'account_stopped', 'open_manager'])
    expect(new Set(advice).size).toBe(advice.length)
    expect(advice).toContain('mend_payment')
  })

  test('tells of the limit from four fifths on', () => {
    expect([199, 200, 249, 250].map((count) => judged(used(count))[1])).toEqual([
      ...['good', 'limit_close', 'limit_close', 'limit_reached'],
    ])
  })

  test('of one segment’s alarm names the segment, and makes no trouble of the whole number', () => {
    const of = { ...alarm('blocked_rate'), subject: 'segment:Old customers', details: { hits: 9, of: 60 } }
    const { level, reason } = judgeNumber({ ...HEALTHY, alarms: [of] })
    expect([level, reason.key]).toEqual(['watch', 'segment_apart'])
    expect(reason.data).toMatchObject({ segment: 'Old customers', signal: 'blocked_rate', hits: 9, of: 60 })
  })

  test('tells of stopped templates', () => {
    expect(judged({ templates: { ...HEALTHY.templates, paused: 1 } })).toEqual(['watch', 'templates_stopped'])
  })
})

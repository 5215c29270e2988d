import { describe, expect, it } from 'vitest'
import type { Deal, DealPage } from '../platform/contract.ts'
import { dealsIn, moveDeal, standingOf, stepOf } from './move-deal.ts'

const deal = (id: string, stageId: string): Deal => ({
  ...{ id, stageId, title: id, valuePaise: 100, currency: 'INR', conversationId: null, owner: null },
  ...{ contact: { id: 'c', displayName: null }, expectedCloseOn: null, position: '', lostReason: null },
  ...{ closedAt: null, createdAt: 0, changedAt: 0, reminderAt: null },
})
const page: DealPage = {
  items: [deal('a', '1'), deal('b', '1'), deal('c', '1'), deal('d', '2')],
  sums: [
    { stageId: '1', dealCount: 3, valuePaise: 300 },
    { stageId: '2', dealCount: 1, valuePaise: 100 },
  ],
}
const idsIn = (of: DealPage, stage: string) => dealsIn(of, stage).map(({ id }) => id)

describe('a move on the board', () => {
  it('puts the deal before the one that was named, or last, and takes its value along', () => {
    const moved = moveDeal(page, 'b', { stageId: '2', beforeId: 'd' })
    expect([idsIn(moved, '1'), idsIn(moved, '2')]).toEqual([
      ['a', 'c'],
      ['b', 'd'],
    ])
    expect(moved.sums.find(({ stageId }) => stageId === '2')).toMatchObject({ dealCount: 2, valuePaise: 200 })
    expect(idsIn(moveDeal(page, 'a', { stageId: '1', beforeId: null }), '1')).toEqual(['b', 'c', 'a'])
    expect(moveDeal(page, 'gone', { stageId: '1', beforeId: null })).toBe(page)
  })

  it('is taken back by where the deal stood before', () => {
    const was = standingOf(page, 'b')
    expect(was).toEqual({ stageId: '1', beforeId: 'c' })
    const moved = moveDeal(page, 'b', { stageId: '2', beforeId: null })
    expect(idsIn(moveDeal(moved, 'b', was ?? { stageId: '', beforeId: null }), '1')).toEqual(['a', 'b', 'c'])
  })

  it('goes step by step with the arrows, and no further than the end', () => {
    expect(stepOf(page, 'a', -1)).toBeNull()
    expect(stepOf(page, 'c', 1)).toBeNull()
    const down = stepOf(page, 'a', 1)
    expect(down).toEqual({ stageId: '1', beforeId: 'c' })
    const up = stepOf(page, 'c', -1)
    expect(up).toEqual({ stageId: '1', beforeId: 'b' })
    expect(stepOf(page, 'b', 1)).toEqual({ stageId: '1', beforeId: null })
  })
})

import { beforeEach, describe, expect, it } from 'vitest'
import { offerUndo, settleUndo, takeBack, useUndo } from './undo.ts'

describe('taking something back', () => {
  let log: string[]
  const offer = (name: string) =>
    offerUndo({
      text: name,
      undo: () => log.push(`undo ${name}`),
      settle: () => log.push(`settle ${name}`),
    })
  beforeEach(() => {
    settleUndo()
    log = []
  })

  it('happens once, and then it is not done after all', () => {
    offer('a')
    expect([takeBack(), takeBack()]).toEqual([true, false])
    settleUndo()
    expect(log).toEqual(['undo a'])
  })
  it('is for the last thing only: the one before is done for good', () => {
    offer('a')
    offer('b')
    takeBack()
    expect(log).toEqual(['settle a', 'undo b'])
  })
  it('is over when its time is', () => {
    offer('a')
    settleUndo()
    expect(takeBack()).toBe(false)
    expect([log, useUndo.getState().offer]).toEqual([['settle a'], null])
  })
})

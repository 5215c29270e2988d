import { describe, expect, it } from 'vitest'
import { timeLeft, viewWindow } from './window.ts'

const HOUR = 3_600_000
const LENGTH = 24 * HOUR

const open = (leftMs: number) => viewWindow({ state: 'open', at: 1000 + leftMs, lengthMs: LENGTH }, 1000)

describe('the window as shown', () => {
  it('is calm down to a quarter and low below it', () => {
    expect(open(6 * HOUR).tone).toBe('calm')
    expect(open(6 * HOUR - 1).tone).toBe('low')
  })
  it('closes by itself when its time comes, before the server says so', () => {
    expect(open(1).isOpen).toBe(true)
    expect(open(0).isOpen).toBe(false)
  })
  it('fills the ring by what is left of its own length', () => {
    expect(open(12 * HOUR).fraction).toBe(0.5)
    expect(viewWindow({ state: 'open', at: 36 * HOUR, lengthMs: 72 * HOUR }, 0).fraction).toBe(0.5)
  })
  it('knows whether it ever opened', () => {
    expect(viewWindow({ state: 'closed', at: null, lengthMs: LENGTH }, 0)).toMatchObject({
      isOpen: false,
      closedAt: null,
    })
    expect(viewWindow({ state: 'closed', at: 5, lengthMs: LENGTH }, 9)).toMatchObject({
      isOpen: false,
      closedAt: 5,
    })
  })
  it('never promises more than there is', () => {
    expect(timeLeft(2 * HOUR - 1)).toEqual({ unit: 'hour', value: 1 })
    expect(timeLeft(HOUR - 1)).toEqual({ unit: 'minute', value: 59 })
    expect(timeLeft(59_999)).toEqual({ unit: 'minute', value: 0 })
  })
})

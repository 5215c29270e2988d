import { describe, expect, it } from 'vitest'
import type { Faults } from '#simulator/protocol.ts'
import { BAD_DAY, faultsOn, isNormal, NORMAL, SLIDERS } from './fault-scale.ts'

const quiet = { ...NORMAL, readAfterMs: -1, deliverAfterMs: 40 } as Faults

describe('sliders', () => {
  it('come back to the step they were set to', () => {
    for (const { kind } of SLIDERS)
      for (let step = 0; step <= kind.steps; step += 1) expect(kind.toStep(kind.fromStep(step))).toBe(step)
  })

  it('stand at the nearest step for a value that is not on the scale', () => {
    const batch = SLIDERS.find(({ key }) => key === 'batch')
    expect(batch?.kind.fromStep(batch.kind.toStep(40))).toBe(50)
  })
})

describe('isNormal', () => {
  it('does not count how fast customers read as a fault', () => {
    expect(isNormal(quiet)).toBe(true)
    expect(isNormal({ ...quiet, readAfterMs: 1000 })).toBe(true)
    expect(faultsOn({ ...quiet, mute: true })).toEqual(['mute'])
    expect(isNormal({ ...quiet, ...BAD_DAY })).toBe(false)
  })
})

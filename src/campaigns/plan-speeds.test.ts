import { describe, expect, it } from 'vitest'
import { speedsOf } from './plan-speeds.ts'

const steady = (count: number, messages = 500, epoch = 1, seconds = 5) =>
  Array.from({ length: count }, () => ({ messages, again: 0, seconds: messages === 0 ? 0 : seconds, epoch }))

describe('how fast a number really sends', () => {
  it('is what it sent in each stretch, without those in which it began and stopped', () => {
    const sent = [...steady(3, 0), ...steady(1, 100), ...steady(4), ...steady(1, 200), ...steady(2, 0)]
    expect(speedsOf(sent)).toMatchObject({ achievedPerSecond: [100, 100, 100, 100], presentPerSecond: null })
  })

  it('counts what goes on now', () => {
    expect(speedsOf([...steady(2, 0), ...steady(3)]).achievedPerSecond).toEqual([100, 100])
  })

  it('is not what it sent in a storm and in the minute after it, but then says where its pace stands', () => {
    const storm = [...steady(3, 20), { messages: 150, again: 100, seconds: 5, epoch: 1 }, ...steady(3, 250)]
    const before = steady(20)
    expect(speedsOf([...before, ...storm])).toEqual({
      // The first of them began before we looked.
      ...{ achievedPerSecond: Array.from({ length: 18 }, () => 100), presentPerSecond: 50 },
      regainingMs: 2500,
    })
    expect(speedsOf([...before, ...storm.slice(0, 4)])).toMatchObject({
      presentPerSecond: 30,
      regainingMs: 0,
    })
    expect(speedsOf([...before, ...storm, ...steady(20)]).presentPerSecond).toBeNull()
  })

  it('is not what two owners sent who followed each other', () => {
    const sent = [...steady(4), ...steady(1, 100), ...steady(1, 200, 2), ...steady(3, 500, 2)]
    expect(speedsOf(sent).achievedPerSecond).toEqual([100, 100, 100, 100, 100, 100])
  })

  it('is not what it sent where it broke down for a second, unless that is what it usually does', () => {
    const broken = (count: number) => steady(count, 350, 1, 4)
    expect(speedsOf([...steady(5), ...broken(10)]).achievedPerSecond).toEqual([100, 100, 100, 100])
    expect(speedsOf([...steady(2), ...broken(4)]).achievedPerSecond).toEqual([100, 70, 70, 70, 70])
  })

  it('of a number that says little has seconds in which it says nothing', () => {
    expect(speedsOf(steady(4, 10, 1, 3)).achievedPerSecond).toEqual([2, 2, 2])
  })

  it('of nothing is nothing', () => {
    expect(speedsOf(steady(10, 0))).toEqual({
      ...{ achievedPerSecond: [], presentPerSecond: null, regainingMs: 0 },
    })
  })
})

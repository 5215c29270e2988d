import { describe, expect, test } from 'vitest'
import { planBlows } from './plan.ts'
import { judge, type Evidence } from './verdict.ts'

/** Two threads; in each the customer wrote twice, was greeted, and was answered twice. */
const WELL: Evidence = {
  written: ['a1', 'b1', 'a2', 'b2'].map((wamid) => ({
    wamid,
    thread: wamid.startsWith('a') ? 0 : 1,
    isAcknowledged: true,
  })),
  effects: ['a1', 'b1', 'b2', 'a2'],
  answered: [
    { send: 's1', thread: 0, body: 'answer 0/0' },
    { send: 's2', thread: 0, body: 'answer 0/1' },
    { send: 's3', thread: 1, body: 'answer 1/0' },
  ],
  sends: ['g1', 'g2', 's1', 's2', 's3'].map((id) => ({ id, state: 'accepted', isDelivered: true })),
  copies: [
    { send: 'g1', thread: 0, body: 'Namaste!' },
    { send: 's1', thread: 0, body: 'answer 0/0' },
    { send: 'g2', thread: 1, body: 'Namaste!' },
    { send: 's3', thread: 1, body: 'answer 1/0' },
    { send: 's2', thread: 0, body: 'answer 0/1' },
  ],
  greeting: 'Namaste!',
  threads: 2,
  miscounted: 0,
}

const withSend = (id: string, state: string): Evidence['sends'] =>
  WELL.sends.map((send) => (send.id === id ? { ...send, state } : send))

type Copy = Evidence['copies'][number]
const copiesWith = (copy: Copy): number => judge({ ...WELL, copies: [...WELL.copies, copy] }).secondCopies

describe('what became of everything', () => {
  test('a run in which all went well has nothing to complain about', () => {
    expect(judge(WELL)).toMatchObject({
      lost: 0,
      doubled: 0,
      misordered: 0,
      secondCopies: 0,
      unexpected: 0,
      unconfirmed: 0,
      inbound: { attempted: 4, acknowledged: 4, effects: 4, recovered: 0 },
      outbound: { accepted: 3, greetings: 2, copies: 5, failed: 0, ticksMissing: 0 },
      examples: [],
    })
  })

  test('an acknowledged message without effect is lost, one that was never acknowledged is not', () => {
    expect(judge({ ...WELL, effects: ['a1', 'b1', 'a2'] }).lost).toBe(1)
    const written = WELL.written.map((one) => ({ ...one, isAcknowledged: one.wamid !== 'b2' }))
    expect(judge({ ...WELL, written, effects: ['a1', 'b1', 'a2'] }).lost).toBe(0)
    expect(judge({ ...WELL, written }).inbound.recovered).toBe(1)
  })

  test('a second effect is doubled, a strange one unexpected, a late one misordered', () => {
    expect(judge({ ...WELL, effects: [...WELL.effects, 'a1'] })).toMatchObject({ doubled: 1, misordered: 0 })
    expect(judge({ ...WELL, effects: [...WELL.effects, 'x'] }).unexpected).toBe(1)
    expect(judge({ ...WELL, effects: ['a2', 'a1', 'b1', 'b2'] }).misordered).toBe(1)
    expect(judge({ ...WELL, miscounted: 1 }).doubled).toBe(1)
  })

  test('an accepted text is lost if it is gone, still waiting, or taken without being on the phone', () => {
    expect(judge({ ...WELL, sends: WELL.sends.filter(({ id }) => id !== 's3') }).outbound).toMatchObject({
      lost: 1,
      unexpected: 1,
    })
    const copies = WELL.copies.filter(({ send }) => send !== 's3')
    for (const state of ['queued', 'dispatching', 'accepted'])
      expect(judge({ ...WELL, copies, sends: withSend('s3', state) }).lost, state).toBe(1)
  })

  test('unknown is unconfirmed as long as no copy is on the phone, and lost sight of if one is', () => {
    const copies = WELL.copies.filter(({ send }) => send !== 's3')
    expect(judge({ ...WELL, copies, sends: withSend('s3', 'unknown') })).toMatchObject({
      lost: 0,
      unconfirmed: 1,
    })
    expect(judge({ ...WELL, sends: withSend('s3', 'unknown') })).toMatchObject({ lost: 1, unconfirmed: 0 })
    expect(judge({ ...WELL, copies, sends: withSend('s3', 'failed') }).outbound.failed).toBe(1)
  })

  test('a second copy is seen by our id and by the words, the greeting among them', () => {
    expect(copiesWith({ send: 's1', thread: 0, body: 'answer 0/0' })).toBe(1)
    expect(copiesWith({ send: 's9', thread: 0, body: 'answer 0/0' })).toBe(1)
    expect(copiesWith({ send: 'g9', thread: 1, body: 'Namaste!' })).toBe(1)
  })

  test('a text that reaches the phone after a later one is misordered, whatever other threads do', () => {
    const [g1, s1, g2, s3, s2] = WELL.copies as [Copy, Copy, Copy, Copy, Copy]
    expect(judge({ ...WELL, copies: [g1, g2, s3, s2, s1] }).misordered).toBe(1)
    expect(judge({ ...WELL, copies: [s3, g2, s1, g1, s2] }).misordered).toBe(0)
  })

  test('a greeting that was never accepted is lost', () => {
    const sends = WELL.sends.filter(({ id }) => id !== 'g2')
    const copies = WELL.copies.filter(({ send }) => send !== 'g2')
    expect(judge({ ...WELL, sends, copies }).lost).toBe(1)
  })
})

test('the same seed plans the same blows, and twenty of them hit everybody', () => {
  expect(planBlows(7, 20)).toEqual(planBlows(7, 20))
  expect(planBlows(7, 20)).not.toEqual(planBlows(8, 20))
  expect(new Set(planBlows(7, 20).map(({ blow }) => blow)).size).toBe(7)
})

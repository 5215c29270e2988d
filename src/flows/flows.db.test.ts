/** Flows from a customer's words to what they are told: by the real statements, in the order in which the loop makes them. */
import { describe, expect } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#platform/time.ts'
import { test } from '#test/flow-world.ts'
import type { FlowEvent, FlowState, Library, PublishedFlow } from './engine/flow-state.ts'
import { beginFlow, stepFlow, type Beginning } from './engine/step-flow.ts'
import { mergeRuns } from './merge-runs.ts'

const choice = (id: string, title: string, next: string | null) => ({ id, title, next, synonyms: [] })
const ASK = {
  ...{
    id: 'a',
    kind: 'question',
    ask: 'Confirm your order, {{contact.first_name}}?',
    saveAs: 'confirmed',
    next: null,
  },
  answer: { kind: 'choice', choices: [choice('yes', 'Yes', 'b'), choice('no', 'No', 'c')] },
  retry: 'Please tap a button.',
}
const DONE = { id: 'b', kind: 'end', say: 'Thank you: {{confirmed}}' }
const PERSON = { id: 'c', kind: 'hand_over', say: 'Somebody will look.', note: 'Did not confirm' }
const CONFIRM = [ASK, DONE, PERSON]
const ASKED = 'Confirm your order, ?'

describe('a flow', () => {
  test('begins by its word, asks, takes the answer, and says each thing once', async ({ flows }) => {
    await flows.begin(CONFIRM)
    const talk = await flows.meet()
    await flows.write(talk, 'Start')
    await flows.listen()
    expect(await flows.told(talk)).toEqual([ASKED])
    await flows.write(talk, 'Yes', 'flow:1:yes')
    await flows.settle()
    await flows.settle()
    expect(await flows.told(talk)).toEqual([ASKED, 'Thank you: Yes'])
    expect(await flows.rows('select outcome, steps from flow_runs where tenant_id = $1')).toEqual([
      { outcome: 'ended', steps: 2 },
    ])
  })

  test('is begun by nothing else, and hears nothing from before it was on', async ({ flows }) => {
    const talk = await flows.meet()
    await flows.write(talk, 'start')
    await flows.begin(CONFIRM)
    await flows.listen()
    await flows.write(talk, 'where is my order')
    await flows.listen()
    expect(await flows.told(talk)).toEqual([])
  })

  test('takes what is written in a few messages for one turn', async ({ flows }) => {
    await flows.begin([
      { id: 'a', kind: 'question', ask: 'Where to?', answer: { kind: 'text' }, saveAs: 'place', next: 'b' },
      { id: 'b', kind: 'end', say: 'To: {{place}}' },
    ])
    const talk = await flows.meet()
    await flows.write(talk, 'start')
    await flows.listen()
    await flows.write(talk, '12 Park Street')
    await flows.settle()
    await flows.write(talk, 'Kolkata')
    await flows.listen()
    expect(await flows.told(talk)).toEqual(['Where to?', 'To: 12 Park Street\nKolkata'])
  })

  test('says each thing once, however many work at it', async ({ flows }) => {
    await flows.begin(CONFIRM)
    const talks = await Promise.all(Array.from({ length: 12 }, async () => flows.meet()))
    for (const talk of talks) await flows.write(talk, 'start')
    flows.pass(10_000)
    await flows.settle()
    flows.pass(10_000)
    await flows.settle(4)
    for (const talk of talks) expect(await flows.told(talk)).toEqual([ASKED])
  })

  test('falls silent when somebody of the team writes, and stays so for half a day', async ({ flows }) => {
    await flows.begin(CONFIRM)
    const talk = await flows.meet()
    await flows.write(talk, 'start')
    await flows.listen()
    await flows.answer(talk, 'I am here')
    await flows.write(talk, 'Yes', 'flow:1:yes')
    await flows.listen()
    await flows.write(talk, 'start')
    await flows.listen()
    expect(await flows.told(talk)).toEqual([ASKED, 'I am here'])
    expect(await flows.rows('select outcome from flow_runs where tenant_id = $1')).toEqual([
      { outcome: 'taken_over' },
    ])
    flows.pass(12 * HOUR_MS)
    await flows.write(talk, 'start')
    await flows.listen()
    expect((await flows.told(talk)).at(-1)).toBe(ASKED)
  })

  test('hands over with its words, its note and an open conversation', async ({ flows }) => {
    await flows.begin(CONFIRM)
    const talk = await flows.meet()
    await flows.write(talk, 'start')
    await flows.listen()
    await flows.rows(`update conversations set status = 'resolved' where tenant_id = $1`)
    await flows.write(talk, 'no')
    await flows.listen()
    expect((await flows.told(talk)).at(-1)).toBe('Somebody will look.')
    expect(await flows.rows('select status from conversations where tenant_id = $1')).toEqual([
      { status: 'open' },
    ])
    expect(await flows.rows('select text from conversation_notes where tenant_id = $1')).toEqual([
      { text: 'Did not confirm' },
    ])
  })

  test('lets go of whoever asks for a person, and tells them so in their language', async ({ flows }) => {
    await flows.begin(CONFIRM)
    const talk = await flows.meet()
    await flows.write(talk, 'start')
    await flows.listen()
    await flows.write(talk, 'किसी से बात करनी है')
    await flows.listen()
    expect((await flows.told(talk)).at(-1)).toBe('हमारी टीम से कोई आपको यहीं जवाब देगा।')
    expect(await flows.rows('select outcome from flow_runs where tenant_id = $1')).toEqual([
      { outcome: 'taken_over' },
    ])
  })

  test('begins again, or ends, when the customer says so', async ({ flows }) => {
    await flows.begin(CONFIRM)
    const talk = await flows.meet()
    await flows.write(talk, 'start')
    await flows.listen()
    await flows.write(talk, 'restart')
    await flows.listen()
    expect(await flows.told(talk)).toEqual([ASKED, ASKED])
    await flows.write(talk, 'rehne do')
    await flows.listen()
    const outcomes = await flows.rows<{ outcome: string }>(
      'select outcome from flow_runs where tenant_id = $1',
    )
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['stopped', 'stopped'])
  })

  test('goes on when its time has come, not before', async ({ flows }) => {
    await flows.begin([
      { id: 'a', kind: 'wait', until: { what: 'time', minutes: 60 }, next: 'b' },
      { id: 'b', kind: 'end', say: 'An hour has passed' },
    ])
    const talk = await flows.meet()
    await flows.write(talk, 'start')
    await flows.listen()
    flows.pass(59 * MINUTE_MS)
    await flows.settle()
    expect(await flows.told(talk)).toEqual([])
    flows.pass(2 * MINUTE_MS)
    await flows.settle()
    expect(await flows.told(talk)).toEqual(['An hour has passed'])
  })

  test('says nothing once the window has closed, and a person looks', async ({ flows }) => {
    await flows.begin([
      {
        id: 'a',
        kind: 'question',
        ask: 'Still there?',
        answer: { kind: 'text' },
        saveAs: null,
        next: 'b',
        timeout: { minutes: 1439, next: 'c' },
      },
      { id: 'b', kind: 'end' },
      { id: 'c', kind: 'message', message: { type: 'text', text: { body: 'Bye' } }, next: null },
    ])
    const talk = await flows.meet()
    await flows.write(talk, 'start')
    await flows.listen()
    flows.pass(DAY_MS)
    await flows.settle()
    expect(await flows.told(talk)).toEqual(['Still there?'])
    expect(await flows.rows('select outcome from flow_runs where tenant_id = $1')).toEqual([
      { outcome: 'window_closed' },
    ])
  })

  test('ends on the version that it began with; who begins later gets the new one', async ({ flows }) => {
    const id = await flows.begin(CONFIRM)
    const [early, late] = [await flows.meet(), await flows.meet()]
    await flows.write(early, 'start')
    await flows.listen()
    await flows.publish(id, flows.draw([ASK, { ...DONE, say: 'New words' }, PERSON]))
    await flows.write(late, 'start')
    await flows.listen()
    for (const talk of [early, late]) await flows.write(talk, 'yes')
    await flows.listen()
    expect((await flows.told(early)).at(-1)).toBe('Thank you: Yes')
    expect((await flows.told(late)).at(-1)).toBe('New words')
  })

  test('begins for nobody while it is off; who is in it goes on', async ({ flows }) => {
    const id = await flows.begin(CONFIRM)
    const [inside, outside] = [await flows.meet(), await flows.meet()]
    await flows.write(inside, 'start')
    await flows.listen()
    await flows.turn(id, false)
    await flows.write(inside, 'yes')
    await flows.write(outside, 'start')
    await flows.listen()
    expect((await flows.told(inside)).at(-1)).toBe('Thank you: Yes')
    expect(await flows.told(outside)).toEqual([])
  })

  test('replayed from its log ends where it is', async ({ flows }) => {
    await flows.begin(CONFIRM)
    const talk = await flows.meet()
    for (const text of ['start', 'what?', 'hmm', 'yes']) {
      await flows.write(talk, text)
      await flows.listen()
    }
    const log = await flows.rows<{ event: unknown }>(
      'select event from flow_log where tenant_id = $1 order by step',
    )
    const versions = await flows.rows<PublishedFlow>(
      'select definition, pins from flow_versions where tenant_id = $1',
    )
    const library: Library = () => versions[0]
    const [begun, ...events] = log.map(({ event }) => event)
    let { state }: { state: FlowState } = beginFlow(library, begun as Beginning)
    for (const event of events) ({ state } = stepFlow(library, state, event as FlowEvent))
    const kept = await flows.rows<{ state: FlowState }>('select state from flow_runs where tenant_id = $1')
    expect(JSON.parse(JSON.stringify(state))).toEqual(kept[0]?.state)
    expect(state.outcome).toBe('ended')
  })

  test('is one with the other when two conversations become one', async ({ flows }) => {
    await flows.begin(CONFIRM)
    const [one, other] = [await flows.meet(), await flows.meet()]
    for (const talk of [one, other]) await flows.write(talk, 'start')
    await flows.listen()
    const { database, tenant } = flows.shop
    await database.inTenant(tenant, async (client) =>
      mergeRuns(client, tenant, { from: other.conversation, into: one.conversation }),
    )
    const runs = await flows.rows(
      'select conversation_id, outcome from flow_runs where tenant_id = $1 order by outcome',
    )
    expect(runs).toEqual([
      { conversation_id: one.conversation, outcome: 'stopped' },
      { conversation_id: one.conversation, outcome: null },
    ])
  })

  test('is not published with mistakes, nor turned on before', async ({ flows }) => {
    const id = await flows.begin(CONFIRM)
    const loose = flows.draw([{ ...ASK, answer: { kind: 'choice', choices: [choice('yes', 'Yes', null)] } }])
    expect(await flows.publish(id, loose)).toMatchObject({ ok: false, because: 'has_errors' })
    const call = { id: 'a', kind: 'http', method: 'GET', url: 'https://x.example', next: 'c', onError: 'c' }
    expect(await flows.publish(id, flows.draw([call, PERSON]))).toMatchObject({
      ...{ ok: false, because: 'node_not_available', nodes: ['a'] },
    })
    expect(await flows.turn('00000000-0000-7000-8000-000000000000', true)).toMatchObject({
      because: 'flow_not_found',
    })
  })
})

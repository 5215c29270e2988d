/** Whatever flow somebody draws, and whatever comes to it in whatever order. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { after, instant } from '#platform/time.ts'
import { FlowDefinitionShape, type FlowDefinition } from '../definition.ts'
import type { FlowEvent, FlowState, Library, Step } from './flow-state.ts'
import { beginFlow, stepFlow } from './step-flow.ts'

const START = instant(Date.UTC(2026, 10, 1))
const IDS = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
const FLOWS = ['main', 'sub', 'other']

const exit = fc.constantFrom(...IDS, null)
const words = fc.constantFrom('hello', 'hello {{contact.name}}', '{{answer}} {{said}}', '{{nothing.there}}')
const ifClosed = fc.constantFrom(null, {
  name: 'back',
  language: 'en',
  parameters: { 1: '{{contact.name}}' },
})
const choices = fc
  .uniqueArray(fc.constantFrom('yes', 'no', 'later', 'price'), { minLength: 1, maxLength: 4 })
  .chain((ids) =>
    fc.tuple(...ids.map((id) => fc.record({ id: fc.constant(id), title: fc.constant(id), next: exit }))),
  )
const answer = fc.oneof(
  choices.map((each) => ({ kind: 'choice', choices: each })),
  fc.constant({ kind: 'text' }),
  fc.constant({ kind: 'number', min: 1, max: 9 }),
  fc.constant({ kind: 'pin_code' }),
)
const body = fc.oneof(
  fc.record({
    kind: fc.constant('message'),
    message: fc.record({ type: fc.constant('text'), text: fc.record({ body: words }) }),
    ...{ next: exit, ifClosed },
  }),
  fc.record({
    ...{ kind: fc.constant('question'), ask: words, answer, next: exit, ifClosed },
    saveAs: fc.constantFrom('one', 'two', null),
    triesMax: fc.integer({ min: 1, max: 3 }),
    onFail: exit,
    timeout: fc.option(fc.record({ minutes: fc.constantFrom(5, 2000), next: exit })),
  }),
  fc.record({
    kind: fc.constant('branch'),
    cases: fc.array(
      fc.record({
        all: fc.constant([{ variable: 'answer', is: 'equal', value: 'yes' }]),
        next: exit,
      }),
      { minLength: 1, maxLength: 2 },
    ),
    otherwise: exit,
  }),
  fc.record({
    ...{ kind: fc.constant('set'), next: exit },
    values: fc.constant([
      { name: 'one', value: '{{one}}x' },
      { name: 'contact.name', value: 'Noor' },
    ]),
  }),
  fc.record({
    ...{ kind: fc.constant('wait'), next: exit },
    until: fc.oneof(
      fc.constantFrom({ what: 'time', minutes: 10 }, { what: 'time', minutes: 3000 }, { what: 'open_hours' }),
      fc.record({
        ...{ what: fc.constant('event'), event: fc.constant('paid'), minutesMax: fc.constant(60) },
        otherwise: exit,
      }),
    ),
  }),
  fc.record({
    ...{ kind: fc.constant('http'), next: exit, onError: exit, method: fc.constant('GET') },
    url: fc.constant('https://shop.example/{{answer}}'),
  }),
  fc.record({ kind: fc.constant('assistant'), next: exit, onUnknown: exit }),
  fc.record({ kind: fc.constant('hand_over'), say: fc.constantFrom(null, 'wait') }),
  fc.record({ kind: fc.constant('sub_flow'), flowId: fc.constantFrom(...FLOWS, 'gone'), next: exit }),
  fc.record({ kind: fc.constant('go_to'), to: exit }),
  fc.record({ kind: fc.constant('end'), say: fc.constantFrom(null, 'bye') }),
)
const definition: fc.Arbitrary<FlowDefinition> = fc.tuple(...IDS.map(() => body)).map((bodies) =>
  FlowDefinitionShape.parse({
    ...{ format: 1, start: 'a', triggers: [], layout: { places: {}, groups: [] } },
    nodes: bodies.map((each, nth) => ({ id: IDS[nth], ...each })),
  }),
)
const library = fc.tuple(...FLOWS.map(() => definition)).map((definitions): Library => {
  const pins = Object.fromEntries(FLOWS.map((flow) => [flow, 1]))
  const flows = new Map(definitions.map((each, nth) => [FLOWS[nth], { definition: each, pins }]))
  return (flow) => flows.get(flow)
})

/** What happens, told without serials: those are of the state that it meets, or of an older one. */
const happening = fc.record({
  what: fc.constantFrom(
    'said',
    'said',
    'said',
    'due',
    'due',
    'told',
    'answered',
    'answered',
    'taken_over',
    'stopped',
  ),
  pick: fc.nat(20),
  minutes: fc.constantFrom(0, 1, 30, 1500),
  isLate: fc.boolean(),
})
const happenings = fc.array(happening, { maxLength: 25 })
type Happening = { what: string; pick: number; minutes: number; isLate: boolean }

const TEXTS = ['yes', 'no', 'Price please', '5', '560034', 'qwertz', '', 'later']

function eventOf({ what, pick, minutes, isLate }: Happening, state: FlowState, now: number): FlowEvent {
  const at = after(instant(now), minutes * 60_000)
  const facts = {
    contact: { name: 'Asha' },
    windowClosesAt: pick % 5 === 0 ? null : after(at, 1000),
    opensAt: after(at, pick % 2),
  }
  const serial = (state.waiting?.serial ?? 0) - (isLate ? 1 : 0)
  const text = TEXTS[pick % TEXTS.length] ?? ''
  switch (what) {
    case 'said':
      return {
        ...{ kind: 'said', at, facts },
        said: { text, payload: pick % 3 === 0 ? `flow:${serial}:${text}` : null, location: null, file: null },
      }
    case 'told':
      return { kind: 'told', at, facts, event: 'paid', values: { amount: 5 } }
    case 'answered':
      return { kind: 'answered', at, facts, serial, isOk: pick % 3 > 0, values: { total: pick } }
    case 'taken_over':
    case 'stopped':
      return { kind: what, at, facts }
    default:
      return { kind: 'due', at, facts, serial }
  }
}

function run(flows: Library, told: readonly Happening[]): { events: FlowEvent[]; steps: Step[] } {
  const facts = { contact: { name: 'Asha' }, windowClosesAt: after(START, 1000), opensAt: START }
  const steps = [beginFlow(flows, { flow: 'main', version: 1, at: START, facts, variables: {} })]
  const events: FlowEvent[] = []
  let now: number = START
  for (const one of told) {
    const { state } = steps.at(-1) as Step
    const event = eventOf(one, state, now)
    now = event.at
    events.push(event)
    steps.push(stepFlow(flows, state, event))
  }
  return { events, steps }
}

const isClosed = ({ facts, at }: FlowEvent): boolean =>
  facts.windowClosesAt === null || facts.windowClosesAt <= at

describe('a flow, however it is drawn and whatever happens', () => {
  test('is over, or waits for something: never neither', () => {
    fc.assert(
      fc.property(library, happenings, (flows, told) => {
        for (const { state } of run(flows, told).steps)
          expect((state.waiting === null) === (state.outcome !== null)).toBe(true)
      }),
      { numRuns: 400 },
    )
  })

  test('replayed from its log it ends in the same place, with the same effects', () => {
    fc.assert(
      fc.property(library, happenings, (flows, told) => {
        const { events, steps } = run(flows, told)
        // As they are kept.
        let state = JSON.parse(JSON.stringify((steps[0] as Step).state)) as FlowState
        const effects = [...(steps[0] as Step).effects]
        for (const event of JSON.parse(JSON.stringify(events)) as FlowEvent[]) {
          const step = stepFlow(flows, state, event)
          effects.push(...step.effects)
          state = JSON.parse(JSON.stringify(step.state)) as FlowState
        }
        expect(state).toEqual(steps.at(-1)?.state)
        expect(effects).toEqual(steps.flatMap((step) => step.effects))
      }),
      { numRuns: 300 },
    )
  })

  test('does nothing twice: each effect has a number of its own, and what is told again changes nothing', () => {
    fc.assert(
      fc.property(library, happenings, (flows, told) => {
        const { events, steps } = run(flows, told)
        const numbers = steps.flatMap(({ effects }) => effects.map(({ number }) => number))
        expect(numbers).toEqual(numbers.map((_, nth) => nth + 1))
        for (const [nth, event] of events.entries()) {
          if (event.kind !== 'due' && event.kind !== 'answered') continue
          const next = steps[nth + 1] as Step
          const waitsStill = next.state.waiting?.serial === event.serial
          if (!waitsStill) expect(stepFlow(flows, next.state, event).state).toEqual(next.state)
        }
      }),
      { numRuns: 300 },
    )
  })

  test('is silent from the moment a person takes over', () => {
    fc.assert(
      fc.property(library, happenings, happenings, (flows, before, behind) => {
        const told = [...before, { what: 'taken_over', pick: 1, minutes: 0, isLate: false }, ...behind]
        for (const { effects } of run(flows, told).steps.slice(before.length + 1)) expect(effects).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  test('says nothing freely once the window has closed', () => {
    fc.assert(
      fc.property(library, happenings, (flows, told) => {
        const { events, steps } = run(flows, told)
        const saidThen = events.flatMap((event, nth) =>
          isClosed(event) ? (steps[nth + 1]?.effects ?? []) : [],
        )
        const types = saidThen.flatMap((effect) => (effect.do === 'send' ? [effect.message.type] : []))
        expect(types.filter((type) => type !== 'template')).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  test('a person looks wherever it did not end as it was meant', () => {
    fc.assert(
      fc.property(library, happenings, (flows, told) => {
        const { steps } = run(flows, told)
        const { outcome } = (steps.at(-1) as Step).state
        if (outcome === null || ['ended', 'taken_over', 'stopped'].includes(outcome)) return
        expect(steps.flatMap(({ effects }) => effects).at(-1)?.do).toBe('hand_over')
      }),
      { numRuns: 400 },
    )
  })

  test('nobody is asked more than three times without having said anything', () => {
    fc.assert(
      fc.property(
        library,
        fc.array(
          happening.map((one) => ({ ...one, what: 'due', minutes: 1500 })),
          { maxLength: 25 },
        ),
        (flows, told) => {
          const asked = run(flows, told).steps.filter(({ state }) => state.waiting?.what === 'answer')
          expect(new Set(asked.map(({ state }) => state.serial)).size).toBeLessThanOrEqual(3)
        },
      ),
      { numRuns: 300 },
    )
  })
})

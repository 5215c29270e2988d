import { describe, expect, test } from 'vitest'
import { after, instant, MINUTE_MS, type Instant } from '#platform/time.ts'
import { FlowDefinitionShape } from '../definition.ts'
import type { Facts, FlowEvent, FlowState, Library, Step } from './flow-state.ts'
import { beginFlow, stepFlow } from './step-flow.ts'

const NOW = instant(Date.UTC(2026, 10, 2, 9))
const facts = (more: Partial<Facts> = {}): Facts => ({
  ...{ contact: { name: 'Asha' }, windowClosesAt: after(NOW, 24 * 60 * MINUTE_MS), opensAt: NOW },
  ...more,
})
const libraryOf = (flows: Readonly<Record<string, readonly object[]>>): Library => {
  const pins = Object.fromEntries(Object.keys(flows).map((flow) => [flow, 1]))
  return (flow, version) => {
    const nodes = flows[flow]
    if (nodes === undefined || version !== 1) return undefined
    const around = { format: 1, start: 'a', triggers: [], layout: { places: {}, groups: [] } }
    return { definition: FlowDefinitionShape.parse({ ...around, nodes }), pins }
  }
}
const begin = (library: Library, more: Partial<Facts> = {}): Step =>
  beginFlow(library, { flow: 'main', version: 1, at: NOW, facts: facts(more), variables: {} })
const said = (text: string, payload: string | null = null, at: Instant = NOW): FlowEvent => ({
  ...{ kind: 'said', at, facts: facts() },
  said: { text, payload, location: null, file: null },
})
const texts = ({ effects }: Step): string[] =>
  effects.flatMap((effect) => {
    if (effect.do !== 'send') return []
    const { message } = effect
    if (message.type === 'text') return [message.text.body]
    return message.type === 'interactive'
      ? [(message.interactive as { body: { text: string } }).body.text]
      : [message.type]
  })

const CHOICE = {
  ...{ id: 'a', kind: 'question', ask: 'Confirm, {{contact.name}}?', saveAs: 'confirmed', next: null },
  answer: {
    kind: 'choice',
    choices: [
      { id: 'yes', title: 'Yes', synonyms: ['haan', 'confirm'], next: 'b' },
      { id: 'no', title: 'No', synonyms: ['nahi'], next: 'c' },
    ],
  },
  retry: 'I did not get that.',
  onFail: null,
}
const END = { id: 'b', kind: 'end', say: 'You said {{confirmed}}.' }
const PERSON = { id: 'c', kind: 'hand_over', say: 'One moment.' }
const library = libraryOf({ main: [CHOICE, END, PERSON] })

describe('a flow', () => {
  test('asks with buttons, and goes where the answer leads', () => {
    const asked = begin(library)
    expect(texts(asked)).toEqual(['Confirm, Asha?'])
    const done = stepFlow(library, asked.state, said('Yes', 'flow:1:yes'))
    expect(texts(done)).toEqual(['You said Yes.'])
    expect(done.state.outcome).toBe('ended')
  })

  test.each(['haan', 'हाँ', 'CONFIRM', '1', 'yess', 'haan ji'])(
    'takes the typed answer “%s” for a tap',
    (text) => {
      expect(stepFlow(library, begin(library).state, said(text)).state.outcome).toBe('ended')
    },
  )

  test('asks again twice, and then a person looks', () => {
    let step = begin(library)
    for (const nth of [1, 2]) {
      step = stepFlow(library, step.state, said('what is this'))
      expect(texts(step), `${nth}`).toEqual(['I did not get that.\n\nConfirm, Asha?'])
    }
    step = stepFlow(library, step.state, said('what?'))
    expect(step.effects.map((effect) => effect.do)).toEqual(['hand_over'])
    expect(step.state.outcome).toBe('handed_over')
  })

  test('a button of an older question is no answer to this one', () => {
    const again = stepFlow(library, begin(library).state, said('hm'))
    const late = stepFlow(library, again.state, said('later', 'flow:1:yes'))
    expect(late.state.outcome).toBeNull()
  })

  test('waits, and says its template when the window has closed meanwhile', () => {
    const waiting = libraryOf({
      main: [
        { id: 'a', kind: 'wait', until: { what: 'time', minutes: 2000 }, next: 'b' },
        {
          ...{
            id: 'b',
            kind: 'message',
            message: { type: 'text', text: { body: 'Still there?' } },
            next: null,
          },
          ifClosed: { name: 'still_there', language: 'en', parameters: { 1: '{{contact.name}}' } },
        },
      ],
    })
    const { state } = begin(waiting)
    const at = state.waiting?.dueAt as Instant
    const due = (windowClosesAt: Instant | null): Step =>
      stepFlow(waiting, state, { kind: 'due', at, serial: 1, facts: facts({ windowClosesAt }) })
    expect(texts(due(after(at, 1)))).toEqual(['Still there?'])
    expect(due(null).effects[0]).toMatchObject({
      message: { type: 'template', template: { name: 'still_there', parameters: { 1: 'Asha' } } },
    })
  })

  test('is not due before its time', () => {
    const waiting = libraryOf({
      main: [{ id: 'a', kind: 'wait', until: { what: 'time', minutes: 10 }, next: null }],
    })
    const { state } = begin(waiting)
    const early = { kind: 'due', at: after(NOW, 1), serial: 1, facts: facts() } as const
    expect(stepFlow(waiting, state, early).state).toEqual(state)
  })

  test('what is said while a call is under way answers the next question, if it can', () => {
    const calling = libraryOf({
      main: [
        { id: 'a', kind: 'http', method: 'GET', url: 'https://shop.example', next: 'b', onError: 'b' },
        {
          ...CHOICE,
          id: 'b',
          answer: {
            ...CHOICE.answer,
            choices: CHOICE.answer.choices.map((each) => ({ ...each, next: 'd' })),
          },
        },
        { ...END, id: 'd' },
      ],
    })
    const called = begin(calling)
    expect(called.effects).toMatchObject([{ do: 'request', serial: 1 }])
    const heard = stepFlow(calling, called.state, said('yes'))
    expect(heard.effects).toEqual([])
    const answered = stepFlow(calling, heard.state, {
      ...{ kind: 'answered', at: NOW, facts: facts(), serial: 1, isOk: true, values: {} },
    })
    expect(texts(answered)).toEqual(['Confirm, Asha?', 'You said Yes.'])
  })

  test('a call that fails goes the way of errors', () => {
    const calling = libraryOf({
      main: [
        { id: 'a', kind: 'http', method: 'GET', url: 'https://shop.example', next: 'b', onError: 'c' },
        { ...END, say: 'good' },
        PERSON,
      ],
    })
    const failed = stepFlow(calling, begin(calling).state, {
      ...{ kind: 'answered', at: NOW, facts: facts(), serial: 1, isOk: false, values: {} },
    })
    expect(failed.state.outcome).toBe('handed_over')
  })

  test('a sub-flow comes back to where it was called', () => {
    const nested = libraryOf({
      main: [
        { id: 'a', kind: 'sub_flow', flowId: 'ask', next: 'b' },
        { id: 'b', kind: 'end', say: 'PIN {{pin}}' },
      ],
      ask: [
        {
          id: 'a',
          kind: 'question',
          ask: 'PIN code?',
          answer: { kind: 'pin_code' },
          saveAs: 'pin',
          next: 'z',
        },
        { id: 'z', kind: 'end' },
      ],
    })
    const step = stepFlow(nested, begin(nested).state, said('560 034 hai'))
    expect(texts(step)).toEqual(['PIN 560034'])
    expect(step.state.outcome).toBe('ended')
  })

  test('what a customer says is never looked through for variables', () => {
    const echo = libraryOf({
      main: [
        { id: 'a', kind: 'question', ask: 'Name?', answer: { kind: 'text' }, saveAs: 'name', next: 'b' },
        { id: 'b', kind: 'end', say: 'Dear {{name}}' },
      ],
    })
    expect(texts(stepFlow(echo, begin(echo).state, said('{{contact.name}}')))).toEqual([
      'Dear {{contact.name}}',
    ])
  })

  test('what is over stays over, and says that nobody heard', () => {
    const over: FlowState = { ...begin(library).state, waiting: null, outcome: 'ended' }
    const step = stepFlow(library, over, said('yes'))
    expect(step).toMatchObject({ state: over, effects: [], isUnheard: true })
  })
})

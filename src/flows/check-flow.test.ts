import { describe, expect, test } from 'vitest'
import { checkFlow, FLOW_RULES, worstCaseOf, type FlowRule } from './check-flow.ts'
import { FlowDefinitionShape, type FlowDefinition } from './definition.ts'

const flow = (nodes: readonly object[], more: object = {}): FlowDefinition =>
  FlowDefinitionShape.parse({
    ...{ format: 1, start: 'a', nodes, layout: { places: {}, groups: [] } },
    triggers: [{ on: 'keyword', words: ['hi'], match: 'exact' }],
    ...more,
  })
const say = (id: string, next: string | null, body = 'Hello', more: object = {}) => ({
  ...{ id, kind: 'message', message: { type: 'text', text: { body } }, next },
  ...more,
})
const choose = (id: string, choices: readonly object[], more: object = {}) => ({
  ...{
    id,
    kind: 'question',
    ask: 'Which?',
    answer: { kind: 'choice', choices },
    saveAs: 'which',
    next: null,
  },
  ...more,
})
const person = (id: string) => ({ id, kind: 'hand_over' })
const wait = (id: string, minutes: number, next: string) => ({
  id,
  kind: 'wait',
  until: { what: 'time', minutes },
  next,
})

const GOOD = flow([
  choose('a', [
    { id: 'yes', title: 'Yes', next: 'b' },
    { id: 'no', title: 'No', next: 'c' },
  ]),
  say('b', null, 'You said {{which}}'),
  person('c'),
])

/** What each rule finds, and where. */
const BAD: readonly (readonly [FlowRule, FlowDefinition, string | null])[] = [
  ['flow.empty', flow([], { start: null }), null],
  ['flow.no_start', flow([say('a', null)], { start: null }), null],
  ['flow.repeated_id', flow([say('a', null), say('a', null)]), 'a'],
  ['flow.missing_node', flow([say('a', 'gone')]), 'a'],
  ['flow.dead_end', flow([choose('a', [{ id: 'yes', title: 'Yes', next: null }]), person('b')]), 'a'],
  ['flow.loop', flow([say('a', 'b'), { id: 'b', kind: 'go_to', to: 'a' }]), 'a'],
  ['flow.unknown_variable', flow([say('a', null, 'Dear {{nobody}}')]), 'a'],
  [
    'flow.perhaps_unknown_variable',
    flow([
      {
        ...{ id: 'a', kind: 'branch', otherwise: 'c' },
        cases: [{ all: [{ variable: 'contact.name', is: 'there' }], next: 'b' }],
      },
      { id: 'b', kind: 'set', values: [{ name: 'word', value: 'x' }], next: 'c' },
      say('c', null, '{{word}}'),
    ]),
    'c',
  ],
  [
    'flow.too_many_buttons',
    flow([
      {
        ...{ id: 'a', kind: 'message', next: null },
        message: {
          type: 'interactive',
          interactive: {
            ...{ type: 'button', body: { text: 'x' } },
            action: {
              buttons: ['1', '2', '3', '4'].map((id) => ({ type: 'reply', reply: { id, title: id } })),
            },
          },
        },
      },
    ]),
    'a',
  ],
  [
    'flow.button_too_long',
    flow([
      {
        ...{ id: 'a', kind: 'message', next: null },
        message: {
          type: 'interactive',
          interactive: {
            ...{ type: 'button', body: { text: 'x' } },
            action: { buttons: [{ type: 'reply', reply: { id: '1', title: 'x'.repeat(21) } }] },
          },
        },
      },
    ]),
    'a',
  ],
  [
    'flow.repeated_choice',
    flow([
      choose('a', [
        { id: 'one', title: 'Yes', next: 'b' },
        { id: 'two', title: 'yes', next: 'b' },
      ]),
      person('b'),
    ]),
    'a',
  ],
  [
    'flow.body_too_long',
    flow([choose('a', [{ id: 'y', title: 'Yes', next: 'b' }], { ask: 'x'.repeat(1025) }), person('b')]),
    'a',
  ],
  ['flow.closed_window', flow([wait('a', 720, 'b'), wait('b', 720, 'c'), say('c', null)]), 'c'],
  ['flow.unreachable', flow([say('a', null), say('b', null)]), 'b'],
  [
    'flow.becomes_list',
    flow([
      choose(
        'a',
        ['1', '2', '3', '4'].map((id) => ({ id, title: id, next: 'b' })),
      ),
      person('b'),
    ]),
    'a',
  ],
  ['flow.no_trigger', flow([say('a', null)], { triggers: [] }), null],
  ['flow.no_person', flow([choose('a', [{ id: 'y', title: 'Yes', next: 'b' }]), say('b', null)]), null],
]

const rulesOf = (definition: FlowDefinition) => checkFlow(definition).map(({ rule }) => rule)

describe('the flow checker', () => {
  test('finds nothing wrong with a good flow', () => {
    expect(checkFlow(GOOD)).toEqual([])
  })

  test.each(BAD)('%s is found where it is', (rule, definition, node) => {
    expect(checkFlow(definition)).toContainEqual(
      expect.objectContaining({ rule, node, severity: FLOW_RULES[rule] }),
    )
  })

  test('each rule has a flow that breaks it', () => {
    expect(new Set(BAD.map(([rule]) => rule))).toEqual(new Set(Object.keys(FLOW_RULES)))
  })

  test('a template for the closed window, an answer meanwhile, or less time mends it', () => {
    const ifClosed = { name: 'back', language: 'en', parameters: {} }
    expect(rulesOf(flow([wait('a', 1440, 'b'), say('b', null, 'x', { ifClosed })]))).not.toContain(
      'flow.closed_window',
    )
    expect(rulesOf(flow([wait('a', 1439, 'b'), say('b', null)]))).not.toContain('flow.closed_window')
    const asked = { ...choose('b', [{ id: 'y', title: 'Yes', next: 'c' }]) }
    expect(
      rulesOf(flow([wait('a', 800, 'b'), asked, wait('c', 800, 'd'), say('d', 'e'), person('e')])),
    ).not.toContain('flow.closed_window')
  })

  test('the worst case counts the longest way, and every time that is asked again', () => {
    expect(worstCaseOf(GOOD)).toEqual({ messages: 4, templates: 0, isBounded: true })
    const circle = flow([choose('a', [{ id: 'again', title: 'Again', next: 'b' }]), say('b', 'a')])
    expect(worstCaseOf(circle).isBounded).toBe(false)
  })
})

/**
 * A flow as it is written down: nodes by id, what begins it, and what the canvas remembers. The same JSON is exported, imported and kept in a version.
 * Words in messages may hold variables: {{contact.name}}, {{answer}}, {{order.total}}.
 */
import { z } from 'zod'
import { OutgoingShape } from '#outbound/outgoing-shape.ts'

export const NODES_MAX = 500
export const FLOW_FORMAT = 1

const NodeId = z.string().regex(/^[\w-]{1,40}$/)
/** Where it goes on; null: nowhere yet. */
const Next = z.object({ next: NodeId.nullable() })
/** `order_id`; in a sub-flow its own. */
export const VariableName = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/)
const Words = z.string().min(1).max(4096)
const Minutes = z.int().min(1).max(43_200)

/** A template that is sent instead, once the window has closed. */
const TemplateShape = z.strictObject({
  name: z.string().min(1).max(512),
  language: z.string().min(2).max(20),
  /** By placeholder. */
  parameters: z.record(z.string(), z.string().max(1024)),
})

export const ConditionShape = z.strictObject({
  variable: z.string().min(1).max(120),
  is: z.enum([
    'equal',
    'not_equal',
    'one_of',
    'contains',
    'less',
    'at_most',
    'greater',
    'at_least',
    'there',
    'missing',
  ]),
  value: z
    .union([z.string().max(1000), z.number(), z.boolean(), z.array(z.string().max(200)).max(100)])
    .optional(),
})
export type Condition = z.infer<typeof ConditionShape>

export const ChoiceShape = z.strictObject({
  id: z.string().regex(/^[\w-]{1,40}$/),
  /** At most 20 characters on a button, 24 in a list. */
  title: z.string().min(1).max(24),
  description: z.string().max(72).optional(),
  /** What people type or say instead of tapping. */
  synonyms: z.array(z.string().min(1).max(60)).max(30).default([]),
  next: NodeId.nullable(),
})
export type Choice = z.infer<typeof ChoiceShape>

const AnswerShape = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('text'),
    lengthMin: z.int().min(1).optional(),
    lengthMax: z.int().max(4096).optional(),
  }),
  z.strictObject({
    kind: z.literal('number'),
    min: z.number().optional(),
    max: z.number().optional(),
    isWhole: z.boolean().optional(),
  }),
  /** Days from today; today is 0. */
  z.strictObject({ kind: z.literal('date'), daysMin: z.int().optional(), daysMax: z.int().optional() }),
  z.strictObject({ kind: z.enum(['phone', 'pin_code', 'email', 'location']) }),
  z.strictObject({
    kind: z.literal('file'),
    types: z.array(z.enum(['image', 'video', 'audio', 'document'])).min(1),
  }),
  z.strictObject({ kind: z.literal('choice'), choices: z.array(ChoiceShape).min(1).max(10) }),
])
export type AnswerKind = z.infer<typeof AnswerShape>

const base = { id: NodeId, name: z.string().max(80).optional() }

export const NodeShape = z.discriminatedUnion('kind', [
  z.strictObject({
    ...{ ...base, kind: z.literal('message'), message: OutgoingShape, ...Next.shape },
    ifClosed: TemplateShape.nullable().default(null),
  }),
  z.strictObject({
    ...{ ...base, kind: z.literal('question'), ask: Words, footer: z.string().max(60).optional() },
    ...{ answer: AnswerShape, saveAs: VariableName.nullable(), ...Next.shape },
    /** Of a list: what is tapped to open it. */
    listButton: z.string().min(1).max(20).default('Choose'),
    /** Said before asking again; left out: the reason alone. */
    retry: Words.optional(),
    /** Asked so often in all; then `onFail`, or else a person. */
    triesMax: z.int().min(1).max(3).default(3),
    onFail: NodeId.nullable().default(null),
    timeout: z.strictObject({ minutes: Minutes, next: NodeId.nullable() }).nullable().default(null),
    ifClosed: TemplateShape.nullable().default(null),
  }),
  z.strictObject({
    ...{ ...base, kind: z.literal('branch') },
    cases: z
      .array(
        z.strictObject({
          all: z.array(ConditionShape).min(1).max(10),
          next: NodeId.nullable(),
        }),
      )
      .min(1)
      .max(20),
    otherwise: NodeId.nullable(),
  }),
  z.strictObject({
    ...{ ...base, kind: z.literal('set'), ...Next.shape },
    /** A variable of the flow, or `contact.` and the key of a contact field. */
    values: z
      .array(z.strictObject({ name: z.string().min(1).max(80), value: z.string().max(1000) }))
      .min(1)
      .max(20),
  }),
  z.strictObject({
    ...{ ...base, kind: z.literal('wait'), ...Next.shape },
    until: z.discriminatedUnion('what', [
      z.strictObject({ what: z.literal('time'), minutes: Minutes }),
      z.strictObject({ what: z.literal('open_hours') }),
      z.strictObject({
        ...{ what: z.literal('event'), event: z.string().regex(/^[A-Za-z][\w.-]{0,59}$/) },
        ...{ minutesMax: Minutes, otherwise: NodeId.nullable() },
      }),
    ]),
  }),
  z.strictObject({
    ...{ ...base, kind: z.literal('http'), ...Next.shape },
    ...{ method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']), url: z.string().min(1).max(2000) },
    headers: z
      .array(z.strictObject({ name: z.string().min(1).max(100), value: z.string().max(1000) }))
      .max(20)
      .default([]),
    body: z.string().max(20_000).nullable().default(null),
    /** Variables from the answer's JSON, by a path such as `order.items.0.name`. */
    save: z
      .array(z.strictObject({ path: z.string().min(1).max(200), as: VariableName }))
      .max(20)
      .default([]),
    onError: NodeId.nullable(),
  }),
  z.strictObject({
    ...{ ...base, kind: z.literal('assistant'), ...Next.shape },
    /** Where it goes on when the assistant does not know. */
    onUnknown: NodeId.nullable(),
  }),
  z.strictObject({
    ...{ ...base, kind: z.literal('hand_over') },
    teamId: z.string().nullable().default(null),
    memberId: z.string().nullable().default(null),
    /** Said to the customer. */
    say: Words.nullable().default(null),
    note: z.string().max(1000).nullable().default(null),
  }),
  z.strictObject({
    ...{ ...base, kind: z.literal('label'), ...Next.shape },
    add: z.array(z.string()).max(10).default([]),
    remove: z.array(z.string()).max(10).default([]),
  }),
  z.strictObject({ ...{ ...base, kind: z.literal('rating'), ...Next.shape } }),
  z.strictObject({ ...{ ...base, kind: z.literal('sub_flow'), flowId: z.string(), ...Next.shape } }),
  z.strictObject({ ...{ ...base, kind: z.literal('go_to'), to: NodeId.nullable() } }),
  z.strictObject({ ...{ ...base, kind: z.literal('end') }, say: Words.nullable().default(null) }),
])
export type FlowNode = z.infer<typeof NodeShape>
export type NodeKind = FlowNode['kind']
export type NodeOf<K extends NodeKind> = Extract<FlowNode, { kind: K }>

export const TriggerShape = z.discriminatedUnion('on', [
  /** `exact`: all that was said; `contains`: among it; `alike`: misspelled, too. In any script, native or romanised. */
  z.strictObject({
    ...{ on: z.literal('keyword'), words: z.array(z.string().min(1).max(60)).min(1).max(50) },
    match: z.enum(['exact', 'contains', 'alike']),
  }),
  /** The first message ever, or that opens a window. */
  z.strictObject({ on: z.literal('first_message'), of: z.enum(['contact', 'window']) }),
  z.strictObject({ on: z.literal('referral'), sourceIds: z.array(z.string().max(100)).max(100).default([]) }),
  z.strictObject({ on: z.literal('button'), payloads: z.array(z.string().min(1).max(256)).min(1).max(50) }),
  z.strictObject({ on: z.literal('template_reply'), template: z.string().min(1).max(512) }),
  z.strictObject({ on: z.literal('event'), event: z.string().regex(/^[A-Za-z][\w.-]{0,59}$/) }),
  z.strictObject({ on: z.literal('intent'), intents: z.array(z.string().min(1).max(80)).min(1).max(50) }),
])
export type Trigger = z.infer<typeof TriggerShape>

export const FlowDefinitionShape = z.strictObject({
  format: z.literal(FLOW_FORMAT),
  start: NodeId.nullable(),
  nodes: z.array(NodeShape).max(NODES_MAX),
  triggers: z.array(TriggerShape).max(20),
  /** Where each node stands on the canvas, and which stand together. */
  layout: z.strictObject({
    places: z.record(NodeId, z.strictObject({ x: z.number(), y: z.number() })),
    groups: z
      .array(z.strictObject({ id: NodeId, title: z.string().max(80), nodes: z.array(NodeId).max(NODES_MAX) }))
      .max(100),
  }),
})
export type FlowDefinition = z.infer<typeof FlowDefinitionShape>

/** Where a node goes on, each by the name of the exit; null: it leads nowhere. */
export function exitsOf(node: FlowNode): { readonly exit: string; readonly to: string | null }[] {
  switch (node.kind) {
    case 'question':
      return [
        ...(node.answer.kind === 'choice'
          ? node.answer.choices.map(({ id, next }) => ({ exit: `choice:${id}`, to: next }))
          : [{ exit: 'next', to: node.next }]),
        ...(node.onFail === null ? [] : [{ exit: 'fail', to: node.onFail }]),
        ...(node.timeout === null ? [] : [{ exit: 'timeout', to: node.timeout.next }]),
      ]
    case 'branch':
      return [
        ...node.cases.map(({ next }, nth) => ({ exit: `case:${nth}`, to: next })),
        { exit: 'otherwise', to: node.otherwise },
      ]
    case 'wait':
      return [
        { exit: 'next', to: node.next },
        ...(node.until.what === 'event' ? [{ exit: 'otherwise', to: node.until.otherwise }] : []),
      ]
    case 'http':
      return [
        { exit: 'next', to: node.next },
        { exit: 'error', to: node.onError },
      ]
    case 'assistant':
      return [
        { exit: 'next', to: node.next },
        { exit: 'unknown', to: node.onUnknown },
      ]
    case 'go_to':
      return [{ exit: 'next', to: node.to }]
    case 'hand_over':
    case 'end':
      return []
    case 'message':
    case 'set':
    case 'label':
    case 'rating':
    case 'sub_flow':
      return [{ exit: 'next', to: node.next }]
    default:
      return node satisfies never
  }
}

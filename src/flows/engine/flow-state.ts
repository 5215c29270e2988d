/** Where somebody is in a flow, what comes to them there, and what is to be done about it. All of it is plain JSON, kept as it is. */
import type { z } from 'zod'
import type { OutgoingShape } from '#outbound/outgoing-shape.ts'
import type { Instant } from '#platform/time.ts'
import type { FlowDefinition, NodeOf } from '../definition.ts'

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }
export type Variables = Readonly<Record<string, Json>>

/** What is waited for. Whatever comes for another `serial` is late, and changes nothing. */
export type Waiting = {
  readonly serial: number
  readonly what: 'answer' | 'time' | 'open_hours' | 'event' | 'http' | 'assistant'
  /** When it goes on by itself; null: never, or somebody else says when. */
  readonly dueAt: Instant | null
  /** Of `answer`: how often it was asked. */
  readonly tries: number
  /** Of `event`. */
  readonly event: string | null
}

/** Codes never change meaning. */
export const FLOW_OUTCOMES = {
  /** It came to an end that was meant. */
  ended: 'ended',
  handed_over: 'handed_over',
  /** A person wrote, or the customer asked for one. */
  taken_over: 'taken_over',
  /** The customer said stop. */
  stopped: 'stopped',
  /** It led nowhere: the exit has no node. */
  dead_end: 'dead_end',
  /** It went in circles without asking anything. */
  looped: 'looped',
  /** The window had closed, and there was no template for it. */
  window_closed: 'window_closed',
  /** What should have been sent is not allowed. */
  not_sent: 'not_sent',
} as const
export type FlowOutcome = keyof typeof FLOW_OUTCOMES

export type Place = { readonly flow: string; readonly version: number; readonly node: string }
/** Where a sub-flow returns to; `node` null: to the end of that flow. */
export type Return = Omit<Place, 'node'> & { readonly node: string | null }

export type FlowState = {
  readonly place: Place
  /** The innermost last. */
  readonly stack: readonly Return[]
  readonly variables: Variables
  readonly waiting: Waiting | null
  /** Of the newest thing that was waited for. */
  readonly serial: number
  /** What was said while something else was waited for than an answer. */
  readonly heard: Said | null
  /** So many questions were asked since the customer last said anything. */
  readonly unanswered: number
  /** How many messages and calls there were: each has a number of its own, so none is done twice. */
  readonly effects: number
  readonly outcome: FlowOutcome | null
}

/** One turn of the customer: what they said in one go. */
export type Said = {
  /** Of several messages, by lines; what a button or a row of a list is called, if one was tapped. */
  readonly text: string
  /** The id of a button or a row of a list. */
  readonly payload: string | null
  readonly location: { readonly latitude: number; readonly longitude: number } | null
  readonly file: { readonly type: string; readonly mediaId: string } | null
}

/** What is so of the customer at this moment. */
export type Facts = {
  readonly contact: Variables
  /** When the window closes; null: it is closed. */
  readonly windowClosesAt: Instant | null
  /** When the shop opens next; now, while it is open. */
  readonly opensAt: Instant
}

export type FlowEvent = { readonly at: Instant; readonly facts: Facts } & (
  | { readonly kind: 'said'; readonly said: Said }
  | { readonly kind: 'due'; readonly serial: number }
  | { readonly kind: 'told'; readonly event: string; readonly values: Variables }
  | { readonly kind: 'answered'; readonly serial: number; readonly isOk: boolean; readonly values: Variables }
  /** Somebody of the team wrote or took it, or the customer asked for a person. */
  | { readonly kind: 'taken_over' }
  | { readonly kind: 'stopped' }
  /** A message of the step before may not be sent. */
  | { readonly kind: 'refused'; readonly because: string }
)

export type FlowMessage = z.infer<typeof OutgoingShape>

/** `number` is counted in the run: with it the effect is done once, however often the step is repeated. */
export type FlowEffect = { readonly number: number } & (
  | { readonly do: 'send'; readonly message: FlowMessage }
  | {
      readonly do: 'request'
      readonly serial: number
      readonly request: Pick<NodeOf<'http'>, 'method' | 'url' | 'headers' | 'body' | 'save'>
    }
  | { readonly do: 'ask_assistant'; readonly serial: number; readonly said: string }
  | { readonly do: 'set_contact'; readonly field: string; readonly value: string }
  | { readonly do: 'label'; readonly add: readonly string[]; readonly remove: readonly string[] }
  | { readonly do: 'ask_for_rating' }
  | {
      readonly do: 'hand_over'
      readonly teamId: string | null
      readonly memberId: string | null
      readonly note: string | null
    }
)

export type Step = {
  readonly state: FlowState
  readonly effects: readonly FlowEffect[]
  /** Nodes that were entered, in order: what the drop-off is counted from. */
  readonly entered: readonly Place[]
  /** What was said is nothing that this flow waits for: somebody else may answer it. */
  readonly isUnheard: boolean
}

/** A version of a flow that was published, with the versions of the flows that it calls, as they were then. */
export type PublishedFlow = {
  readonly definition: FlowDefinition
  readonly pins: Readonly<Record<string, number>>
}
export type Library = (flow: string, version: number) => PublishedFlow | undefined

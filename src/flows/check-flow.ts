/**
 * What is wrong with a flow before anybody walks through it: ways that lead nowhere, nodes that nobody reaches, words that nobody knows, Meta's limits, and
 * free words after the window has closed. Pure; the builder asks it as one draws, the server before it publishes.
 */
import { MINUTE_MS } from '#platform/time.ts'
import { WINDOW_MS } from '#conversations/window.ts'
import { exitsOf, type Condition, type FlowDefinition, type FlowNode } from './definition.ts'
import { variablesIn } from './engine/fill-text.ts'
import { fitsButtons } from './engine/compose-question.ts'

/** Codes never change meaning. An error keeps it from being published. */
export const FLOW_RULES = {
  'flow.no_start': 'error',
  'flow.repeated_id': 'error',
  'flow.missing_node': 'error',
  'flow.dead_end': 'error',
  'flow.loop': 'error',
  'flow.unknown_variable': 'error',
  'flow.too_many_buttons': 'error',
  'flow.button_too_long': 'error',
  'flow.repeated_choice': 'error',
  'flow.empty': 'error',
  'flow.body_too_long': 'error',
  'flow.closed_window': 'error',
  'flow.unreachable': 'warning',
  'flow.perhaps_unknown_variable': 'warning',
  'flow.becomes_list': 'warning',
  'flow.no_trigger': 'warning',
  'flow.no_person': 'warning',
} as const
export type FlowRule = keyof typeof FLOW_RULES

export type FlowFinding = {
  readonly rule: FlowRule
  readonly severity: 'error' | 'warning'
  /** null: the flow as a whole. */
  readonly node: string | null
  /** Of a node: which of its exits, its variables or its choices. */
  readonly detail: string | null
}

/** Meta, "Interactive reply buttons messages" and "Interactive list messages" (Nov 2025). */
const BODY_MAX = 1024
const ROWS_TITLE_MAX = 24
const BUTTONS_MAX = 3
const BUTTON_TITLE_MAX = 20
const WINDOW_MINUTES = WINDOW_MS / MINUTE_MS
/** A shop may be closed for more than a day. */
const CLOSED_MINUTES = WINDOW_MINUTES

/** In the order of the nodes. */
export function checkFlow(definition: FlowDefinition): FlowFinding[] {
  const graph = graphOf(definition)
  return [
    ...checkWhole(definition, graph),
    ...definition.nodes.flatMap((node) => [
      ...checkExits(node, graph),
      ...checkLimits(node),
      ...(graph.reached.has(node.id) ? [] : [found('flow.unreachable', node.id)]),
    ]),
    ...checkLoops(graph),
    ...checkVariables(graph),
    ...checkWindow(graph),
  ]
}

type Graph = {
  readonly definition: FlowDefinition
  readonly nodes: ReadonlyMap<string, FlowNode>
  /** From the start on. */
  readonly reached: ReadonlySet<string>
}

const found = (rule: FlowRule, node: string | null = null, detail: string | null = null): FlowFinding => ({
  ...{ rule, severity: FLOW_RULES[rule], node, detail },
})

function graphOf(definition: FlowDefinition): Graph {
  const nodes = new Map(definition.nodes.map((node) => [node.id, node]))
  const reached = new Set<string>()
  const open = definition.start === null ? [] : [definition.start]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const node = nodes.get(id)
    if (node === undefined || reached.has(id)) continue
    reached.add(id)
    open.push(...exitsOf(node).flatMap(({ to }) => (to === null ? [] : [to])))
  }
  return { definition, nodes, reached }
}

function checkWhole(
  { start, nodes, triggers }: FlowDefinition,
  { nodes: byId, reached }: Graph,
): FlowFinding[] {
  if (nodes.length === 0) return [found('flow.empty')]
  const ids = nodes.map(({ id }) => id)
  const repeated = ids.filter((id, nth) => ids.indexOf(id) < nth)
  const asks = nodes.some(({ id, kind }) => reached.has(id) && kind === 'question')
  const hasPerson = nodes.some(({ id, kind }) => reached.has(id) && kind === 'hand_over')
  return [
    ...(start === null || !byId.has(start) ? [found('flow.no_start')] : []),
    ...repeated.map((id) => found('flow.repeated_id', id)),
    ...(triggers.length === 0 ? [found('flow.no_trigger')] : []),
    // Meta asks for a way to a person in every automation (WhatsApp Business Messaging Policy, "Escalation", 2025).
    ...(asks && !hasPerson ? [found('flow.no_person')] : []),
  ]
}

/** After what is said the flow may end; a choice, a case or a failure that leads nowhere was forgotten. */
const MAY_END = new Set<FlowNode['kind']>(['message', 'set', 'label', 'rating', 'wait', 'sub_flow'])

function checkExits(node: FlowNode, { nodes }: Graph): FlowFinding[] {
  return exitsOf(node).flatMap(({ exit, to }) => {
    if (to !== null) return nodes.has(to) ? [] : [found('flow.missing_node', node.id, exit)]
    const mayEnd =
      exit === 'timeout' || (exit === 'next' && (MAY_END.has(node.kind) || node.kind === 'question'))
    return mayEnd ? [] : [found('flow.dead_end', node.id, exit)]
  })
}

function checkLimits(node: FlowNode): FlowFinding[] {
  if (node.kind === 'question') {
    if (node.answer.kind !== 'choice') return []
    const { choices } = node.answer
    const titles = choices.map(({ title }) => title.trim().toLowerCase())
    return [
      ...(Array.from(node.ask).length > BODY_MAX ? [found('flow.body_too_long', node.id)] : []),
      ...titles.flatMap((title, nth) =>
        titles.indexOf(title) < nth ? [found('flow.repeated_choice', node.id, choices[nth]?.id)] : [],
      ),
      ...choices.flatMap(({ id, title }) =>
        Array.from(title).length > ROWS_TITLE_MAX ? [found('flow.button_too_long', node.id, id)] : [],
      ),
      ...(fitsButtons(choices) ? [] : [found('flow.becomes_list', node.id)]),
    ]
  }
  if (node.kind !== 'message' || node.message.type !== 'interactive') return []
  const { interactive } = node.message
  const buttons = buttonsOf(interactive)
  return [
    ...(buttons.length > BUTTONS_MAX
      ? [found('flow.too_many_buttons', node.id, String(buttons.length))]
      : []),
    ...buttons.flatMap((title) =>
      Array.from(title).length > BUTTON_TITLE_MAX ? [found('flow.button_too_long', node.id, title)] : [],
    ),
  ]
}

/** The titles of reply buttons in Meta's object, whatever else is in it. */
function buttonsOf(interactive: Readonly<Record<string, unknown>>): string[] {
  const { action } = interactive as { action?: { buttons?: unknown } }
  if (!Array.isArray(action?.buttons)) return []
  return action.buttons.map((button: { reply?: { title?: unknown } }) => {
    const title = button.reply?.title
    return typeof title === 'string' ? title : ''
  })
}

/** What asks or waits ends a step: circles of other nodes never end. */
const STOPS = new Set<FlowNode['kind']>(['question', 'wait', 'http', 'assistant'])

function checkLoops({ definition, nodes, reached }: Graph): FlowFinding[] {
  const state = new Map<string, 'open' | 'done'>()
  const findings: FlowFinding[] = []
  const visit = (id: string): void => {
    const node = nodes.get(id)
    if (node === undefined || STOPS.has(node.kind) || state.get(id) === 'done') return
    if (state.get(id) === 'open') {
      findings.push(found('flow.loop', id))
      return
    }
    state.set(id, 'open')
    for (const { to } of exitsOf(node)) if (to !== null) visit(to)
    state.set(id, 'done')
  }
  for (const { id } of definition.nodes) if (reached.has(id)) visit(id)
  return findings
}

/** Known from the start, whoever it is and whatever began it. */
const ALWAYS_KNOWN = new Set(['contact', 'said', 'trigger'])

/** Of each node the variables that are set on some way to it, and on every one. */
function checkVariables(graph: Graph): FlowFinding[] {
  const { definition, nodes, reached } = graph
  const everywhere = new Set(definition.nodes.flatMap(setBy))
  const sure = new Map<string, ReadonlySet<string>>()
  const some = new Map<string, ReadonlySet<string>>()
  const open = definition.start === null ? [] : [definition.start]
  if (definition.start !== null) {
    sure.set(definition.start, new Set())
    some.set(definition.start, new Set())
  }
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const node = nodes.get(id)
    if (node === undefined) continue
    for (const { exit, to } of exitsOf(node)) {
      if (to === null) continue
      const own = exit === 'next' || exit.startsWith('choice:') ? setBy(node) : []
      const surely = new Set([...(sure.get(id) ?? []), ...own])
      const perhaps = new Set([...(some.get(id) ?? []), ...own])
      const [knownSure, knownSome] = [sure.get(to), some.get(to)]
      const nextSure = knownSure === undefined ? surely : knownSure.intersection(surely)
      const nextSome = knownSome === undefined ? perhaps : knownSome.union(perhaps)
      if (knownSure?.size === nextSure.size && knownSome?.size === nextSome.size) continue
      sure.set(to, nextSure)
      some.set(to, nextSome)
      open.push(to)
    }
  }
  return definition.nodes
    .filter(({ id }) => reached.has(id))
    .flatMap((node) =>
      usedBy(node).flatMap((path) => {
        const [name = ''] = path.split('.')
        if (ALWAYS_KNOWN.has(name) || sure.get(node.id)?.has(name) === true) return []
        // In a sub-flow a variable may be of the flow that calls it: only those that this flow itself sets are missed.
        const isKnownSomewhere = some.get(node.id)?.has(name) === true || everywhere.has(name)
        return [
          found(isKnownSomewhere ? 'flow.perhaps_unknown_variable' : 'flow.unknown_variable', node.id, path),
        ]
      }),
    )
}

function setBy(node: FlowNode): string[] {
  if (node.kind === 'question') return ['answer', ...(node.saveAs === null ? [] : [node.saveAs])]
  if (node.kind === 'set') return node.values.map(({ name }) => name)
  if (node.kind === 'http') return node.save.map(({ as }) => as)
  return node.kind === 'wait' && node.until.what === 'event' ? ['event'] : []
}

function usedBy(node: FlowNode): string[] {
  const conditions: Condition[] = node.kind === 'branch' ? node.cases.flatMap(({ all }) => all) : []
  return [...new Set([...variablesIn(node), ...conditions.map(({ variable }) => variable)])]
}

/** How long the customer may have been silent when a node is reached; from the window's length on it may be closed. */
function checkWindow({ definition, nodes, reached }: Graph): FlowFinding[] {
  const silent = new Map<string, number>()
  // What begins with an event of a program may begin after years.
  const begin = definition.triggers.some(({ on }) => on === 'event') ? WINDOW_MINUTES : 0
  const open: string[] = []
  const reach = (id: string, minutes: number): void => {
    const longest = Math.min(WINDOW_MINUTES, minutes)
    if ((silent.get(id) ?? -1) >= longest) return
    silent.set(id, longest)
    open.push(id)
  }
  if (definition.start !== null) reach(definition.start, begin)
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const node = nodes.get(id)
    if (node === undefined) continue
    const before = silent.get(id) ?? 0
    for (const { exit, to } of exitsOf(node)) if (to !== null) reach(to, silenceAfter(node, exit, before))
  }
  return definition.nodes.flatMap((node) => {
    if (!reached.has(node.id) || (silent.get(node.id) ?? 0) < WINDOW_MINUTES) return []
    const isFree = (node.kind === 'message' && node.message.type !== 'template') || node.kind === 'question'
    return isFree && node.ifClosed === null ? [found('flow.closed_window', node.id)] : []
  })
}

function silenceAfter(node: FlowNode, exit: string, before: number): number {
  if (node.kind === 'question') return exit === 'timeout' ? before + (node.timeout?.minutes ?? 0) : 0
  if (node.kind !== 'wait') return before
  if (node.until.what === 'time') return before + node.until.minutes
  return before + (node.until.what === 'event' ? node.until.minutesMax : CLOSED_MINUTES)
}

/** The most that one customer can be told in one go through, and how much of it is free words: what the worst case costs. */
export type WorstCase = {
  readonly messages: number
  readonly templates: number
  /** Circles through questions: there is no most. */ readonly isBounded: boolean
}

export function worstCaseOf(definition: FlowDefinition): WorstCase {
  const nodes = new Map(definition.nodes.map((node) => [node.id, node]))
  const known = new Map<string, WorstCase>()
  const under = new Set<string>()
  let isBounded = true
  const from = (id: string | null): WorstCase => {
    const node = id === null ? undefined : nodes.get(id)
    if (node === undefined) return { messages: 0, templates: 0, isBounded: true }
    const done = known.get(node.id)
    if (done !== undefined) return done
    if (under.has(node.id)) {
      isBounded = false
      return { messages: 0, templates: 0, isBounded: true }
    }
    under.add(node.id)
    const behind = exitsOf(node).map(({ to }) => from(to))
    under.delete(node.id)
    const most = behind.reduce((best, each) => (each.messages > best.messages ? each : best), {
      ...{ messages: 0, templates: 0, isBounded: true },
    })
    const own = saidBy(node)
    const all = {
      messages: most.messages + own.messages,
      templates: most.templates + own.templates,
      isBounded: true,
    }
    known.set(node.id, all)
    return all
  }
  const { messages, templates } = from(definition.start)
  return { messages, templates, isBounded }
}

function saidBy(node: FlowNode): { messages: number; templates: number } {
  if (node.kind === 'message') return { messages: 1, templates: node.message.type === 'template' ? 1 : 0 }
  if (node.kind === 'question') return { messages: node.triesMax, templates: 0 }
  const isSaid =
    node.kind === 'rating' || ((node.kind === 'hand_over' || node.kind === 'end') && node.say !== null)
  return { messages: isSaid ? 1 : 0, templates: 0 }
}

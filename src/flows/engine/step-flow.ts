/**
 * The flow engine: from where somebody is and what happens, to where they are then and what is to be done. Pure: the same events in the same order
 * always lead to the same place, so a run can be replayed from its log; whoever keeps the state and the effects in one transaction does each once.
 *
 * Whatever was not foreseen ends with a person: an exit that leads nowhere, circles, a window that has closed. Nobody is left without an answer.
 */
import { after, MINUTE_MS, SECOND_MS, type Instant } from '#platform/time.ts'
import type { FlowNode, NodeOf } from '../definition.ts'
import { composeQuestion, tappedOf } from './compose-question.ts'
import { fillAll, fillText } from './fill-text.ts'
import type {
  Facts,
  FlowEffect,
  FlowEvent,
  FlowMessage,
  FlowOutcome,
  FlowState,
  Json,
  Library,
  Place,
  PublishedFlow,
  Said,
  Step,
  Variables,
  Waiting,
} from './flow-state.ts'
import { meetsCondition } from './meets-condition.ts'
import { readAnswer } from './read-answer.ts'

/** More nodes in one step are circles. */
const NODES_PER_STEP_MAX = 60
const SUB_FLOWS_MAX = 10
/** Nobody is asked more often without having said anything. */
const UNANSWERED_MAX = 3
/** A call or the assistant that has not answered by then has failed: longer than either is given. */
const ANSWER_WITHIN_MS = 45 * SECOND_MS

export type Beginning = {
  readonly flow: string
  readonly version: number
  readonly at: Instant
  readonly facts: Facts
  /** What is known from the start: of a trigger, of an event. */
  readonly variables: Variables
}

export function beginFlow(library: Library, { flow, version, at, facts, variables }: Beginning): Step {
  const walk = new Walk(
    library,
    {
      ...{ place: { flow, version, node: '' }, stack: [], variables, waiting: null },
      ...{ serial: 0, heard: null, unanswered: 0, effects: 0, outcome: null },
    },
    at,
    facts,
  )
  walk.goOn(walk.published?.definition.start ?? null, 'strict')
  return walk.end()
}

/** What comes too late, or twice, changes nothing. */
export function stepFlow(library: Library, state: FlowState, event: FlowEvent): Step {
  const walk = new Walk(library, state, event.at, event.facts)
  if (state.outcome !== null) return walk.end(event.kind === 'said')
  switch (event.kind) {
    case 'taken_over':
      walk.finish('taken_over')
      break
    case 'stopped':
      walk.finish('stopped')
      break
    case 'refused':
      walk.giveUp('not_sent')
      break
    case 'said':
      return walk.end(!walk.hear(event.said))
    case 'due':
      if (state.waiting?.serial === event.serial) walk.becomeDue(state.waiting)
      break
    case 'told':
      if (state.waiting?.what === 'event' && state.waiting.event === event.event) walk.beTold(event.values)
      break
    case 'answered':
      if (state.waiting?.serial === event.serial) walk.beAnswered(state.waiting, event.isOk, event.values)
      break
    default:
      event satisfies never
  }
  return walk.end()
}

/** `strict`: an exit that leads nowhere was not meant. `lax`: after a message it is the end. */
type Meaning = 'strict' | 'lax'

/** One step, while it is made. */
class Walk {
  readonly #library: Library
  readonly #at: Instant
  readonly #facts: Facts
  #state: FlowState
  #contact: Variables
  #nodes = 0
  readonly #effects: FlowEffect[] = []
  readonly #entered: Place[] = []

  constructor(library: Library, state: FlowState, at: Instant, facts: Facts) {
    this.#library = library
    this.#state = state
    this.#at = at
    this.#facts = facts
    this.#contact = facts.contact
  }

  end(isUnheard = false): Step {
    return { state: this.#state, effects: this.#effects, entered: this.#entered, isUnheard }
  }

  get published(): PublishedFlow | undefined {
    const { flow, version } = this.#state.place
    return this.#library(flow, version)
  }

  /** Whether it was waited for. */
  hear(said: Said): boolean {
    this.#set({ unanswered: 0 })
    const { waiting } = this.#state
    const node = this.#here()
    if (waiting?.what === 'answer' && node?.kind === 'question') {
      this.#answer(node, waiting, said)
      return true
    }
    // Something is under way that will be over in seconds: what is said meanwhile may be the answer to the next question.
    if (waiting?.what !== 'http' && waiting?.what !== 'assistant') return false
    const before = this.#state.heard
    this.#set({
      heard: before === null ? said : { ...said, text: [before.text, said.text].join('\n').trim() },
    })
    return true
  }

  becomeDue({ what, dueAt }: Waiting): void {
    if (dueAt === null || dueAt > this.#at) return
    const node = this.#here()
    switch (what) {
      case 'answer':
        if (node?.kind === 'question' && node.timeout !== null) this.goOn(node.timeout.next, 'lax')
        break
      case 'time':
      case 'open_hours':
        if (node?.kind === 'wait') this.goOn(node.next, 'lax')
        break
      case 'event':
        if (node?.kind === 'wait' && node.until.what === 'event') this.goOn(node.until.otherwise, 'lax')
        break
      case 'http':
      case 'assistant':
        this.#fail(node)
        break
      default:
        what satisfies never
    }
  }

  beTold(values: Variables): void {
    const node = this.#here()
    this.#remember({ event: values })
    if (node?.kind === 'wait') this.goOn(node.next, 'lax')
  }

  beAnswered({ what }: Waiting, isOk: boolean, values: Variables): void {
    const node = this.#here()
    if (what !== 'http' && what !== 'assistant') return
    this.#remember(values)
    if (!isOk) this.#fail(node)
    else if (node?.kind === 'http' || node?.kind === 'assistant') this.goOn(node.next, 'lax')
  }

  #fail(node: FlowNode | undefined): void {
    if (node?.kind === 'http') this.goOn(node.onError, 'strict')
    else if (node?.kind === 'assistant') this.goOn(node.onUnknown, 'strict')
  }

  /** Through all nodes that ask nothing. */
  goOn(to: string | null, meaning: Meaning): null {
    let [next, how]: [string | null, Meaning] = [to, meaning]
    this.#set({ waiting: null })
    for (;;) {
      if (next === null) {
        const back = this.#state.stack.at(-1)
        if (how === 'strict') return this.giveUp('dead_end')
        if (back === undefined) return this.finish('ended')
        this.#set({ place: { ...back, node: '' }, stack: this.#state.stack.slice(0, -1) })
        next = back.node
        continue
      }
      const node = this.published?.definition.nodes.find(({ id }) => id === next)
      if (node === undefined) return this.giveUp('dead_end')
      if ((this.#nodes += 1) > NODES_PER_STEP_MAX) return this.giveUp('looped')
      this.#set({ place: { ...this.#state.place, node: node.id } })
      this.#entered.push(this.#state.place)
      const done = this.#enter(node)
      if (done === null || this.#state.outcome !== null) return null
      ;[next, how] = done
    }
  }

  /** Returns where it goes on at once; null: it waits, or is over. */
  #enter(node: FlowNode): [string | null, Meaning] | null {
    switch (node.kind) {
      case 'message':
        return this.#say(fillAll(node.message, this.#values()), node.ifClosed) ? [node.next, 'lax'] : null
      case 'question':
        return this.#ask(node, 0, null)
      case 'branch': {
        const found = node.cases.find(({ all }) => all.every((each) => meetsCondition(each, this.#values())))
        return [found === undefined ? node.otherwise : found.next, 'strict']
      }
      case 'set':
        for (const { name, value } of node.values) this.#assign(name, fillText(value, this.#values()))
        return [node.next, 'lax']
      case 'wait':
        return this.#wait(node)
      case 'http': {
        const { method, url, headers, body, save } = fillAll(node, this.#values())
        const serial = this.#waitFor('http', after(this.#at, ANSWER_WITHIN_MS))
        this.#do({ do: 'request', serial, request: { method, url, headers, body, save } })
        return null
      }
      case 'assistant': {
        const serial = this.#waitFor('assistant', after(this.#at, ANSWER_WITHIN_MS))
        const said = this.#state.variables['said']
        this.#do({ do: 'ask_assistant', serial, said: typeof said === 'string' ? said : '' })
        return null
      }
      case 'hand_over':
        this.#sayIfOpen(node.say)
        this.#do({
          ...{ do: 'hand_over', teamId: node.teamId, memberId: node.memberId },
          note: node.note === null ? null : fillText(node.note, this.#values()),
        })
        return this.finish('handed_over')
      case 'label':
        this.#do({ do: 'label', add: node.add, remove: node.remove })
        return [node.next, 'lax']
      case 'rating':
        this.#do({ do: 'ask_for_rating' })
        return [node.next, 'lax']
      case 'sub_flow':
        return this.#call(node)
      case 'go_to':
        return [node.to, 'strict']
      case 'end':
        this.#sayIfOpen(node.say)
        return this.#state.stack.length > 0 ? [null, 'lax'] : this.finish('ended')
      default:
        return node satisfies never
    }
  }

  /** @param because what was wrong with the answer before */
  #ask(node: NodeOf<'question'>, tries: number, because: string | null): [string | null, Meaning] | null {
    if (this.#state.unanswered >= UNANSWERED_MAX) return this.finish('ended')
    const serial = this.#state.serial + 1
    const ask = fillText(node.ask, this.#values())
    const body = because === null ? ask : `${because}\n\n${ask}`
    if (!this.#say(composeQuestion(node, body, serial), node.ifClosed)) return null
    const { timeout } = node
    const dueAt = timeout === null ? null : after(this.#at, timeout.minutes * MINUTE_MS)
    this.#waitFor('answer', dueAt, { tries: tries + 1 })
    this.#set({ unanswered: this.#state.unanswered + 1 })
    const { heard, waiting } = this.#state
    if (heard === null || waiting === null) return null
    this.#set({ heard: null })
    const answer = readAnswer(node.answer, heard, this.#at)
    return answer.ok ? this.#accept(node, answer.value, answer.choice?.id ?? null) : null
  }

  #answer(node: NodeOf<'question'>, { serial, tries }: Waiting, said: Said): null {
    const answer = readAnswer(node.answer, { ...said, payload: tappedOf(serial, said.payload) }, this.#at)
    this.#remember({ said: said.text })
    if (answer.ok) return this.goOn(...this.#accept(node, answer.value, answer.choice?.id ?? null))
    if (tries < node.triesMax) {
      this.#set({ waiting: null })
      const because = node.retry === undefined ? null : fillText(node.retry, this.#values())
      this.#ask(node, tries, because)
      return null
    }
    return node.onFail === null ? this.giveUp('handed_over') : this.goOn(node.onFail, 'strict')
  }

  #accept(node: NodeOf<'question'>, value: Json, choice: string | null): [string | null, Meaning] {
    this.#remember({ answer: value, ...(node.saveAs === null ? {} : { [node.saveAs]: value }) })
    if (node.answer.kind !== 'choice') return [node.next, 'lax']
    return [node.answer.choices.find(({ id }) => id === choice)?.next ?? null, 'strict']
  }

  #wait({ until }: NodeOf<'wait'>): null {
    if (until.what === 'time') this.#waitFor('time', after(this.#at, until.minutes * MINUTE_MS))
    else if (until.what === 'open_hours')
      this.#waitFor('open_hours', this.#facts.opensAt > this.#at ? this.#facts.opensAt : this.#at)
    else this.#waitFor('event', after(this.#at, until.minutesMax * MINUTE_MS), { event: until.event })
    return null
  }

  #call({ flowId, next }: NodeOf<'sub_flow'>): [string | null, Meaning] | null {
    const version = this.published?.pins[flowId]
    if (version === undefined) return [null, 'strict']
    if (this.#state.stack.length >= SUB_FLOWS_MAX) return this.giveUp('looped')
    const { flow, version: own } = this.#state.place
    this.#set({
      stack: [...this.#state.stack, { flow, version: own, node: next }],
      place: { flow: flowId, version, node: '' },
    })
    return [this.published?.definition.start ?? null, 'strict']
  }

  /** Whether it could be said: in the window, or by a template. */
  #say(message: FlowMessage, ifClosed: NodeOf<'message'>['ifClosed']): boolean {
    if (message.type === 'template' || this.#isOpen()) this.#do({ do: 'send', message })
    else if (ifClosed !== null)
      this.#do({
        do: 'send',
        message: { type: 'template', template: fillAll(ifClosed, this.#values()) } as FlowMessage,
      })
    else {
      this.giveUp('window_closed')
      return false
    }
    return true
  }

  #sayIfOpen(words: string | null): void {
    if (words !== null && this.#isOpen())
      this.#do({ do: 'send', message: { type: 'text', text: { body: fillText(words, this.#values()) } } })
  }

  #isOpen(): boolean {
    const { windowClosesAt } = this.#facts
    return windowClosesAt !== null && windowClosesAt > this.#at
  }

  #assign(name: string, value: string): void {
    if (!name.startsWith('contact.')) {
      this.#remember({ [name]: value })
      return
    }
    const field = name.slice('contact.'.length)
    this.#contact = { ...this.#contact, [field]: value }
    this.#do({ do: 'set_contact', field, value })
  }

  #remember(values: Variables): void {
    this.#set({ variables: { ...this.#state.variables, ...values } })
  }

  #values(): Variables {
    return { ...this.#state.variables, contact: this.#contact }
  }

  #waitFor(what: Waiting['what'], dueAt: Instant | null, more: Partial<Waiting> = {}): number {
    const serial = this.#state.serial + 1
    this.#set({ serial, waiting: { ...{ serial, what, dueAt, tries: 0, event: null }, ...more } })
    return serial
  }

  #do(effect: Unnumbered): void {
    const number = this.#state.effects + 1
    this.#set({ effects: number })
    this.#effects.push({ ...effect, number })
  }

  /** Over, and nobody else has to do anything. */
  finish(outcome: FlowOutcome): null {
    this.#set({ outcome, waiting: null, heard: null })
    return null
  }

  /** Over, and a person must look. */
  giveUp(outcome: FlowOutcome): null {
    this.#do({ do: 'hand_over', teamId: null, memberId: null, note: null })
    return this.finish(outcome)
  }

  #here(): FlowNode | undefined {
    return this.published?.definition.nodes.find(({ id }) => id === this.#state.place.node)
  }

  #set(change: Partial<FlowState>): void {
    this.#state = { ...this.#state, ...change }
  }
}

/** Of each kind of effect, all but its number. */
type Unnumbered<E = FlowEffect> = E extends FlowEffect ? Omit<E, 'number'> : never

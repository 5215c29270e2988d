/** The control API as a typed handle, for tests in the same process. `control-routes.ts` gives the same over HTTP. */
import { archiveTemplate } from '#simulator/graph/archive-template.ts'
import { verifyCallback } from '#simulator/graph/request.ts'
import { setTemplateStatus } from '#simulator/graph/templates.ts'
import { ControlError } from '#simulator/control-error.ts'
import { createMetaControl, type MetaControl } from '#simulator/control-meta.ts'
import { createTrafficControl, type TrafficControl } from '#simulator/control-traffic.ts'
import { act } from '#simulator/messages/act.ts'
import { sendMessage } from '#simulator/messages/send-message.ts'
import { readChat } from '#simulator/messages/progress.ts'
import type {
  App,
  BusinessNumber,
  ControlState,
  Customer,
  CustomerAction,
  Faults,
  NewCustomer,
  NewNumber,
  PhoneEvent,
  PhoneMessage,
  SentRecord,
} from '#simulator/protocol.ts'
import { loadScenario, putTemplate, setFaults, type Scenario } from '#simulator/scenario.ts'
import type { Simulation } from '#simulator/simulation.ts'
import { serialise } from '#simulator/webhooks/wire.ts'
import { receiveMedia } from '#simulator/world/media.ts'
import { addCustomer, addNumber, businessNumberOf, customerOf } from '#simulator/world/people.ts'
import {
  chatKey,
  chatOf,
  clearWorld,
  faultsOf,
  phoneMessageOf,
  type Json,
  type Template,
} from '#simulator/world/world.ts'

export type Control = MetaControl &
  TrafficControl & {
    /** Verifies the callback with a GET, as Meta does, and sends webhooks there from now on. */
    connectApp(app: App): Promise<App>
    addNumber(number: NewNumber): BusinessNumber
    addCustomer(customer: NewCustomer): Customer
    /** As Meta lists it, with `waba_id` if it is not for the first account. APPROVED unless it has a `status`. */
    addTemplate(template: Json): Template
    /** PAUSED, DISABLED, APPROVED, REJECTED …: the app is told. */
    setTemplateStatus(name: string, language: string, status: string, reason?: string): Template
    /** The customer does something. Null if it leaves no bubble. */
    act(customer: string, phoneNumberId: string, action: CustomerAction): PhoneMessage | null
    /** The customer opens the chat: everything in it is read. */
    openChat(customer: string, phoneNumberId: string): void
    /** Oldest first; the newest ones before `before`, a wamid. */
    messages(
      customer: string,
      phoneNumberId: string,
      page?: { before?: string; limit?: number },
    ): PhoneMessage[]
    /** Something that a customer attaches; the result is the `mediaId` for `act`. */
    addMedia(bytes: Buffer, mimeType: string, filename?: string): string
    /** A business sends as through Graph, without the way there: for months of traffic. A refusal is thrown. */
    send(phoneNumberId: string, body: Json): { readonly wamid: string }
    /** Every message that reached a phone. */
    sent(): readonly SentRecord[]
    /** Changes faults, for one number if one is named, and says which hold now. */
    faults(changes?: Partial<Faults>, phoneNumberId?: string): Faults
    now(): number
    /** When the next thing is due that waits for the clock; null if nothing does. */
    pendingAt(): number | null
    /** Moves the clock and runs what falls due. */
    advance(ms: number): Promise<number>
    /**
     * Waits until every webhook got its 200 and no message has a status to come. A virtual clock is moved as far as
     * that takes, an hour unless said otherwise; with a real clock it gives up after a minute unless said otherwise.
     * Returns at once while webhooks are muted or no app is connected.
     */
    drain(msMax?: number): Promise<void>
    /** Signs and sends a body of one's own; the result are the statuses of the answers. */
    deliver(body: string | object, times?: number): Promise<number[]>
    loadScenario(scenario: Scenario): ControlState
    state(): ControlState
    /** Empties the world; the app stays connected. */
    reset(): void
    /** What the phone is told, as it happens. */
    onEvent(listener: (event: PhoneEvent) => void): () => void
  }

const DRAIN_VIRTUAL_MS = 60 * 60 * 1000
const DRAIN_REAL_MS = 60 * 1000

/** Makes the handle. */
export function createControl(sim: Simulation, isVirtual: boolean): Control {
  const { world, clock, outbox } = sim
  return {
    ...createMetaControl(sim),
    ...createTrafficControl(sim),
    connectApp: (app) => connectApp(sim, app),
    addNumber: (number) => businessNumberOf(addNumber(sim, number)),
    addCustomer: (customer) => customerOf(addCustomer(sim, customer)),
    addTemplate: (template) => putTemplate(sim, template),
    setTemplateStatus: (name, language, status, reason) => {
      const template = [...world.templates.values()].find(
        (one) => one.name === name && one.language === language,
      )
      if (template === undefined) throw new ControlError(404, `no template ${name} in ${language}`)
      if (status === 'ARCHIVED') archiveTemplate(sim, template)
      else setTemplateStatus(sim, template, status, reason === undefined ? {} : { reason })
      return template
    },
    act: (customer, number, action) => {
      const message = act(sim, customer, number, action)
      return message === null ? null : phoneMessageOf(message)
    },
    openChat: (customer, number) => {
      delete world.customers.get(customer)?.isStranger
      const chat = world.chats.get(chatKey(customer, number))
      if (chat !== undefined) readChat(sim, chat)
    },
    messages: (customer, number, page = {}) => messagesOf(sim, customer, number, page),
    addMedia: (bytes, mimeType, filename) =>
      receiveMedia(sim, { bytes, mimeType, filename: filename ?? null }).id,
    send: (id, body) => {
      const number = world.numbers.get(id)
      if (number === undefined) throw new ControlError(404, `no number ${id}`)
      const answer = sendMessage(sim, number, { messaging_product: 'whatsapp', ...body }, 'messages')
      return { wamid: (answer['messages'] as { id: string }[])[0]?.id ?? '' }
    },
    sent: () => sentOf(sim),
    faults: (changes, number) =>
      changes === undefined ? faultsOf(world, number ?? null) : setFaults(sim, changes, number ?? null),
    now: () => clock.now(),
    pendingAt: () => clock.nextAt(),
    advance: (ms) => clock.advance(ms),
    drain: (msMax) =>
      isVirtual ? drainVirtual(sim, msMax ?? DRAIN_VIRTUAL_MS) : drainReal(sim, msMax ?? DRAIN_REAL_MS),
    deliver: async (body, times = 1) => {
      const text = typeof body === 'string' ? body : serialise(body)
      const destination =
        world.app === null ? null : { url: world.app.callbackUrl, appSecret: world.app.appSecret }
      if (destination === null) throw new ControlError(409, 'no app is connected')
      return Promise.all(Array.from({ length: times }, () => outbox.sendRaw(text, destination)))
    },
    loadScenario: (scenario) => {
      loadScenario(sim, scenario)
      return stateOf(sim)
    },
    state: () => stateOf(sim),
    reset: () => {
      clock.stop()
      outbox.clear()
      clearWorld(world)
      sim.media.clear()
      sim.tally.clear()
      for (const type of ['numbers', 'customers', 'templates'] as const) sim.hub.emit({ type })
      sim.hub.emit({ type: 'faults', faults: world.faults })
      sim.touch()
    },
    onEvent: (listener) => sim.hub.subscribe(listener),
  }
}

function sentOf({ rules, world }: Simulation): readonly SentRecord[] {
  if (rules.keeps === 'everything') return world.sends
  throw new ControlError(409, 'what was sent is kept in figures only: ask for the summary')
}

/** Everything at a glance. */
export function stateOf(sim: Simulation): ControlState {
  const { world } = sim
  return {
    now: sim.clock.now(),
    seed: sim.seed,
    app: world.app,
    numbers: [...world.numbers.values()].map(businessNumberOf),
    customers: [...world.customers.values()].map(customerOf),
    faults: world.faults,
    blocks: [...world.chats.values()].filter((chat) => chat.isBlocked === true).map((chat) => chat.key),
    webhooks: sim.outbox.counts(),
  }
}

async function connectApp(sim: Simulation, app: App): Promise<App> {
  if (!(await verifyCallback(app.callbackUrl, app.verifyToken))) {
    throw new ControlError(400, `${app.callbackUrl} did not answer the verification as Meta expects`)
  }
  sim.world.app = { callbackUrl: app.callbackUrl, verifyToken: app.verifyToken, appSecret: app.appSecret }
  sim.outbox.wake()
  sim.touch()
  return sim.world.app
}

function messagesOf(
  sim: Simulation,
  customer: string,
  number: string,
  { before, limit = 50 }: { before?: string; limit?: number },
): PhoneMessage[] {
  const known = sim.world.customers.get(customer)
  if (known === undefined) throw new ControlError(404, `no customer ${customer}`)
  delete known.isStranger
  const { messages } = chatOf(sim.world, customer, number)
  const end =
    before === undefined ? messages.length : messages.findIndex((message) => message.wamid === before)
  return messages.slice(Math.max(0, end - limit), Math.max(0, end)).map(phoneMessageOf)
}

async function drainVirtual(sim: Simulation, msMax: number): Promise<void> {
  const until = sim.clock.now() + msMax
  await sim.outbox.settled()
  for (;;) {
    const next = sim.clock.nextAt()
    if (next === null || next > until) break
    await sim.clock.advance(Math.max(0, next - sim.clock.now()))
  }
}

async function drainReal(sim: Simulation, msMax: number): Promise<void> {
  const until = performance.now() + msMax
  while (performance.now() < until && !sim.world.faults.mute && sim.world.app !== null) {
    await sim.outbox.settled()
    if (sim.outbox.counts().waiting === 0 && sim.clock.nextAt() === null) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

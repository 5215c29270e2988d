/**
 * Takes on whoever said something, and whoever was waited for long enough. What is read, what the engine makes of it and what is done about it are one
 * transaction, in which the conversation is locked: whoever dies leaves all of it or none, and a person who writes has written before or after.
 */
import { serviceWindow, WINDOW_MARGIN_MS, WINDOW_MS } from '#conversations/window.ts'
import { commandOf } from '#nlu/commands.ts'
import { identifyLanguage } from '#nlu/identify-language.ts'
import { acceptMessage } from '#outbound/accept-message.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import { after, HOUR_MS, type Instant } from '#platform/time.ts'
import { nextOpening } from '#service/business-time.ts'
import { readSettings } from '#service/read-settings.ts'
import { lockTenant } from '#tenants/lock-tenant.ts'
import type { JsonObject } from '#whatsapp/facts.ts'
import { doEffects, handOver } from './do-effects.ts'
import type { Facts, FlowEvent, Said, Step, Variables } from './engine/flow-state.ts'
import { beginFlow, stepFlow } from './engine/step-flow.ts'
import { selectListening } from './internal/flows-sql.ts'
import {
  endLostRun,
  findDueRuns,
  insertLog,
  insertRun,
  insertVisits,
  lockRun,
  updateRun,
  type Run,
} from './internal/runs-sql.ts'
import {
  lockCustomer,
  lockDueTurns,
  markHeard,
  selectTurn,
  type Customer,
  type DueTurn,
  type SaidRow,
} from './internal/turns-sql.ts'
import { matchTrigger, type Listener } from './match-trigger.ts'
import { PERSON_COMES } from './person-comes.ts'
import type { PublishedFlows } from './published-flows.ts'
import { readSaid } from './read-said.ts'
import { templateAnswered } from './internal/template-answered.ts'

/** So many in one transaction: whoever reads on behind the oldest transaction waits for it. */
const BATCH = 50
const MESSAGES_MAX = 20
/** Where somebody of the team has written, programs say nothing for so long. */
export const SILENT_MS = 12 * HOUR_MS
/** What is older has been overtaken by events. */
const LATE_MS = 24 * HOUR_MS

export type Taken = {
  readonly count: number
  /** That have something to send. */
  readonly channels: ReadonlySet<string>
}

/** What one transaction knows. */
type Round = {
  readonly client: Client
  readonly tenant: TenantId
  readonly flows: PublishedFlows
  readonly listeners: readonly Listener[]
  readonly opensAt: Instant
  readonly now: Instant
  readonly channels: Set<string>
}

/** One transaction. Somebody else may be at the same tenant, with other conversations. */
export async function takeTurns(
  client: Client,
  tenant: TenantId,
  flows: PublishedFlows,
  now: Instant,
): Promise<Taken> {
  await lockTenant(client, tenant, false) // nobody is made one with somebody else meanwhile
  const turns = await lockDueTurns(client, tenant, now, BATCH)
  const due = await findDueRuns(client, tenant, now, BATCH)
  if (turns.length + due.length === 0) return { count: 0, channels: new Set() }
  const listening = await selectListening(client, tenant)
  const { hours } = await readSettings(client, tenant)
  const round: Round = {
    ...{ client, tenant, flows, now, channels: new Set() },
    listeners: listening.map(({ flow, version, definition: { triggers } }) => ({ flow, version, triggers })),
    opensAt: nextOpening(hours, now) ?? now,
  }
  for (const turn of turns) await takeTurn(round, turn)
  for (const conversation of due) await takeDue(round, conversation)
  return { count: turns.length + due.length, channels: round.channels }
}

/** What somebody said: for the flow that they are in, or for one that it begins. */
async function takeTurn(round: Round, turn: DueTurn): Promise<void> {
  const { client, tenant, now } = round
  const since = after(now, -LATE_MS)
  const customer = await lockCustomer(client, tenant, turn.conversation, { first: turn.first, since })
  const rows = await selectTurn(client, tenant, turn, { since, limit: MESSAGES_MAX })
  await markHeard(
    client,
    tenant,
    turn.conversation,
    rows
      .map(({ id }) => id)
      .toSorted()
      .at(-1) ?? null,
  )
  if (customer === null || rows.length === 0) return
  const run = await runOf(round, customer)
  if (run === null && customer.personAt !== null && now - customer.personAt < SILENT_MS) return
  const said = readSaid(rows)
  const command = said.payload === null ? commandOf(said.text) : null
  if (command === 'person') return callPerson(round, customer, run, { said, rows })
  if (run !== null && (command === 'stop' || command === 'restart')) {
    await step(round, customer, run, { kind: 'stopped' })
    if (command === 'restart') await begin(round, customer, run.state.place, { said: said.text })
    return
  }
  if (run !== null && !(await step(round, customer, run, { kind: 'said', said })).isUnheard) return
  await beginByWords(round, customer, { run, said, rows })
}

/** The run that waits here; one that somebody of the team has written into since is over. */
async function runOf(round: Round, customer: Customer): Promise<Run | null> {
  const run = await lockRun(round.client, round.tenant, customer.conversation)
  if (run === null || customer.personAt === null || customer.personAt <= run.beganAt) return run
  await step(round, customer, run, { kind: 'taken_over' })
  return null
}

type Spoken = {
  readonly run: Run | null
  readonly said: Said
  readonly rows: readonly SaidRow[]
}

/** A flow that only waits for its time gives way to one that is asked for by name; not to whatever begins with any message. */
async function beginByWords(round: Round, customer: Customer, { run, said, rows }: Spoken): Promise<void> {
  const referral = rows.find((row) => row.referral !== null)?.referral ?? null
  const listeners =
    run === null
      ? round.listeners
      : round.listeners.map((one) => ({
          ...one,
          triggers: one.triggers.filter(({ on }) => on !== 'first_message'),
        }))
  const listener = matchTrigger(listeners, {
    ...{ text: said.text, payload: said.payload, intent: null },
    template: await templateAnswered(round.client, round.tenant, customer.channel, rows),
    referral: sourceOf(referral),
    isFirstOfContact: customer.isNew,
    opensWindow: opensWindow(customer),
  })
  if (listener === null) return
  if (run !== null) await step(round, customer, run, { kind: 'stopped' })
  await begin(round, customer, listener, { said: said.text })
}

/** Somebody asks for a person: whatever program talks to them falls silent, and they are told that somebody comes. */
async function callPerson(
  round: Round,
  customer: Customer,
  run: Run | null,
  { said, rows }: Pick<Spoken, 'said' | 'rows'>,
): Promise<void> {
  const { client, tenant, now } = round
  if (run === null && round.listeners.length === 0) return
  if (run !== null) await step(round, customer, run, { kind: 'taken_over' })
  await handOver(client, tenant, customer.conversation, { teamId: null, memberId: null, note: null }, now)
  const language = identifyLanguage(said.text)
  const words =
    language === null
      ? undefined
      : PERSON_COMES[language.isRomanised ? `${language.language}-Latn` : language.language]
  const accepted = await acceptMessage(
    client,
    tenant,
    {
      conversation: customer.conversation,
      outgoing: { type: 'text', text: { body: words ?? PERSON_COMES['en'] ?? '' } },
      key: `person:${rows.at(-1)?.id ?? newId()}`,
      origin: 'flow',
    },
    now,
  )
  if (accepted.ok) round.channels.add(customer.channel)
}

/** Somebody was waited for long enough. */
async function takeDue(round: Round, conversation: string): Promise<void> {
  const { client, tenant, now } = round
  const customer = await lockCustomer(client, tenant, conversation, {
    first: null,
    since: after(now, -LATE_MS),
  })
  if (customer === null) return endLostRun(client, tenant, conversation, now)
  const run = await runOf(round, customer)
  if (run?.state.waiting?.dueAt === undefined || run.state.waiting.dueAt === null) return
  if (run.state.waiting.dueAt > now) return // it has gone on since
  await step(round, customer, run, { kind: 'due', serial: run.state.waiting.serial })
}

/** Of each kind of event, what this round does not know. */
type Happening<E = FlowEvent> = E extends FlowEvent ? Omit<E, 'at' | 'facts'> : never

async function step(round: Round, customer: Customer, run: Run, happening: Happening): Promise<Step> {
  const { client, tenant, now } = round
  const library = await round.flows.libraryOf(client, tenant, run.state)
  const event = { ...happening, at: now, facts: factsOf(round, customer) } as FlowEvent
  const made = stepFlow(library, run.state, event)
  const isChanged = made.state !== run.state
  if (isChanged) await keep(round, customer, { ...run, state: made.state, steps: run.steps + 1 }, made, event)
  return made
}

async function begin(
  round: Round,
  customer: Customer,
  { flow, version }: { readonly flow: string; readonly version: number },
  variables: Variables,
): Promise<void> {
  const { client, tenant, now } = round
  const place = { flow, version, node: '' }
  const library = await round.flows.libraryOf(client, tenant, { place, stack: [] })
  const beginning = { flow, version, at: now, facts: factsOf(round, customer), variables }
  const made = beginFlow(library, beginning)
  const run = { id: newId(), conversation: customer.conversation, state: made.state, steps: 1, beganAt: now }
  await insertRun(client, tenant, run, now)
  await keep(round, customer, run, made, { kind: 'begun', ...beginning })
}

/** The step's state, its line in the log, where it has been, and what it does. */
async function keep(round: Round, customer: Customer, run: Run, made: Step, event: object): Promise<void> {
  const { client, tenant, now, channels } = round
  await updateRun(client, tenant, run, now)
  await insertLog(client, tenant, run, { step: run.steps - 1, event, at: now })
  await insertVisits(client, tenant, run, made.entered, now)
  const done = await doEffects(client, tenant, { run: run.id, customer, effects: made.effects }, now)
  if (done.isSending) channels.add(customer.channel)
  if (done.refusal !== null) await step(round, customer, run, { kind: 'refused', because: done.refusal })
}

/** The ad or post that somebody came from; "": Meta does not say which. */
function sourceOf(referral: JsonObject | null): string | null {
  const id = referral?.['source_id']
  return referral === null ? null : typeof id === 'string' ? id : ''
}

const opensWindow = ({ lastInboundAt, inboundBeforeAt }: Customer): boolean =>
  lastInboundAt !== null && (inboundBeforeAt === null || lastInboundAt - inboundBeforeAt >= WINDOW_MS)

function factsOf({ opensAt, now }: Round, customer: Customer): Facts {
  const window = serviceWindow(customer, after(now, WINDOW_MARGIN_MS))
  const [firstName] = (customer.name ?? '').split(/\s+/u)
  return {
    contact: { ...(customer.attributes as Variables), name: customer.name, first_name: firstName ?? '' },
    windowClosesAt: window.state === 'open' ? after(window.closesAt, -WINDOW_MARGIN_MS) : null,
    opensAt,
  }
}

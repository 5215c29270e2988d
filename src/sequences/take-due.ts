/**
 * Takes on those whose moment has come. Whether they may have their message is looked at in the very transaction that accepts it and
 * moves them on: whoever dies at whatever moment leaves them before it or after it, with one message or none.
 */
import { findStanding, type Standing } from '#channels/find-standing.ts'
import { SHOP_ZONE, zoneOf } from '#campaigns/write-audience.ts'
import { MARKETING } from '#consent/record-consents.ts'
import { openThreads } from '#conversations/open-threads.ts'
import { acceptTemplates } from '#outbound/accept-templates.ts'
import { prepareTemplate, type PreparedTemplate } from '#outbound/compose-template.ts'
import { classOfTemplate } from '#outbound/send-class.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { after, DAY_MS, type Instant } from '#platform/time.ts'
import { lockTenant } from '#tenants/lock-tenant.ts'
import { decideTurn, nextStep, type Known, type Turn } from './decide-turn.ts'
import {
  findPeople,
  insertSteps,
  lockDue,
  moveOn,
  type Due,
  type Move,
  type StepDone,
} from './internal/enrolments-sql.ts'
import { selectSequence, type SequenceRow } from './internal/sequences-sql.ts'

/** So many in one transaction: whoever reads on behind the oldest transaction waits for it. */
const BATCH = 100

export type Taken = {
  /** How many were due, and are somewhere else now. */
  readonly moved: number
  readonly sent: number
  readonly channel: string | null
}
const NOBODY: Taken = { moved: 0, sent: 0, channel: null }

/** One transaction: a batch of those who are due. Somebody else may be at the same sequence. */
export async function takeDue(client: Client, tenant: TenantId, id: string, now: Instant): Promise<Taken> {
  await lockTenant(client, tenant, false) // nobody is made one with somebody else meanwhile
  const sequence = await selectSequence(client, tenant, id, 'share')
  if (sequence?.state !== 'on') return NOBODY
  const standing = await findStanding(client, tenant, sequence.channelId)
  // Of a number that is not connected everybody waits; a day later it is too late for them.
  if (standing?.isConnected !== true) return NOBODY
  const due = await lockDue(client, tenant, id, { now, limit: BATCH })
  if (due.length === 0) return NOBODY
  const turns = await decideTurns(client, tenant, { sequence, standing }, due, now)
  const sends = await accept(client, tenant, sequence, turns, now)
  const steps = turns.flatMap(({ one, known, turn }): StepDone[] => {
    const { id: enrolment, step, contact } = one
    const done = { enrolment, step, contact, isOffer: known.isOffer }
    if (turn.kind === 'skip') return [{ ...done, reason: turn.reason, send: null }]
    const send = sends.get(enrolment)
    return send === undefined ? [] : [{ ...done, reason: null, send }]
  })
  await insertSteps(client, tenant, id, steps, now)
  const moves = turns.map(({ one, turn }) => moveOf(sequence, one, turn, now))
  await moveOn(client, tenant, moves, now)
  return { moved: moves.length, sent: sends.size, channel: sequence.channelId }
}

type Decided = { readonly one: Due; readonly known: Known; readonly turn: Turn }

async function decideTurns(
  client: Client,
  tenant: TenantId,
  { sequence, standing }: { readonly sequence: SequenceRow; readonly standing: Standing },
  due: readonly Due[],
  now: Instant,
): Promise<Decided[]> {
  const { definition } = sequence
  const { exits, frequencyCap: cap } = definition
  const ids = due.map(({ id }) => id)
  const people = await findPeople(client, tenant, ids, {
    ...{ purpose: MARKETING, events: exits.events, labels: exits.labelIds },
    offersSince: cap === null ? null : after(now, -cap.days * DAY_MS),
  })
  const templates = await prepareSteps(
    client,
    tenant,
    sequence,
    standing,
    new Set(due.map(({ step }) => step)),
  )
  return due.map((one) => {
    const person = people.get(one.id)
    const prepared = templates.get(one.step) ?? null
    const known = {
      person,
      prepared,
      isOffer: prepared !== null && classOfTemplate(prepared.template.category) === 'marketing',
      zone: person === undefined ? SHOP_ZONE : zoneOf(person.address),
    }
    return { one, known, turn: decideTurn(definition, one, known, now) }
  })
}

/** What is said at each of these steps; a step is not there if its template cannot be sent. */
async function prepareSteps(
  client: Client,
  tenant: TenantId,
  { channelId: channel, definition }: SequenceRow,
  { wabaId }: Standing,
  wanted: ReadonlySet<string>,
): Promise<ReadonlyMap<string, PreparedTemplate>> {
  const prepared = new Map<string, PreparedTemplate>()
  for (const { id, message } of definition.steps) {
    if (message === null || !wanted.has(id)) continue
    const one = await prepareTemplate(client, tenant, { wabaId, channel }, message)
    if (one.ok) prepared.set(id, one.prepared)
  }
  return prepared
}

/** The messages of those who get one, by enrolment. */
async function accept(
  client: Client,
  tenant: TenantId,
  { channelId }: SequenceRow,
  turns: readonly Decided[],
  now: Instant,
): Promise<ReadonlyMap<string, string>> {
  const going = turns.flatMap(({ one, turn }) =>
    turn.kind === 'send' ? [{ one, composed: turn.composed }] : [],
  )
  if (going.length === 0) return new Map()
  const contacts = going.map(({ one }) => one.contact)
  const threads = await openThreads(client, tenant, channelId, contacts)
  const wanted = going.flatMap(({ one, composed }) => {
    const thread = threads.get(one.contact)
    const key = `sequence:${one.id}:${one.step}`
    return thread === undefined ? [] : [{ one, conversation: thread.id, key, composed }]
  })
  const ids = await acceptTemplates(client, tenant, channelId, wanted, { origin: 'sequence', now })
  return new Map(wanted.map(({ one }, nth) => [one.id, ids[nth] ?? '']))
}

function moveOf({ definition }: SequenceRow, { id, step }: Due, turn: Turn, now: Instant): Move {
  const over = { enrolment: id, step: null, dueAt: null }
  switch (turn.kind) {
    case 'leave':
      return { ...over, state: 'left', reason: turn.reason }
    case 'wait':
      return { enrolment: id, state: 'waiting', reason: null, step, dueAt: turn.until }
    case 'skip':
    case 'send': {
      const next = nextStep(definition, step, now)
      if (next === null) return { ...over, state: 'finished', reason: null }
      return { enrolment: id, state: 'waiting', reason: null, ...next }
    }
    default:
      return turn satisfies never
  }
}

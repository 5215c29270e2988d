/**
 * One tenant's facts become effects: contacts, conversations, messages, ticks, events. A handful of set-based statements
 * for any number of facts, in the caller's transaction. Facts may be repeated and reordered; jobs and greetings are caused
 * only by what is new.
 */
import { recordUpdates } from '#channels/record-updates.ts'
import { conversationsOf } from '#contacts/conversations-of.ts'
import { recordOptOuts } from '#contacts/record-opt-outs.ts'
import { recordWords } from '#contacts/record-profiles.ts'
import { resolvePeople, type PersonFact } from '#contacts/resolve-people.ts'
import { contactEffects, type Moved } from '#conversations/merge-contacts.ts'
import {
  recordAmendments,
  recordMessages,
  recordReactions,
  recordStatuses,
  type Recorded,
} from '#conversations/record-facts.ts'
import { fetchLater, type MediaJobs } from '#media/fetch-later.ts'
import { noteArrivals } from '#merges/note-arrivals.ts'
import { acceptGreetings } from '#outbound/accept-greetings.ts'
import { settleByCallback } from '#outbound/settle-by-callback.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { lockTenant } from '#tenants/lock-tenant.ts'
import type { Instant } from '#platform/time.ts'
import { appendEvents, type EventEntry } from '#realtime/append-events.ts'
import { applyTemplateUpdates } from '#templates/apply-template-updates.ts'
import { pullLater } from '#templates/pull-later.ts'
import type {
  BookEntryFact,
  Fact,
  MessageFact,
  Person,
  PreferenceFact,
  ReactionFact,
  SightingFact,
  UpdateFact,
} from '#whatsapp/facts.ts'

/** A fact whose number is ours. `channel` is null only for updates about a whole WABA. */
export type OwnFact = { readonly fact: Exclude<Fact, { kind: 'bad' }>; readonly channel: string | null }

export type Effects = {
  /** null: nothing is to be caused outside the database's facts, as in a replay. */
  readonly outward: { readonly jobs: MediaJobs; readonly now: Instant } | null
  /** Nobody else works for this tenant: after `NeedsTenant`. */
  readonly isAlone: boolean
}

export type Applied = {
  readonly events: readonly EventEntry[]
  /** Channels for which something was queued. */
  readonly sends: ReadonlySet<string>
}

export async function applyFacts(
  client: Client,
  tenant: TenantId,
  facts: readonly OwnFact[],
  { outward, isAlone }: Effects,
): Promise<Applied> {
  await lockTenant(client, tenant, isAlone)
  const moved: Moved = { merged: [], changed: new Set() }
  const sorted = sortByKind(facts)
  const effects = contactEffects(client, tenant, moved)
  const people = await resolvePeople(client, tenant, sorted.people, { effects, isAlone })
  const wishes = await recordWords(client, tenant, sorted.words, people)
  if (wishes.length > 0)
    for (const conversation of await conversationsOf(client, tenant, wishes)) moved.changed.add(conversation)
  const recorded = await recordMessages(
    client,
    tenant,
    sorted.messages.map((message) => ({
      ...message,
      contact: people.contactOf(message.fact.peer, message.fact.at),
    })),
  )
  await recordOptOuts(client, tenant, recorded.messages, people)
  await noteArrivals(client, tenant, recorded.messages)
  const { touched, updates, settled } = await recordTheRest(client, tenant, sorted)
  const greeted =
    outward === null ? new Set<string>() : await causeOutward(client, tenant, recorded, updates, outward)
  const sends = greeted.union(settled)
  const hasTemplates = outward !== null && (await applyTemplateUpdates(client, tenant, updates, outward.now))
  const events = [
    ...eventsOf(recorded, touched, moved),
    ...(hasTemplates ? [['templates.changed'] as const] : []),
  ]
  if (outward !== null) await appendEvents(client, tenant, events)
  return { events, sends }
}

type Touched = { readonly id: string; readonly conversation: string }

type Rest = {
  readonly touched: readonly Touched[]
  readonly updates: readonly UpdateFact[]
  /** Channels in which a send was settled, which may have held up others. */
  readonly settled: ReadonlySet<string>
}

async function recordTheRest(
  client: Client,
  tenant: TenantId,
  { statuses, amendments, reactions, updates }: Sorted,
): Promise<Rest> {
  const touched: Touched[] = []
  const settled = new Set<string>()
  if (statuses.length > 0) {
    touched.push(...(await settleByCallback(client, tenant, statuses)))
    if (touched.length > 0)
      for (const { fact, channel } of statuses) if (fact.callback !== null) settled.add(channel)
    touched.push(...(await recordStatuses(client, tenant, statuses)))
  }
  if (amendments.length > 0) touched.push(...(await recordAmendments(client, tenant, amendments)))
  if (reactions.length > 0)
    touched.push(
      ...(await recordReactions(
        client,
        tenant,
        reactions.map((reaction) => ({ ...reaction, reactor: reactorOf(reaction.fact) })),
      )),
    )
  const fresh = updates.length === 0 ? [] : await recordUpdates(client, tenant, updates)
  return { touched, updates: fresh, settled }
}

async function causeOutward(
  client: Client,
  tenant: TenantId,
  { messages, opened }: Recorded,
  updates: readonly UpdateFact[],
  { jobs, now }: NonNullable<Effects['outward']>,
): Promise<ReadonlySet<string>> {
  const withMedia = messages.filter(({ mediaId }) => mediaId !== null)
  if (withMedia.length > 0) await fetchLater(client, tenant, withMedia, jobs)
  if (updates.length > 0) await pullLater(client, tenant, updates, jobs)
  return opened.length === 0
    ? new Set()
    : acceptGreetings(
        client,
        tenant,
        opened.map(({ conversation, by }) => ({
          conversation,
          channel: by.channel,
          wamid: by.fact.wamid,
          at: by.fact.at,
        })),
        now,
      )
}

type OfNumber<F> = { readonly fact: F; readonly channel: string }
type Sorted = {
  readonly people: PersonFact[]
  readonly words: (SightingFact | BookEntryFact | PreferenceFact)[]
  readonly messages: OfNumber<MessageFact>[]
  readonly statuses: OfNumber<Extract<Fact, { kind: 'status' }>>[]
  readonly amendments: OfNumber<Extract<Fact, { kind: 'edit' | 'revoke' }>>[]
  readonly reactions: OfNumber<ReactionFact>[]
  readonly updates: { readonly fact: Extract<Fact, { kind: 'update' }>; readonly channel: string | null }[]
}

/** The facts by kind, and what they say about people. An identity change is also a line in the thread. */
function sortByKind(facts: readonly OwnFact[]): Sorted {
  const sorted: Sorted = {
    people: [],
    words: [],
    messages: [],
    statuses: [],
    amendments: [],
    reactions: [],
    updates: [],
  }
  for (const { fact, channel } of facts) {
    if (fact.kind === 'update') sorted.updates.push({ fact, channel })
    else if (channel !== null) sortFact(sorted, fact, channel)
  }
  return sorted
}

function sortFact(sorted: Sorted, fact: Exclude<OwnFact['fact'], { kind: 'update' }>, channel: string): void {
  switch (fact.kind) {
    case 'message':
      sorted.messages.push({ fact, channel })
      sorted.people.push({ person: fact.peer, at: fact.at })
      break
    case 'sighting':
    case 'book-entry':
    case 'preference':
      sorted.words.push(fact)
      sorted.people.push(fact)
      break
    case 'identity-change':
      sorted.people.push({ person: fact.from, to: fact.to, at: fact.at })
      sorted.messages.push({ fact: systemLine(fact), channel })
      break
    case 'status':
      sorted.statuses.push({ fact, channel })
      break
    case 'edit':
    case 'revoke':
      sorted.amendments.push({ fact, channel })
      break
    case 'reaction':
      sorted.reactions.push({ fact, channel })
      break
    default:
      fact satisfies never
  }
}

const systemLine = (change: Extract<Fact, { kind: 'identity-change' }>): MessageFact => ({
  kind: 'message',
  pointer: change.pointer,
  phoneNumberId: change.phoneNumberId,
  source: 'live',
  direction: 'in',
  peer: change.to,
  author: null,
  wamid: change.wamid,
  at: change.at,
  type: 'system',
  text: change.body,
  content: { system: { body: change.body } },
  context: null,
  referral: null,
  media: null,
  historyStatus: null,
})

/** A person's strongest name; it need not be their contact, which may be merged later. */
function reactorOf({ direction, author, peer }: ReactionFact): string {
  if (direction === 'out') return 'business'
  const { bsuid, parentBsuid, phone, group }: Person = author ?? peer
  return bsuid ?? parentBsuid ?? phone ?? group ?? ''
}

function eventsOf(
  { messages }: Recorded,
  touched: readonly Touched[],
  { merged, changed }: Moved,
): EventEntry[] {
  const created = new Set(messages.map(({ id }) => id))
  const updated = new Set(touched.map(({ id }) => id).filter((id) => !created.has(id)))
  const conversations = new Set([
    ...messages.map(({ conversation }) => conversation),
    ...touched.map(({ conversation }) => conversation),
    ...merged.map(({ into }) => into),
    ...changed,
  ])
  return [
    ...merged.map(({ from, into }) => ['conversation.merged', from, into] as const),
    ...[...created].map((id) => ['message.created', id] as const),
    ...[...updated].map((id) => ['message.updated', id] as const),
    ...[...conversations].map((id) => ['conversation.updated', id] as const),
  ]
}

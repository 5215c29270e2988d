/**
 * Promises, replies while closed and questions for ratings follow the events, so nothing of it is in the transaction that stores
 * what a customer writes. First what is to be done is written down, in one transaction with the place up to which events were
 * read; then each reply and each question is accepted in a short transaction of its own, under a key that lets it exist once.
 * So nothing is said twice, with as many workers as there may be and wherever one of them is killed.
 */
import { randomBytes } from 'node:crypto'
import type { Client, Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import { after, MINUTE_MS, type Clock, type Instant } from '#platform/time.ts'
import { appendEvents, type EventEntry } from '#realtime/append-events.ts'
import { endOfEvents, isRemembered, readEvents, type EventCursor } from '#realtime/read-events.ts'
import { askForRating } from './ask-for-rating.ts'
import { isOpenAt } from './business-time.ts'
import { queueAway, selectAway } from './internal/away-sql.ts'
import { selectCaseIds, selectUnanswered } from './internal/cases-sql.ts'
import { insertRequests, selectDue, selectResolved } from './internal/csat-sql.ts'
import {
  lockRelay,
  lookForWork,
  moveCursor,
  moveRecount,
  selectAfterGap,
  selectWritten,
  type Written,
} from './internal/relay-sql.ts'
import { keepCases } from './keep-cases.ts'
import { hasTargets, readSettings, type Settings } from './read-settings.ts'
import { recordRatings } from './record-ratings.ts'
import { sayAway } from './say-away.ts'

export type ServiceOptions = { readonly database: Database; readonly clock: Clock }

/** Transactions are short. */
const EVENTS_AT_ONCE = 100
const CASES_AT_ONCE = 100
const SAID_AT_ONCE = 50
/** After a gap nobody knows what happened; so many conversations are looked at. */
const FOUND_MAX = 500
/** A backlog after an outage gets no reply: nobody wants "we are closed" to yesterday's question. */
const FRESH_MS = 15 * 60 * 1000

/** What was done, for listeners. */
export type Served = { readonly isNews: boolean; readonly channels: ReadonlySet<string> }

/** Works off what there is for one tenant. */
export async function serveTenant(options: ServiceOptions, tenant: TenantId): Promise<Served> {
  const { database, clock } = options
  const look = async () => database.inTenant(tenant, async (client) => lookForWork(client, tenant, clock()))
  const seen = await look()
  let isNews = false
  const passes = { hasEvents: followEvents, hasRecount: recount } as const
  for (const name of ['hasEvents', 'hasRecount'] as const) {
    let hasMore = seen[name]
    while (hasMore) {
      const pass = await database.inTenant(tenant, async (client) => passes[name](client, tenant, clock()))
      isNews ||= pass.isNews
      hasMore = pass.hasMore
    }
  }
  const work = seen.hasEvents ? await look() : seen
  const channels = new Set<string>()
  const said = [
    ...(work.hasAway ? await sayAll(options, tenant, 'away') : []),
    ...(work.hasDue ? await sayAll(options, tenant, 'csat') : []),
  ]
  for (const channel of said) channels.add(channel)
  return { isNews: isNews || channels.size > 0, channels }
}

type Pass = { readonly isNews: boolean; readonly hasMore: boolean }
const NOTHING: Pass = { isNews: false, hasMore: false }

/** The channels that have something to send now. */
async function sayAll(
  { database, clock }: ServiceOptions,
  tenant: TenantId,
  kind: 'away' | 'csat',
): Promise<string[]> {
  const said: string[] = []
  for (;;) {
    const due = await database.inTenant(tenant, async (client) =>
      kind === 'away'
        ? (await selectAway(client, tenant, SAID_AT_ONCE)).map((conversation) => ({ id: '', conversation }))
        : selectDue(client, tenant, clock(), SAID_AT_ONCE),
    )
    for (const one of due) {
      const channel = await database.inTenant(tenant, async (client) =>
        kind === 'away'
          ? sayAway(client, tenant, one.conversation, clock())
          : askForRating(client, tenant, one, clock()),
      )
      if (channel !== null) said.push(channel)
    }
    if (due.length < SAID_AT_ONCE) return said
  }
}

async function followEvents(client: Client, tenant: TenantId, now: Instant): Promise<Pass> {
  const relay = await lockRelay(client, tenant)
  if (relay?.isActive !== true) return NOTHING
  const news = await readNews(client, tenant, relay.cursor, now)
  if (news === null) return NOTHING
  const settings = await readSettings(client, tenant)
  const written = news.messages.length === 0 ? [] : await selectWritten(client, tenant, news.messages)
  // Ratings first: they close what a tap has opened, and lock conversations before anything else does.
  const entries: EventEntry[] = await recordRatings(client, tenant, written)
  const touched = new Set([...news.conversations, ...written.map(({ conversation }) => conversation)])
  if (hasTargets(settings.targets)) {
    const begun = await selectUnanswered(client, tenant, news.found, now)
    const openings = openingsOf(touched, written, begun)
    const changed = await keepCases(client, tenant, settings, openings, now)
    for (const id of changed) entries.push(['conversation.updated', id])
  }
  await queueReplies(client, tenant, settings, written, now)
  if (settings.csat.isOn) await queueQuestions(client, tenant, settings, [...touched], now)
  await appendEvents(client, tenant, entries)
  await moveCursor(client, tenant, news.next)
  return { isNews: entries.length > 0, hasMore: news.hasMore }
}

type News = {
  /** Ids of messages that came or went. */
  readonly messages: readonly string[]
  /** Conversations that changed. */
  readonly conversations: readonly string[]
  /** Conversations of which nobody has seen how they began: others were merged into them, or events were forgotten. */
  readonly found: readonly string[]
  readonly next: EventCursor
  readonly hasMore: boolean
}

/** null: nothing happened. */
async function readNews(
  client: Client,
  tenant: TenantId,
  cursor: EventCursor,
  now: Instant,
): Promise<News | null> {
  if (!(await isRemembered(client, tenant, cursor))) {
    const next = await endOfEvents(client)
    const { conversations, messages } = await selectAfterGap(client, tenant, now, FOUND_MAX)
    return { messages, conversations, found: conversations, next, hasMore: true }
  }
  const { rows, next, isCut } = await readEvents(client, tenant, cursor, EVENTS_AT_ONCE)
  if (rows.length === 0) return null
  const messages = new Set<string>()
  const conversations = new Set<string>()
  const found = new Set<string>()
  for (const entry of rows.flatMap(({ entries }) => entries))
    if (entry[0] === 'message.created') messages.add(entry[1])
    else if (entry[0] === 'conversation.updated') conversations.add(entry[1])
    else if (entry[0] === 'conversation.merged') found.add(entry[2])
  return {
    messages: [...messages],
    conversations: [...conversations, ...found],
    found: [...found],
    next,
    hasMore: isCut,
  }
}

/** Each conversation with the moment at which a case of it may begin. */
function openingsOf(
  touched: ReadonlySet<string>,
  written: readonly Written[],
  begun: ReadonlyMap<string, Instant>,
): Map<string, Instant | null> {
  const openings = new Map<string, Instant | null>([...touched].map((id) => [id, null]))
  const open = (id: string, at: Instant): void => {
    const known = openings.get(id) ?? null
    openings.set(id, known === null || at < known ? at : known)
  }
  for (const one of written) if (!isRatingTap(one)) open(one.conversation, one.at)
  for (const [id, at] of begun) open(id, at)
  return openings
}

/** A tap on a rating waits for no answer: the same as IS_ASKED says. */
const isRatingTap = ({ tapped }: Written): boolean => tapped?.startsWith('csat.') === true

/** Those who have just written, while the business is closed, are told so. */
async function queueReplies(
  client: Client,
  tenant: TenantId,
  { hours, away }: Settings,
  written: readonly Written[],
  now: Instant,
): Promise<void> {
  if (!away.isOn || isOpenAt(hours, now)) return
  const fresh = written.filter((one) => one.isPerson && one.at > after(now, -FRESH_MS) && !isRatingTap(one))
  await queueAway(client, tenant, fresh)
}

async function queueQuestions(
  client: Client,
  tenant: TenantId,
  { csat }: Settings,
  touched: readonly string[],
  now: Instant,
): Promise<void> {
  const resolved = await selectResolved(client, tenant, touched)
  if (resolved.length === 0) return
  const made = resolved.map((conversation) => ({
    conversation,
    id: newId(),
    token: randomBytes(16).toString('base64url'),
  }))
  await insertRequests(client, tenant, made, csat.delayMinutes * MINUTE_MS, now)
}

/** Hours or targets are others: some more cases are worked out anew. */
async function recount(client: Client, tenant: TenantId, now: Instant): Promise<Pass> {
  const relay = await lockRelay(client, tenant)
  if (relay === null || relay.recountAfter === null) return NOTHING
  const settings = await readSettings(client, tenant)
  const ids = await selectCaseIds(client, tenant, relay.recountAfter, CASES_AT_ONCE)
  const changed = await keepCases(client, tenant, settings, new Map(ids.map((id) => [id, null])), now)
  await appendEvents(
    client,
    tenant,
    changed.map((id) => ['conversation.updated', id] as const),
  )
  const hasMore = ids.length === CASES_AT_ONCE
  await moveRecount(client, tenant, hasMore ? (ids.at(-1) ?? null) : null)
  return { isNews: changed.length > 0, hasMore }
}

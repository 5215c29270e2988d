/**
 * The feed of the sender: the next recipients of a number's campaigns become sends. Message, send and recipient are one transaction,
 * so whoever dies at whatever moment leaves somebody who waits or somebody who is taken, never both and never neither.
 */
import { MARKETING } from '#consent/record-consents.ts'
import { openThreads } from '#conversations/open-threads.ts'
import { parseMicros } from '#costs/money.ts'
import { pricesOf, type Prices } from '#costs/price-recipients.ts'
import { acceptTemplates, type TemplateToSend } from '#outbound/accept-templates.ts'
import {
  asksOfContact,
  fillTemplate,
  prepareTemplate,
  type PreparedTemplate,
} from '#outbound/compose-template.ts'
import type { Feed } from '#outbound/feed.ts'
import type { Client, Database } from '#platform/db/database.ts'
import type { Notifier } from '#platform/db/notifications.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { after, DAY_MS, instant, MINUTE_MS, type Instant } from '#platform/time.ts'
import { festivalOf, type Festival } from './festival-cap.ts'
import { giveCodes, type Codes } from './give-codes.ts'
import { lockRunning, noteTaken, setAlarm, type CampaignRow } from './internal/campaigns-sql.ts'
import {
  countWaiting,
  findPeople,
  lockWaiting,
  markSkipped,
  markTaken,
  type Person,
  type TakenRow,
  type Waiting,
} from './internal/recipients-sql.ts'
import { wabaOf } from './internal/state-sql.ts'
import { quietUntil } from './quiet-hours.ts'
import { skipReasonOf } from './skip-reasons.ts'
import type { CampaignMessage, SkipReason } from './shapes.ts'

/** So many in one transaction: whoever reads on behind the oldest transaction waits for it. */
const BATCH_MAX = 250
/** And so many where each gets a code as well: the transaction is as long as the others'. */
const LINKED_MAX = 100
/** Templates, files and prices of a campaign are looked up this often; a halted template is seen when the send is claimed. */
const PREPARED_MS = 10_000

export type FeedParts = { readonly database: Database; readonly notifier: Notifier }

export function createFeed({ database, notifier }: FeedParts): Feed {
  const kept = new Map<string, Kept>()
  return async ({ tenant, channel }, wanted, now) => {
    let taken = 0
    let nextAt: Instant | null = null
    while (taken < wanted) {
      const limit = Math.min(BATCH_MAX, wanted - taken)
      const turn = await database.inTenant(tenant, async (client) =>
        takeTurn(client, tenant, channel, { limit, kept }, now),
      )
      taken += turn.taken
      ;({ nextAt } = turn)
      if (turn.touched === 0) break
      if (turn.taken > 0) notifier.notify('events', [tenant])
    }
    for (const [id, one] of kept) if (now - one.at > PREPARED_MS) kept.delete(id)
    return { taken, nextAt }
  }
}

/** What is the same for all recipients of a campaign, for a while. */
type Kept = {
  readonly at: Instant
  readonly changedAt: number
  readonly messages: readonly (PreparedTemplate | null)[]
  readonly prices: Prices | null
}

type Turn = { readonly taken: number; readonly touched: number; readonly nextAt: Instant | null }
const NOTHING: Turn = { taken: 0, touched: 0, nextAt: null }

/** One transaction: equal parts for the campaigns that can go on; what one cannot use the next one has. */
async function takeTurn(
  client: Client,
  tenant: TenantId,
  channel: string,
  { limit, kept }: { readonly limit: number; readonly kept: Map<string, Kept> },
  now: Instant,
): Promise<Turn> {
  const campaigns = await lockRunning(client, tenant, channel)
  if (campaigns.length === 0) return NOTHING
  // Whoever began last time ends this time, so that what does not divide evenly goes round.
  const turn = Math.floor(now / 100) % campaigns.length
  const order = [...campaigns.slice(turn), ...campaigns.slice(0, turn)]
  let [left, taken, touched] = [limit, 0, 0]
  let nextAt: Instant | null = null
  for (const [nth, campaign] of order.entries()) {
    const part = Math.ceil(left / (order.length - nth))
    const done = await takeOf(client, tenant, campaign, { limit: part, kept }, now)
    left -= done.taken
    taken += done.taken
    touched += done.touched
    if (done.nextAt !== null && (nextAt === null || done.nextAt < nextAt)) ({ nextAt } = done)
  }
  return { taken, touched, nextAt }
}

async function takeOf(
  client: Client,
  tenant: TenantId,
  campaign: CampaignRow,
  { limit, kept }: { readonly limit: number; readonly kept: Map<string, Kept> },
  now: Instant,
): Promise<Turn> {
  const { id, definition, allowed, taken } = campaign
  const batch = hasLinks(definition) ? Math.min(limit, LINKED_MAX) : limit
  const most = allowed === null ? batch : Math.min(batch, allowed - taken)
  if (most <= 0) return NOTHING // the guard's next look wakes us
  if (definition.expiresAt !== null && definition.expiresAt <= now) return NOTHING // the campaign's next look ends it
  const { open, nextAt } = await openZones(client, tenant, campaign, now)
  if (open.length === 0) return { ...NOTHING, nextAt }
  const waiting = await lockWaiting(client, tenant, id, {
    zones: open,
    hasWinner: campaign.winner !== null,
    limit: most,
  })
  if (waiting.length === 0) return { ...NOTHING, nextAt }
  const shared = await prepare(client, tenant, campaign, kept, now)
  const chosen = await choose(client, tenant, campaign, waiting, shared, now)
  await markSkipped(client, tenant, id, chosen.skipped, now)
  const rows = await accept(client, tenant, campaign, chosen.going, now)
  await markTaken(client, tenant, id, rows, now)
  const micros = rows.reduce((sum, row) => sum + row.micros, 0n)
  if (rows.length > 0) await noteTaken(client, tenant, id, { count: rows.length, micros })
  // Who would be over the budget is left as they are; the campaign's next look says so and pauses it.
  if (chosen.isOverBudget) await setAlarm(client, tenant, id, now)
  return { taken: rows.length, touched: rows.length + chosen.skipped.length, nextAt }
}

const zonesKnown = new Map<string, { readonly at: Instant; readonly zones: readonly string[] }>()

/** Clocks by which it is not quiet now; and when the first of the others stops being quiet. */
async function openZones(
  client: Client,
  tenant: TenantId,
  { id, definition, isAudienceWhole }: CampaignRow,
  now: Instant,
): Promise<{ readonly open: readonly string[]; readonly nextAt: Instant | null }> {
  const known = zonesKnown.get(id)
  const isFresh = known !== undefined && isAudienceWhole && now - known.at < MINUTE_MS
  const zones = isFresh
    ? known.zones
    : [...new Set((await countWaiting(client, tenant, id)).map(({ zone }) => zone))]
  if (!isFresh) zonesKnown.set(id, { at: now, zones })
  if (zonesKnown.size > 1000) zonesKnown.clear()
  const until = new Map(zones.map((zone) => [zone, quietUntil(definition.quietHours, zone, now)]))
  const ends = [...until.values()].flatMap((end) => (end === null ? [] : [end]))
  return {
    open: zones.filter((zone) => until.get(zone) === null),
    nextAt: ends.length === 0 ? null : instant(Math.min(...ends)),
  }
}

async function prepare(
  client: Client,
  tenant: TenantId,
  { id, channelId, changedAt, definition, category }: CampaignRow,
  kept: Map<string, Kept>,
  now: Instant,
): Promise<Kept> {
  const known = kept.get(id)
  if (known !== undefined && known.changedAt === changedAt && now - known.at < PREPARED_MS) return known
  const wabaId = await wabaOf(client, tenant, channelId)
  const messages: (PreparedTemplate | null)[] = []
  for (const message of definition.messages) {
    const prepared = await prepareTemplate(client, tenant, { wabaId, channel: channelId }, message)
    messages.push(prepared.ok ? prepared.prepared : null)
  }
  const prices = await pricesOf(
    client,
    tenant,
    { channel: channelId, category: category ?? 'marketing' },
    now,
  )
  const fresh = { at: now, changedAt, messages, prices }
  kept.set(id, fresh)
  return fresh
}

type Going = {
  readonly contact: string
  readonly variant: number
  readonly micros: bigint
  readonly composed: TemplateToSend['composed']
}
type Chosen = {
  readonly going: readonly Going[]
  readonly skipped: readonly { readonly contact: string; readonly reason: SkipReason }[]
  readonly isOverBudget: boolean
}

/** Whether its words, or where it leads, cannot be known without what is kept of each. */
const asksAnything = (message: CampaignMessage): boolean =>
  asksOfContact(message) || Object.values(message.links ?? {}).some((link) => asksOfContact(link))

/** Everybody's turn: their message, or why they get none. */
async function choose(
  client: Client,
  tenant: TenantId,
  campaign: CampaignRow,
  waiting: readonly Waiting[],
  { messages, prices }: Kept,
  now: Instant,
): Promise<Chosen> {
  const { definition, category, reservedMicros, releasedMicros } = campaign
  const isOffer = category === 'marketing'
  const cap = isOffer ? definition.frequencyCap : null
  const festival = isOffer ? await festivalOf(client, tenant, definition, waiting, now) : null
  const rules: Rules = { isOffer, cap, festival }
  const people = await findPeople(
    client,
    tenant,
    waiting.map(({ contact }) => contact),
    {
      purpose: MARKETING,
      offersSince: cap === null ? null : after(now, -cap.days * DAY_MS),
      hasAttributes: definition.messages.some(asksAnything),
    },
  )
  const codes = await codesFor(client, tenant, campaign, waiting, { people, rules }, now)
  const budget = definition.budget === null ? null : parseMicros(definition.budget)
  const going: Going[] = []
  const skipped: { contact: string; reason: SkipReason }[] = []
  let spent = reservedMicros - releasedMicros
  for (const one of waiting) {
    const person = people.get(one.contact)
    const variant = variantOf(campaign, one)
    const prepared = messages[variant] ?? null
    if (prepared === null) continue // its template cannot be sent now: the campaign's next look says so
    const own = { words: one.words, codes: codes.get(one.contact) ?? {} }
    const turn = decideTurn(person, prepared, own, rules, now)
    if (typeof turn === 'string') {
      skipped.push({ contact: one.contact, reason: turn })
      continue
    }
    const micros = prices?.priceOf(person?.address ?? '') ?? 0n
    if (budget !== null && spent + micros > budget) return { going, skipped, isOverBudget: true }
    spent += micros
    going.push({ contact: one.contact, variant, micros, composed: turn })
  }
  return { going, skipped, isOverBudget: false }
}

type Rules = {
  readonly isOffer: boolean
  readonly cap: CampaignRow['definition']['frequencyCap']
  readonly festival: Festival | null
}

const variantOf = (campaign: CampaignRow, { variant }: Waiting): number => variant ?? campaign.winner ?? 0

const hasLinks = ({ messages }: CampaignRow['definition']): boolean =>
  messages.some(({ links = {} }) => Object.keys(links).length > 0)

/** Of those who may be written to, and whose message leads through short links. */
async function codesFor(
  client: Client,
  tenant: TenantId,
  campaign: CampaignRow,
  waiting: readonly Waiting[],
  { people, rules }: { readonly people: ReadonlyMap<string, Person>; readonly rules: Rules },
  now: Instant,
): Promise<ReadonlyMap<string, Codes>> {
  const { messages } = campaign.definition
  if (!hasLinks(campaign.definition)) return new Map()
  const candidates = waiting.flatMap((one) => {
    const person = people.get(one.contact)
    const message = messages[variantOf(campaign, one)]
    const isLeftOut = person === undefined || message === undefined || whyNobody(person, rules) !== null
    return isLeftOut ? [] : [{ person, message, words: one.words }]
  })
  return giveCodes(client, tenant, campaign.id, candidates, now)
}

function whyNobody(person: Person | undefined, { isOffer, cap, festival }: Rules): SkipReason | null {
  if (person === undefined) return 'no_address' // merged or erased meanwhile
  if (person.address === null) return 'no_address'
  if (isOffer && person.isSuppressed) return 'suppressed'
  if (cap !== null && person.offers >= cap.messages) return 'recently_contacted'
  return festival !== null && festival.most <= (festival.had.get(person.contact) ?? 0) ? 'festival_cap' : null
}

function decideTurn(
  person: Person | undefined,
  prepared: PreparedTemplate,
  { words, codes }: { readonly words: Waiting['words']; readonly codes: Codes },
  rules: Rules,
  now: Instant,
): SkipReason | TemplateToSend['composed'] {
  const why = whyNobody(person, rules)
  if (person === undefined || why !== null) return why ?? 'no_address'
  if (typeof codes === 'string') return codes
  const filled = fillTemplate(prepared, person, now, { ...words, ...codes })
  if (!filled.ok) return skipReasonOf(filled)
  return filled.kind === 'message' ? filled : 'words_invalid'
}

/** Sends and messages of those whose turn it is. */
async function accept(
  client: Client,
  tenant: TenantId,
  { id, channelId, definition: { expiresAt } }: CampaignRow,
  going: readonly Going[],
  now: Instant,
): Promise<TakenRow[]> {
  if (going.length === 0) return []
  const threads = await openThreads(
    client,
    tenant,
    channelId,
    going.map(({ contact }) => contact),
  )
  const wanted = going.flatMap((one) => {
    const thread = threads.get(one.contact)
    return thread === undefined
      ? []
      : [{ ...one, conversation: thread.id, key: `campaign:${id}:${one.contact}`, expiresAt }]
  })
  const ids = await acceptTemplates(client, tenant, channelId, wanted, { origin: 'campaign', now })
  return wanted.map(({ contact, micros, variant }, nth) => ({
    contact,
    micros,
    variant,
    send: ids[nth] ?? '',
  }))
}

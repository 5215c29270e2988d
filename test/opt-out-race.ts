/**
 * Campaigns whose recipients say STOP when it is their turn: a little before, a little after, or at the very moment at which the sender
 * claims their message. Everything is the program's own but the call: feed, sender, claims, the ledger of consents. The opt-outs come
 * over connections of their own, each in a transaction of its own.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { pino } from 'pino'
import { startCampaign } from '#campaigns/change-state.ts'
import { addCampaign, findCampaign } from '#campaigns/manage-campaigns.ts'
import { putRecipients } from '#campaigns/put-recipients.ts'
import type { Definition } from '#campaigns/shapes.ts'
import { createFeed } from '#campaigns/take-recipients.ts'
import { visitCampaign } from '#campaigns/visit-campaign.ts'
import { consentOfMessage, recordConsents } from '#consent/record-consents.ts'
import type { Dispatch } from '#outbound/dispatch.ts'
import { explainFailure } from '#outbound/explain-failure.ts'
import { startSender, type Sender } from '#outbound/sender.ts'
import { createLeases } from '#platform/db/leases.ts'
import type { Database } from '#platform/db/database.ts'
import { newId } from '#platform/ids.ts'
import { systemClock } from '#platform/time.ts'
import { putTemplate, type Shop } from '#test/shop.ts'

/**
 * Most opt-outs begin when about so many seconds' worth of recipients are before theirs. How many is found out on the way, so that as many
 * are too early as too late: it depends on how busy the machine is.
 */
const AROUND_SECONDS = { first: 0.1, spread: 0.1, step: 0.002, least: -0.2, most: 0.4 }
/** The others while their message waits, or just before it is made: about two seconds' worth lies ready. */
const EARLY_PART = 0.15
const EARLY_SECONDS = 2.5
/** So long does Meta's stand-in take at most. */
const ANSWER_MS = 20
/** So often is looked how far a campaign is. */
const LOOK_MS = 10
const PATIENCE_MS = 120_000
const CONTACTS_AT_ONCE = 500

const SILENT = { notify: () => {} }
const SYSTEM = { kind: 'system', id: 'race', name: 'Race' } as const
const PARTS = { notifier: SILENT, clock: systemClock, explain: explainFailure }

/** With nothing in the way. */
const PLAIN: Definition = {
  ...{ audience: { from: 'list' }, exceptSegmentId: null, test: null, holdOutPercent: 0, quietHours: null },
  messages: [{ name: 'sale', language: 'en', parameters: {} }],
  ...{ frequencyCap: null, budget: null, expiresAt: null, isGuarded: false },
}

/** One recipient who said STOP. Moments of this process (`performance.now()`). */
export type Trial = {
  readonly contact: string
  /** When the commit of the opt-out had come back. */
  readonly optedOutAt: number
  /** When Meta was called; null: never. */
  readonly calledAt: number | null
}

export type Race = {
  /** One campaign, to people whom nobody has written to before. */
  readonly run: (recipients: number) => Promise<Trial[]>
  readonly close: () => Promise<void>
}

/** @param optOuts where they are written from: the same database over other connections than the sender's, which are the shop's. */
export async function openRace(
  shop: Shop,
  { optOuts, perSecond }: { readonly optOuts: Database; readonly perSecond: number },
): Promise<Race> {
  const calls = new Map<string, number>()
  const aim: Aim = { seconds: AROUND_SECONDS.first }
  const isCalled = (contact: string): boolean => calls.has(contact)
  await putTemplate(shop, { name: 'sale', body: 'Everything must go', category: 'MARKETING' })
  const sender = startSenderOf(shop, perSecond, async (_number, send, mayLeave) => {
    if (!mayLeave()) return { outcome: 'not_sent', reason: 'outbound.lease_over' }
    calls.set(send.contact, performance.now())
    await delay(Math.random() * ANSWER_MS)
    return { outcome: 'accepted', wamid: `wamid.${send.id}`, messageStatus: null, waId: null, userId: null }
  })
  return {
    run: async (recipients) => {
      const contacts = await addContacts(shop, recipients)
      const campaign = await begin(shop, contacts)
      sender.wake([])
      const optedOut = await optOutInTurn(shop, campaign, { optOuts, perSecond, aim, isCalled })
      await untilDone(shop, campaign)
      return contacts.map((contact) => ({
        contact,
        optedOutAt: optedOut.get(contact) ?? Number.NaN,
        calledAt: calls.get(contact) ?? null,
      }))
    },
    close: async () => sender.close(),
  }
}

function startSenderOf(
  { database, tenant, channel, number }: Shop,
  rate: number,
  dispatch: Dispatch,
): Sender {
  const { phoneNumberId } = number
  return startSender({
    ...{ pool: database.pool, notifier: SILENT, log: pino({ enabled: false }), clock: systemClock, dispatch },
    leases: createLeases(database.pool, {
      ...{ table: 'number_leases', key: 'channel_id', role: `sender ${newId()}`, busy: 'wait' },
    }),
    feed: createFeed({ database, notifier: SILENT }),
    describe: async (asked) =>
      asked === channel ? { tenant, channel, phoneNumberId, lane: 0, throughputMps: rate } : null,
  })
}

let phones = 0

async function addContacts({ database, tenant }: Shop, count: number): Promise<string[]> {
  const people = Array.from({ length: count }, () => {
    phones += 1
    return { id: newId(), phone: String(917_000_000_000 + phones) }
  })
  for (let from = 0; from < count; from += CONTACTS_AT_ONCE) {
    const some = people.slice(from, from + CONTACTS_AT_ONCE)
    const values = [tenant, some.map(({ id }) => id), some.map(({ phone }) => phone)]
    await database.inTenant(tenant, async (client) => {
      await client.query(
        'insert into contacts (tenant_id, id) select $1, unnest($2::uuid[])',
        values.slice(0, 2),
      )
      await client.query(
        `insert into contact_identities (tenant_id, kind, value, contact_id, seen_at)
         select $1, 'phone', phone, id, now() from unnest($2::uuid[], $3::text[]) as n (id, phone)`,
        values,
      )
    })
  }
  return people.map(({ id }) => id)
}

/** A campaign that runs. */
async function begin({ database, tenant, channel }: Shop, contacts: readonly string[]): Promise<string> {
  const made = await database.inTenant(tenant, async (client) =>
    addCampaign(
      client,
      tenant,
      SYSTEM,
      { name: 'Race', channelId: channel, definition: PLAIN },
      systemClock(),
    ),
  )
  if (!made.ok) throw new Error(made.because)
  const { id } = made.campaign
  const put = await putRecipients(
    { database, ...PARTS },
    tenant,
    id,
    contacts.map((contactId) => ({ contactId })),
  )
  if (!put.ok || put.added.added !== contacts.length) throw new Error(JSON.stringify(put))
  const started = await database.inTenant(tenant, async (client) =>
    startCampaign(client, tenant, SYSTEM, { id, startsAt: null, ours: 'http://127.0.0.1' }, systemClock()),
  )
  if (!started.ok) throw new Error(JSON.stringify(started))
  await until(async () => {
    await visitCampaign({ database, ...PARTS }, tenant, id)
    const campaign = await database.inTenant(tenant, async (client) => findCampaign(client, tenant, id))
    return campaign?.state === 'running'
  })
  return id
}

type Aim = { seconds: number }

/** It came too late, or too early. */
function correct(aim: Aim, isLate: boolean): void {
  const { step, least, most } = AROUND_SECONDS
  aim.seconds = Math.max(least, Math.min(most, aim.seconds + (isLate ? step : -step)))
}

/** Says STOP for each of a campaign's recipients when it is their turn; when each commit had come back. */
async function optOutInTurn(
  { tenant }: Shop,
  campaign: string,
  wish: {
    readonly optOuts: Database
    readonly perSecond: number
    readonly aim: Aim
    readonly isCalled: (contact: string) => boolean
  },
): Promise<ReadonlyMap<string, number>> {
  const { optOuts, perSecond, aim, isCalled } = wish
  const optedOut = new Map<string, number>()
  const running: Promise<void>[] = []
  const say = async (contact: string, isEarly: boolean): Promise<void> => {
    await delay(Math.random() * LOOK_MS)
    optedOut.set(contact, await optOut(optOuts, tenant, contact))
    if (!isEarly) correct(aim, isCalled(contact))
  }
  let waiting = (await readOrder(optOuts, tenant, campaign)).map((contact, place) => {
    const isEarly = Math.random() < EARLY_PART
    const seconds = isEarly ? between(0, EARLY_SECONDS) : between(-0.5, 0.5) * AROUND_SECONDS.spread
    return { contact, place, seconds, isEarly }
  })
  const all = waiting.length
  while (waiting.length > 0) {
    const done = await countDone(optOuts, tenant, campaign)
    // Who is to come later than their turn may be the last: after everybody's turn nothing moves any more.
    const isDue = ({ place, seconds }: (typeof waiting)[number]): boolean =>
      done >= all || place - (seconds + aim.seconds) * perSecond <= done
    for (const { contact, isEarly } of waiting.filter(isDue)) running.push(say(contact, isEarly))
    waiting = waiting.filter((one) => !isDue(one))
    await delay(LOOK_MS)
  }
  await Promise.all(running)
  return optedOut
}

const between = (from: number, to: number): number => from + Math.random() * (to - from)

/** The recipients in the order in which they have their turns. */
async function readOrder(database: Database, tenant: Shop['tenant'], campaign: string): Promise<string[]> {
  return database.inTenant(tenant, async (client) => {
    const { rows } = await client.query<{ contact: string }>(
      'select contact_id as contact from campaign_recipients where tenant_id = $1 and campaign_id = $2 order by place',
      [tenant, campaign],
    )
    return rows.map(({ contact }) => contact)
  })
}

/** How many of them had their turn. */
async function countDone(database: Database, tenant: Shop['tenant'], campaign: string): Promise<number> {
  return database.inTenant(tenant, async (client) => {
    const { rows } = await client.query<{ count: number }>({
      name: 'race_count_done',
      text: `select count(*)::int as count from campaign_recipients r left join sends s on s.tenant_id = r.tenant_id and s.id = r.send_id
        where r.tenant_id = $1 and r.campaign_id = $2 and r.state <> 'waiting' and s.state is distinct from 'queued'`,
      values: [tenant, campaign],
    })
    return rows[0]?.count ?? 0
  })
}

async function optOut(database: Database, tenant: Shop['tenant'], contact: string): Promise<number> {
  const said = { wamid: `wamid.stop.${contact}`, state: 'withdrawn', at: systemClock() } as const
  await database.inTenant(tenant, async (client) =>
    recordConsents(client, tenant, [consentOfMessage(contact, said)]),
  )
  return performance.now()
}

/** Until everybody had their turn and nothing is under way. */
async function untilDone({ database, tenant }: Shop, campaign: string): Promise<void> {
  await until(async () =>
    database.inTenant(tenant, async (client) => {
      const { rows } = await client.query(
        `select from campaign_recipients r left join sends s on s.tenant_id = r.tenant_id and s.id = r.send_id
         where r.tenant_id = $1 and r.campaign_id = $2 and (r.state = 'waiting' or s.state in ('queued', 'dispatching')) limit 1`,
        [tenant, campaign],
      )
      return rows.length === 0
    }),
  )
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + PATIENCE_MS
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error('waited in vain')
    await delay(20)
  }
}

/** Compares a month of ours with what Meta says that it charges. Nothing of ours is changed by it. */
import { z } from 'zod'
import type { Client, Database } from '#platform/db/database.ts'
import { tenantId, type TenantId } from '#platform/db/tenant-id.ts'
import { Fault } from '#platform/errors.ts'
import { job, type JobQueue } from '#platform/jobs.ts'
import type { Secret } from '#platform/secrets.ts'
import { DAY_MS, type Clock } from '#platform/time.ts'
import { isCatchingUp } from '#realtime/follow-events.ts'
import { listChannels } from '#channels/read-channels.ts'
import type { GraphCosts, PricingPoint } from '#whatsapp/graph-costs.ts'
import { compareLines, type Circumstances } from './compare-lines.ts'
import { putAccount, selectVolumes } from './internal/ledger-sql.ts'
import { putReconciliation, selectDue, type ReconciliationRow } from './internal/reconciliation-sql.ts'
import { billedMonth, monthAfter, monthOf, readAccounts, type Account } from './months.ts'
import type { RateCard } from './rate-cards.ts'
import { readCounts, readDiscounts, readTold, type AccountMonth } from './read-tiers.ts'

export const reconcileCostsJob = job({
  name: 'costs.reconcile',
  payload: z.object({ tenant: z.uuid(), waba: z.string(), month: z.string() }),
  timeoutMs: 180_000,
  attemptsMax: 3,
  concurrency: 1,
  keyOf: ({ tenant, waba, month }) => `${tenant} ${waba} ${month}`,
})

export type ReconcileParts = {
  readonly database: Database
  readonly graph: GraphCosts
  readonly tokenOf: (tenant: TenantId, channel: string) => Promise<Secret | null>
  readonly clock: Clock
  /** Left out: those that came with the program. */
  readonly cards?: readonly RateCard[] | undefined
}

/** So long after a month's end Meta's figures and our statuses may still move: webhooks are repeated for up to 7 days. */
const SETTLES_MS = 7 * DAY_MS

/** Asks Meta first, outside any transaction; what comes of it is stored, also that Meta could not be asked. */
export async function reconcileCosts(
  parts: ReconcileParts,
  tenant: TenantId,
  { wabaId, month }: { readonly wabaId: string; readonly month: string },
): Promise<ReconciliationRow['state'] | null> {
  const { database, clock } = parts
  const account = (await database.inTenant(tenant, async (client) => readAccounts(client, tenant))).find(
    (one) => one.wabaId === wabaId,
  )
  if (account === undefined) return null
  const asked = await askMeta(parts, tenant, account, month)
  return database.inTenant(tenant, async (client) => {
    const now = clock()
    const row = asked.ok
      ? await compare(client, tenant, { ...asked, month, now, parts })
      : ({ state: 'failed', problem: asked.problem, lines: [], currency: account.currency } as const)
    await putReconciliation(client, tenant, month, { wabaId, checkedAt: now, ...row })
    return row.state
  })
}

type Asked =
  | { readonly ok: true; readonly account: Account; readonly points: readonly PricingPoint[] }
  | { readonly ok: false; readonly problem: string }

async function askMeta(
  { database, graph, tokenOf, clock, cards }: ReconcileParts,
  tenant: TenantId,
  account: Account,
  month: string,
): Promise<Asked> {
  const token = await firstToken(tokenOf, tenant, account.channels)
  if (token === null) return { ok: false, problem: 'no_token' }
  try {
    const said = await graph.readAccount(token, account.wabaId)
    const known = {
      ...account,
      currency: said.currency ?? account.currency,
      timeZone: said.timeZone ?? account.timeZone,
    }
    const { from, to } = await database.inTenant(tenant, async (client) => {
      if (said.currency !== null) await putAccount(client, tenant, known, clock())
      return billedMonth(client, known, month, { cards })
    })
    const span = { from: from / 1000, to: Math.min(to, clock() + DAY_MS) / 1000 }
    const points = await graph.pricingAnalytics(token, account.wabaId, {
      from: Math.floor(span.from),
      to: Math.floor(span.to),
    })
    return { ok: true, account: known, points }
  } catch (error) {
    if (error instanceof Fault) return { ok: false, problem: error.code }
    throw error
  }
}

async function firstToken(
  tokenOf: ReconcileParts['tokenOf'],
  tenant: TenantId,
  channels: readonly string[],
): Promise<Secret | null> {
  for (const channel of channels) {
    const token = await tokenOf(tenant, channel)
    if (token !== null) return token
  }
  return null
}

async function compare(
  client: Client,
  tenant: TenantId,
  {
    account,
    points,
    month,
    now,
    parts: { cards },
  }: {
    readonly account: Account
    readonly points: readonly PricingPoint[]
    readonly month: string
    readonly now: number
    readonly parts: ReconcileParts
  },
): Promise<Pick<ReconciliationRow, 'state' | 'problem' | 'lines' | 'currency'>> {
  const billed = await billedMonth(client, account, month, { cards })
  const numbers = new Set(
    (await listChannels(client, tenant))
      .filter(({ id }) => account.channels.includes(id))
      .map(({ displayPhoneNumber }) => displayPhoneNumber.replaceAll(/\D/gu, '')),
  )
  const ours = points.filter(({ phone }) => phone === null || numbers.has(phone))
  const volumes = await selectVolumes(client, tenant, billed, 'category')
  const lines = compareLines(billed, volumes, ours, {
    isFresh: now < billed.to + SETTLES_MS,
    isCounting: await isCatchingUp(client, tenant, 'cost_cursors'),
    tiers: await readTiers(client, tenant, { billed, volumes }, cards),
  })
  const state = lines.some(({ why }) => why !== null) ? 'differs' : 'equal'
  return { state, problem: null, lines, currency: account.currency }
}

async function readTiers(
  client: Client,
  tenant: TenantId,
  own: AccountMonth,
  cards: readonly RateCard[] | undefined,
): Promise<Circumstances['tiers']> {
  const wish = { accounts: await readAccounts(client, tenant), cards }
  const discounts = await readDiscounts(client, tenant, [own], wish)
  return {
    discounts: discounts.get(own.billed.account.wabaId) ?? new Map(),
    counts: await readCounts(client, tenant, own, wish),
    told: await readTold(client, tenant, own.billed, wish),
  }
}

/** For an account elsewhere the month turns some hours sooner or later: of what is done once a day that does not matter. */
const TURNS_IN = 'Asia/Kolkata'

/** Enqueues what is due: the running month once a day, and the one before it until its figures have settled. */
export async function queueReconciliations(
  client: Client,
  tenant: TenantId,
  jobs: Pick<JobQueue, 'enqueue'>,
  now: number,
): Promise<void> {
  const current = monthOf(now, TURNS_IN)
  const before = monthAfter(current, -1)
  const isSettled = monthOf(now - SETTLES_MS, TURNS_IN) === current
  for (const month of isSettled ? [current] : [current, before]) {
    const due = await selectDue(client, tenant, month, now - DAY_MS)
    await jobs.enqueue(
      client,
      reconcileCostsJob,
      due.map((waba) => ({ tenant, waba, month })),
    )
  }
}

/** What a job does. */
export async function runReconciliation(
  parts: ReconcileParts,
  { tenant, waba, month }: z.infer<typeof reconcileCostsJob.payload>,
): Promise<void> {
  await reconcileCosts(parts, tenantId(tenant), { wabaId: waba, month })
}

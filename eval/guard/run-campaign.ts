/** A campaign in the simulator's virtual time, with a guard that is asked every ten seconds, as the program does it. */
import type { Answers } from '#campaigns/guard-evidence.ts'
import { decideGuard, type GuardFacts, type GuardReason, type Quality } from '#campaigns/guard.ts'
import { DAY_MS, HOUR_MS, instant, MINUTE_MS, SECOND_MS } from '#platform/time.ts'
import { GraphError } from '#simulator/graph/graph-error.ts'
import { startSimulator, type Simulator } from '#simulator/start.ts'
import { answersOf, heardOf, openShop, type Shop } from './shop.ts'

const NUMBER = '100000000000001'
const APP = { verifyToken: 'guard', appSecret: 'guard' }
const TEMPLATE = {
  name: 'festive_sale',
  language: 'en',
  category: 'MARKETING',
  components: [
    { type: 'BODY', text: 'The festive collection is in the shop. Reply STOP for no more offers.' },
  ],
}
/** Messages a second: a number's usual rate. */
export const RATE = 80
/** Reactions to what had gone out are watched for so long. */
const WATCHED_MS = 12 * HOUR_MS
/** Of the campaigns from before: when they were, how many days ago. */
const EARLIER_DAYS = [13, 4]
const EARLIER_PEOPLE = 1500

export type World = {
  readonly simulator: Simulator
  readonly shop: Shop
  readonly seed: number
  close(): Promise<void>
}

export async function openWorld(seed: number): Promise<World> {
  const shop = await openShop(APP)
  const simulator = await startSimulator({
    ...{ port: 0, clock: 'virtual', seed, faults: { batch: 200 } },
    rules: { sentinels: false },
  })
  const { control } = simulator
  await control.connectApp({ callbackUrl: shop.callbackUrl, ...APP })
  control.addNumber({
    phoneNumberId: NUMBER,
    displayPhoneNumber: '919000000001',
    verifiedName: 'Kurta House',
  })
  control.addTemplate(TEMPLATE)
  return {
    simulator,
    shop,
    seed,
    async close() {
      await simulator.close()
      await shop.close()
    },
  }
}

export type Outcome = {
  /** When the guard stopped it, since its beginning; null: it did not. */
  readonly stoppedMs: number | null
  readonly because: GuardReason | null
  /** How many had been written to when it stopped or ended. */
  readonly taken: number
  /** When all had been written to; null: it was stopped. */
  readonly doneMs: number | null
  /** When the simulator turned the number yellow; null: it did not. */
  readonly yellowMs: number | null
  readonly optedOut: number
}

export type Plan = {
  readonly people: number
  readonly blockRate: number
  readonly isGuarded: boolean
  /** Whether reactions to what went out are waited for in the end. */
  readonly isWatched: boolean
}

/** Healthy campaigns of the last weeks; what became of them is what is usual for the number. */
export async function makeHistory(world: World, blockRate: number): Promise<void> {
  const { control } = world.simulator
  const end = control.now() + (EARLIER_DAYS[0] ?? 0) * DAY_MS
  for (const days of EARLIER_DAYS) {
    await control.advance(Math.max(0, end - days * DAY_MS - control.now()))
    await runCampaign(world, { people: EARLIER_PEOPLE, blockRate, isGuarded: false, isWatched: true })
  }
  await control.advance(end - control.now())
}

type Run = {
  readonly world: World
  readonly plan: Plan
  readonly began: number
  /** What Meta said when it began. */
  readonly before: Qualities
  /** Its own messages are those from here on. */
  readonly first: number
  readonly deliveredLastWeek: number
  readonly usual: GuardFacts['usual']
  readonly answers: Answers
  allowed: number
  nextLookAt: number
  taken: number
  yellowAt: number | null
  doneAt: number | null
  stop: { readonly at: number; readonly because: GuardReason | null } | null
}
type Qualities = { readonly number: Quality; readonly template: Quality }

/** Runs one to its end, or until it is stopped, and looks on for some hours. */
export async function runCampaign(world: World, plan: Plan): Promise<Outcome> {
  const { control } = world.simulator
  control.population({ seed: world.seed, blockRate: plan.blockRate })
  const run = beginRun(world, plan)
  while (run.stop === null && run.doneAt === null) {
    look(run)
    send(run)
    await control.advance(SECOND_MS)
    watch(run)
  }
  const until = control.now() + (plan.isWatched ? WATCHED_MS : 0)
  while (control.now() < until) {
    await control.advance(MINUTE_MS)
    watch(run)
  }
  return outcomeOf(run)
}

function beginRun(world: World, plan: Plan): Run {
  const { shop, simulator } = world
  const now = simulator.control.now()
  const lastWeek = shop.sent.filter(
    ({ deliveredAt }) => deliveredAt !== null && deliveredAt > now - 7 * DAY_MS,
  )
  return {
    ...{ world, plan, began: now, before: qualitiesOf(world), first: shop.sent.length },
    ...{ deliveredLastWeek: lastWeek.length, usual: heardOf(shop.sent, now).counts },
    answers: answersOf(shop.sent),
    ...{ allowed: plan.isGuarded ? 0 : plan.people, nextLookAt: now, taken: 0 },
    ...{ yellowAt: null, doneAt: null, stop: null },
  }
}

/** As Graph answers when it is asked, which the program does at every webhook about them. */
function qualitiesOf({ simulator, shop }: World): Qualities {
  const number = (simulator.control.numbers()[0]?.qualityRating ?? 'UNKNOWN') as Quality
  return { number, template: shop.templateQuality() }
}

function look(run: Run): void {
  const { world, plan, nextLookAt, taken } = run
  const now = world.simulator.control.now()
  if (!plan.isGuarded || now < nextLookAt) return
  const { number, template } = qualitiesOf(world)
  const decision = decideGuard({
    ...heardOf(world.shop.sent.slice(run.first), now),
    ...{ now: instant(now), audience: plan.people, taken, takenBefore: 0 },
    ...{ usual: run.usual, answers: run.answers, deliveredLastWeek: run.deliveredLastWeek },
    number: { before: run.before.number, now: number },
    template: { before: run.before.template, now: template },
  })
  run.allowed = decision.allowed
  run.nextLookAt = decision.nextLookAt ?? Infinity
  if (decision.verdict === 'stop') run.stop = { at: now, because: decision.because }
}

/** A second's worth, as far as the guard allows. What customers write takes places of that second, too: then fewer go out. */
function send(run: Run): void {
  const { world, plan, stop } = run
  const { control } = world.simulator
  if (stop !== null) return
  const until = Math.min(plan.people, run.allowed, run.taken + RATE)
  try {
    for (; run.taken < until; run.taken += 1) sendNext(world)
  } catch (error) {
    if (!(error instanceof GraphError && error.code === 130429)) throw error
  }
  if (run.taken === plan.people) run.doneAt = control.now() + SECOND_MS
}

function sendNext(world: World): void {
  const { simulator, shop } = world
  const { control } = simulator
  const phone = phoneOf(world.seed, shop.sent.length)
  const { wamid } = control.send(NUMBER, {
    ...{ to: `+${phone}`, type: 'template' },
    template: { name: TEMPLATE.name, language: { code: TEMPLATE.language } },
  })
  shop.remember(wamid, phone, control.now())
}

/** Everybody has a phone of their own. */
const phoneOf = (seed: number, nth: number): string => `91${9_000_000_000 + ((seed % 9000) * 100_000 + nth)}`

/** Looks at what only Meta knows. */
function watch(run: Run): void {
  const { control } = run.world.simulator
  const quality = control.numbers()[0]?.qualityRating
  if (run.yellowAt === null && (quality === 'YELLOW' || quality === 'RED')) run.yellowAt = control.now()
}

function outcomeOf({ world, first, began, taken, stop, doneAt, yellowAt }: Run): Outcome {
  const since = (at: number | null | undefined): number | null =>
    at === null || at === undefined ? null : at - began
  const own = world.shop.sent.slice(first)
  return {
    stoppedMs: since(stop?.at),
    because: stop?.because ?? null,
    taken,
    doneMs: since(doneAt),
    yellowMs: since(yellowAt),
    optedOut: own.filter(({ optedOutAt }) => optedOutAt !== null).length,
  }
}

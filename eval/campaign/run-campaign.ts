/**
 * One campaign from its first message to its last, through the real program: watched all the time, disturbed where it shall be, and counted
 * at the end. When nothing can go out for hours, because the portfolio's people of 24 hours are used up, these hours go by at once.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { settle } from '#bench/chaos/evidence.ts'
import { startStage, type Stage } from '#bench/chaos/stage.ts'
import type { Violations } from '#simulator/protocol.ts'
import { readBooks, readLastSentAt, readProgress, readRoomAt, readSettled } from './books.ts'
import type { Disturbance, Running } from './disturbances.ts'
import { errorPercent, imbalance, type Mark, type StoredPlan } from './judge.ts'
import { ask, makeCampaign, openShop } from './shop.ts'
import { createTravel, type Travel } from './travel.ts'

export type RunOptions = {
  readonly recipients: number
  readonly perSecond: number
  readonly seed: number
  /** How many people the portfolio may begin with at first, as Meta writes it. */
  readonly tier: string
  readonly disturbances: readonly Disturbance[]
  readonly say: (line: string) => void
}

export type RunReport = {
  readonly recipients: number
  /** Not on a phone, and nothing says that they failed or that nobody knows. */
  readonly lost: number
  readonly secondCopies: number
  /** Nobody knows whether Meta took them, and no copy is on the phone: shown so, and never sent again by itself. */
  readonly unconfirmed: number
  readonly failed: number
  /** How often Meta refused because a limit was exceeded; what storms refused is not among them, nor what was untold. */
  readonly violations: number
  /** How many people Meta refused after it had lowered their limit, before the program could hear of it. */
  readonly untold: number
  /** Of the plan made when a twentieth was done; null where something disturbed it. */
  readonly etaErrorPercent: number | null
  /** Of the first plan after each disturbance, as far as the next one. */
  readonly replans: readonly { readonly after: string; readonly errorPercent: number | null }[]
  readonly kills: number
  readonly bookChecks: number
  readonly imbalances: readonly string[]
  /** How long it really ran, and how many hours went by at once. */
  readonly seconds: number
  readonly skippedHours: number
  readonly ownEnds: readonly string[]
}

const PROCESSES = ['gateway', 'worker', 'sender-1', 'sender-2', 'web'].map((name) => ({
  name,
  roles: [name.replace(/-\d$/u, '')],
}))
const POLL_MS = 400
const PLAN_MS = 1000
const BOOKS_MS = 3000
const PREDICTED_AT = 0.05
/** It stands still: nothing was taken for so long. */
const STILL_MS = 3000
/** So much of a wait is waited for. */
const EARLY_MS = 4000
/** Less is not worth a jump. */
const SKIP_MS_MIN = 60_000
const SETTLE_MS_MAX = 120_000
/** Of whom nobody knows within this time, nobody will (a template may be held for an hour). */
const UNKNOWN_MS = 75 * 60_000

export async function runCampaign(options: RunOptions): Promise<RunReport> {
  const { seed, tier, perSecond, say } = options
  const folder = mkdtempSync(join(tmpdir(), 'harkara-clock-'))
  const travel = createTravel(join(folder, 'moved-ms'))
  try {
    const stage = await startStage({
      ...{ seed, numbers: 1, greeting: null, processes: PROCESSES, env: travel.env },
      number: { messagesPerSecond: perSecond, messagingLimit: tier },
    })
    try {
      // A limit rises by itself where the quality is high. Here it moves when the run says so.
      stage.simulator.control.updateNumber(stage.phoneNumberIds[0] ?? '', { qualityRating: 'YELLOW' })
      const channel = await openShop(stage, perSecond)
      say(`${options.recipients} people are put in`)
      const campaign = await makeCampaign(stage, channel, options.recipients)
      return await new Run(options, stage, travel, campaign).run()
    } finally {
      await stage.close()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

class Run implements Running {
  readonly stage: Stage
  readonly campaign: string
  readonly seed: number
  readonly #options: RunOptions
  readonly #travel: Travel
  readonly #plans: StoredPlan[] = []
  readonly #marks: { readonly name: string; readonly from: Mark; until: Mark | null }[] = []
  readonly #imbalances: string[] = []
  #bookChecks = 0
  #kills = 0
  #untold = 0
  #isWatching = true
  #lastTaken: Mark = { at: 0, done: -1 }

  constructor(options: RunOptions, stage: Stage, travel: Travel, campaign: string) {
    this.#options = options
    this.#travel = travel
    this.stage = stage
    this.campaign = campaign
    this.seed = options.seed
  }

  async run(): Promise<RunReport> {
    const { recipients, disturbances } = this.#options
    const startedAt = performance.now()
    await ask(this.stage.web, 'POST', `/campaigns/${this.campaign}/start`, { startsAt: null })
    const watching = Promise.all([this.#watchPlans(), this.#watchBooks()])
    const early = await this.#until(PREDICTED_AT * recipients)
    this.#marks.push({ name: 'a twentieth', from: early, until: null })
    for (const { name, at, strike, isUntold } of disturbances) {
      const before = await this.#until(at * recipients)
      this.#endStretch(before)
      this.#say(`${percent(before.done, recipients)}: ${name}`)
      const known = this.stage.simulator.control.violations().messagingLimit
      await strike(this)
      const { messagingLimit } = this.#sayRefused()
      if (isUntold === true) this.#untold += messagingLimit - known
      await this.checkBooks()
      this.#marks.push({ name, from: await this.#mark(), until: null })
    }
    await this.#until(Infinity)
    const lastSentAt = await readLastSentAt(this.stage.databaseUrl, this.campaign)
    this.#endStretch({ at: lastSentAt, done: recipients })
    const seconds = Math.round((performance.now() - startedAt) / 1000)
    this.#say(`done after ${seconds} s and ${this.#skippedHours()} hours that went by at once`)
    const skippedHours = this.#skippedHours()
    await this.#settle()
    this.#isWatching = false
    await watching
    await this.checkBooks()
    return { ...(await this.#count()), seconds, skippedHours }
  }

  /** Waits until so many were taken, or until it is over, and lets hours go by in which nothing can happen. */
  async #until(count: number): Promise<Mark> {
    for (;;) {
      const mark = await this.#mark()
      const { state, dispatching, queued } = await readProgress(this.stage.databaseUrl, this.campaign)
      const isAllSaid = mark.done === this.#options.recipients && queued === 0
      if (mark.done >= count || state === 'completed') return mark
      if (state === 'cancelled' || state === 'paused') {
        const { pausedBecause } = await this.#campaign()
        throw new Error(`the campaign is ${state}: ${JSON.stringify(pausedBecause)}`)
      }
      if (mark.done !== this.#lastTaken.done) this.#lastTaken = mark
      else if (
        state === 'running' &&
        dispatching === 0 &&
        !isAllSaid &&
        mark.at - this.#lastTaken.at > STILL_MS
      )
        await this.#skip()
      await delay(POLL_MS)
    }
  }

  async #mark(): Promise<Mark> {
    const { taken } = await readProgress(this.stage.databaseUrl, this.campaign)
    return { at: this.#travel.now(), done: taken }
  }

  async #skip(): Promise<void> {
    // First the program shall say by itself what it makes of it.
    if ((this.#plans.at(-1)?.madeAt ?? 0) < (this.#marks.at(-1)?.from.at ?? 0)) return
    const roomAt = await readRoomAt(this.stage.databaseUrl)
    const ms = (roomAt ?? 0) - EARLY_MS - this.#travel.now()
    if (ms < SKIP_MS_MIN) return
    await this.stage.simulator.control.drain(SETTLE_MS_MAX)
    await this.#travel.skip(ms, this.stage.simulator)
    this.#say(`        ${Math.round(ms / 360_000) / 10} hours go by`)
    this.#lastTaken = { ...this.#lastTaken, at: this.#travel.now() }
  }

  #skippedHours(): number {
    return Math.round(this.#travel.skippedMs() / 360_000) / 10
  }

  #endStretch(mark: Mark): void {
    const last = this.#marks.at(-1)
    if (last !== undefined) last.until ??= mark
  }

  async #campaign(): Promise<{ readonly plan: StoredPlan | null; readonly pausedBecause: unknown }> {
    return ask(this.stage.web, 'GET', `/campaigns/${this.campaign}`)
  }

  async #watchPlans(): Promise<void> {
    while (this.#isWatching) {
      const { plan } = await this.#campaign()
      if (plan !== null && plan.madeAt !== this.#plans.at(-1)?.madeAt) this.#plans.push(plan)
      await delay(PLAN_MS)
    }
  }

  async #watchBooks(): Promise<void> {
    // Until everybody is written down there are no books yet.
    while ((await readBooks(this.stage.databaseUrl, this.campaign)).audience < this.#options.recipients)
      await delay(POLL_MS)
    while (this.#isWatching) {
      await this.checkBooks()
      await delay(BOOKS_MS)
    }
  }

  async checkBooks(): Promise<void> {
    const books = await readBooks(this.stage.databaseUrl, this.campaign)
    const wrong = imbalance(books, this.#options.recipients)
    this.#bookChecks += 1
    if (wrong === null) return
    this.#imbalances.push(wrong)
    this.#say(`        the books do not balance ${wrong}`)
  }

  countKill(): void {
    this.#kills += 1
  }

  /** By which limits so far. */
  #sayRefused(): Violations {
    const violations = this.stage.simulator.control.violations()
    const { throughput, pair, messagingLimit } = violations
    this.#say(
      `        refused: ${throughput} too fast, ${pair} too often to one, ${messagingLimit} too many people`,
    )
    return violations
  }

  #say(line: string): void {
    this.#options.say(line)
  }

  /** Nothing is open any more; of whom nobody knows after an hour nobody will. */
  async #settle(): Promise<void> {
    await Promise.all(this.stage.processes.map(async (one) => one.ready()))
    await settle(this.stage, SETTLE_MS_MAX)
    await this.#travel.skip(UNKNOWN_MS, this.stage.simulator)
    for (let waited = 0; waited < SETTLE_MS_MAX; waited += POLL_MS) {
      const { dispatching, unknown } = await readProgress(this.stage.databaseUrl, this.campaign)
      if (dispatching + unknown === 0) return
      await delay(POLL_MS)
    }
  }

  async #count(): Promise<Omit<RunReport, 'seconds' | 'skippedHours'>> {
    const { simulator, databaseUrl, processes } = this.stage
    const sends = await readSettled(databaseUrl, this.campaign)
    const sent = simulator.control.sent()
    const onPhones = new Set(sent.map(({ callback }) => callback))
    const missing = sends.filter(({ id }) => !onPhones.has(id))
    const untold = missing.filter(({ state }) => state === 'accepted' || state === 'held')
    const { throughput, pair, messagingLimit } = this.#sayRefused()
    const [first, ...later] = this.#marks
    const isCalm = this.#options.disturbances.length === 0
    return {
      recipients: this.#options.recipients,
      lost: this.#options.recipients - sends.length + untold.length,
      secondCopies: sent.length - new Set(sent.map(({ customer }) => customer)).size,
      unconfirmed: missing.filter(({ state }) => state === 'unknown' || state === 'failed').length,
      failed: sends.filter(({ state }) => state === 'failed').length,
      violations: throughput + pair + messagingLimit - this.#untold,
      untold: this.#untold,
      etaErrorPercent: isCalm && first !== undefined ? this.#errorOf(first) : null,
      replans: later.map((one) => ({ after: one.name, errorPercent: this.#errorOf(one) })),
      ...{ kills: this.#kills, bookChecks: this.#bookChecks, imbalances: this.#imbalances },
      ownEnds: processes.flatMap((one) => one.ownEnds()),
    }
  }

  /** Of the first plan that was made in this stretch. */
  #errorOf({ name, from, until }: { name: string; from: Mark; until: Mark | null }): number | null {
    const plan = this.#plans.find(({ madeAt }) => madeAt >= from.at)
    if (plan === undefined || until === null || plan.madeAt >= until.at) return null
    const error = errorPercent(plan, until)
    const seconds = Math.round((until.at - plan.madeAt) / 1000)
    this.#say(`        after ${name}: of ${seconds} s planned with an error of ${error} %`)
    return error
  }
}

const percent = (part: number, whole: number): string =>
  `${String(Math.round((100 * part) / whole)).padStart(3)} %`

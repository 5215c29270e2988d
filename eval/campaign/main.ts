/**
 * npm run eval:campaign -- [--recipients 100000] [--kills 20] [--mps N] [--seed N] [--only calm|disturbed] [--json]
 *
 * Two campaigns through the real program: one that nothing disturbs, whose end is predicted when a twentieth is done, and one that Meta,
 * its people and `kill -9` disturb. docs/campaign-plan.md says what is real. Ends with 1 if anything was lost or sent twice, the books did
 * not balance, or a prediction was too far off.
 */
import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { allDisturbances } from './disturbances.ts'
import { runCampaign, type RunOptions, type RunReport } from './run-campaign.ts'

const ETA_PERCENT_MAX = 10
const REPLAN_PERCENT_MAX = 5
/** What Meta lets a number send that nobody has made faster. Smaller runs are slower, so that each takes some minutes at least. */
const PER_SECOND_MAX = 80
/** The slowest that Meta lets a number be (coexistence). */
const PER_SECOND_MIN = 20
const SECONDS = 400
const TIERS = [
  ['TIER_250', 250],
  ['TIER_2K', 2000],
  ['TIER_10K', 10_000],
  ['TIER_100K', 100_000],
] as const

const { values } = parseArgs({
  options: {
    recipients: { type: 'string', default: '100000' },
    kills: { type: 'string', default: '20' },
    mps: { type: 'string' },
    seed: { type: 'string', default: String(randomInt(1_000_000)) },
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})

const say = (line: string): void => console.log(line)
const recipients = wholeNumber('recipients', values.recipients)
const kills = wholeNumber('kills', values.kills)
const usual = Math.min(PER_SECOND_MAX, Math.max(PER_SECOND_MIN, Math.round(recipients / SECONDS)))
const perSecond = values.mps === undefined ? usual : wholeNumber('mps', values.mps)
const seed = wholeNumber('seed', values.seed)
const common: Omit<RunOptions, 'tier' | 'disturbances'> = { recipients, perSecond, seed, say }
say(`${recipients} recipients, ${perSecond} messages a second, seed ${seed}`)

const enough = tierFrom(recipients)
/** A tenth of them, so that a day ends where more people are allowed. */
const small = tierFrom(recipients / 10)
const calm =
  values.only === 'disturbed' ? null : await run('calm', { ...common, tier: enough, disturbances: [] })
const disturbed =
  values.only === 'calm'
    ? null
    : await run('disturbed', {
        ...common,
        tier: small,
        disturbances: allDisturbances(kills, { more: enough, fewer: small }),
      })
const reports = [calm, disturbed].filter((one) => one !== null)

const total = (of: (report: RunReport) => number): number => reports.reduce((sum, one) => sum + of(one), 0)
const replans = disturbed?.replans ?? []
const result = {
  recipients,
  lost: total(({ lost }) => lost),
  secondCopies: total(({ secondCopies }) => secondCopies),
  etaErrorPercent: calm?.etaErrorPercent ?? null,
  replanErrorPercent: replans.map(({ errorPercent }) => errorPercent),
  kills: total((one) => one.kills),
  bookChecks: total(({ bookChecks }) => bookChecks),
  imbalances: total(({ imbalances }) => imbalances.length),
  violations: total(({ violations }) => violations),
  untold: total(({ untold }) => untold),
  unconfirmed: total(({ unconfirmed }) => unconfirmed),
  skippedHours: total(({ skippedHours }) => skippedHours),
  seconds: total(({ seconds }) => seconds),
  seed,
}
const isWell =
  result.lost + result.secondCopies + result.imbalances + result.violations === 0 &&
  (calm === null || (result.etaErrorPercent ?? Infinity) <= ETA_PERCENT_MAX) &&
  replans.every(({ errorPercent }) => (errorPercent ?? Infinity) <= REPLAN_PERCENT_MAX)
if (values.json) say(JSON.stringify(result))
process.exitCode = isWell ? 0 : 1

async function run(name: string, options: RunOptions): Promise<RunReport> {
  say(`\n${name}:`)
  const report = await runCampaign(options)
  const { replans: planned, ownEnds, imbalances, ...figures } = report
  for (const [what, value] of Object.entries(figures)) say(`  ${what.padEnd(16)} ${value ?? ''}`)
  for (const { after, errorPercent } of planned) say(`  replanned after ${after}: ${errorPercent} % off`)
  for (const line of [...imbalances, ...ownEnds]) say(`  ${line}`)
  return report
}

/** The lowest that lets so many be begun with in 24 hours. */
function tierFrom(people: number): string {
  return TIERS.find(([, allowed]) => allowed >= people)?.[0] ?? 'TIER_UNLIMITED'
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`--${name} wants a whole number`)
  return value
}

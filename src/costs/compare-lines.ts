/** Our month beside Meta's, line by line, and why a line may differ. Pure. */
import type { PricingPoint } from '#whatsapp/graph-costs.ts'
import type { VolumeRow } from './internal/ledger-sql.ts'
import { isSameAmount, microsOfNumber, microsText, type Micros } from './money.ts'
import { rateAt, type BilledMonth } from './months.ts'
import { sumUp } from './price-volumes.ts'
import type { Rate } from './rate-cards.ts'
import type { ReconciledLine, Why } from './shapes.ts'
import { counterOf, discountKey } from './volume-tiers.ts'

type Line = {
  readonly category: string
  readonly type: string
  readonly country: string
  readonly ours: {
    readonly volume: number
    readonly micros: Micros
    readonly isUnpriced: boolean
    readonly tiers: Tiers
  }
  readonly metas: { readonly volume: number; readonly micros: Micros | null }
}

/** Of a line: not touched by tiers; touched by them here or at Meta; or Meta told of a step that is beyond what we count to. */
type Tiers = 'none' | 'some' | 'beyond'

export type Circumstances = {
  /** The month runs or has just ended. */
  readonly isFresh: boolean
  readonly isCounting: boolean
  readonly tiers: {
    /** What they take off by market and category. */
    readonly discounts: ReadonlyMap<string, Micros>
    /** How many messages the portfolio has come to, by counter. */
    readonly counts: ReadonlyMap<string, number>
    /** Which step Meta told of, by counter in small letters. */
    readonly told: ReadonlyMap<string, number>
  }
}

/** @param points of our numbers alone */
export function compareLines(
  billed: Pick<BilledMonth, 'cards'>,
  volumes: readonly VolumeRow[],
  points: readonly PricingPoint[],
  circumstances: Circumstances,
): ReconciledLine[] {
  const lines = linesOf(billed, volumes, points, circumstances.tiers)
  const kinds = new Map<string, { ours: number; metas: number }>()
  for (const { category, country, ours, metas } of lines) {
    const sum = kinds.get(`${category} ${country}`) ?? { ours: 0, metas: 0 }
    kinds.set(`${category} ${country}`, { ours: sum.ours + ours.volume, metas: sum.metas + metas.volume })
  }
  return lines
    .map((line) => {
      const kind = kinds.get(`${line.category} ${line.country}`)
      return { line, why: whyOf(line, kind?.ours === kind?.metas, circumstances) }
    })
    .toSorted((a, b) => Number(b.why !== null) - Number(a.why !== null) || sizeOf(b.line) - sizeOf(a.line))
    .map(({ line: { category, type, country, ours, metas }, why }) => ({
      ...{ category, type, country, why },
      volume: { ours: ours.volume, metas: metas.volume },
      cost: {
        ours: ours.isUnpriced ? null : microsText(ours.micros),
        metas: metas.micros === null ? null : microsText(metas.micros),
      },
    }))
}

const sizeOf = ({ ours, metas }: Line): number => Math.max(ours.volume, metas.volume)

function whyOf(
  { ours, metas }: Line,
  isSameKind: boolean,
  { isFresh, isCounting }: Circumstances,
): Why | null {
  if (ours.volume !== metas.volume) {
    if (isSameKind) return 'kind'
    if (isCounting && ours.volume < metas.volume) return 'counting'
    if (isFresh) return 'late'
    return ours.volume < metas.volume ? 'elsewhere' : 'ours_more'
  }
  if (metas.micros === null) return null
  if (ours.isUnpriced) return 'unpriced'
  if (isSameAmount(ours.micros, metas.micros)) return null
  if (ours.tiers === 'none') return 'price'
  return ours.tiers === 'some' ? 'tiers' : 'portfolio'
}

/**
 * What is free after an advertisement webhooks put under referral_conversion, and figures under what it would be otherwise (Meta,
 * "Status messages webhook" and the example of "Analytics", Feb 2026).
 */
const FREE_ENTRY = 'free_entry_point'
const keyOf = ({ category, type, country }: Pick<PricingPoint, 'category' | 'type' | 'country'>): string =>
  `${type === FREE_ENTRY ? 'referral_conversion' : category} ${type} ${country}`

function linesOf(
  billed: Pick<BilledMonth, 'cards'>,
  volumes: readonly VolumeRow[],
  points: readonly PricingPoint[],
  tiers: Circumstances['tiers'],
): Line[] {
  const sums = sumUp(billed, volumes, keyOf)
  const metas = Map.groupBy(points, keyOf)
  return [...new Set([...sums.keys(), ...metas.keys()])].map((key) => {
    const [category = '', type = '', country = ''] = key.split(' ')
    const sum = sums.get(key) ?? { volume: 0, billable: 0, unpriced: 0, micros: 0n }
    const off = discountOf({ billed, volumes, discounts: tiers.discounts }, { category, country })
    const isBilled = sum.billable > 0
    const said = metas.get(key) ?? []
    const isHidden = said.some(({ cost }) => cost === null)
    return {
      ...{ category, type, country },
      ours: {
        volume: sum.volume,
        micros: isBilled ? sum.micros - (off ?? 0n) : 0n,
        isUnpriced: sum.unpriced > 0,
        tiers: isBilled ? tiersOf(lastRate(billed, { category, country }), off !== 0n, tiers) : 'none',
      },
      metas: {
        volume: said.reduce((total, { volume }) => total + volume, 0),
        micros: isHidden ? null : said.reduce((total, { cost }) => total + microsOfNumber(cost ?? 0), 0n),
      },
    }
  })
}

/** What a line's messages cost at the end of the month. */
const lastRate = ({ cards }: Pick<BilledMonth, 'cards'>, line: { category: string; country: string }) =>
  rateAt({ cards }, { card: cards.length, ...line })

/** A step of Meta's is named by the first message that is beyond the one before. */
function tiersOf(rate: Rate | null, isDiscounted: boolean, { counts, told }: Circumstances['tiers']): Tiers {
  const counter = rate === null ? '' : counterOf(rate)
  const step = told.get(counter.toLowerCase())
  if (step !== undefined && step - 1 > (counts.get(counter) ?? 0)) return 'beyond'
  return isDiscounted || step !== undefined ? 'some' : 'none'
}

/** A market's discount is its only country's; null where several share it: nobody says whose it is. */
function discountOf(
  {
    billed,
    volumes,
    discounts,
  }: {
    readonly billed: Pick<BilledMonth, 'cards'>
    readonly volumes: readonly VolumeRow[]
    readonly discounts: ReadonlyMap<string, Micros>
  },
  { category, country }: { readonly category: string; readonly country: string },
): Micros | null {
  if (discounts.size === 0) return 0n
  const rate = lastRate(billed, { category, country })
  const off = rate === null ? undefined : discounts.get(discountKey(rate))
  if (rate === null || off === undefined) return 0n
  const sharing = new Set(
    volumes
      .filter((row) => row.isBillable && row.category === category)
      .filter((row) => rateAt(billed, row)?.market === rate.market)
      .map((row) => row.country),
  )
  return sharing.size === 1 ? off : null
}

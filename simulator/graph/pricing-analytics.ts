/**
 * The field `pricing_analytics` of an account: what was delivered and what it costs, by time and by as many dimensions
 * as were asked for. Source: Meta, "Analytics" (19 Nov 2025), and the Graph reference of the field (v25).
 */
import { GraphError } from '#simulator/graph/graph-error.ts'
import { amountOf, chargesOf, type Charge } from '#simulator/messages/invoice.ts'
import type { World } from '#simulator/world/world.ts'
import type { Json } from '#simulator/world/world.ts'

const HALF_HOUR_MS = 30 * 60 * 1000
const DAY_MS = 24 * 60 * 60 * 1000
const DIMENSIONS = ['PRICING_CATEGORY', 'PRICING_TYPE', 'COUNTRY', 'PHONE', 'TIER'] as const
type Dimension = (typeof DIMENSIONS)[number]
/** Categories that have volume tiers at all. */
const TIERED = new Set(['utility', 'authentication'])

type Question = {
  readonly start: number
  readonly end: number
  readonly granularity: string
  readonly dimensions: readonly Dimension[]
  readonly metrics: readonly string[]
  readonly filters: readonly ((one: Charge) => boolean)[]
}

/** Answers `pricing_analytics.start(…).end(…).granularity(…)…` if the wanted fields ask for it. */
export function pricingAnalytics(world: World, wabaId: string, fields: string): Json | undefined {
  const asked = /(?:^|,)\s*pricing_analytics((?:\.\w+\([^)]*\))*)/.exec(fields)?.[1]
  if (asked === undefined) return undefined
  const question = questionOf(world, asked)
  const points = new Map<string, { point: Json; volume: number; micros: bigint }>()
  for (const one of chargesOf(world, wabaId)) {
    if (one.at < question.start || one.at >= question.end || !question.filters.every((fits) => fits(one)))
      continue
    const point = { ...spanOf(one.at, question.granularity), ...labelsOf(world, one, question.dimensions) }
    const key = JSON.stringify(point)
    const sum = points.get(key) ?? { point, volume: 0, micros: 0n }
    points.set(key, { point, volume: sum.volume + one.volume, micros: sum.micros + one.micros })
  }
  const wants = (metric: string): boolean =>
    question.metrics.length === 0 || question.metrics.includes(metric)
  const data_points = [...points.values()].map(({ point, volume, micros }) => ({
    ...point,
    ...(wants('VOLUME') ? { volume } : {}),
    ...(wants('COST') ? { cost: Number(amountOf(micros)) } : {}),
  }))
  return { data: data_points.length === 0 ? [] : [{ data_points }] }
}

function questionOf(world: World, asked: string): Question {
  const parts = new Map([...asked.matchAll(/\.(\w+)\(([^)]*)\)/g)].map((match) => [match[1], match[2] ?? '']))
  const moment = (name: string): number => {
    const value = Number(parts.get(name) ?? '')
    if (!Number.isSafeInteger(value) || value <= 0)
      throw new GraphError(100, `Param ${name} of pricing_analytics must be a UNIX timestamp.`)
    return value * 1000
  }
  const list = (name: string): string[] =>
    (parts.get(name) ?? '')
      .replaceAll(/[[\]"'\s]/g, '')
      .split(',')
      .filter((one) => one !== '')
  const granularity = parts.get('granularity')?.replaceAll(/["']/g, '').toUpperCase() ?? ''
  if (!['HALF_HOUR', 'DAILY', 'MONTHLY'].includes(granularity))
    throw new GraphError(100, 'Param granularity must be one of {HALF_HOUR, DAILY, MONTHLY}.')
  const dimensions = list('dimensions').map((name) => {
    const known = DIMENSIONS.find((one) => one === name.toUpperCase())
    if (known === undefined)
      throw new GraphError(100, `Param dimensions must be one of {${DIMENSIONS.join(', ')}}.`)
    return known
  })
  const among = (name: string, of: (one: Charge) => string) => {
    const wanted = list(name)
    return (one: Charge): boolean => wanted.length === 0 || wanted.includes(of(one))
  }
  return {
    start: moment('start'),
    end: moment('end'),
    granularity,
    dimensions,
    metrics: list('metric_types'),
    filters: [
      among('country_codes', ({ country }) => country),
      among('phone_numbers', (one) => phoneOf(world, one)),
      among('pricing_categories', ({ category }) => wordOf(category)),
      among('pricing_types', ({ pricingType }) => wordOf(pricingType)),
    ],
  }
}

function spanOf(at: number, granularity: string): { start: number; end: number } {
  const date = new Date(at)
  const month = (offset: number): number => Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + offset)
  const day = Math.floor(at / DAY_MS) * DAY_MS
  const [start, end] =
    granularity === 'MONTHLY'
      ? [month(0), month(1)]
      : granularity === 'DAILY'
        ? [day, day + DAY_MS]
        : [at, at + HALF_HOUR_MS]
  return { start: start / 1000, end: end / 1000 }
}

function labelsOf(world: World, one: Charge, dimensions: readonly Dimension[]): Json {
  const labels: Json = {}
  for (const dimension of dimensions) {
    if (dimension === 'COUNTRY') labels['country'] = one.country
    else if (dimension === 'PHONE') labels['phone_number'] = phoneOf(world, one)
    else if (dimension === 'PRICING_TYPE') labels['pricing_type'] = wordOf(one.pricingType)
    else if (dimension === 'PRICING_CATEGORY') labels['pricing_category'] = wordOf(one.category)
    else if (TIERED.has(one.category) && one.pricingType === 'regular') labels['tier'] = one.tier ?? '0:'
  }
  return labels
}

const phoneOf = (world: World, { number }: Charge): string =>
  world.numbers.get(number)?.displayPhoneNumber ?? ''

/** MARKETING_LITE, AUTHENTICATION_INTERNATIONAL, FREE_CUSTOMER_SERVICE … */
const wordOf = (name: string): string => name.replaceAll('-', '_').toUpperCase()

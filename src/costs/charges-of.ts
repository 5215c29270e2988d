/**
 * What Meta charges for one message, from all that it ever said about it. A function of the set of statuses, so neither their
 * order nor how often each came can matter. Pure.
 *
 * Only what was delivered is charged, and `read` or `played` may come without `delivered` (Meta, "Pricing" and "Status messages
 * webhook", Nov 2025). `pricing` comes with `sent` and with one of `delivered` and `read`; `billable` is to go away, `type` and
 * `category` decide, but a `billable` that says no is believed: so also what is exempt by law or contract.
 */
import type { JsonObject } from '#whatsapp/facts.ts'
import { countryOfRecipient } from './markets.ts'

export type StatusSeen = {
  readonly status: string
  readonly recipient: string
  /** Milliseconds. */
  readonly at: number
  readonly pricing: JsonObject | null
}

export type Charge = {
  readonly country: string
  readonly category: string
  readonly type: string
  readonly isBillable: boolean
  readonly units: number
  readonly deliveredAt: number
}

const DELIVERED = new Set(['delivered', 'read', 'played'])

/** In no order; nothing if nobody got it, or if Meta never said what it was. */
export function chargesOf(statuses: readonly StatusSeen[]): readonly Charge[] {
  const lines = new Map<string, Charge>()
  for (const said of Map.groupBy(statuses, ({ recipient }) => recipient).values()) {
    const charge = chargeOf(said)
    if (charge === null) continue
    const key = `${charge.country} ${charge.category} ${charge.type}`
    const known = lines.get(key)
    lines.set(key, known === undefined ? charge : join(known, charge))
  }
  return [...lines.values()]
}

/** One recipient's. */
function chargeOf(said: readonly StatusSeen[]): Charge | null {
  const delivered = said.filter(({ status }) => DELIVERED.has(status))
  if (delivered.length === 0) return null
  const [told] = said.filter(({ pricing }) => pricing !== null).toSorted(byWord)
  if (told === undefined || told.pricing === null) return null
  const { pricing } = told
  const category = wordOf(pricing['category'])
  const type = wordOf(pricing['type'])
  const isRegular = type === '' ? pricing['billable'] === true : type === 'regular'
  return {
    country: countryOfRecipient(told.recipient),
    category,
    type,
    isBillable: isRegular && pricing['billable'] !== false && wordOf(pricing['subtype']) !== 'paid_exempt',
    units: 1,
    deliveredAt: delivered.reduce((first, { at }) => Math.min(first, at), Infinity),
  }
}

/** What was said of the delivery before what was said of the sending; then the earlier; then any one, always the same. */
function byWord(one: StatusSeen, other: StatusSeen): number {
  const late = Number(DELIVERED.has(other.status)) - Number(DELIVERED.has(one.status))
  if (late !== 0) return late
  if (one.at !== other.at) return one.at - other.at
  return JSON.stringify(one.pricing) < JSON.stringify(other.pricing) ? -1 : 1
}

const join = (one: Charge, other: Charge): Charge => ({
  ...one,
  isBillable: one.isBillable || other.isBillable,
  units: one.units + other.units,
  deliveredAt: Math.min(one.deliveredAt, other.deliveredAt),
})

const WORD_CHARS_MAX = 60
/** Documents write authentication-international, programs authentication_international. */
const wordOf = (value: unknown): string =>
  typeof value === 'string' ? value.toLowerCase().replaceAll('-', '_').slice(0, WORD_CHARS_MAX) : ''

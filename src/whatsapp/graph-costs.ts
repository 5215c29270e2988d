/**
 * What Meta says it charges: `pricing_analytics` of a WABA, and the currency and time zone in which it bills it. Meta calls these
 * figures approximate, and hides costs where a solution partner pays. Source: Meta, "Analytics" (12 Feb 2026): at most a year back.
 */
import type { Secret } from '#platform/secrets.ts'
import type { Json } from './facts.ts'
import { type GraphOptions, callGraph, pathOf } from './graph-call.ts'
import { idOf, listOf, objectOf, textOf } from './json.ts'
import { timeZoneOfId } from './time-zones.ts'

/** One kind of message in one stretch of time. Words as webhooks write them: `marketing`, `free_customer_service`. */
export type PricingPoint = {
  /** ISO 3166. */
  readonly country: string
  readonly category: string
  readonly type: string
  /** Digits; null: Meta does not say. */
  readonly phone: string | null
  readonly volume: number
  /** In the WABA's currency; null: Meta does not show it. */
  readonly cost: number | null
}

export type BilledAccount = {
  /** ISO 4217; null: Meta does not say. */
  readonly currency: string | null
  /** IANA; null: Meta does not say. */
  readonly timeZone: string | null
}

export type GraphCosts = {
  readonly readAccount: (token: Secret, wabaId: string) => Promise<BilledAccount>
  /** What was delivered from one moment to before another, in seconds. */
  readonly pricingAnalytics: (
    token: Secret,
    wabaId: string,
    span: { readonly from: number; readonly to: number },
  ) => Promise<readonly PricingPoint[]>
}

/** Binds the calls to one way out, one address and one version. */
export const createGraphCosts = (options: GraphOptions): GraphCosts => ({
  readAccount: async (token, wabaId) => {
    const found = await callGraph(options, token, {
      path: pathOf(wabaId),
      query: { fields: 'currency,timezone_id' },
    })
    const currency = textOf(found['currency'])
    return {
      currency: currency !== null && /^[A-Z]{3}$/u.test(currency) ? currency : null,
      timeZone: timeZoneOfId(idOf(found['timezone_id']) ?? ''),
    }
  },
  pricingAnalytics: async (token, wabaId, { from, to }) => {
    const dimensions = '["PRICING_CATEGORY","PRICING_TYPE","COUNTRY","PHONE"]'
    const fields = `pricing_analytics.start(${from}).end(${to}).granularity(DAILY).dimensions(${dimensions})`
    const found = await callGraph(options, token, {
      path: pathOf(wabaId),
      query: { fields },
      timeoutMs: 60_000,
    })
    const parts = listOf(objectOf(found['pricing_analytics'])?.['data']) ?? []
    return parts.flatMap((part) => (listOf(objectOf(part)?.['data_points']) ?? []).flatMap(pointOf))
  },
})

function pointOf(value: Json): readonly PricingPoint[] {
  const point = objectOf(value)
  const volume = point?.['volume']
  const cost = point?.['cost']
  if (point === null || typeof volume !== 'number' || !Number.isSafeInteger(volume)) return []
  return [
    {
      country: textOf(point['country']) ?? '',
      category: wordOf(point['pricing_category']),
      type: wordOf(point['pricing_type']),
      phone: textOf(point['phone_number'])?.replaceAll(/\D/gu, '') ?? null,
      volume,
      cost: typeof cost === 'number' && Number.isFinite(cost) ? cost : null,
    },
  ]
}

const wordOf = (value: Json | undefined): string => (textOf(value) ?? '').toLowerCase().replaceAll('-', '_')

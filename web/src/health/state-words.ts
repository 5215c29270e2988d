/** Short words for what a number is, how many people it may write to, and shares of messages. */
import { useLingui } from '@lingui/react/macro'
import { wholeNumber } from '../platform/format.ts'

/** Meta's words are TIER_2K and TIER_UNLIMITED. */
export function useTierWords(): (tier: string) => string {
  const { t, i18n } = useLingui()
  return (tier) => {
    const [, digits, thousands] = /^TIER_(\d+)(K?)$/u.exec(tier) ?? []
    if (digits !== undefined) return wholeNumber(Number(digits) * (thousands === 'K' ? 1000 : 1), i18n.locale)
    return tier === 'TIER_UNLIMITED' ? t`no limit` : tier
  }
}

/** Two digits at the most: 12%, 1.3%. */
export function percent(rate: number | null, locale: string): string {
  if (rate === null) return '–'
  return new Intl.NumberFormat(`${locale}-IN-u-nu-latn`, {
    style: 'percent',
    maximumFractionDigits: rate < 0.1 ? 1 : 0,
  }).format(rate)
}

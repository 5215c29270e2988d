import { msg } from '@lingui/core/macro'
import type { MessageDescriptor } from '@lingui/core'
import { useLingui } from '@lingui/react/macro'
import type { CostsBy, ReconciledLine } from '../platform/contract.ts'
import { phoneNumber } from '../platform/format.ts'

const CATEGORIES: Readonly<Record<string, MessageDescriptor>> = {
  marketing: msg`Marketing`,
  marketing_lite: msg`Marketing (through Meta’s marketing interface)`,
  utility: msg`Utility`,
  authentication: msg`Authentication`,
  authentication_international: msg`Authentication from abroad`,
  service: msg`Replies without a template`,
  referral_conversion: msg`After an advertisement`,
  group_marketing: msg`Marketing in groups`,
  group_utility: msg`Utility in groups`,
  group_service: msg`Replies in groups`,
}

const TYPES: Readonly<Record<string, MessageDescriptor>> = {
  regular: msg`billed`,
  free_customer_service: msg`free`,
  free_entry_point: msg`free after an advertisement`,
  free_group_customer_service: msg`free`,
}

export const BY_WORDS: Readonly<Record<CostsBy, MessageDescriptor>> = {
  category: msg`Kind`,
  country: msg`Country`,
  template: msg`Template`,
  conversation: msg`Customer`,
  day: msg`Day`,
}

export const WHY_WORDS: Readonly<Record<NonNullable<ReconciledLine['why']>, MessageDescriptor>> = {
  late: msg`The newest messages may still be on their way to one side. Compare again tomorrow.`,
  counting: msg`Older messages are still being counted here. Compare again later.`,
  elsewhere: msg`Meta counts more than we saw: another program may send from the same account, or we were not told of some messages.`,
  ours_more: msg`We were told of more deliveries than Meta counts. Meta’s invoice decides.`,
  kind: msg`The same messages, but Meta puts them under another kind.`,
  unpriced: msg`We have no price for these, so only the number of messages can be compared.`,
  price: msg`The same messages at another price: our price list may be out of date.`,
  tiers: msg`The same messages; Meta’s volume discount differs from ours.`,
  portfolio: msg`The same messages at a lower price: Meta says that you have reached a higher volume discount than we count to. Other WhatsApp accounts of your business count too.`,
}

/** Names for what lines stand for. */
export function useCostWords() {
  const { t, i18n } = useLingui()
  const countries = new Intl.DisplayNames([i18n.locale], { type: 'region' })
  const country = (code: string): string =>
    /^[A-Z]{2}$/u.test(code) ? (countries.of(code) ?? code) : t`Country not known`
  const category = (word: string): string => {
    const known = CATEGORIES[word]
    return known === undefined ? (word === '' ? t`Kind not known` : word) : t(known)
  }
  const day = (text: string): string =>
    new Intl.DateTimeFormat(`${i18n.locale}-IN-u-nu-latn`, {
      timeZone: 'UTC',
      weekday: 'short',
      day: 'numeric',
      month: 'short',
    }).format(Date.parse(text))
  return {
    country,
    category,
    type: (word: string): string => {
      const known = TYPES[word]
      return known === undefined ? word : t(known)
    },
    line: (by: CostsBy, key: string, label: string | null): string => {
      if (by === 'country') return country(key)
      if (by === 'category') return category(key)
      if (by === 'day') return day(key)
      if (by === 'template') return key === '' ? t`Without a template` : key
      if (key === '') return t`Erased conversations`
      return label === null
        ? t`Somebody without a name`
        : /^\d{8,15}$/u.test(label)
          ? phoneNumber(label)
          : label
    },
    /** "November 2026". */
    month: (month: string): string =>
      new Intl.DateTimeFormat(`${i18n.locale}-IN-u-nu-latn`, {
        timeZone: 'UTC',
        month: 'long',
        year: 'numeric',
      }).format(Date.parse(`${month}-01`)),
  }
}

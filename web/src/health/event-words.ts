/** What happened to a number, in plain sentences. */
import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import type { HealthEvent, Quality } from '../platform/contract.ts'
import { dateAndTime } from '../platform/format.ts'
import { useTierWords } from './state-words.ts'

type Kind = HealthEvent['kind']
/** Of those that need no more than what they became; '' is anything else. */
const PLAIN: Readonly<Partial<Record<Kind, Readonly<Record<string, MessageDescriptor>>>>> = {
  quality: {
    GREEN: msg`The quality is high.`,
    YELLOW: msg`The quality is medium: some customers block or report the number.`,
    RED: msg`The quality is low: many customers block or report the number.`,
    '': msg`Meta has not rated the quality yet.`,
  },
  throughput: {
    HIGH: msg`The number may send 1,000 messages a second.`,
    '': msg`The number sends at normal speed.`,
  },
  verification: {
    VERIFIED: msg`The number is verified as yours.`,
    NOT_VERIFIED: msg`The number is not verified as yours.`,
    EXPIRED: msg`The code that verified the number has expired; it works all the same.`,
  },
  account: {
    active: msg`The WhatsApp account works again.`,
    deleted: msg`The WhatsApp account was deleted.`,
    offboarded: msg`The WhatsApp account was disconnected from the platform.`,
    disabled: msg`Meta switched the WhatsApp account off.`,
  },
  account_review: {
    APPROVED: msg`Meta’s review approved the WhatsApp account.`,
    REJECTED: msg`Meta’s review turned the WhatsApp account down.`,
    '': msg`Meta is reviewing the WhatsApp account.`,
  },
  partner: {
    added: msg`Harkara has access to the WhatsApp account.`,
    removed: msg`Harkara lost its access to the WhatsApp account.`,
  },
  security: {
    PIN_CHANGED: msg`The PIN of the number was changed.`,
    PIN_RESET_REQUEST: msg`Somebody asked to reset the PIN of the number.`,
    PIN_REQUEST_SUCCESS: msg`The PIN of the number was reset.`,
  },
  marketing_messages: {
    ONBOARDED: msg`Offers go through Meta’s marketing interface from now on.`,
    ELIGIBLE: msg`You may use Meta’s marketing interface for offers.`,
    '': msg`Meta’s marketing interface is not open to this account.`,
  },
  certification: { APPROVED: msg`Meta accepted the papers of your business.` },
  number_status: { CONNECTED: msg`The number works at Meta.` },
  sending: {
    AVAILABLE: msg`Messages go out.`,
    LIMITED: msg`Only some messages go out.`,
    BLOCKED: msg`No messages go out.`,
  },
}

/** Meta, "account_alerts" (Nov 2025), which may leave its own description out. */
const ALERTS: Readonly<Record<string, MessageDescriptor>> = {
  INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED: msg`It is not decided yet whether you may write first to more people.`,
  INCREASED_CAPABILITIES_ELIGIBILITY_FAILED: msg`You may not write first to more people.`,
  INCREASED_CAPABILITIES_ELIGIBILITY_NEED_MORE_INFO: msg`Meta needs to know more about your business before you may write first to more people.`,
  OBA_APPROVED: msg`Your business gets the mark of an official account.`,
  OBA_REJECTED: msg`Your business does not get the mark of an official account.`,
  PROFILE_PICTURE_LOST: msg`The profile picture of the number is gone. Choose it again.`,
}

const textIn = (value: HealthEvent['data'][string] | undefined): string =>
  typeof value === 'string' ? value : ''

export function useEventWords(): (event: HealthEvent) => string {
  const { t } = useLingui()
  const detailed = useDetailedWords()
  return (event) => {
    const words = PLAIN[event.kind]
    const plain = words?.[event.to] ?? words?.['']
    if (plain === undefined) return detailed(event)
    // Why only some go out is said in Meta's words.
    const why = event.kind === 'sending' && event.to !== 'AVAILABLE' ? textIn(event.data['description']) : ''
    return why === '' ? t(plain) : `${t(plain)} ${why}`
  }
}

/** Of those that name something. */
function useDetailedWords(): (event: HealthEvent) => string {
  const { t, i18n } = useLingui()
  const tier = useTierWords()
  const restriction = useRestrictionWords()
  const nameWords = useNameWords()
  return ({ kind, subject, to, data }) => {
    const description = textIn(data['description'])
    if (kind === 'name' || kind === 'new_name') return nameWords(to, textIn(data['name']))
    if (kind === 'tier') {
      const limit = tier(to)
      return t`People you may write to first in 24 hours: ${limit}.`
    }
    if (kind === 'number_status') return t`The number is ${to} at Meta.`
    if (kind === 'portfolio') return t`The number belongs to the business portfolio ${to}.`
    if (kind === 'certification') return t`The papers of your business at Meta: ${to}.`
    if (kind === 'violation') return t`Meta says that something broke WhatsApp’s policy: ${to}`
    if (kind === 'account_event') return t`Meta told about the account: ${to}`
    if (kind === 'account' && to === 'disable_scheduled') {
      const date = textIn(data['date'])
      return t`Meta is going to switch the WhatsApp account off: ${date}`
    }
    if (kind === 'alert') {
      const known = ALERTS[subject]
      const text = description === '' ? (known === undefined ? subject : t(known)) : description
      return to === 'ACTIVE' ? t`Meta’s notice: ${text}` : t`Meta’s notice is over: ${text}`
    }
    if (kind === 'payment')
      return to === 'Active'
        ? t`Payments by “${subject}” work.`
        : t`Payments by “${subject}” do not work: ${to}`
    if (kind === 'restriction') {
      const what = restriction(subject)
      const { expiresAt } = data
      const until = typeof expiresAt === 'number' ? dateAndTime(expiresAt, i18n.locale) : ''
      return until === '' ? t`Restricted: ${what}` : t`Restricted until ${until}: ${what}`
    }
    return to
  }
}

function useNameWords(): (to: string, name: string) => string {
  const { t } = useLingui()
  return (to, name) => {
    if (to === 'APPROVED')
      return name === '' ? t`Meta approved the display name.` : t`Meta approved the display name “${name}”.`
    if (to === 'REJECTED')
      return name === ''
        ? t`Meta did not accept the display name.`
        : t`Meta did not accept the display name “${name}”.`
    return to === 'EXPIRED' ? t`The display name has expired.` : t`Meta is reviewing the display name.`
  }
}

/** What a restriction takes away. Types: Meta, "account_update" (11 Sep 2026). */
export function useRestrictionWords(): (type: Quality['restrictions'][number]['type']) => string {
  const { t } = useLingui()
  return (type) => {
    const words: Readonly<Record<string, string>> = {
      RESTRICTED_ADD_PHONE_NUMBER_ACTION: t`Adding numbers`,
      RESTRICTED_BIZ_INITIATED_MESSAGING: t`Writing to customers first`,
      RESTRICTED_CUSTOMER_INITIATED_MESSAGING: t`Answering customers`,
      RESTRICTED_UTILITY_TEMPLATES: t`Making utility templates`,
      RESTRICTED_DIRECT_SEND_UTILITY_TEMPLATES: t`Sending utility messages without a template`,
    }
    return words[type] ?? (type.includes('CALL') ? t`Calls` : type)
  }
}

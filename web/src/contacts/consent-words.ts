import { useLingui } from '@lingui/react/macro'
import type { Consent } from '../platform/contract.ts'
import { dayOf } from './day-of.ts'

/** How we know it: what the customer did, or who wrote it down. */
function useConsentSource(): (consent: Consent) => string {
  const { t } = useLingui()
  return ({ source, state, actor }) => {
    const who = actor ?? t`somebody of the team`
    switch (source) {
      case 'message':
        return state === 'withdrawn' ? t`wrote STOP` : t`wrote START`
      case 'user_preferences':
        return t`chose it in WhatsApp’s settings`
      case 'import':
        return t`came with an import`
      case 'merge':
        return t`two contacts were one person, and one of them did not want offers`
      case 'erasure':
        return t`they had said so before their data was erased`
      case 'api':
      case 'agent':
        return t`recorded by ${who}`
      default:
        return source satisfies never
    }
  }
}

/** One entry in plain words: what they want, since when, and how we know. */
export function useConsentWords(): (consent: Consent) => string {
  const { t, i18n } = useLingui()
  const sourceOf = useConsentSource()
  return (consent) => {
    const day = dayOf(consent.at, i18n.locale)
    const source = sourceOf(consent)
    const { purpose } = consent
    if (purpose === 'marketing')
      return consent.state === 'withdrawn'
        ? t`Does not want offers since ${day} – ${source}`
        : t`Wants offers since ${day} – ${source}`
    return consent.state === 'withdrawn'
      ? t`Does not want “${purpose}” since ${day} – ${source}`
      : t`Wants “${purpose}” since ${day} – ${source}`
  }
}

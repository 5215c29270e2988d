import { useLingui } from '@lingui/react/macro'
import type { ErasurePreview } from '../platform/contract.ts'

/** What stays after an erasure, and why. */
export function useKeptWords(): (kept: ErasurePreview['stays'][number]) => string {
  const { t } = useLingui()
  return (kept) => {
    switch (kept) {
      case 'refusals':
        return t`That they did not want offers, as a fingerprint of their number: so that an import cannot bring them back`
      case 'consents':
        return t`That somebody agreed or refused, and when, without who`
      case 'audit':
        return t`What your team did, without their name`
      case 'billing':
        return t`How many messages were charged, by month`
      case 'receipt':
        return t`The receipt of the erasure`
      case 'answers':
        return t`What your programs were answered today, sealed, for a day`
      case 'others_words':
        return t`What other people wrote in their own conversations`
      case 'backups':
        return t`Backups that you made before, until you delete them`
      default:
        return kept satisfies never
    }
  }
}

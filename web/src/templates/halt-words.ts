import { useLingui } from '@lingui/react/macro'
import type { LibraryTemplate } from '../platform/contract.ts'
import { dateAndTime } from '../platform/format.ts'

type Halted = Pick<LibraryTemplate, 'haltedBecause' | 'pausedUntil'>

/** Why a template is not sent any more, and what becomes of it. */
export function useHaltWords(): (template: Halted) => string {
  const { t, i18n } = useLingui()
  return ({ haltedBecause, pausedUntil }) => {
    const until = pausedUntil === null ? null : dateAndTime(pausedUntil, i18n.locale)
    switch (haltedBecause) {
      case 'paused':
        return until === null
          ? t`Meta has paused it: customers did not like it. Send it to fewer people, or change it.`
          : t`Meta has paused it until ${until}: customers did not like it.`
      case 'disabled':
        return t`Meta has disabled it for good. Make a new one with another text.`
      case 'rejected':
        return t`Meta has rejected it.`
      case 'recategorised':
        return t`Meta has moved it to another category, which has another price. Look before you send it.`
      case 'quality':
        return t`Its quality has fallen: customers block or report it. Send it to fewer people, or change it.`
      case 'archived':
        return t`Meta has put it away because it was not used for a year.`
      case 'deleted':
        return t`It was deleted at WhatsApp.`
      case 'other':
      case null:
        return t`It cannot be sent at the moment.`
      default:
        return haltedBecause satisfies never
    }
  }
}

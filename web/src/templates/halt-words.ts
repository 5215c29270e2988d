import { useLingui } from '@lingui/react/macro'
import type { LibraryTemplate } from '../platform/contract.ts'
import { dateAndTime } from '../platform/format.ts'

type Halted = Pick<LibraryTemplate, 'haltedBecause' | 'pausedUntil' | 'status' | 'deletesAt'>

/** Why a template is not sent any more, and what becomes of it. */
export function useHaltWords(): (template: Halted) => string {
  const { t, i18n } = useLingui()
  return ({ haltedBecause, pausedUntil, status, deletesAt }) => {
    if (status === 'ARCHIVED') {
      const day = deletesAt === null ? null : dateAndTime(deletesAt, i18n.locale)
      return day === null
        ? t`It is archived and cannot be sent. Meta deletes it 28 days after it was archived, unless somebody takes it out before.`
        : t`It is archived and cannot be sent. Meta deletes it on ${day}, unless somebody takes it out before.`
    }
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
      case 'deleted':
        return t`It was deleted at WhatsApp.`
      case 'archived': // and it is something else by now
      case 'other':
      case null:
        return t`It cannot be sent at the moment.`
      default:
        return haltedBecause satisfies never
    }
  }
}

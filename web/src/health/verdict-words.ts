/** The two sentences that say how a number fares and what to do. */
import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import type { Quality } from '../platform/contract.ts'
import { dateAndTime, wholeNumber } from '../platform/format.ts'

type Reason = Quality['reason']
type Advice = Quality['advice'][number]

const numberIn = (value: Reason['data'][string] | undefined): number =>
  typeof value === 'number' ? value : 0

/** Those whose sentence needs nothing beside. */
const PLAIN: Readonly<Record<Exclude<Reason['key'], WithData>, MessageDescriptor>> = {
  access_removed: msg`Harkara has lost its access to this number.`,
  number_stopped: msg`WhatsApp has blocked this number, so nothing can be sent.`,
  sending_blocked: msg`WhatsApp lets no messages go out from this number.`,
  quality_low: msg`Many customers block or report this number.`,
  account_rejected: msg`Meta’s review turned this WhatsApp account down.`,
  blocked_often: msg`More customers than usual block this number or want no more messages.`,
  violation: msg`Meta says that something you sent broke WhatsApp’s policy.`,
  failing_often: msg`More messages than usual are not delivered.`,
  no_statuses: msg`WhatsApp takes your messages but does not say whether they arrive.`,
  sending_limited: msg`WhatsApp lets only some messages go out from this number.`,
  number_limited: msg`WhatsApp has limited this number.`,
  quality_medium: msg`Some customers block or report this number.`,
  restricted_partly: msg`The number works, but WhatsApp has restricted some of what it may do.`,
  payment: msg`The number works, but a way of being paid on WhatsApp does not.`,
  templates_stopped: msg`The number works, but WhatsApp has stopped some of your templates.`,
  no_messages: msg`Far fewer messages arrive than usual at this hour.`,
  name_refused: msg`The number works, but Meta did not accept its display name.`,
  certification: msg`The number works, but Meta did not accept the papers of your business.`,
  alert: msg`The number works, and Meta has a notice for you.`,
  security: msg`Somebody changed the PIN of this number, or asked for it.`,
  read_seldom: msg`Fewer customers than usual read what you send.`,
  not_asked: msg`Meta has not been asked about this number yet.`,
  unrated: msg`The number works; Meta rates it once you have written to more customers.`,
  good: msg`The number is healthy: customers are content with what they get.`,
}
type WithData = 'account_stopped' | 'restricted' | 'limit_reached' | 'limit_close' | 'segment_apart'

export function useReasonWords(): (reason: Reason) => string {
  const { t, i18n } = useLingui()
  const count = (value: Reason['data'][string] | undefined): string =>
    wholeNumber(numberIn(value), i18n.locale)
  return ({ key, data }) => {
    if (key === 'account_stopped')
      return data['to'] === 'disable_scheduled'
        ? t`Meta is going to switch this WhatsApp account off.`
        : t`Meta has switched this WhatsApp account off, so nothing can be sent.`
    if (key === 'restricted') {
      const until = numberIn(data['expiresAt'])
      const when = dateAndTime(until, i18n.locale)
      return until === 0
        ? t`WhatsApp does not let this number write to customers at the moment.`
        : t`WhatsApp does not let this number write to customers until ${when}.`
    }
    const [used, people] = [count(data['used']), count(data['people'])]
    if (key === 'limit_reached')
      return t`You have written first to ${people} people in 24 hours, which is the limit.`
    if (key === 'limit_close')
      return t`You have written first to ${used} of the ${people} people that 24 hours allow.`
    if (key === 'segment_apart') {
      const { signal } = data
      const segment = String(data['segment'] ?? '')
      if (signal === 'failed_rate')
        return t`The number works, but many messages to the segment “${segment}” do not arrive.`
      if (signal === 'blocked_rate')
        return t`The number works, but many customers of the segment “${segment}” block it or want no more.`
      return t`The number works, but few customers of the segment “${segment}” read what you send.`
    }
    return t(PLAIN[key])
  }
}

export function useAdviceWords(): (advice: Advice) => string {
  const { t } = useLingui()
  return (advice) => {
    const words: Readonly<Record<Advice, string>> = {
      open_manager: t`Open WhatsApp Manager: there Meta says why, and what it wants.`,
      appeal: t`If you think it is a mistake, ask Meta for a review.`,
      connect_again: t`Connect the number again.`,
      stop_templates: t`Stop the templates that customers complain about.`,
      fewer_offers: t`Send offers less often, and only to customers who asked for them.`,
      clean_list: t`Take out numbers that do not answer, and customers who never agreed.`,
      wait_for_room: t`Wait until there is room again; you can still answer everybody who writes.`,
      spread_out: t`Spread what you send over several days.`,
      check_connection: t`Check the connection of the number.`,
      mend_payment: t`Connect the payment again in WhatsApp Manager.`,
      change_name: t`Choose another display name in WhatsApp Manager; it must be that of your business.`,
      check_security: t`If it was nobody of your team, change the PIN in WhatsApp Manager at once.`,
      better_templates: t`Change the wording: say who you are, why you write, and how to stop it.`,
      verify_business: t`Have Meta verify your business; a higher limit follows by itself.`,
      keep_going: t`There is nothing to do.`,
      wait: t`There is nothing to do but wait a little.`,
    }
    return words[advice]
  }
}

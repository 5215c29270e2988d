import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { Check } from '../platform/contract.ts'

/** What each check looks at. */
export const CHECK_NAMES: Readonly<Record<Check['key'], MessageDescriptor>> = {
  token: msg`Access token`,
  permissions: msg`Permissions`,
  number: msg`Number`,
  registration: msg`Registration`,
  quality: msg`Quality`,
  display_name: msg`Display name`,
  subscription: msg`Subscription`,
  sending: msg`Sending and payment`,
  webhook_address: msg`Address for messages`,
  webhook_probe: msg`Reachable from outside`,
  last_webhook: msg`Last sign of Meta`,
  signature: msg`App secret`,
}

export const SIDE_WORDS: Readonly<Record<NonNullable<Check['side']>, MessageDescriptor>> = {
  business: msg`Your move`,
  meta: msg`Meta’s move`,
  harkara: msg`Harkara’s side`,
}

type Words = { readonly title?: MessageDescriptor; readonly nextStep?: MessageDescriptor }

/** What was found, in the reader's language; a finding that is new to this page is told in the server's words. */
export function wordsOf({ code, key }: Pick<Check, 'code' | 'key'>): Words {
  return FOUND[code] ?? NOT_FOUND_OUT[code.slice(key.length + 1)] ?? {}
}

const FOUND: Readonly<Record<string, Words>> = {
  token_disconnected: { title: msg`The number is disconnected`, nextStep: msg`Connect it again.` },
  token_unreadable: {
    title: msg`The access token cannot be opened with this installation’s keys`,
    nextStep: msg`Whoever runs the installation should put the earlier HARKARA_SECRET_KEY into HARKARA_SECRET_KEYS_OLD; or enter a new token.`,
  },
  token_invalid: {
    title: msg`Meta no longer accepts the access token`,
    nextStep: msg`Make a new one in Meta Business settings, under System users, and enter it here.`,
  },
  token_expiring: {
    title: msg`The access token expires soon`,
    nextStep: msg`Make one that never expires in Meta Business settings, under System users, and enter it here.`,
  },
  token_ok: { title: msg`Meta accepts the access token` },
  permissions_missing: {
    title: msg`The access token lacks a permission`,
    nextStep: msg`Make a new token with both WhatsApp permissions in Meta Business settings, under System users.`,
  },
  permissions_other_account: {
    title: msg`The access token is not for this WhatsApp Business account`,
    nextStep: msg`Assign the account to the system user in Meta Business settings, then make a new token.`,
  },
  permissions_ok: { title: msg`The access token has both WhatsApp permissions` },
  number_ok: { title: msg`The number works at Meta` },
  number_blocked: {
    title: msg`Meta has blocked the number`,
    nextStep: msg`Open the number in WhatsApp Manager; there Meta says why, and how to ask for a review.`,
  },
  number_limited: {
    title: msg`Meta has limited the number`,
    nextStep: msg`Send less advertising, and only to customers who asked for it.`,
  },
  number_not_connected: {
    title: msg`The number is not connected at Meta`,
    nextStep: msg`Connect the number again, with its two-step PIN.`,
  },
  registration_shared: {
    title: msg`The number is registered, and works in the WhatsApp Business app as well`,
  },
  registration_ok: { title: msg`The number is registered for the Cloud API` },
  registration_missing: {
    title: msg`The number is not registered for the Cloud API`,
    nextStep: msg`Connect the number again, with its two-step PIN.`,
  },
  quality_high: { title: msg`Customers are content with what they get` },
  quality_low: {
    title: msg`Many customers block or report this number`,
    nextStep: msg`Write only to customers who asked for it, and stop templates that they complain about.`,
  },
  quality_medium: {
    title: msg`Some customers block or report this number`,
    nextStep: msg`Write only to customers who asked for it, and stop templates that they complain about.`,
  },
  quality_unrated: { title: msg`Meta has not rated the number yet; it needs a few conversations` },
  display_name_ok: { title: msg`Meta has approved the display name` },
  display_name_pending: {
    title: msg`Meta is reviewing the display name`,
    nextStep: msg`Wait; it usually takes a day or two.`,
  },
  display_name_declined: {
    title: msg`Meta has declined the display name`,
    nextStep: msg`Choose another name in WhatsApp Manager, Phone numbers; it must be that of the business.`,
  },
  subscription_ok: { title: msg`The app hears what happens in the WhatsApp account` },
  subscription_missing: {
    title: msg`The app is not attached to the WhatsApp account, so no message arrives here`,
    nextStep: msg`Press “Subscribe again”, or connect the number again.`,
  },
  sending_ok: { title: msg`Meta lets messages go out` },
  sending_payment: {
    title: msg`Meta has no working way to be paid for this WhatsApp account`,
    nextStep: msg`Add a payment method to the WhatsApp account in Meta Business settings, Billing.`,
  },
  sending_blocked: { title: msg`Meta lets no messages go out` },
  sending_limited: { title: msg`Meta lets only some messages go out` },
  webhook_address_missing: {
    title: msg`Meta has no address to send messages to`,
    nextStep: msg`In Meta’s App dashboard, WhatsApp, Configuration, enter this installation’s webhook address and verify token, and subscribe to “messages”.`,
  },
  webhook_address_set: { title: msg`Meta has an address to send messages to` },
  webhook_address_ok: { title: msg`Meta sends messages to this installation` },
  webhook_address_other: {
    title: msg`Meta sends this number’s messages to another address`,
    nextStep: msg`In Meta’s App dashboard, WhatsApp, Configuration, enter this installation’s webhook address and verify token, and subscribe to “messages”.`,
  },
  webhook_probe_no_url: {
    title: msg`Whether the webhook address can be reached from outside was not tried`,
    nextStep: msg`Whoever runs the installation can set PUBLIC_URL; then it is tried.`,
  },
  webhook_probe_ok: { title: msg`The webhook address answers as Meta expects` },
  webhook_probe_unreachable: {
    title: msg`The webhook address cannot be reached`,
    nextStep: msg`Check PUBLIC_URL, the DNS entry, the certificate, and that the proxy passes /webhooks/meta on.`,
  },
  webhook_probe_wrong: {
    title: msg`Something else answers at the webhook address`,
    nextStep: msg`Check PUBLIC_URL, the DNS entry, the certificate, and that the proxy passes /webhooks/meta on.`,
  },
  last_webhook_silence: {
    title: msg`Less arrives from Meta than usual`,
    nextStep: msg`Look at the other checks: the first one that fails is usually the reason.`,
  },
  last_webhook_none: {
    title: msg`Nothing has arrived for this number yet`,
    nextStep: msg`Write a message to the number from your own phone.`,
  },
  last_webhook_old: {
    title: msg`Nothing has arrived for a week`,
    nextStep: msg`Write a message to the number from your own phone.`,
  },
  last_webhook_ok: { title: msg`Messages and receipts arrive` },
  signature_ok: { title: msg`All that came in the last hour was signed with our app secret` },
  signature_strangers: { title: msg`Some calls with a wrong signature were refused; Meta’s own arrive` },
  signature_wrong: {
    title: msg`Calls with a wrong signature were refused, and none with the right one came`,
    nextStep: msg`Compare META_APP_SECRET with the app secret in Meta’s App dashboard, Settings, Basic. Anybody can send such calls, so it may mean nothing.`,
  },
}

/** Of any check, under `<its key>_<this>`. */
const NOT_FOUND_OUT: Readonly<Record<string, Words>> = {
  unreachable: {
    title: msg`Meta did not answer, so this could not be checked`,
    nextStep: msg`Check again in a minute.`,
  },
  no_token: { title: msg`This cannot be checked without a working access token` },
  refused: { title: msg`Meta does not tell us this` },
}

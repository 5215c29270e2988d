import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'

/** What was done, in words, under the action's name; an action without words is shown by its name. */
export const AUDIT_WORDS: Readonly<Record<string, MessageDescriptor>> = {
  'key.created': msg`API key made`,
  'key.revoked': msg`API key revoked`,
  'webhook.created': msg`Webhook added`,
  'webhook.changed': msg`Webhook changed`,
  'webhook.deleted': msg`Webhook deleted`,
  'webhook.disabled': msg`Webhook switched off by Harkara`,
  'webhook.secret-rotated': msg`Webhook secret replaced`,
  'webhook.tested': msg`Webhook test sent`,
  'webhook.replayed': msg`Webhook messages sent again`,
  'conversation.status-changed': msg`Conversation’s status changed`,
  'label.created': msg`Label made`,
  'label.changed': msg`Label changed`,
  'label.deleted': msg`Label deleted`,
  'quick-reply.created': msg`Quick reply made`,
  'quick-reply.changed': msg`Quick reply changed`,
  'quick-reply.deleted': msg`Quick reply deleted`,
  'contact.changed': msg`Contact changed`,
  'contacts.exported': msg`Contacts exported`,
  'consent.granted': msg`Consent recorded`,
  'consent.withdrawn': msg`Withdrawal of consent recorded`,
  'contact-field.created': msg`Contact field made`,
  'contact-field.changed': msg`Contact field changed`,
  'contact-field.deleted': msg`Contact field deleted`,
}

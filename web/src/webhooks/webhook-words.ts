import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import type { WebhookEndpoint, WebhookMessage } from '../platform/contract.ts'

type EventType = WebhookEndpoint['eventTypes'][number]

/** What an endpoint can be told of, in words. */
export const EVENT_WORDS: Readonly<Record<EventType, MessageDescriptor>> = {
  'message.created': msg`A message came in or was sent`,
  'message.updated': msg`A message was delivered, read, edited or failed`,
  'conversation.updated': msg`A conversation changed`,
  'conversation.merged': msg`Two conversations became one`,
  'number.health_changed': msg`WhatsApp said something new about a number`,
  'number.alarm': msg`An alarm about a number opened or closed`,
}

export const STATE_WORDS: Readonly<Record<WebhookMessage['state'], MessageDescriptor>> = {
  pending: msg`Waiting`,
  delivered: msg`Delivered`,
  failed: msg`Failed`,
  discarded: msg`Not sent`,
}

/** Why an attempt did not count, in words; a code that we have no words for is shown as it is. */
export function useErrorWords(): (code: string) => string {
  const { t } = useLingui()
  return (code) => {
    const status = /^http\.(\d{3})$/.exec(code)?.[1]
    if (status !== undefined) return t`Answered with ${status}`
    switch (code) {
      case 'egress.blocked':
        return t`The address leads to a private network`
      case 'egress.unreachable':
        return t`The server could not be reached`
      case 'egress.no_answer':
        return t`No answer within 15 seconds`
      case 'webhooks.secret_unreadable':
        return t`The secret cannot be read any more. Replace it.`
      default:
        return code
    }
  }
}

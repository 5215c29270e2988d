import { useLingui } from '@lingui/react/macro'
import { segmentOfSubject } from '../../../src/channels/alarm-subject.ts'
import type { Alarm } from '../platform/contract.ts'

/** What an alarm means, up to the moment since when. */
export function useAlarmWords(): (kind: Alarm['kind'], subject: string) => string {
  const { t } = useLingui()
  const ofSegment = useSegmentWords()
  return (kind, subject) => {
    const segment = segmentOfSubject(subject)
    if (segment !== null) return ofSegment(kind, segment)
    // Of a template its language stands behind the name.
    const template = subject.split('/')[0] ?? ''
    const words: Readonly<Record<Alarm['kind'], string>> = {
      no_statuses: t`WhatsApp takes your messages but says nothing about their delivery. Since:`,
      no_messages: t`Far fewer messages arrive than usual at this hour. Since:`,
      failed_rate:
        template === ''
          ? t`Many more messages fail than usual. Since:`
          : t`Many messages of “${template}” fail. Since:`,
      blocked_rate:
        template === ''
          ? t`Many more customers than usual block the number or want no more. Since:`
          : t`Many customers block the number or want no more after “${template}”. Since:`,
      read_rate:
        template === ''
          ? t`Far fewer customers read your messages than usual. Since:`
          : t`Far fewer customers than usual read “${template}”. Since:`,
      quality:
        subject === 'RED'
          ? t`Many customers block or report the number; its quality is low. Since:`
          : t`Some customers block or report the number; its quality is medium. Since:`,
      number_status: t`WhatsApp has limited or blocked the number. Since:`,
      sending: subject === 'BLOCKED' ? t`No messages go out. Since:` : t`Only some messages go out. Since:`,
      restriction: t`WhatsApp has restricted what the number may do. Since:`,
      account:
        subject === 'disable_scheduled'
          ? t`Meta is going to switch the WhatsApp account off. Told:`
          : t`The WhatsApp account was switched off or disconnected. Since:`,
      account_review: t`Meta’s review turned the WhatsApp account down. Since:`,
      partner: t`Harkara lost its access to the number. Since:`,
      violation: t`Meta says that something broke WhatsApp’s policy. Told:`,
      alert: t`Meta has a notice about the WhatsApp account. Since:`,
      payment: t`A way of being paid on WhatsApp does not work. Since:`,
      name: t`Meta did not accept the display name. Since:`,
      certification: t`Meta did not accept the papers of the business. Since:`,
      security: t`Somebody changed the number’s PIN, or asked for it. Told:`,
    }
    return words[kind]
  }
}

/** Of one segment's customers: what went to them is compared with what went to them before. */
function useSegmentWords(): (kind: Alarm['kind'], segment: string) => string {
  const { t } = useLingui()
  return (kind, segment) => {
    if (kind === 'failed_rate')
      return t`Many more messages to the segment “${segment}” fail than the week before. Since:`
    if (kind === 'blocked_rate')
      return t`Many more customers of the segment “${segment}” block the number or want no more than the week before. Since:`
    return t`Far fewer customers of the segment “${segment}” read your messages than the week before. Since:`
  }
}

import { useLingui } from '@lingui/react/macro'
import type { Alarm } from '../platform/contract.ts'

/** What an alarm means, up to the moment since when. */
export function useAlarmWords(): (kind: Alarm['kind']) => string {
  const { t } = useLingui()
  return (kind) =>
    kind === 'no_statuses'
      ? t`WhatsApp takes your messages but says nothing about their delivery. Since:`
      : t`Far fewer messages arrive than usual at this hour. Since:`
}

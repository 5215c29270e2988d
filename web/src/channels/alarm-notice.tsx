import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { TriangleAlert } from 'lucide-react'
import { meQuery } from '../conversations/queries.ts'
import { dateAndTime } from '../platform/format.ts'
import { useAlarmWords } from './alarm-words.ts'

/** Stands above the inbox's list while something seems to be wrong with a number. */
export function AlarmNotice() {
  const { i18n } = useLingui()
  const words = useAlarmWords()
  const { data: me } = useQuery(meQuery)
  const alarm = me?.alarms[0]
  if (alarm === undefined) return null
  return (
    <output className="flex gap-2 bg-amber-tint px-4 py-2 text-[13px] text-pretty text-amber">
      <TriangleAlert size={16} aria-hidden className="mt-0.5 shrink-0" />
      <span className="flex-1">
        {words(alarm.kind)} {dateAndTime(alarm.openedAt, i18n.locale)}{' '}
        <Link
          to="/settings/$section"
          params={{ section: 'channels' }}
          className="font-semibold underline underline-offset-2"
        >
          <Trans>Check the connection</Trans>
        </Link>
      </span>
    </output>
  )
}

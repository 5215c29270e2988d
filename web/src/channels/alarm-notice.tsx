import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { TriangleAlert, X } from 'lucide-react'
import { meQuery } from '../conversations/queries.ts'
import { useDismiss } from '../health/queries.ts'
import { dateAndTime } from '../platform/format.ts'
import { IconButton } from '../platform/ui/button.tsx'
import { useTellProblem } from '../platform/ui/problem-text.tsx'
import { useAlarmWords } from './alarm-words.ts'

const LINK = 'font-semibold underline underline-offset-2'

/** Stands above the inbox's list while something seems to be wrong with a number; each person can put it away. */
export function AlarmNotice() {
  const { t, i18n } = useLingui()
  const words = useAlarmWords()
  const tell = useTellProblem()
  const dismiss = useDismiss()
  const { data: me } = useQuery(meQuery)
  const alarms = me?.alarms ?? []
  const alarm = alarms.find(({ severity }) => severity === 'critical') ?? alarms[0]
  if (alarm === undefined) return null
  const more = alarms.length - 1
  return (
    <output className="flex gap-2 bg-amber-tint py-2 ps-4 pe-1 text-[13px] text-pretty text-amber">
      <TriangleAlert size={16} aria-hidden className="mt-0.5 shrink-0" />
      <span className="min-w-0 flex-1">
        {words(alarm.kind, alarm.subject)} {dateAndTime(alarm.openedAt, i18n.locale)}{' '}
        {alarm.kind === 'no_statuses' || alarm.kind === 'no_messages' ? (
          <Link to="/settings/$section" params={{ section: 'channels' }} className={LINK}>
            <Trans>Check the connection</Trans>
          </Link>
        ) : (
          <Link to="/settings/channels/$channelId" params={{ channelId: alarm.channelId }} className={LINK}>
            <Trans>See what to do</Trans>
          </Link>
        )}
        {more > 0 && (
          <>
            {' '}
            <Plural value={more} one="and # more alert" other="and # more alerts" />
          </>
        )}
      </span>
      <IconButton
        small
        label={t`Seen`}
        tipAt="end"
        disabled={dismiss.isPending}
        onClick={() => dismiss.mutate(alarm.id, { onError: tell })}
      >
        <X size={16} aria-hidden />
      </IconButton>
    </output>
  )
}

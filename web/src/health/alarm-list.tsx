import { useLingui } from '@lingui/react/macro'
import { TriangleAlert } from 'lucide-react'
import { useAlarmWords } from '../channels/alarm-words.ts'
import type { Quality } from '../platform/contract.ts'
import { dateAndTime } from '../platform/format.ts'
import { Button } from '../platform/ui/button.tsx'
import { ProblemLine } from '../settings/section-frame.tsx'
import { useDismiss } from './queries.ts'

/** What rings now; each can be put away, and stands in the timeline all the same. */
export function AlarmList({ alarms }: { readonly alarms: Quality['alarms'] }) {
  const { t, i18n } = useLingui()
  const words = useAlarmWords()
  const dismiss = useDismiss()
  const shown = alarms.filter(({ isDismissed }) => !isDismissed)
  return (
    <>
      {shown.length > 0 && (
        <ul aria-label={t`Alerts`} className="grid gap-2">
          {shown.map(({ id, kind, subject, openedAt }) => (
            <li
              key={id}
              className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-lg bg-amber-tint px-3 py-2 text-[13.5px] text-amber"
            >
              <TriangleAlert size={18} aria-hidden className="shrink-0" />
              <span className="min-w-0 flex-1 basis-48 text-pretty">
                {words(kind, subject)} {dateAndTime(openedAt, i18n.locale)}
              </span>
              <Button small disabled={dismiss.isPending} onClick={() => dismiss.mutate(id)}>
                {t`Seen`}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {dismiss.error !== null && <ProblemLine error={dismiss.error} />}
    </>
  )
}

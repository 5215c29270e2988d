import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { CalendarClock, Zap } from 'lucide-react'
import { useMay } from '../../conversations/queries.ts'
import { getJson } from '../../platform/api.ts'
import { useNow } from '../../platform/clock.ts'
import type { BusinessHours } from '../../platform/contract.ts'
import { FIELD } from '../../settings/section-frame.tsx'
import type { StepProps } from './step-props.ts'
import { localMinute } from './message-draft.ts'
import { Choices, Group, Labelled, StepFrame } from './parts.tsx'
import { HoldNote } from '../hold-note.tsx'
import { PlanView } from './plan-words.tsx'
import { problemsShown } from './steps.ts'

/** When it begins, and when it will be done. */
export function WhenStep(props: StepProps) {
  const { check, isCounting, startsAt, onStartsAt, editor } = props
  const { t } = useLingui()
  return (
    <StepFrame title={t`When does it begin?`} problems={problemsShown('when', props)}>
      <Choices
        legend={t`When does it begin?`}
        value={startsAt === null ? 'now' : 'later'}
        onChoose={(next) => onStartsAt(next === 'now' ? null : tomorrowAtTen())}
        options={[
          {
            value: 'now',
            title: t`As soon as you start it`,
            icon: <Zap size={17} aria-hidden className="text-brand" />,
          },
          {
            value: 'later',
            title: t`At a date and time`,
            icon: <CalendarClock size={17} aria-hidden className="text-brand" />,
            more: startsAt !== null && <BeginField startsAt={startsAt} onStartsAt={onStartsAt} />,
          },
        ]}
      />
      <Group title={t`When it will be done`}>
        {check?.plan ? (
          <>
            <PlanView plan={check.plan} startsAt={startsAt} isCounting={isCounting} />
            {check.plan.hold !== null && (
              <HoldNote hold={check.plan.hold} channelId={editor.draft.channelId} />
            )}
          </>
        ) : (
          <p className="text-pretty text-muted">
            {check === undefined
              ? t`Counting…`
              : t`Choose whom it goes to first. Then you see here when it is done, and why.`}
          </p>
        )}
      </Group>
    </StepFrame>
  )
}

function tomorrowAtTen(): number {
  const day = new Date()
  day.setDate(day.getDate() + 1)
  return day.setHours(10, 0, 0, 0)
}

function BeginField({
  startsAt,
  onStartsAt,
}: {
  readonly startsAt: number
  readonly onStartsAt: (startsAt: number) => void
}) {
  const { t, i18n } = useLingui()
  const now = useNow(30_000)
  const isPast = startsAt < now
  const inWords = new Intl.DateTimeFormat(`${i18n.locale}-IN-u-nu-latn`, {
    ...{ weekday: 'long', day: 'numeric', month: 'long', hour: 'numeric', minute: '2-digit' },
  }).format(startsAt)
  return (
    <div className="grid gap-1">
      <Labelled label={t`It begins`}>
        <input
          type="datetime-local"
          dir="ltr"
          min={localMinute(now)}
          value={localMinute(startsAt)}
          aria-invalid={isPast}
          onChange={(event) => {
            const at = new Date(event.currentTarget.value).getTime()
            if (Number.isFinite(at)) onStartsAt(at)
          }}
          className={`${FIELD} max-w-xs aria-invalid:border-red`}
        />
      </Labelled>
      {isPast ? (
        <p role="alert" className="text-[13px] text-red">{t`That moment is past. Choose a later one.`}</p>
      ) : (
        <p className="font-medium">{inWords}</p>
      )}
      <ShopTime at={startsAt} />
    </div>
  )
}

/** The shop's clock, where it is another than this device's. */
function ShopTime({ at }: { readonly at: number }) {
  const { t, i18n } = useLingui()
  const mayRead = useMay('settings:read')
  const { data } = useQuery({
    queryKey: ['service-setting', '/business-hours'],
    queryFn: ({ signal }) => getJson<BusinessHours>('/business-hours', signal),
    enabled: mayRead,
  })
  const here = new Intl.DateTimeFormat().resolvedOptions().timeZone
  const zone = data?.timeZone
  const shown = (timeZone: string): string =>
    new Intl.DateTimeFormat(`${i18n.locale}-IN-u-nu-latn`, {
      ...{ weekday: 'long', day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit', timeZone },
    }).format(at)
  if (zone === undefined || shown(zone) === shown(here)) return null
  const time = shown(zone)
  return (
    <p className="text-[13px] text-muted">
      {t`By the shop’s clock: ${time}`} ({zone.replaceAll('_', ' ')})
    </p>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { Clock3, Copy, Plus, X } from 'lucide-react'
import { useState } from 'react'
import { announce } from '../platform/announce.ts'
import type { BusinessHours } from '../platform/contract.ts'
import { Button, IconButton } from '../platform/ui/button.tsx'
import { FIELD, SectionFrame } from '../settings/section-frame.tsx'
import { useSetting, type Setting } from './queries.ts'
import { FormCard, SettingForm } from './setting-parts.tsx'

type Day = BusinessHours['week'][number]
/** As the week stands on an Indian calendar on the wall: Monday first. */
const DAYS = [1, 2, 3, 4, 5, 6, 0] as const
const SPANS_MAX = 6

/** When the business is open, by its own clock. Lazy. */
export function BusinessHoursSection() {
  const { t } = useLingui()
  const setting = useSetting<BusinessHours>('/business-hours', () => announce(t`Saved`))
  return (
    <SectionFrame
      title={t`Business hours`}
      about={t`When somebody is there to answer. Reply targets count only this time, and away replies are sent outside it.`}
    >
      <SettingForm icon={Clock3} query={setting.query}>
        {(hours) => <HoursForm key={JSON.stringify(hours)} hours={hours} setting={setting} />}
      </SettingForm>
    </SectionFrame>
  )
}

function HoursForm({
  hours,
  setting,
}: {
  readonly hours: BusinessHours
  readonly setting: Setting<BusinessHours>
}) {
  const { t, i18n } = useLingui()
  const [draft, setDraft] = useState(hours)
  const setDay = (day: number, spans: Day) => setDraft({ ...draft, week: draft.week.with(day, spans) })
  const nameOf = (day: number) =>
    new Intl.DateTimeFormat(i18n.locale, { weekday: 'long', timeZone: 'UTC' }).format(
      Date.UTC(2026, 2, 1 + day),
    )
  const zones = Intl.supportedValuesOf('timeZone')
  const monday = draft.week[1] ?? []
  return (
    <FormCard setting={setting} value={hours} draft={draft}>
      <label className="grid max-w-sm gap-1">
        {t`Time zone`}
        <select
          value={draft.timeZone}
          onChange={(event) => setDraft({ ...draft, timeZone: event.currentTarget.value })}
          className={FIELD}
        >
          {(zones.includes(draft.timeZone) ? zones : [draft.timeZone, ...zones]).map((zone) => (
            <option key={zone} value={zone}>
              {zone.replaceAll('_', ' ')}
            </option>
          ))}
        </select>
      </label>
      <ul aria-label={t`Week`} className="divide-y divide-line">
        {DAYS.map((day) => (
          <DayRow
            key={day}
            name={nameOf(day)}
            spans={draft.week[day] ?? []}
            onSpans={(spans) => setDay(day, spans)}
          />
        ))}
      </ul>
      <div>
        <Button
          small
          onClick={() =>
            setDraft({ ...draft, week: draft.week.map((spans, day) => (day === 0 ? spans : monday)) })
          }
        >
          <Copy size={15} aria-hidden />
          <Trans>Monday’s hours for Tuesday to Saturday</Trans>
        </Button>
      </div>
      <Holidays holidays={draft.holidays} onHolidays={(holidays) => setDraft({ ...draft, holidays })} />
    </FormCard>
  )
}

/** On a phone the letters are larger: as wide as there is room, or the last of them is cut off. */
const TIME = `${FIELD} w-30! max-md:w-auto! max-md:min-w-0 max-md:flex-1 max-md:px-2!`

function DayRow({
  name,
  spans,
  onSpans,
}: {
  readonly name: string
  readonly spans: Day
  readonly onSpans: (spans: Day) => void
}) {
  const { t } = useLingui()
  const last = spans.at(-1)
  const put = (index: number, change: Partial<Day[number]>) =>
    onSpans(spans.map((span, at) => (at === index ? { ...span, ...change } : span)))
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-2.5">
      <span className="w-28 shrink-0 font-medium">{name}</span>
      {spans.length === 0 && <span className="text-muted">{t`Closed`}</span>}
      {spans.map((span, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- a span is its place
        <span key={index} className="flex items-center gap-1.5 max-md:w-full">
          <input
            type="time"
            required
            aria-label={t`${name}: opens`}
            value={span.from}
            onChange={(event) => put(index, { from: event.currentTarget.value })}
            className={TIME}
          />
          <span aria-hidden>–</span>
          <input
            type="time"
            required
            aria-label={t`${name}: closes`}
            // Midnight at the end of the day is one that a clock shows as 00:00.
            value={span.to === '24:00' ? '00:00' : span.to}
            onChange={(event) => {
              const { value } = event.currentTarget
              put(index, { to: value === '00:00' ? '24:00' : value })
            }}
            className={TIME}
          />
          <IconButton
            small
            label={t`Take this time away`}
            onClick={() => onSpans(spans.filter((_span, at) => at !== index))}
          >
            <X size={16} aria-hidden />
          </IconButton>
        </span>
      ))}
      {spans.length < SPANS_MAX && (last === undefined || last.to < '22:00') && (
        <Button
          small
          variant="quiet"
          onClick={() =>
            onSpans(
              last === undefined
                ? [{ from: '10:00', to: '19:00' }]
                : [...spans, { from: plusHour(last.to), to: plusHour(plusHour(last.to)) }],
            )
          }
        >
          <Plus size={15} aria-hidden />
          {last === undefined ? t`Open on this day` : t`Another time`}
        </Button>
      )}
    </li>
  )
}

const plusHour = (clock: string): string =>
  `${String(Number(clock.slice(0, 2)) + 1).padStart(2, '0')}${clock.slice(2)}`

type Holiday = BusinessHours['holidays'][number]

function Holidays({
  holidays,
  onHolidays,
}: {
  readonly holidays: readonly Holiday[]
  readonly onHolidays: (holidays: Holiday[]) => void
}) {
  const { t } = useLingui()
  const put = (index: number, change: Partial<Holiday>) =>
    onHolidays(holidays.map((holiday, at) => (at === index ? { ...holiday, ...change } : holiday)))
  return (
    <section aria-label={t`Holidays`} className="grid gap-2">
      <h3 className="font-semibold">{t`Holidays`}</h3>
      <p className="text-[13px] text-muted">
        <Trans>On these days the business is closed all day.</Trans>
      </p>
      {holidays.map((holiday, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- a holiday that is being written has nothing of its own yet
        <div key={index} className="flex flex-wrap items-center gap-2">
          <input
            type="date"
            required
            aria-label={t`Date`}
            value={holiday.date}
            onChange={(event) => put(index, { date: event.currentTarget.value })}
            className={`${FIELD} w-40!`}
          />
          <input
            dir="auto"
            aria-label={t`Name of the holiday`}
            placeholder={t`Diwali`}
            maxLength={80}
            value={holiday.name}
            onChange={(event) => put(index, { name: event.currentTarget.value })}
            className={`${FIELD} w-auto! flex-1`}
          />
          <IconButton
            label={t`Take this holiday away`}
            tipAt="start"
            onClick={() => onHolidays(holidays.filter((_holiday, at) => at !== index))}
          >
            <X size={18} aria-hidden />
          </IconButton>
        </div>
      ))}
      <div>
        <Button small onClick={() => onHolidays([...holidays, { date: '', name: '' }])}>
          <Plus size={15} aria-hidden />
          <Trans>Add a holiday</Trans>
        </Button>
      </div>
    </section>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { CalendarHeart, Plus, X } from 'lucide-react'
import { type FormEvent, useId, useState } from 'react'
import type { FestivalDays } from '../platform/contract.ts'
import { useServerWords } from '../platform/server-words/server-words.ts'
import { announce } from '../platform/announce.ts'
import { Button, IconButton } from '../platform/ui/button.tsx'
import { Dialog } from '../platform/ui/dialog.tsx'
import { FIELD, ProblemLine, SectionError } from '../settings/section-frame.tsx'
import { Labelled } from './builder/parts.tsx'
import { dayText } from './festival-words.ts'
import { festivalDaysQuery, useSetFestivalDays } from './queries.ts'

type Day = FestivalDays['items'][number]

/** The days that count for all campaigns of the business. Lazy. */
export function FestivalDaysDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useLingui()
  const query = useQuery(festivalDaysQuery)
  return (
    <Dialog title={t`Festival days`} onClose={onClose}>
      {query.data === undefined ? (
        query.isError ? (
          <SectionError icon={CalendarHeart} error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <output className="p-4 text-muted">{t`Loading…`}</output>
        )
      ) : (
        <Days days={query.data.items} />
      )}
    </Dialog>
  )
}

function Days({ days }: { readonly days: readonly Day[] }) {
  const { t, i18n } = useLingui()
  const translate = useServerWords()
  const { mutate, isPending, error } = useSetFestivalDays()
  const [gone, setGone] = useState<Day | null>(null)
  const remove = (one: Day) =>
    mutate(
      { items: days.filter(({ day }) => day !== one.day) },
      {
        onSuccess: () => {
          setGone(one)
          announce(t`Taken off the list`)
        },
      },
    )
  const goneName = translate(gone?.name ?? '')
  return (
    <div className="grid min-h-0 gap-3 overflow-y-auto p-4">
      <p className="text-[13.5px] text-pretty text-muted">
        <Trans>
          They hold for all campaigns. Both Eids depend on the moon: check the day when it comes near.
        </Trans>
      </p>
      <AddDay days={days} isPending={isPending} onAdd={(day) => mutate({ items: [...days, day] })} />
      {error !== null && <ProblemLine error={error} />}
      {gone !== null && (
        <p className="flex flex-wrap items-center justify-between gap-2 text-[13.5px]">
          <Trans>“{goneName}” is off the list.</Trans>
          <Button
            small
            className="coarse:min-h-11"
            disabled={isPending}
            onClick={() => mutate({ items: [...days, gone] }, { onSuccess: () => setGone(null) })}
          >
            {t`Undo`}
          </Button>
        </p>
      )}
      <ul aria-label={t`Festival days`} className="divide-y divide-line">
        {days.map((one) => {
          const name = translate(one.name)
          return (
            <li key={one.day} className="flex items-center gap-3">
              <bdi className="min-w-0 flex-1 py-2 [overflow-wrap:anywhere]">{name}</bdi>
              <span className="shrink-0 text-[13px] text-muted tabular-nums">
                {dayText(one.day, i18n.locale)}
              </span>
              <IconButton
                label={t`Take “${name}” off the list`}
                tipAt="start"
                disabled={isPending}
                onClick={() => remove(one)}
              >
                <X size={16} aria-hidden />
              </IconButton>
            </li>
          )
        })}
      </ul>
    </div>
  )
}

function AddDay({
  days,
  isPending,
  onAdd,
}: {
  readonly days: readonly Day[]
  readonly isPending: boolean
  readonly onAdd: (day: Day) => void
}) {
  const { t } = useLingui()
  const [day, setDay] = useState('')
  const [name, setName] = useState('')
  const problem = useId()
  const isKnown = days.some((one) => one.day === day)
  const add = (event: FormEvent) => {
    event.preventDefault()
    if (day === '' || name.trim() === '' || isKnown) return
    onAdd({ day, name: name.trim() })
    setDay('')
    setName('')
  }
  return (
    <form onSubmit={add} className="flex flex-wrap items-end gap-2 rounded-xl bg-sunken p-3">
      <div className="w-40">
        <Labelled label={t`Day`}>
          <input
            type="date"
            required
            value={day}
            aria-invalid={isKnown}
            aria-describedby={isKnown ? problem : undefined}
            onChange={(event) => setDay(event.currentTarget.value)}
            className={FIELD}
          />
        </Labelled>
      </div>
      <div className="min-w-36 flex-1">
        <Labelled label={t`Name of the festival`}>
          <input
            type="text"
            required
            dir="auto"
            maxLength={60}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            className={FIELD}
          />
        </Labelled>
      </div>
      <Button type="submit" disabled={isPending}>
        <Plus size={17} aria-hidden />
        {t`Add`}
      </Button>
      {isKnown && (
        <p
          id={problem}
          className="basis-full text-[12.5px] text-red"
        >{t`This day is on the list already.`}</p>
      )}
    </form>
  )
}

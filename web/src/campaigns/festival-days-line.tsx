import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../platform/ui/button.tsx'
import { lazyPart } from '../platform/ui/lazy-part.tsx'
import { useFestivalWords } from './festival-words.ts'
import { festivalDaysQuery } from './queries.ts'

const FestivalDaysDialog = lazyPart(() =>
  import('./festival-days-dialog.tsx').then((m) => m.FestivalDaysDialog),
)

const SHOWN = 2

/** The next of the days that count, and the way to all of them. */
export function FestivalDaysLine() {
  const { t } = useLingui()
  const { data } = useQuery(festivalDaysQuery)
  const [isOpen, setOpen] = useState(false)
  const next = useFestivalWords()(data?.items.slice(0, SHOWN) ?? [])
  return (
    <div className="flex basis-full flex-wrap items-center gap-x-3 gap-y-1 text-[13px]">
      <p className="min-w-0 text-pretty text-muted">
        {data === undefined ? (
          '…'
        ) : data.items.length === 0 ? (
          <Trans>No days are on your list.</Trans>
        ) : (
          <Trans>Next: {next}</Trans>
        )}
      </p>
      <Button small className="coarse:min-h-11" onClick={() => setOpen(true)}>{t`Festival days`}</Button>
      {isOpen && <FestivalDaysDialog onClose={() => setOpen(false)} />}
    </div>
  )
}

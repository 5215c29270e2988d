import { useLingui } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { clsx } from 'clsx'
import { CloudAlert, Info, OctagonX, TriangleAlert } from 'lucide-react'
import { dateAndTime } from '../platform/format.ts'
import { Button } from '../platform/ui/button.tsx'
import { SectionError } from '../settings/section-frame.tsx'
import { useEventWords } from './event-words.ts'
import { Part } from './part.tsx'
import { timelineQuery } from './queries.ts'

const ICONS = { info: Info, warning: TriangleAlert, critical: OctagonX } as const
const COLOURS = { info: 'text-muted', warning: 'text-amber', critical: 'text-red' } as const

/** What happened to the number, newest first. */
export function Timeline({ channelId }: { readonly channelId: string }) {
  const { t, i18n } = useLingui()
  const query = useInfiniteQuery(timelineQuery(channelId))
  const words = useEventWords()
  const items = query.data?.pages.flatMap((page) => page.items) ?? []
  const severities = { info: '', warning: t`Attention`, critical: t`Trouble` }
  return (
    <Part title={t`What happened`}>
      {query.isPending && <output className="text-muted">{t`Loading…`}</output>}
      {query.isError && items.length === 0 && (
        <SectionError icon={CloudAlert} error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.isSuccess && items.length === 0 && (
        <p className="text-muted">{t`Nothing has happened to this number yet.`}</p>
      )}
      <ol className="grid gap-0 empty:hidden">
        {items.map((event) => {
          const Icon = ICONS[event.severity]
          return (
            <li key={event.id} className="flex gap-3 border-b border-line py-2.5 last:border-0">
              <Icon size={18} aria-hidden className={clsx('mt-0.5 shrink-0', COLOURS[event.severity])} />
              <div className="min-w-0 flex-1">
                <p className="text-pretty [overflow-wrap:anywhere]">
                  {severities[event.severity] !== '' && (
                    <span className="sr-only">{severities[event.severity]}: </span>
                  )}
                  {words(event)}
                </p>
                <p className="text-[12.5px] text-muted">
                  <time dateTime={new Date(event.at).toISOString()}>
                    {dateAndTime(event.at, i18n.locale)}
                  </time>
                  {' · '}
                  {event.source === 'webhook' ? t`Meta told us` : t`we asked Meta`}
                </p>
              </div>
            </li>
          )
        })}
      </ol>
      {query.hasNextPage && (
        <Button
          className="justify-self-center"
          disabled={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {query.isFetchingNextPage ? t`Loading…` : t`Show older`}
        </Button>
      )}
    </Part>
  )
}

import { useLingui } from '@lingui/react/macro'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Button } from '../platform/ui/button.tsx'
import { ProblemLine } from '../settings/section-frame.tsx'

/** One part of the privacy page, with what stands in it while it loads, fails or is empty. */
export function Block<T>({
  title,
  about,
  action,
  query,
  children,
}: {
  readonly title: string
  readonly about: string
  readonly action?: ReactNode
  readonly query: UseQueryResult<T>
  readonly children: (data: T) => ReactNode
}) {
  const { t } = useLingui()
  let content: ReactNode
  if (query.isPending) content = <output className="text-muted">{t`Loading…`}</output>
  else if (query.isError)
    content = (
      <div className="grid justify-items-start gap-2">
        <ProblemLine error={query.error} />
        <Button small onClick={() => void query.refetch()}>{t`Try again`}</Button>
      </div>
    )
  else content = children(query.data)
  return (
    <section aria-label={title} className="rounded-xl border border-line bg-surface p-4">
      <header className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0 max-w-prose">
          <h3 className="font-semibold">{title}</h3>
          <p className="text-[13px] text-pretty text-muted">{about}</p>
        </div>
        {action}
      </header>
      <div className="mt-3">{content}</div>
    </section>
  )
}

import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { useLingui } from '@lingui/react/macro'
import { Button } from '../platform/ui/button.tsx'
import { Notice } from '../platform/ui/notice.tsx'
import { useProblemText } from '../platform/ui/problem-text.tsx'

/** A section's heading, one sentence on what it is for, what one can do, and below it the content. */
export function SectionFrame({
  title,
  about,
  actions,
  children,
}: {
  readonly title: string
  readonly about: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
}) {
  return (
    <section aria-label={title} className="mx-auto flex w-full max-w-4xl flex-1 flex-col gap-5">
      <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0 max-w-prose">
          <h2 className="text-[19px] font-semibold">{title}</h2>
          <p className="mt-0.5 text-pretty text-muted">{about}</p>
        </div>
        {actions !== undefined && <div className="flex flex-wrap gap-2">{actions}</div>}
      </header>
      {children}
    </section>
  )
}

/** What stands in a section whose content did not come. */
export function SectionError({
  icon,
  error,
  onRetry,
}: {
  readonly icon: LucideIcon
  readonly error: unknown
  readonly onRetry: () => void
}) {
  const { t } = useLingui()
  const { title, nextStep } = useProblemText()(error)
  return (
    <Notice icon={icon} title={title} action={<Button onClick={onRetry}>{t`Try again`}</Button>}>
      {nextStep}
    </Notice>
  )
}

/** What went wrong with the last press, in the place where one pressed. */
export function ProblemLine({ error, id }: { readonly error: unknown; readonly id?: string }) {
  const { title, nextStep } = useProblemText()(error)
  return (
    <p id={id} role="alert" className="rounded-lg bg-red-tint px-3 py-2 text-[13.5px] text-red">
      {title} {nextStep}
    </p>
  )
}

/** The look of a text field, select or date field in the settings. */
export const FIELD =
  'h-10 w-full min-w-0 rounded-lg border border-control-line bg-surface px-3 outline-offset-[-1px] coarse:h-11 coarse:text-[16px]'

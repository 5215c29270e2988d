import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { clsx } from 'clsx'
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

/** What somebody should know of a campaign before they read its numbers. */
export function Note({
  icon: Icon,
  tone,
  title,
  children,
}: {
  readonly icon: LucideIcon
  readonly tone: string
  readonly title: string
  readonly children: ReactNode
}) {
  return (
    <section aria-label={title} className={clsx('flex gap-3 rounded-xl p-4', tone)}>
      <Icon size={20} aria-hidden className="mt-0.5 shrink-0" />
      <div className="grid min-w-0 gap-1 text-ink">
        <p className="text-[15px] font-semibold text-pretty">{title}</p>
        {children}
      </div>
    </section>
  )
}

/** To the page that says what Meta thinks of the number. */
export function NumberLink({ channelId }: { readonly channelId: string }) {
  return (
    <Link
      to="/settings/channels/$channelId"
      params={{ channelId }}
      className="inline-flex min-h-8 items-center justify-self-start font-medium underline underline-offset-2 coarse:min-h-11"
    >
      <Trans>How healthy the number is</Trans>
    </Link>
  )
}

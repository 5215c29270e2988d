import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import {
  ChevronRight,
  type LucideIcon,
  MessageSquareText,
  ShieldCheck,
  Smartphone,
  UserPlus,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { meQuery } from '../conversations/queries.ts'

/** What to do in a business that has no number yet. Lazy. */
export function FirstSteps() {
  const { t } = useLingui()
  const { data: me } = useQuery(meQuery)
  const business = me?.tenant.name ?? ''
  const mayConnect = me?.permissions.includes('channels:write') === true
  const mayInvite = me?.permissions.includes('team:write') === true
  const mayWrite = me?.permissions.includes('settings:write') === true
  return (
    <section
      aria-labelledby="first-steps"
      className="m-auto w-full max-w-md p-4 md:rounded-2xl md:bg-surface md:p-7"
    >
      <h2 id="first-steps" className="text-[18px] font-semibold text-balance">
        <Trans>Welcome to {business}</Trans>
      </h2>
      <p className="mt-1 text-pretty text-muted">
        {mayConnect ? (
          <Trans>Conversations appear here as soon as a WhatsApp number is connected.</Trans>
        ) : (
          <Trans>
            Conversations appear here as soon as an owner or admin has connected a WhatsApp number.
          </Trans>
        )}
      </p>
      <ol className="mt-4 grid gap-2">
        {mayConnect && (
          <Step icon={Smartphone} section="channels" title={t`Connect your WhatsApp number`}>
            <Trans>With your Meta business account. It takes some minutes.</Trans>
          </Step>
        )}
        {mayInvite && (
          <Step icon={UserPlus} section="team" title={t`Invite your colleagues`}>
            <Trans>By a link that you send them on WhatsApp.</Trans>
          </Step>
        )}
        {mayWrite && (
          <Step icon={MessageSquareText} section="quick-replies" title={t`Keep your usual answers ready`}>
            <Trans>Prices, hours, address: typed once, sent with a “/”.</Trans>
          </Step>
        )}
        <Step icon={ShieldCheck} section="account" title={t`Make your sign-in safer`}>
          <Trans>With a code from your phone, beside the password.</Trans>
        </Step>
      </ol>
    </section>
  )
}

function Step({
  icon: Icon,
  section,
  title,
  children,
}: {
  readonly icon: LucideIcon
  readonly section: string
  readonly title: string
  readonly children: ReactNode
}) {
  return (
    <li>
      <Link
        to="/settings/$section"
        params={{ section }}
        className="flex items-center gap-3.5 rounded-xl border border-line bg-surface p-3.5 hover:bg-sunken"
      >
        <span className="grid size-10 shrink-0 place-items-center rounded-xl bg-brand-tint text-brand">
          <Icon size={20} aria-hidden />
        </span>
        <span className="min-w-0 flex-1">
          <span className="block font-medium">{title}</span>
          <span className="block text-[13px] text-pretty text-muted">{children}</span>
        </span>
        <ChevronRight size={18} aria-hidden className="text-muted rtl:rotate-180" />
      </Link>
    </li>
  )
}

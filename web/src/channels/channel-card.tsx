import { Trans, useLingui } from '@lingui/react/macro'
import { clsx } from 'clsx'
import { Link } from '@tanstack/react-router'
import { HeartPulse, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { ConnectedNumber } from '../platform/contract.ts'
import { dateAndTime } from '../platform/format.ts'
import { Button } from '../platform/ui/button.tsx'
import { useAlarmWords } from './alarm-words.ts'

/** What is open above the list, and for which number. */
export type Opened = {
  readonly part: 'health' | 'change' | 'disconnect'
  readonly channel: ConnectedNumber
}

/** One number: how it fares at Meta, and what can be done. */
export function ChannelCard({
  channel,
  mayWrite,
  onOpen,
}: {
  readonly channel: ConnectedNumber
  readonly mayWrite: boolean
  readonly onOpen: (opened: Opened) => void
}) {
  const { t, i18n } = useLingui()
  const { name, verifiedName, displayPhoneNumber, status, isCoexistence, disconnectedAt } = channel
  const isConnected = status === 'connected'
  return (
    <li className="grid grid-cols-1 gap-3 rounded-xl border border-line bg-surface p-4">
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <h3 dir="auto" className="font-semibold [overflow-wrap:anywhere]">
            {name ?? verifiedName ?? `+${displayPhoneNumber}`}
          </h3>
          <p className="text-[13px] text-muted">
            <bdi>+{displayPhoneNumber}</bdi>
            {name !== null && verifiedName !== null && <span dir="auto"> · {verifiedName}</span>}
          </p>
        </div>
        <span
          className={clsx(
            'shrink-0 rounded-full px-2.5 py-0.5 text-[12.5px] font-medium',
            isConnected ? 'bg-brand-tint text-brand-strong' : 'bg-sunken text-muted',
          )}
        >
          {isConnected ? t`Connected` : t`Disconnected`}
        </span>
      </div>
      <Alarms channel={channel} />
      <dl className="grid gap-1 text-[13px]">
        {isConnected && <Quality channel={channel} />}
        {isConnected && <Limit channel={channel} />}
        {isCoexistence && (
          <Fact label={t`Also in`}>
            <Trans>WhatsApp Business app</Trans>
          </Fact>
        )}
        {disconnectedAt !== null && (
          <Fact label={t`Disconnected since`}>{dateAndTime(disconnectedAt, i18n.locale)}</Fact>
        )}
      </dl>
      <div className="flex flex-wrap gap-2">
        <Link
          to="/settings/channels/$channelId"
          params={{ channelId: channel.id }}
          className="inline-flex min-h-8 items-center justify-center gap-1.5 rounded-lg border border-control-line px-2.5 text-[13px] font-medium text-ink hover:bg-sunken"
        >
          <HeartPulse size={16} aria-hidden />
          <Trans>Health</Trans>
        </Link>
        <Button small onClick={() => onOpen({ part: 'health', channel })}>
          <Trans>Check the connection</Trans>
        </Button>
        {mayWrite && (
          <Button small onClick={() => onOpen({ part: 'change', channel })}>
            <Trans>Change</Trans>
          </Button>
        )}
        {mayWrite && isConnected && (
          <Button small variant="danger" onClick={() => onOpen({ part: 'disconnect', channel })}>
            <Trans>Disconnect</Trans>
          </Button>
        )}
      </div>
    </li>
  )
}

function Alarms({ channel: { alarms } }: { readonly channel: ConnectedNumber }) {
  const { i18n } = useLingui()
  const words = useAlarmWords()
  return alarms.map(({ id, kind, subject, openedAt }) => (
    <p key={id} className="flex gap-2 rounded-lg bg-amber-tint p-3 text-[13.5px] text-pretty text-amber">
      <TriangleAlert size={18} aria-hidden className="mt-0.5 shrink-0" />
      <span>
        {words(kind, subject)} {dateAndTime(openedAt, i18n.locale)}
      </span>
    </p>
  ))
}

function Quality({ channel: { qualityRating } }: { readonly channel: ConnectedNumber }) {
  const { t } = useLingui()
  const words: Readonly<Record<string, string>> = { GREEN: t`High`, YELLOW: t`Medium`, RED: t`Low` }
  const dots: Readonly<Record<string, string>> = { GREEN: 'bg-brand', YELLOW: 'bg-amber', RED: 'bg-red' }
  return (
    <Fact label={t`Quality`}>
      <span
        aria-hidden
        className={clsx('me-1.5 inline-block size-2 rounded-full', dots[qualityRating ?? ''] ?? 'bg-sunken')}
      />
      {words[qualityRating ?? ''] ?? t`Not rated yet`}
    </Fact>
  )
}

/** Meta's words are TIER_2K, TIER_UNLIMITED, or a number. */
function Limit({ channel: { messagingLimit } }: { readonly channel: ConnectedNumber }) {
  const { t } = useLingui()
  if (messagingLimit === null) return null
  const count = messagingLimit.replace(/^TIER_/u, '')
  const isEndless = count === 'UNLIMITED' || count === '-1'
  return (
    <Fact label={t`New conversations a day`}>{isEndless ? t`Unlimited` : count.replace('K', ',000')}</Fact>
  )
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="flex gap-1.5">
      <dt className="shrink-0 text-muted after:content-[':']">{label}</dt>
      <dd className="min-w-0 [overflow-wrap:anywhere]">{children}</dd>
    </div>
  )
}

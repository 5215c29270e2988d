import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { ChevronLeft, CloudAlert, LockKeyhole } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { channelsQuery } from '../channels/queries.ts'
import { meQuery } from '../conversations/queries.ts'
import type { ConnectedNumber, Quality } from '../platform/contract.ts'
import { phoneNumber } from '../platform/format.ts'
import { Notice } from '../platform/ui/notice.tsx'
import { SectionError } from '../settings/section-frame.tsx'
import { AlarmList } from './alarm-list.tsx'
import { LimitMeter } from './limit-meter.tsx'
import { qualityQuery } from './queries.ts'
import { Signals } from './signals.tsx'
import { Standing } from './standing.tsx'
import { TemplatesAtRisk } from './templates-at-risk.tsx'
import { Timeline } from './timeline.tsx'
import { Verdict } from './verdict.tsx'

/** How healthy one number is, why, and what to do. Lazy. */
export function NumberPage() {
  const { t } = useLingui()
  const { channelId = '' } = useParams({ strict: false })
  const { data: me } = useQuery(meQuery)
  const [segment, setSegment] = useState('')
  const query = useQuery(qualityQuery(channelId, segment))
  const { data: list } = useQuery(channelsQuery)
  const channel = list?.items.find(({ id }) => id === channelId)
  const name = channel === undefined ? t`Number` : (channel.name ?? channel.verifiedName ?? t`Number`)
  useEffect(() => {
    document.title = `${name} · ${t`Health`}`
  }, [name, t])
  let content: ReactNode
  if (me !== undefined && !me.permissions.includes('channels:read'))
    content = (
      <Notice icon={LockKeyhole} title={t`You may not see this`}>
        <Trans>Ask an owner or admin of your team.</Trans>
      </Notice>
    )
  else if (query.data !== undefined)
    content = <Parts quality={query.data} channel={channel} segment={segment} onSegment={setSegment} />
  else if (query.isError)
    content = <SectionError icon={CloudAlert} error={query.error} onRetry={() => void query.refetch()} />
  else content = <output className="text-muted">{t`Loading…`}</output>
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col overflow-y-auto p-4 md:p-8">
      <div className="mx-auto flex w-full max-w-4xl flex-1 flex-col gap-5">
        <header>
          <Link
            to="/settings/$section"
            params={{ section: 'channels' }}
            className="-ms-1 inline-flex min-h-9 items-center gap-1 rounded-lg text-[13.5px] font-medium text-brand-strong underline-offset-2 hover:underline coarse:min-h-11"
          >
            <ChevronLeft size={16} aria-hidden className="rtl:rotate-180" />
            <Trans>WhatsApp numbers</Trans>
          </Link>
          <h1 dir="auto" className="text-[19px] font-semibold [overflow-wrap:anywhere]">
            {name}
          </h1>
          {channel !== undefined && (
            <p className="text-muted">
              <bdi>{phoneNumber(channel.displayPhoneNumber)}</bdi>
            </p>
          )}
        </header>
        {content}
      </div>
    </div>
  )
}

function Parts({
  quality,
  channel,
  segment,
  onSegment,
}: {
  readonly quality: Quality
  readonly channel: ConnectedNumber | undefined
  readonly segment: string
  readonly onSegment: (segment: string) => void
}) {
  return (
    <>
      <Verdict quality={quality} isConnected={channel?.status !== 'disconnected'} />
      <AlarmList alarms={quality.alarms} />
      <div className="grid gap-5 md:grid-cols-2 md:items-start">
        <LimitMeter limit={quality.limit} />
        <Standing quality={quality} />
      </div>
      <TemplatesAtRisk templates={quality.templates} />
      <Signals signals={quality.signals} segment={segment} onSegment={onSegment} />
      <Timeline channelId={quality.channelId} />
    </>
  )
}

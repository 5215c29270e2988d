import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { clsx } from 'clsx'
import { Copy, Trash2 } from 'lucide-react'
import { meQuery } from '../conversations/queries.ts'
import { announce } from '../platform/announce.ts'
import { useNow } from '../platform/clock.ts'
import type { CampaignProgress, Me } from '../platform/contract.ts'
import { listTime, phoneNumber, wholeNumber } from '../platform/format.ts'
import { IconButton } from '../platform/ui/button.tsx'
import { useTellProblem } from '../platform/ui/problem-text.tsx'
import { shareText } from './progress-parts.ts'
import { type CampaignInList, useCopyCampaign } from './queries.ts'
import { StatePill } from './state-pill.tsx'
import { useEndWords, useMomentWords } from './when-words.ts'

/** One campaign: how far it is, when it will be done, what came of it. */
export function CampaignRow({
  campaign,
  mayWrite,
  onDelete,
}: {
  readonly campaign: CampaignInList
  readonly mayWrite: boolean
  readonly onDelete: () => void
}) {
  const { t } = useLingui()
  const { id, name, state, channelId, progress } = campaign
  const channel = useChannelName(channelId)
  const isDraft = state === 'draft'
  return (
    <div className="flex items-start gap-1 pe-2">
      <Link
        to={isDraft ? '/campaigns/$campaignId/edit' : '/campaigns/$campaignId'}
        params={{ campaignId: id }}
        className="grid min-w-0 flex-1 gap-1.5 rounded-xl px-3 py-3 outline-offset-[-2px] hover:bg-sunken md:px-4"
      >
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <bdi className="min-w-0 font-semibold [overflow-wrap:anywhere]">{name}</bdi>
          <StatePill state={state} />
        </span>
        <span className="flex flex-wrap gap-x-2 text-[13px] text-muted">
          {channel !== null && <bdi>{channel}</bdi>}
          <Moment campaign={campaign} />
        </span>
        {progress !== null && progress.audience > 0 && (
          <Bar progress={progress} isEnding={state === 'cancelled'} />
        )}
        {progress !== null && progress.sent > 0 && <Shares progress={progress} />}
      </Link>
      <span className="flex py-1.5">
        {mayWrite && <CopyButton id={id} name={name} />}
        {mayWrite && isDraft && (
          <IconButton label={t`Delete “${name}”`} tipAt="start" onClick={onDelete}>
            <Trash2 size={17} aria-hidden />
          </IconButton>
        )}
      </span>
    </div>
  )
}

/** null: there is one number only, and nothing to tell apart. */
function useChannelName(channelId: string): string | null {
  const channels = useQuery(meQuery).data?.channels ?? []
  const channel = channels.find((one) => one.id === channelId)
  return channel === undefined || channels.length < 2 ? null : nameOfChannel(channel)
}

export function nameOfChannel({
  verifiedName,
  displayPhoneNumber,
}: Pick<Me['channels'][number], 'verifiedName' | 'displayPhoneNumber'>): string {
  const number = /^\d+$/.test(displayPhoneNumber) ? phoneNumber(displayPhoneNumber) : displayPhoneNumber
  return verifiedName === null ? number : `${verifiedName} · ${number}`
}

/** When it is done, was done, begins, or was last changed. */
function Moment({ campaign }: { readonly campaign: CampaignInList }) {
  const { t, i18n } = useLingui()
  const now = useNow(60_000)
  const end = useEndWords()
  const moment = useMomentWords()
  const { state, startsAt, endedAt, changedAt, plan } = campaign
  if (state === 'draft') {
    const time = listTime(changedAt, now, i18n.locale)
    return <span>{t`Changed: ${time}`}</span>
  }
  if (state === 'scheduled' && startsAt !== null) {
    const begin = moment(startsAt, now)
    return <span>{t`Begins: ${begin}`}</span>
  }
  if (endedAt !== null) {
    const time = listTime(endedAt, now, i18n.locale)
    return <span>{state === 'cancelled' ? t`Cancelled: ${time}` : t`Done: ${time}`}</span>
  }
  if (plan === null || state === 'paused') return null
  return <span className="first-letter:uppercase">{end(plan.endsAt, now)}</span>
}

/** Sent of all, and what there is no message for. */
function Bar({ progress, isEnding }: { readonly progress: CampaignProgress; readonly isEnding: boolean }) {
  const { i18n } = useLingui()
  const { audience, skipped, sent, failed } = progress
  const count = wholeNumber(sent, i18n.locale)
  const all = wholeNumber(audience - skipped, i18n.locale)
  const part = (share: number) => ({ width: `${(100 * share) / audience}%` })
  return (
    <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <span aria-hidden className="flex h-1.5 min-w-32 flex-1 overflow-hidden rounded-full bg-sunken">
        <span className={clsx('block', isEnding ? 'bg-muted' : 'bg-brand')} style={part(sent)} />
        <span className="block bg-red" style={part(failed)} />
        <span className="block bg-control-line opacity-50" style={part(skipped)} />
      </span>
      <span className="text-[13px] text-muted tabular-nums">
        <Plural
          value={audience - skipped}
          one={`${count} of ${all} sent`}
          other={`${count} of ${all} sent`}
        />
      </span>
    </span>
  )
}

function Shares({ progress }: { readonly progress: CampaignProgress }) {
  const { t, i18n } = useLingui()
  const { sent, delivered, read, replied, failed } = progress
  const share = (count: number) => shareText(count, sent, i18n.locale)
  const [reached, seen, answered] = [share(delivered), share(read), share(replied)]
  const lost = wholeNumber(failed, i18n.locale)
  return (
    <span className="flex flex-wrap gap-x-3 text-[13px] tabular-nums">
      <span>{t`${reached} delivered`}</span>
      <span>{t`${seen} read`}</span>
      <span>{t`${answered} replied`}</span>
      {failed > 0 && (
        <span className="text-red">
          <Trans>{lost} failed</Trans>
        </span>
      )}
    </span>
  )
}

function CopyButton({ id, name }: { readonly id: string; readonly name: string }) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const tellProblem = useTellProblem()
  const { mutate, isPending } = useCopyCampaign()
  return (
    <IconButton
      label={t`Copy “${name}”`}
      tipAt="start"
      disabled={isPending}
      onClick={() =>
        mutate(id, {
          onSuccess: (copy) => {
            announce(t`A draft that says the same`)
            void navigate({ to: '/campaigns/$campaignId/edit', params: { campaignId: copy.id } })
          },
          onError: tellProblem,
        })
      }
    >
      <Copy size={17} aria-hidden />
    </IconButton>
  )
}

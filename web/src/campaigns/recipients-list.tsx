import { useLingui } from '@lingui/react/macro'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useLocation, useNavigate, useSearch } from '@tanstack/react-router'
import { MessageCircle, Undo2, UserMinus, UsersRound, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useMay } from '../conversations/queries.ts'
import { Part } from '../health/part.tsx'
import { announce } from '../platform/announce.ts'
import type { Campaign, CampaignProgress, Recipient } from '../platform/contract.ts'
import { phoneNumber, wholeNumber } from '../platform/format.ts'
import { useServerWords } from '../platform/server-words/server-words.ts'
import { Button, IconButton } from '../platform/ui/button.tsx'
import { useTellProblem } from '../platform/ui/problem-text.tsx'
import { FIELD, SectionError } from '../settings/section-frame.tsx'
import { useCampaignWords } from './campaign-words.ts'
import { Csv } from './failures.tsx'
import { momentText } from './progress-forecast.ts'
import { messageLetter, RECIPIENT_WORDS } from './progress-words.ts'
import {
  campaignsKey,
  isMoving,
  takeBackRecipient,
  takeOutRecipient,
  recipientsCsv,
  type RecipientFilter,
  recipientsQuery,
} from './queries.ts'

const STATES = [
  ...[
    'waiting',
    'queued',
    'sent',
    'delivered',
    'read',
    'replied',
    'clicked',
    'unknown',
    'held',
    'failed',
    'skipped',
  ],
]

const AGAIN_MS = 10_000

/** Everybody it goes to, and what became of each; which of them are shown stands in the address. */
export function RecipientsList({
  campaign,
  progress,
  now,
}: {
  readonly campaign: Campaign
  readonly progress: CampaignProgress | null
  readonly now: number
}) {
  const { t } = useLingui()
  const { state = null, reason = null } = useSearch({ from: '/shell/campaigns/$campaignId' })
  const filter = { state, reason }
  const query = useInfiniteQuery({
    ...recipientsQuery(campaign.id, filter),
    // Whoever has gone on reading is not taken back to the beginning, nor a hundred pages asked for.
    refetchInterval: ({ state: { data } }) =>
      isMoving(campaign.state) && (data === undefined || data.pages.length === 1) ? AGAIN_MS : false,
  })
  const items = query.data?.pages.flatMap((page) => page.items) ?? []
  const isEmpty = progress === null && query.isSuccess && items.length === 0 && state === null
  const place = useShownWhenWanted()
  return (
    <div ref={place} id="recipients" tabIndex={-1} className="scroll-mt-4 outline-none">
      <Part
        title={t`Recipients`}
        aside={
          !isEmpty && <Csv href={recipientsCsv(campaign.id, filter)} label={t`the recipients shown here`} />
        }
      >
        {!isEmpty && <Filters campaign={campaign} filter={filter} />}
        {query.isPending && <output className="text-muted">{t`Loading…`}</output>}
        {query.isError && items.length === 0 && (
          <SectionError icon={UsersRound} error={query.error} onRetry={() => void query.refetch()} />
        )}
        {query.isSuccess && items.length === 0 && (
          <p className="py-4 text-center text-muted">
            {isEmpty ? t`They are written down when it begins.` : t`Nobody is like this at the moment.`}
          </p>
        )}
        {items.length > 0 && (
          <ul aria-label={t`Recipients`} className="divide-y divide-line">
            {items.map((recipient) => (
              <Row
                key={recipient.contactId}
                recipient={recipient}
                campaign={campaign}
                progress={progress}
                now={now}
              />
            ))}
          </ul>
        )}
        {query.hasNextPage && (
          <Button
            className="justify-self-center"
            disabled={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {query.isFetchingNextPage ? t`Loading…` : t`Show more`}
          </Button>
        )}
      </Part>
    </div>
  )
}

/** Whoever asked for these people from above is brought to them; who comes with such an address as well. */
function useShownWhenWanted() {
  const place = useRef<HTMLDivElement>(null)
  const wanted = useLocation({
    select: ({ hash, searchStr }) => (hash === 'recipients' ? `?${searchStr}` : ''),
  })
  useEffect(() => {
    if (wanted === '') return
    place.current?.scrollIntoView({ block: 'start' })
    place.current?.focus({ preventScroll: true })
  }, [wanted])
  return place
}

function Filters({ campaign, filter }: { readonly campaign: Campaign; readonly filter: RecipientFilter }) {
  const { t, i18n } = useLingui()
  const navigate = useNavigate()
  const reasonWords = useReasonWords(campaign)
  const { progress } = campaign
  const counts = progress === null ? {} : countsOf(progress)
  const show = (state: string) =>
    void navigate({
      to: '/campaigns/$campaignId',
      params: { campaignId: campaign.id },
      search: state === '' ? {} : { state },
      replace: true,
    })
  return (
    <div className="flex flex-wrap items-center gap-2">
      <select
        aria-label={t`What became of them`}
        value={filter.state ?? ''}
        onChange={(event) => show(event.currentTarget.value)}
        className={`${FIELD} w-auto! max-w-full`}
      >
        <option value="">{t`All of them`}</option>
        {STATES.map((one) => {
          const words = RECIPIENT_WORDS[one]
          const count = counts[one]
          if (words === undefined) return null
          return (
            <option key={one} value={one}>
              {count === undefined ? t(words) : `${t(words)} (${wholeNumber(count, i18n.locale)})`}
            </option>
          )
        })}
      </select>
      {filter.reason !== null && filter.state !== null && (
        <button
          type="button"
          onClick={() => show(filter.state ?? '')}
          className="inline-flex min-h-8 max-w-full items-center gap-1.5 rounded-full bg-brand-tint px-3 text-start text-[13px] font-medium text-brand-strong coarse:min-h-11"
        >
          <span className="min-w-0">{reasonWords(filter.state, filter.reason)}</span>
          <X size={14} aria-hidden className="shrink-0" />
          <span className="sr-only">{t`Show all reasons`}</span>
        </button>
      )}
    </div>
  )
}

/** Each state lists those who got no further; who replied or followed a link is in one of them as well. */
function countsOf(progress: CampaignProgress): Readonly<Record<string, number>> {
  const { waiting, skipped, queued, unknown, held, failed, sent, delivered, read, replied, clicked } =
    progress
  return {
    ...{ waiting, skipped, queued, unknown, held, failed },
    ...{ sent: sent - delivered, delivered: delivered - read, read, replied, clicked },
  }
}

function useReasonWords({ progress }: Campaign): (state: string, reason: string) => string {
  const words = useCampaignWords()
  const translate = useServerWords()
  return (state, reason) => {
    if (state === 'skipped') return words.skip(reason)
    const failure = progress?.failures.find(({ code }) => code === reason)
    return failure === undefined ? reason : translate(failure.title)
  }
}

function Row({
  recipient,
  campaign,
  progress,
  now,
}: {
  readonly recipient: Recipient
  readonly campaign: Campaign
  readonly progress: CampaignProgress | null
  readonly now: number
}) {
  const { t, i18n } = useLingui()
  const reasonWords = useReasonWords({ ...campaign, progress })
  const { phone, state, reason, at, conversationId, message } = recipient
  // Whoever gave no name has their number for one.
  const name = recipient.name?.replace('+', '') === phone ? null : recipient.name
  const number = phone === null ? null : /^\d+$/.test(phone) ? phoneNumber(phone) : phone
  const who = name ?? number ?? t`WhatsApp user`
  const words = RECIPIENT_WORDS[state]
  const letter = messageLetter(message ?? 0)
  const isCompared = campaign.definition.messages.length > 1 && message !== null
  const mayWrite = useMay('campaigns:write')
  return (
    <li className="flex items-center gap-3 py-2">
      <div className="grid min-w-0 flex-1 gap-x-4 sm:grid-cols-[minmax(0,1fr)_minmax(0,1.1fr)] sm:items-center">
        <p className="min-w-0">
          <bdi className="block truncate font-medium">{who}</bdi>
          {name !== null && number !== null && (
            <bdi className="block text-[12.5px] text-muted tabular-nums">{number}</bdi>
          )}
        </p>
        <p className="min-w-0 text-[13.5px] text-pretty">
          <span className={state === 'failed' ? 'text-red' : state === 'unknown' ? 'text-amber' : ''}>
            {words === undefined ? state : t(words)}
          </span>
          {isCompared && <span className="text-muted"> · {t`message ${letter}`}</span>}
          {at !== null && (
            <span className="text-muted tabular-nums"> · {momentText(at, now, i18n.locale)}</span>
          )}
          {reason !== null && (
            <span className="block text-[12.5px] text-muted">{reasonWords(state, reason)}</span>
          )}
        </p>
      </div>
      {mayWrite && <TakeOut recipient={recipient} campaign={campaign} who={who} />}
      {conversationId === null ? (
        <span aria-hidden className="size-10 shrink-0 max-sm:hidden coarse:size-11" />
      ) : (
        <Link
          to="/inbox/$id"
          params={{ id: conversationId }}
          aria-label={t`Open the conversation with ${who}`}
          data-tip={t`Conversation`}
          data-tip-at="start"
          className="inline-grid size-10 shrink-0 place-items-center rounded-lg text-muted hover:bg-sunken hover:text-ink coarse:size-11"
        >
          <MessageCircle size={18} aria-hidden />
        </Link>
      )}
    </li>
  )
}

/** Whoever waits can be taken out while it runs or is paused, and put back. */
function TakeOut({
  recipient: { contactId, state, reason },
  campaign: { id, state: course },
  who,
}: {
  readonly recipient: Recipient
  readonly campaign: Campaign
  readonly who: string
}) {
  const { t } = useLingui()
  const client = useQueryClient()
  const tellProblem = useTellProblem()
  const isOut = state === 'skipped' && reason === 'removed'
  const { mutate, isPending } = useMutation({
    mutationFn: () => (isOut ? takeBackRecipient(id, contactId) : takeOutRecipient(id, contactId)),
    onSuccess: () => announce(isOut ? t`Put back` : t`Taken out`),
    onError: tellProblem,
    onSettled: () => client.invalidateQueries({ queryKey: campaignsKey }),
  })
  if ((course !== 'running' && course !== 'paused') || (state !== 'waiting' && !isOut)) return null
  return (
    <IconButton
      label={isOut ? t`Put ${who} back` : t`Take ${who} out`}
      tipAt="start"
      disabled={isPending}
      onClick={() => mutate()}
    >
      {isOut ? <Undo2 size={17} aria-hidden /> : <UserMinus size={17} aria-hidden />}
    </IconButton>
  )
}

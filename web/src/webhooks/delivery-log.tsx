import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { CloudAlert, ListX } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import { postJson } from '../platform/api.ts'
import type { WebhookEndpoint } from '../platform/contract.ts'
import { Button } from '../platform/ui/button.tsx'
import { Dialog } from '../platform/ui/dialog.tsx'
import { Notice } from '../platform/ui/notice.tsx'
import { FIELD, ProblemLine, SectionError } from '../settings/section-frame.tsx'
import { DeliveryRow } from './delivery-row.tsx'
import { endpointPath, messagesQuery, type StateChoice, webhooksKey } from './queries.ts'
import { STATE_WORDS } from './webhook-words.ts'

const HOUR_MS = 60 * 60 * 1000
const DAY_MS = 24 * HOUR_MS
const CHOICES: readonly StateChoice[] = ['all', 'pending', 'delivered', 'failed', 'discarded']

/** What was told to an endpoint, newest first, and telling it again. */
export function DeliveryLog({
  endpoint,
  mayWrite,
  onClose,
}: {
  readonly endpoint: WebhookEndpoint
  readonly mayWrite: boolean
  readonly onClose: () => void
}) {
  const { t } = useLingui()
  const [choice, setChoice] = useState<StateChoice>('all')
  const query = useInfiniteQuery(messagesQuery(endpoint.id, choice))
  const messages = query.data?.pages.flatMap((page) => page.items) ?? []
  let content: ReactNode
  if (query.isPending) content = <output className="p-6 text-center text-muted">{t`Loading…`}</output>
  else if (query.isError && messages.length === 0)
    content = <SectionError icon={CloudAlert} error={query.error} onRetry={() => void query.refetch()} />
  else if (messages.length === 0)
    content =
      choice === 'all' ? (
        <Notice icon={ListX} title={t`Nothing has been sent yet`}>
          <Trans>Send a test, or wait until something happens in a conversation.</Trans>
        </Notice>
      ) : (
        <Notice
          icon={ListX}
          title={t`Nothing fits this filter`}
          action={<Button onClick={() => setChoice('all')}>{t`Show everything`}</Button>}
        />
      )
  else
    content = (
      <ul className="divide-y divide-line border-y border-line">
        {messages.map((message) => (
          <DeliveryRow
            key={message.id}
            message={message}
            mayReplay={mayWrite && endpoint.state === 'active'}
          />
        ))}
      </ul>
    )
  return (
    <Dialog title={t`Delivery log`} shape="wide" onClose={onClose}>
      <div className="flex min-h-[60dvh] flex-col gap-3 p-4">
        <p dir="ltr" className="text-start text-[13px] text-muted [overflow-wrap:anywhere]">
          {endpoint.url}
        </p>
        <div className="flex flex-wrap items-end gap-3">
          <StateSelect choice={choice} onChoose={setChoice} />
          {mayWrite && endpoint.state === 'active' && <ReplayFailed endpoint={endpoint} />}
        </div>
        {content}
        {query.hasNextPage && (
          <Button
            className="self-center"
            disabled={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {query.isFetchingNextPage ? t`Loading…` : t`Show older entries`}
          </Button>
        )}
      </div>
    </Dialog>
  )
}

function StateSelect({
  choice,
  onChoose,
}: {
  readonly choice: StateChoice
  readonly onChoose: (choice: StateChoice) => void
}) {
  const { t } = useLingui()
  const id = useId()
  return (
    <div className="w-44">
      <label htmlFor={id} className="mb-1 block text-[13px] font-medium">{t`Show`}</label>
      <select
        id={id}
        value={choice}
        onChange={(event) => onChoose(CHOICES[event.currentTarget.selectedIndex] ?? 'all')}
        className={FIELD}
      >
        {CHOICES.map((one) => (
          <option key={one} value={one}>
            {one === 'all' ? t`Everything` : t(STATE_WORDS[one])}
          </option>
        ))}
      </select>
    </div>
  )
}

/** Everything that was not taken, since a moment that one chooses. */
function ReplayFailed({ endpoint }: { readonly endpoint: WebhookEndpoint }) {
  const { t } = useLingui()
  const id = useId()
  const client = useQueryClient()
  const [ageMs, setAgeMs] = useState(DAY_MS)
  const replay = useMutation({
    mutationFn: async () =>
      postJson<{ readonly queued: number; readonly hasMore: boolean }>(
        `${endpointPath(endpoint.id)}/replay-failed`,
        { since: Date.now() - ageMs },
      ),
    onSuccess: async () => client.invalidateQueries({ queryKey: webhooksKey }),
  })
  const queued = replay.data?.queued
  return (
    <>
      <div className="flex flex-wrap items-end gap-2">
        <div className="w-44">
          <label htmlFor={id} className="mb-1 block text-[13px] font-medium">{t`Not delivered in`}</label>
          <select
            id={id}
            value={ageMs}
            onChange={(event) => setAgeMs(Number(event.currentTarget.value))}
            className={FIELD}
          >
            <option value={HOUR_MS}>{t`The last hour`}</option>
            <option value={DAY_MS}>{t`The last 24 hours`}</option>
            <option value={7 * DAY_MS}>{t`The last 7 days`}</option>
            <option value={30 * DAY_MS}>{t`The last 30 days`}</option>
          </select>
        </div>
        <Button disabled={replay.isPending} onClick={() => replay.mutate()}>
          <Trans>Send all of it again</Trans>
        </Button>
      </div>
      <output className="w-full text-[13px] text-muted empty:hidden">
        {queued !== undefined && (
          <Plural
            value={queued}
            _0="There was nothing to send again."
            one="# message is sent again."
            other="# messages are sent again."
          />
        )}
        {replay.data?.hasMore === true && (
          <>
            {' '}
            <Trans>There are more: press once more.</Trans>
          </>
        )}
      </output>
      {replay.isError && <ProblemLine error={replay.error} />}
    </>
  )
}

import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ListOrdered, Plus, TriangleAlert } from 'lucide-react'
import { useEffect, useState } from 'react'
import { nameOfChannel } from '../campaigns/campaign-row.tsx'
import { UndoToast } from '../conversations/undo-toast.tsx'
import { meQuery, useMay } from '../conversations/queries.ts'
import type { Sequence } from '../platform/contract.ts'
import { wholeNumber } from '../platform/format.ts'
import { Button } from '../platform/ui/button.tsx'
import { lazyPart } from '../platform/ui/lazy-part.tsx'
import { Notice } from '../platform/ui/notice.tsx'
import { useProblemText } from '../platform/ui/problem-text.tsx'
import { StartingPoints } from './starting-point-list.tsx'
import { sequencesQuery } from './queries.ts'
import { SectionTabs } from './section-tabs.tsx'
import { useSequenceWords } from './sequence-words.ts'
import { SequencePill } from './state-pill.tsx'

const NewSequenceDialog = lazyPart(() => import('./new-sequence-dialog.tsx').then((m) => m.NewSequenceDialog))

/** All sequences, newest first. Lazy. */
export function SequencesPage() {
  const { t } = useLingui()
  const mayWrite = useMay('campaigns:write')
  const [isMaking, setMaking] = useState(false)
  useEffect(() => {
    document.title = t`Sequences`
  }, [t])
  return (
    <div className="flex min-w-0 flex-1 flex-col bg-surface">
      <header className="flex flex-wrap items-center gap-2 border-b border-line p-3 md:px-6">
        <SectionTabs at="sequences" />
        {mayWrite && (
          <Button variant="primary" onClick={() => setMaking(true)}>
            <Plus size={17} aria-hidden />
            {t`New sequence`}
          </Button>
        )}
      </header>
      <Sequences mayWrite={mayWrite} />
      {isMaking && <NewSequenceDialog onClose={() => setMaking(false)} />}
      <UndoToast />
    </div>
  )
}

function Sequences({ mayWrite }: { readonly mayWrite: boolean }) {
  const { t } = useLingui()
  const query = useInfiniteQuery(sequencesQuery)
  const problem = useProblemText()(query.error)
  if (query.isPending) return <p className="p-6 text-muted">{t`Loading…`}</p>
  if (query.data === undefined)
    return (
      <Notice
        icon={ListOrdered}
        title={problem.title}
        action={<Button onClick={() => void query.refetch()}>{t`Try again`}</Button>}
      >
        {problem.nextStep}
      </Notice>
    )
  const items = query.data.pages.flatMap((page) => page.items)
  if (items.length === 0) return <FirstSequence mayWrite={mayWrite} />
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto grid max-w-5xl gap-4 p-3 md:px-6 md:py-5">
        <ul aria-label={t`Sequences`} className="divide-y divide-line rounded-xl border border-line">
          {items.map((sequence) => (
            <li key={sequence.id}>
              <Row sequence={sequence} />
            </li>
          ))}
        </ul>
        {query.hasNextPage && (
          <Button
            className="justify-self-center"
            disabled={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {query.isFetchingNextPage ? t`Loading…` : t`Show older ones`}
          </Button>
        )}
      </div>
    </div>
  )
}

/** Before there is any: what they are for, by examples. */
function FirstSequence({ mayWrite }: { readonly mayWrite: boolean }) {
  const { t } = useLingui()
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto grid max-w-xl justify-items-center gap-3 px-4 py-10 text-center">
        <span className="grid size-14 place-items-center rounded-2xl bg-brand-tint text-brand">
          <ListOrdered size={26} aria-hidden strokeWidth={1.8} />
        </span>
        <h2 className="text-[17px] font-semibold text-balance">{t`There are no sequences yet`}</h2>
        <p className="text-pretty text-muted">
          <Trans>
            A sequence writes to each customer at their own moment: somebody leaves a cart, and gets a
            reminder after an hour and another one the next day, until they order or answer.
          </Trans>
        </p>
        {mayWrite ? (
          <StartingPoints />
        ) : (
          <p className="mt-2 text-[13px] text-muted">
            <Trans>Owners and admins of your team make sequences.</Trans>
          </p>
        )}
      </div>
    </div>
  )
}

function Row({ sequence }: { readonly sequence: Sequence }) {
  const { i18n, t } = useLingui()
  const words = useSequenceWords()
  const channel = useChannelName(sequence.channelId)
  const { id, name, state, books, problems, definition } = sequence
  const [waiting, finished, left] = [books.waiting, books.finished, books.left].map((count) =>
    wholeNumber(count, i18n.locale),
  )
  const steps = definition.steps.length
  const [most] = books.leftBy
  return (
    <Link
      to="/campaigns/sequences/$sequenceId"
      params={{ sequenceId: id }}
      className="grid min-w-0 gap-1.5 rounded-xl px-3 py-3 outline-offset-[-2px] hover:bg-sunken md:px-4"
    >
      <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <bdi className="min-w-0 font-semibold [overflow-wrap:anywhere]">{name}</bdi>
        <SequencePill state={state} />
      </span>
      <span className="flex flex-wrap gap-x-2 text-[13px] text-muted">
        {channel !== null && <bdi>{channel}</bdi>}
        <span>{t`${plural(steps, { one: '# message', other: '# messages' })}`}</span>
      </span>
      {books.enrolled > 0 && (
        <span className="flex flex-wrap gap-x-3 text-[13px] tabular-nums">
          <span className="font-medium text-brand-strong">{t`${waiting} in it now`}</span>
          <span>{t`${finished} finished`}</span>
          <span>
            {t`${left} left`}
            {most !== undefined && (
              <span className="text-muted">
                {': '}
                {words.leave(most.reason, most.detail)} ({wholeNumber(most.count, i18n.locale)})
              </span>
            )}
          </span>
        </span>
      )}
      {problems[0] !== undefined && (
        <span className="flex items-start gap-1.5 text-[13px] text-amber">
          <TriangleAlert size={15} aria-hidden className="mt-0.5 shrink-0" />
          <span>{words.problem(problems[0])}</span>
        </span>
      )}
    </Link>
  )
}

/** null: there is one number only, and nothing to tell apart. */
function useChannelName(channelId: string): string | null {
  const channels = useQuery(meQuery).data?.channels ?? []
  const channel = channels.find((one) => one.id === channelId)
  return channel === undefined || channels.length < 2 ? null : nameOfChannel(channel)
}

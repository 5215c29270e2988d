import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { AlarmClock, Columns3, IndianRupee, Plus } from 'lucide-react'
import { useState } from 'react'
import { useMay } from '../conversations/queries.ts'
import { useStages } from './use-stages.ts'
import { UndoToast } from '../conversations/undo-toast.tsx'
import type { Deal } from '../platform/contract.ts'
import { wholeNumber } from '../platform/format.ts'
import { Button } from '../platform/ui/button.tsx'
import { lazyPart } from '../platform/ui/lazy-part.tsx'
import { Notice } from '../platform/ui/notice.tsx'
import { useProblemText } from '../platform/ui/problem-text.tsx'
import { Board } from './board.tsx'
import { boardQuery, remindersQuery } from './queries.ts'
import { RemindersList } from './reminders-list.tsx'

const DealDialog = lazyPart(() => import('./deal-dialog.tsx').then((m) => m.DealDialog))
const StagesDialog = lazyPart(() => import('./stages-dialog.tsx').then((m) => m.StagesDialog))

/** What may be sold: the board, and what somebody wanted to be reminded of. */
export function DealsPage() {
  const { t, i18n } = useLingui()
  const mayWrite = useMay('deals:write')
  const board = useBoard()
  const stages = useStages()
  const reminders = useQuery(remindersQuery(null)).data?.items ?? []
  const due = reminders.filter(({ state }) => state === 'due').length
  const [open, setOpen] = useState<Deal | 'new' | 'stages' | null>(null)
  const [areRemindersShown, setRemindersShown] = useState(false)
  const dueShown = wholeNumber(due, i18n.locale)
  return (
    <div className="flex min-w-0 flex-1 flex-col bg-surface">
      <header className="flex flex-wrap items-center gap-2 border-b border-line p-3 md:px-6">
        <h1 className="me-auto text-[19px] font-semibold">
          <Trans>Deals</Trans>
        </h1>
        <Button
          aria-expanded={areRemindersShown}
          className={due > 0 ? 'text-amber' : ''}
          onClick={() => setRemindersShown((is) => !is)}
        >
          <AlarmClock size={17} aria-hidden />
          {due > 0 ? t`Reminders (${dueShown} due)` : t`Reminders`}
        </Button>
        {mayWrite && (
          <>
            <Button onClick={() => setOpen('stages')}>
              <Columns3 size={17} aria-hidden />
              <span className="max-md:sr-only">
                <Trans>Stages</Trans>
              </span>
            </Button>
            <Button variant="primary" onClick={() => setOpen('new')}>
              <Plus size={17} aria-hidden />
              <span className="max-md:sr-only">
                <Trans>New deal</Trans>
              </span>
            </Button>
          </>
        )}
      </header>
      {areRemindersShown && (
        <section
          aria-label={t`Reminders`}
          className="max-h-[40dvh] shrink-0 overflow-y-auto border-b border-line px-3 py-2 md:px-6"
        >
          {reminders.length === 0 ? (
            <p className="py-2 text-[13px] text-muted">
              <Trans>Nothing to be reminded of. Set a reminder beside a conversation.</Trans>
            </p>
          ) : (
            <RemindersList reminders={reminders} mayWrite={mayWrite} isLinked />
          )}
        </section>
      )}
      <Content board={board} stages={stages} mayWrite={mayWrite} onOpen={setOpen} />
      {open === 'stages' && <StagesDialog onClose={() => setOpen(null)} />}
      {open !== null && open !== 'stages' && (
        <DealDialog deal={open === 'new' ? null : open} of={null} onClose={() => setOpen(null)} />
      )}
      <UndoToast />
    </div>
  )
}

function Content({
  board,
  stages,
  mayWrite,
  onOpen,
}: {
  readonly board: ReturnType<typeof useBoard>
  readonly stages: ReturnType<typeof useStages>
  readonly mayWrite: boolean
  readonly onOpen: (what: Deal | 'new') => void
}) {
  const { t } = useLingui()
  const problem = useProblemText()(board.error ?? stages.error)
  if (board.data === undefined || stages.data === undefined) {
    if (!board.isError && !stages.isError) return <p className="p-6 text-muted">{t`Loading…`}</p>
    return (
      <Notice
        icon={IndianRupee}
        title={problem.title}
        action={
          <Button
            onClick={() => void Promise.all([board.refetch(), stages.refetch()])}
          >{t`Try again`}</Button>
        }
      >
        {problem.nextStep}
      </Notice>
    )
  }
  if (board.data.items.length === 0)
    return (
      <Notice
        icon={IndianRupee}
        title={t`There are no deals yet`}
        action={
          mayWrite ? (
            <Button variant="primary" onClick={() => onOpen('new')}>
              <Plus size={17} aria-hidden />
              <Trans>New deal</Trans>
            </Button>
          ) : undefined
        }
      >
        <Trans>Write down what somebody may buy, and move it along until it is won.</Trans>
      </Notice>
    )
  return <Board page={board.data} stages={stages.data.items} mayWrite={mayWrite} onOpen={onOpen} />
}

const useBoard = () => useQuery(boardQuery)

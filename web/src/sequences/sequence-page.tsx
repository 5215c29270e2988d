import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { ArrowLeft, Copy, ListOrdered, Power, Trash2, TriangleAlert } from 'lucide-react'
import { type ReactNode, useEffect, useId, useState } from 'react'
import { Labelled } from '../campaigns/builder/parts.tsx'
import { nameOfChannel } from '../campaigns/campaign-row.tsx'
import { UndoToast } from '../conversations/undo-toast.tsx'
import { meQuery } from '../conversations/queries.ts'
import { announce } from '../platform/announce.ts'
import { useNow } from '../platform/clock.ts'
import type { Sequence } from '../platform/contract.ts'
import { wholeNumber } from '../platform/format.ts'
import { Button } from '../platform/ui/button.tsx'
import { lazyPart } from '../platform/ui/lazy-part.tsx'
import { Notice } from '../platform/ui/notice.tsx'
import { useProblemText, useTellProblem } from '../platform/ui/problem-text.tsx'
import { FIELD } from '../settings/section-frame.tsx'
import { KeepingLine } from '../templates/draft-keeping.tsx'
import { People } from './people.tsx'
import { deleteSequence, sequenceQuery, sequencesKey, useCopySequence, useTurn } from './queries.ts'
import { useSequenceWords } from './sequence-words.ts'
import { SequencePill } from './state-pill.tsx'
import { Timeline } from './timeline.tsx'
import { type SequenceEditor, useSequenceEditor } from './use-sequence-editor.ts'

const ConfirmDialog = lazyPart(() => import('../settings/confirm-dialog.tsx').then((m) => m.ConfirmDialog))

/** One sequence: what it says and when, whether it is on, who is in it. Lazy. */
export function SequencePage() {
  const { t } = useLingui()
  const { sequenceId } = useParams({ from: '/shell/campaigns/sequences/$sequenceId' })
  const { data: me } = useQuery(meQuery)
  const query = useQuery({ ...sequenceQuery(sequenceId), retry: false })
  const problem = useProblemText()(query.error)
  if (query.data !== undefined && me !== undefined)
    return (
      <Detail key={sequenceId} sequence={query.data} mayWrite={me.permissions.includes('campaigns:write')} />
    )
  if (!query.isError) return <output className="p-6 text-muted">{t`Loading…`}</output>
  return (
    <Notice
      icon={ListOrdered}
      title={problem.title}
      action={
        <div className="flex flex-wrap justify-center gap-2">
          <Button onClick={() => void query.refetch()}>{t`Try again`}</Button>
          <Link
            to="/campaigns/sequences"
            className="inline-flex min-h-10 items-center px-3 text-brand underline"
          >
            <Trans>All sequences</Trans>
          </Link>
        </div>
      }
    >
      {problem.nextStep}
    </Notice>
  )
}

const TICK_MS = 30_000

function Detail({ sequence, mayWrite }: { readonly sequence: Sequence; readonly mayWrite: boolean }) {
  const { t } = useLingui()
  const editor = useSequenceEditor(sequence)
  const now = useNow(TICK_MS)
  // What is missing is said when somebody has asked to turn it on, and from then on.
  const [isTried, setTried] = useState(false)
  const { name, state, problems } = sequence
  const isFixed = state === 'on' || !mayWrite
  useEffect(() => {
    document.title = `${name} · ${t`Sequences`}`
  }, [name, t])
  const shown = isTried || state !== 'draft' ? problems : []
  return (
    <div className="flex min-w-0 flex-1 flex-col bg-canvas">
      <Header editor={editor} sequence={sequence} isFixed={isFixed}>
        {mayWrite && <Actions editor={editor} sequence={sequence} onTried={() => setTried(true)} />}
      </Header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto grid w-full max-w-5xl grid-cols-1 gap-4 p-3 md:p-6">
          {shown.length > 0 && <Missing sequence={sequence} />}
          {sequence.books.enrolled > 0 && <Books sequence={sequence} />}
          <section
            aria-label={t`What happens, in its order`}
            className="grid min-w-0 gap-4 rounded-xl border border-line bg-surface p-3 md:p-5"
          >
            {state === 'on' && mayWrite && (
              <p className="rounded-xl bg-brand-tint px-3 py-2.5 text-[13.5px] text-pretty text-brand-strong">
                <Trans>It is on. To change it, turn it off first: whoever is in it stays in.</Trans>
              </p>
            )}
            <NumberChoice editor={editor} isFixed={isFixed} />
            <Timeline editor={editor} problems={shown} isFixed={isFixed} />
          </section>
          {state !== 'draft' && <People sequence={sequence} now={now} mayWrite={mayWrite} />}
        </div>
      </div>
      <UndoToast />
    </div>
  )
}

function Header({
  editor,
  sequence,
  isFixed,
  children,
}: {
  readonly editor: SequenceEditor
  readonly sequence: Sequence
  readonly isFixed: boolean
  readonly children: ReactNode
}) {
  const { t } = useLingui()
  const id = useId()
  const { name } = editor.draft
  const isEmpty = name.trim() === ''
  return (
    <header className="flex flex-wrap items-center gap-x-2 gap-y-1 border-b border-line bg-surface p-2 md:px-4">
      <Link
        to="/campaigns/sequences"
        aria-label={t`All sequences`}
        className="grid size-10 shrink-0 place-items-center rounded-lg text-muted hover:bg-sunken hover:text-ink coarse:size-11"
      >
        <ArrowLeft size={20} aria-hidden className="rtl:rotate-180" />
      </Link>
      <h1 className="sr-only">{sequence.name}</h1>
      <div className="me-auto min-w-40 flex-1 md:max-w-md">
        <label htmlFor={id} className="sr-only">{t`Name of the sequence`}</label>
        <input
          id={id}
          dir="auto"
          value={name}
          maxLength={120}
          autoComplete="off"
          disabled={isFixed}
          aria-invalid={isEmpty}
          aria-describedby={`${id}-bad`}
          onChange={(event) => editor.edit({ name: event.currentTarget.value })}
          className="h-9 w-full min-w-0 truncate rounded-lg border border-transparent bg-transparent px-2 text-[16px] font-semibold hover:enabled:border-control-line focus:border-control-line aria-invalid:border-red coarse:h-11"
        />
        <div className="flex flex-wrap items-center gap-2 px-2">
          <SequencePill state={sequence.state} />
          {isEmpty ? (
            <p id={`${id}-bad`} className="text-[12.5px] text-red">{t`It needs a name.`}</p>
          ) : (
            !isFixed && <KeepingLine keeping={editor.keeping} />
          )}
        </div>
      </div>
      {children}
    </header>
  )
}

function Actions({
  editor,
  sequence,
  onTried,
}: {
  readonly editor: SequenceEditor
  readonly sequence: Sequence
  readonly onTried: () => void
}) {
  const { t, i18n } = useLingui()
  const client = useQueryClient()
  const navigate = useNavigate()
  const tellProblem = useTellProblem()
  const turn = useTurn(sequence.id)
  const copy = useCopySequence()
  const [isDeleting, setDeleting] = useState(false)
  const { id, state, books } = sequence
  const waiting = wholeNumber(books.waiting, i18n.locale)
  const turnOn = async () => {
    onTried()
    if (!(await editor.flush())) return
    turn.mutate('on', {
      onSuccess: () => announce(t`It is on`),
      onError: tellProblem,
    })
  }
  const remove = async () => {
    await deleteSequence(id)
    announce(t`Deleted`)
    await navigate({ to: '/campaigns/sequences', replace: true })
    await client.invalidateQueries({ queryKey: [...sequencesKey, 'list'] })
  }
  return (
    <div className="flex flex-wrap items-center gap-1.5 max-sm:w-full max-sm:ps-12 max-sm:pb-1">
      {state === 'on' ? (
        <Button
          small
          className="coarse:min-h-11"
          disabled={turn.isPending}
          onClick={() =>
            turn.mutate('off', { onSuccess: () => announce(t`It is off`), onError: tellProblem })
          }
        >
          <Power size={15} aria-hidden />
          <Trans>Turn off</Trans>
        </Button>
      ) : (
        <Button
          small
          variant="primary"
          className="coarse:min-h-11"
          disabled={turn.isPending}
          onClick={() => void turnOn()}
        >
          <Power size={15} aria-hidden />
          <Trans>Turn on</Trans>
        </Button>
      )}
      <Button
        small
        className="coarse:min-h-11"
        disabled={copy.isPending}
        onClick={() =>
          copy.mutate(id, {
            onSuccess: (made) => {
              announce(t`A draft that says the same`)
              void navigate({
                to: '/campaigns/sequences/$sequenceId',
                params: { sequenceId: made.id },
              })
            },
            onError: tellProblem,
          })
        }
      >
        <Copy size={15} aria-hidden />
        <Trans>Copy</Trans>
      </Button>
      {state !== 'on' && (
        <Button
          small
          variant="danger"
          className="coarse:min-h-11"
          aria-label={t`Delete this sequence`}
          onClick={() => setDeleting(true)}
        >
          <Trash2 size={15} aria-hidden />
          <Trans>Delete</Trans>
        </Button>
      )}
      {isDeleting && (
        <ConfirmDialog
          title={t`Delete this sequence?`}
          confirm={<Trans>Delete for good</Trans>}
          onConfirm={remove}
          onClose={() => setDeleting(false)}
        >
          {books.enrolled === 0 ? (
            <Trans>Nobody has got anything of it.</Trans>
          ) : (
            <>
              {books.waiting > 0 &&
                t`${plural(books.waiting, { one: `${waiting} person is in it and gets nothing more.`, other: `${waiting} people are in it and get nothing more.` })}`}{' '}
              <Trans>Its numbers go with it. What was sent stays in the conversations.</Trans>
            </>
          )}
        </ConfirmDialog>
      )}
    </div>
  )
}

/** What keeps it from being turned on or from going on, in one place; it is said again where it is mended. */
function Missing({ sequence: { problems, state } }: { readonly sequence: Sequence }) {
  const { t } = useLingui()
  const words = useSequenceWords()
  const said = [...new Set(problems.map((one) => words.problem(one)))]
  return (
    <section
      aria-label={t`Still missing`}
      role="alert"
      className="grid gap-1 rounded-xl bg-amber-tint px-4 py-3 text-amber"
    >
      <p className="font-medium">
        {state === 'on' ? t`Something stands in its way:` : t`Before it can be turned on:`}
      </p>
      <ul className="grid gap-1">
        {said.map((text) => (
          <li key={text} className="flex items-start gap-2 text-[13.5px]">
            <TriangleAlert size={16} aria-hidden className="mt-0.5 shrink-0" />
            <span className="text-pretty">{text}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Everybody who ever came in is in one of the three. */
function Books({ sequence: { books } }: { readonly sequence: Sequence }) {
  const { t, i18n } = useLingui()
  const words = useSequenceWords()
  const show = (count: number): string => wholeNumber(count, i18n.locale)
  const all = [
    [t`Came in`, books.enrolled],
    [t`In it now`, books.waiting],
    [t`Finished`, books.finished],
    [t`Left`, books.left],
  ] as const
  return (
    <section aria-label={t`How it goes`} className="grid gap-3 rounded-xl border border-line bg-surface p-4">
      <dl className="grid grid-cols-2 gap-3 sm:grid-cols-4">
        {all.map(([name, count]) => (
          <div key={name}>
            <dt className="text-[13px] text-muted">{name}</dt>
            <dd className="text-[20px] font-semibold tabular-nums">{show(count)}</dd>
          </div>
        ))}
      </dl>
      {books.leftBy.length > 0 && (
        <ul aria-label={t`Why they left`} className="flex flex-wrap gap-x-4 gap-y-1 text-[13px]">
          {books.leftBy.map(({ reason, detail, count }) => (
            <li key={`${reason} ${detail ?? ''}`}>
              <span className="text-muted">{words.leave(reason, detail)}:</span>{' '}
              <span className="font-medium tabular-nums">{show(count)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

/** Nothing, where there is one number only. */
function NumberChoice({ editor, isFixed }: { readonly editor: SequenceEditor; readonly isFixed: boolean }) {
  const { t } = useLingui()
  const channels = useQuery(meQuery).data?.channels ?? []
  if (channels.length < 2) return null
  return (
    <div className="max-w-md">
      <Labelled label={t`Number that it is sent from`}>
        <select
          value={editor.draft.channelId}
          disabled={isFixed}
          onChange={(event) => editor.edit({ channelId: event.currentTarget.value })}
          className={FIELD}
        >
          {channels.map((one) => (
            <option key={one.id} value={one.id}>
              {nameOfChannel(one)}
            </option>
          ))}
        </select>
      </Labelled>
    </div>
  )
}

import { useLingui } from '@lingui/react/macro'
import { type InfiniteData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { MessageCircle, UserMinus, UsersRound } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { momentText } from '../campaigns/progress-forecast.ts'
import { offerUndo } from '../conversations/undo.ts'
import { Part } from '../health/part.tsx'
import { announce } from '../platform/announce.ts'
import type { Enrolment, EnrolmentPage, EnrolmentState, Sequence } from '../platform/contract.ts'
import { phoneNumber, wholeNumber } from '../platform/format.ts'
import { Button, IconButton } from '../platform/ui/button.tsx'
import { useTellProblem } from '../platform/ui/problem-text.tsx'
import { FIELD, ProblemLine, SectionError } from '../settings/section-frame.tsx'
import { peopleQuery, sequencesKey, takeOut, usePutIn } from './queries.ts'
import { useSequenceWords } from './sequence-words.ts'

type Shown = EnrolmentState | 'all'

/** Who is in it, who has been, and why they left. */
export function People({
  sequence,
  now,
  mayWrite,
}: {
  readonly sequence: Sequence
  readonly now: number
  readonly mayWrite: boolean
}) {
  const { t, i18n } = useLingui()
  const words = useSequenceWords()
  const { books } = sequence
  // The reasons stand in the same list: what is chosen is a state, or a reason of those who left.
  const [wanted, setWanted] = useState('waiting')
  const [state, reason] = wanted.split(/:(.*)/su) as [Shown, string | undefined]
  const filter = { state: state === 'all' ? null : state, reason: reason ?? null }
  const query = useInfiniteQuery(peopleQuery(sequence.id, filter))
  const items = query.data?.pages.flatMap((page) => page.items) ?? []
  const leave = useTakeOut()
  const count = (value: number): string => wholeNumber(value, i18n.locale)
  return (
    <Part title={t`People`}>
      {mayWrite && sequence.state === 'on' && <PutIn id={sequence.id} />}
      <select
        aria-label={t`Which people`}
        value={wanted}
        onChange={(event) => setWanted(event.currentTarget.value)}
        className={`${FIELD} w-auto! max-w-full justify-self-start`}
      >
        <option value="waiting">{`${t`In it now`} (${count(books.waiting)})`}</option>
        <option value="finished">{`${t`Finished`} (${count(books.finished)})`}</option>
        <option value="left">{`${t`Left`} (${count(books.left)})`}</option>
        {books.leftBy.map((one) => (
          <option
            key={`${one.reason}:${one.detail ?? ''}`}
            value={`left:${one.detail === null ? one.reason : `${one.reason}:${one.detail}`}`}
          >
            {`— ${words.leave(one.reason, one.detail)} (${count(one.count)})`}
          </option>
        ))}
        <option value="all">{`${t`All of them`} (${count(books.enrolled)})`}</option>
      </select>
      {query.isPending && <output className="text-muted">{t`Loading…`}</output>}
      {query.isError && items.length === 0 && (
        <SectionError icon={UsersRound} error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.isSuccess && items.length === 0 && (
        <p className="py-3 text-muted">{t`Nobody is like this at the moment.`}</p>
      )}
      {items.length > 0 && (
        <ul aria-label={t`People`} className="divide-y divide-line">
          {items.map((person) => (
            <Row
              key={person.id}
              person={person}
              sequence={sequence}
              now={now}
              onTakeOut={mayWrite && person.state === 'waiting' ? leave : null}
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
  )
}

function Row({
  person,
  sequence,
  now,
  onTakeOut,
}: {
  readonly person: Enrolment
  readonly sequence: Sequence
  readonly now: number
  /** null: there is nothing to take out, or nobody who may. */
  readonly onTakeOut: ((person: Enrolment, who: string) => void) | null
}) {
  const { t, i18n } = useLingui()
  const words = useSequenceWords()
  const { phone, state, reason, detail, step, dueAt, endedAt, conversationId } = person
  const name = person.name?.replace('+', '') === phone ? null : person.name
  const number = phone === null ? null : /^\d+$/.test(phone) ? phoneNumber(phone) : phone
  const who = name ?? number ?? t`WhatsApp user`
  const next = sequence.definition.steps.findIndex(({ id }) => id === step) + 1
  const due = dueAt === null ? null : momentText(dueAt, now, i18n.locale)
  const ended = endedAt === null ? null : momentText(endedAt, now, i18n.locale)
  return (
    <li className="flex items-center gap-1 py-2">
      <div className="grid min-w-0 flex-1 gap-x-4 sm:grid-cols-[minmax(0,1fr)_minmax(0,1.1fr)] sm:items-center">
        <p className="min-w-0">
          <bdi className="block truncate font-medium">{who}</bdi>
          {name !== null && number !== null && (
            <bdi className="block text-[12.5px] text-muted tabular-nums">{number}</bdi>
          )}
        </p>
        <p className="min-w-0 text-[13.5px] text-pretty">
          {state === 'waiting' && due !== null && (next === 0 ? due : t`Message ${next}: ${due}`)}
          {state === 'finished' && <>{ended === null ? t`Finished` : t`Finished: ${ended}`}</>}
          {state === 'left' && (
            <>
              {words.leave(reason ?? '', detail)}
              {ended !== null && <span className="text-muted tabular-nums"> · {ended}</span>}
            </>
          )}
        </p>
      </div>
      {conversationId !== null && (
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
      {onTakeOut !== null && (
        <IconButton label={t`Take ${who} out`} tipAt="start" onClick={() => onTakeOut(person, who)}>
          <UserMinus size={18} aria-hidden />
        </IconButton>
      )}
    </li>
  )
}

type Pages = InfiniteData<EnrolmentPage, string | null>

/** They go from the list at once, and from the sequence when nobody has wanted them back. */
function useTakeOut(): (person: Enrolment, who: string) => void {
  const { t } = useLingui()
  const client = useQueryClient()
  const tellProblem = useTellProblem()
  return ({ id }, who) => {
    const lists = { queryKey: [...sequencesKey, 'people'] }
    const before = client.getQueriesData<Pages>(lists)
    client.setQueriesData<Pages>(
      lists,
      (old) =>
        old && {
          ...old,
          pages: old.pages.map((page) => ({ ...page, items: page.items.filter((one) => one.id !== id) })),
        },
    )
    offerUndo({
      text: t`${who} taken out`,
      undo: () => {
        for (const [key, data] of before) client.setQueryData(key, data)
      },
      settle: () =>
        void takeOut(id)
          .catch(tellProblem)
          .finally(() => void client.invalidateQueries({ queryKey: sequencesKey })),
    })
  }
}

/** Somebody by their number; who is not known yet becomes a contact. */
function PutIn({ id }: { readonly id: string }) {
  const { t } = useLingui()
  const [phone, setPhone] = useState('')
  const { mutate, isPending, error, reset } = usePutIn(id)
  const put = (event: FormEvent) => {
    event.preventDefault()
    mutate(phone, {
      onSuccess: () => {
        setPhone('')
        announce(t`They are in it now`)
      },
    })
  }
  return (
    <form onSubmit={put} className="grid gap-2">
      <div className="flex flex-wrap items-end gap-2">
        <label className="grid min-w-0 flex-1 gap-1 sm:max-w-64">
          <span className="text-[13px] font-medium">{t`Put somebody in`}</span>
          <input
            type="tel"
            dir="ltr"
            value={phone}
            maxLength={30}
            autoComplete="off"
            placeholder="+91 98765 43210"
            onChange={(event) => {
              setPhone(event.currentTarget.value)
              reset()
            }}
            className={FIELD}
          />
        </label>
        <Button type="submit" disabled={isPending || phone.trim() === ''}>
          {t`Put in`}
        </Button>
      </div>
      {error !== null && <ProblemLine error={error} />}
    </form>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Avatar, useContactName } from '../contacts/avatar.tsx'
import { attributesQuery, contactQuery, contactsQuery } from '../contacts/queries.ts'
import { announce } from '../platform/announce.ts'
import { postJson } from '../platform/api.ts'
import type { AttributeValue, ContactDetail, ContactSummary } from '../platform/contract.ts'
import { phoneNumber } from '../platform/format.ts'
import { Button } from '../platform/ui/button.tsx'
import { Dialog } from '../platform/ui/dialog.tsx'
import { FIELD, ProblemLine } from '../settings/section-frame.tsx'
import { choicesOf, type Choice, wishOf } from './choices.ts'

/** A pause in typing before the server is asked. */
const SEARCH_PAUSE_MS = 250

/** Finds the other contact, shows both, and asks what counts where they differ. */
export function MergeDialog({
  detail,
  onClose,
  onMerged,
}: {
  readonly detail: ContactDetail
  readonly onClose: () => void
  /** With the id of the one that stays. */
  readonly onMerged: (into: string) => void
}) {
  const { t } = useLingui()
  const [other, setOther] = useState<ContactSummary | null>(null)
  return (
    <Dialog title={t`Merge two contacts`} shape="wide" onClose={onClose}>
      {other === null ? (
        <FindOther detail={detail} onFound={setOther} />
      ) : (
        <Compare detail={detail} other={other} onBack={() => setOther(null)} onMerged={onMerged} />
      )}
    </Dialog>
  )
}

function FindOther({
  detail,
  onFound,
}: {
  readonly detail: ContactDetail
  readonly onFound: (contact: ContactSummary) => void
}) {
  const { t } = useLingui()
  const nameOf = useContactName()
  const [typed, setTyped] = useState('')
  const [wanted, setWanted] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setWanted(typed.trim()), SEARCH_PAUSE_MS)
    return () => clearTimeout(timer)
  }, [typed])
  const query = useInfiniteQuery(contactsQuery({ q: wanted, show: 'all', sort: 'newest' }))
  const found = (query.data?.pages[0]?.items ?? []).filter(({ id }) => id !== detail.id).slice(0, 20)
  return (
    <div className="grid gap-3 p-5">
      <p className="text-pretty text-muted">
        <Trans>Who is the same person? Their chats become one, and so does what you know of them.</Trans>
      </p>
      <input
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the dialog opens on a press, and this is where the person wants to be
        autoFocus
        type="search"
        maxLength={100}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        aria-label={t`Search names and numbers`}
        placeholder={t`Search names and numbers`}
        className={FIELD}
      />
      {query.isError && <ProblemLine error={query.error} />}
      {query.isSuccess && found.length === 0 && (
        <p className="py-4 text-center text-muted">{t`Nobody found`}</p>
      )}
      <ul aria-label={t`Contacts`} className="divide-y divide-line">
        {found.map((contact) => {
          const shown = { ...contact, bsuid: null }
          return (
            <li key={contact.id}>
              <button
                type="button"
                onClick={() => onFound(contact)}
                className="flex min-h-14 w-full items-center gap-3 px-1 text-start outline-offset-[-2px] hover:bg-canvas"
              >
                <Avatar contact={shown} size={38} />
                <span className="min-w-0 flex-1">
                  <span className="block truncate font-medium">
                    <bdi>{nameOf(shown)}</bdi>
                  </span>
                  {contact.phone !== null && (
                    <span className="block text-[12.5px] text-muted">{phoneNumber(contact.phone)}</span>
                  )}
                </span>
              </button>
            </li>
          )
        })}
      </ul>
    </div>
  )
}

function Compare({
  detail,
  other,
  onBack,
  onMerged,
}: {
  readonly detail: ContactDetail
  readonly other: ContactSummary
  readonly onBack: () => void
  readonly onMerged: (into: string) => void
}) {
  const { t } = useLingui()
  const client = useQueryClient()
  const { data, error } = useQuery(contactQuery(other))
  const fields = useQuery(attributesQuery).data?.items ?? []
  const [chosen, setChosen] = useState<Readonly<Record<string, 0 | 1>>>({})
  const choices = data === undefined ? [] : choicesOf(detail, data)
  const merge = useMutation({
    mutationFn: async () =>
      postJson<ContactDetail>(`/contacts/${encodeURIComponent(detail.id)}/merge`, {
        otherId: other.id,
        ...wishOf(choices, chosen),
      }),
    onSuccess: (merged) => {
      announce(t`The contacts are merged`)
      onMerged(merged.id)
      void client.invalidateQueries()
    },
  })
  const labelOf = (key: string): string =>
    key === '' ? t`Name` : (fields.find((field) => field.key === key)?.label ?? key)
  const isOff = detail.isSuppressed || other.isSuppressed
  return (
    <div className="grid gap-5 p-5">
      <div className="grid grid-cols-2 gap-3">
        <Card contact={detail} />
        <Card contact={data ?? other} />
      </div>
      {choices.map((choice) => (
        <Choose
          key={choice.key}
          choice={choice}
          label={labelOf(choice.key)}
          value={chosen[choice.key] ?? 0}
          onChoose={(value) => setChosen((old) => ({ ...old, [choice.key]: value }))}
        />
      ))}
      <ul className="list-disc space-y-1 ps-5 text-[13.5px] text-pretty text-muted">
        <li>{t`Their chats become one, with all messages, notes and labels.`}</li>
        {isOff && <li>{t`One of them wants no offers. So it is for both.`}</li>}
        <li>{t`You can undo this for 30 days.`}</li>
      </ul>
      {error !== null && <ProblemLine error={error} />}
      {merge.error !== null && <ProblemLine error={merge.error} />}
      <div className="flex flex-wrap justify-between gap-2">
        <Button onClick={onBack}>{t`Back`}</Button>
        <Button
          variant="primary"
          disabled={data === undefined || merge.isPending}
          onClick={() => merge.mutate()}
        >
          {t`Merge`}
        </Button>
      </div>
    </div>
  )
}

function Card({ contact }: { readonly contact: ContactSummary }) {
  const shown = { ...contact, bsuid: null }
  const name = useContactName()(shown)
  return (
    <div className="grid min-w-0 justify-items-center gap-1 rounded-lg border border-line p-3 text-center">
      <Avatar contact={shown} size={56} />
      <p dir="auto" className="max-w-full font-semibold [overflow-wrap:anywhere]">
        {name}
      </p>
      {contact.phone !== null && <p className="text-[12.5px] text-muted">{phoneNumber(contact.phone)}</p>}
      {contact.username !== null && <p className="text-[12.5px] text-muted">@{contact.username}</p>}
    </div>
  )
}

function Choose({
  choice,
  label,
  value,
  onChoose,
}: {
  readonly choice: Choice
  readonly label: string
  readonly value: 0 | 1
  readonly onChoose: (value: 0 | 1) => void
}) {
  const { t } = useLingui()
  const text = (one: AttributeValue): string =>
    typeof one === 'boolean' ? (one ? t`Yes` : t`No`) : String(one)
  return (
    <fieldset>
      <legend className="mb-1 text-[13px] font-medium">{label}</legend>
      <div className="grid grid-cols-2 gap-3">
        {([0, 1] as const).map((nth) => (
          <label
            key={nth}
            className="flex min-h-11 min-w-0 items-center gap-2 rounded-lg border border-line px-3 py-2 has-checked:border-brand has-checked:bg-brand-tint"
          >
            <input
              type="radio"
              name={`merge-${choice.key}`}
              checked={value === nth}
              onChange={() => onChoose(nth)}
              className="size-4 shrink-0 accent-brand"
            />
            <bdi className="min-w-0 [overflow-wrap:anywhere]">{text(choice.values[nth])}</bdi>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { CircleCheck, OctagonAlert, Search, SendHorizontal, X } from 'lucide-react'
import { useState } from 'react'
import { Avatar, useContactName } from '../../contacts/avatar.tsx'
import { contactsQuery } from '../../contacts/queries.ts'
import { ApiError } from '../../platform/api.ts'
import type { Contact, ContactSummary } from '../../platform/contract.ts'
import { phoneNumber } from '../../platform/format.ts'
import { useServerWords } from '../../platform/server-words/server-words.ts'
import { loadStored, store } from '../../platform/storage.ts'
import { Button, IconButton } from '../../platform/ui/button.tsx'
import { Dialog } from '../../platform/ui/dialog.tsx'
import { useTypedSearch } from '../../platform/use-typed-search.ts'
import { FIELD, ProblemLine } from '../../settings/section-frame.tsx'
import { useTestSend } from '../queries.ts'
import type { CampaignEditor } from './use-campaign-draft.ts'

const PEOPLE_MAX = 5
const SHOWN_MAX = 6
/** Own phones are the same the next time. */
const KEY = 'harkara.campaign.testers'

/** The message to phones of one's own, before it goes to everybody. Lazy. */
export function TestSend({
  editor,
  message,
  onClose,
}: {
  readonly editor: CampaignEditor
  /** Which of the messages. */
  readonly message: number
  readonly onClose: () => void
}) {
  const { t } = useLingui()
  const translate = useServerWords()
  const nameOf = useContactName()
  const [people, setPeople] = useState(() => loadStored<readonly Contact[]>(KEY, []))
  const change = (next: readonly Contact[]) => {
    setPeople(next)
    store(KEY, next)
  }
  const test = useTestSend(editor.kept.id)
  const [error, setError] = useState<unknown>(null)
  const send = async () => {
    setError(null)
    try {
      if (!(await editor.flush())) throw new ApiError(null)
      await test.mutateAsync({ contactIds: people.map(({ id }) => id), message })
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <Dialog title={t`Send a test`} onClose={onClose}>
      <div className="grid gap-4 p-4">
        <p className="text-pretty text-muted">
          <Trans>
            The message goes to these people at once, filled in with what is known of them. It does not count
            for the campaign, and Meta bills it like any other.
          </Trans>
        </p>
        {people.length > 0 && (
          <ul aria-label={t`Who gets the test`} className="grid gap-1">
            {people.map((person) => {
              const result = test.data?.items.find(({ contactId }) => contactId === person.id)
              return (
                <li key={person.id} className="flex items-center gap-2.5">
                  <Avatar contact={person} size={36} />
                  <span className="min-w-0 flex-1">
                    <bdi className="block truncate">{nameOf(person)}</bdi>
                    {result?.ok === true && (
                      <span className="flex items-center gap-1 text-[13px] text-brand-strong">
                        <CircleCheck size={14} aria-hidden />
                        <Trans>On its way</Trans>
                      </span>
                    )}
                    {result?.ok === false && (
                      <span className="flex items-start gap-1 text-[13px] text-red">
                        <OctagonAlert size={14} aria-hidden className="mt-0.5 shrink-0" />
                        {translate(result.problem ?? '')}
                      </span>
                    )}
                  </span>
                  <IconButton
                    label={t`Take away: ${nameOf(person)}`}
                    tipAt="start"
                    onClick={() => change(people.filter(({ id }) => id !== person.id))}
                  >
                    <X size={17} aria-hidden />
                  </IconButton>
                </li>
              )
            })}
          </ul>
        )}
        {people.length < PEOPLE_MAX && (
          <FindPerson
            taken={people.map(({ id }) => id)}
            onFound={(contact) => change([...people, contact])}
          />
        )}
        {error !== null && <ProblemLine error={error} />}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{t`Close`}</Button>
          <Button
            variant="primary"
            disabled={people.length === 0 || test.isPending}
            onClick={() => void send()}
          >
            <SendHorizontal size={17} aria-hidden className="rtl:rotate-180" />
            {test.isPending ? t`Sending…` : t`Send the test`}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

function FindPerson({
  taken,
  onFound,
}: {
  readonly taken: readonly string[]
  readonly onFound: (contact: Contact) => void
}) {
  const { t } = useLingui()
  const nameOf = useContactName()
  const [q, setQ] = useState('')
  const { text, setText, clear } = useTypedSearch(q, setQ)
  const query = useInfiniteQuery({
    ...contactsQuery({ q, show: 'all', sort: 'newest' }),
    enabled: q !== '',
  })
  const found = (query.data?.pages[0]?.items ?? [])
    .filter(({ id, kind }) => kind === 'person' && !taken.includes(id))
    .slice(0, SHOWN_MAX)
    .map(asContact)
  return (
    <div className="grid gap-2">
      <div className="relative">
        <Search
          size={17}
          aria-hidden
          className="pointer-events-none absolute inset-y-0 start-3 my-auto text-muted"
        />
        <input
          type="search"
          value={text}
          aria-label={t`Find your own contact by name or number`}
          placeholder={t`Find your own contact by name or number`}
          onChange={(event) => setText(event.currentTarget.value)}
          className={`${FIELD} ps-9!`}
        />
      </div>
      {q !== '' && (
        <ul aria-label={t`Found`} className="grid rounded-xl border border-line">
          {found.map((contact) => (
            <li key={contact.id}>
              <button
                type="button"
                onClick={() => {
                  onFound(contact)
                  clear()
                }}
                className="flex min-h-12 w-full items-center gap-2.5 rounded-xl px-3 py-1.5 text-start hover:bg-sunken"
              >
                <Avatar contact={contact} size={36} />
                <span className="min-w-0 flex-1">
                  <bdi className="block truncate">{nameOf(contact)}</bdi>
                  {contact.phone !== null && (
                    <span className="block text-[12.5px] text-muted">{phoneNumber(contact.phone)}</span>
                  )}
                </span>
              </button>
            </li>
          ))}
          {found.length === 0 && (
            <li className="px-3 py-2.5 text-[13.5px] text-pretty text-muted">
              {query.isFetching ? (
                t`Searching…`
              ) : (
                <Trans>
                  Nobody found. Write to your shop’s number from your own phone once, and you are here.
                </Trans>
              )}
            </li>
          )}
        </ul>
      )}
    </div>
  )
}

const asContact = ({
  id,
  kind,
  displayName,
  profileName,
  username,
  phone,
  isSuppressed,
}: ContactSummary): Contact => ({
  ...{ id, kind, displayName, profileName, username, phone, isSuppressed },
  bsuid: null,
})

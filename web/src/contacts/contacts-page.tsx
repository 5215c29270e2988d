import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { BellOff, Download, SearchX, UsersRound } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { meQuery } from '../conversations/queries.ts'
import type { ContactSummary } from '../platform/contract.ts'
import { Button } from '../platform/ui/button.tsx'
import { lazyPart } from '../platform/ui/lazy-part.tsx'
import { Notice } from '../platform/ui/notice.tsx'
import { useProblemText } from '../platform/ui/problem-text.tsx'
import { ContactList } from './contact-list.tsx'
import { type ContactsQuery, contactsListKey, contactsQuery } from './queries.ts'

const ContactSheet = lazyPart(() => import('./contact-sheet.tsx').then((m) => m.ContactSheet))

/** A pause in typing before the server is asked. */
const SEARCH_PAUSE_MS = 250
const FIELD =
  'h-10 min-w-0 rounded-lg border border-control-line bg-surface px-3 outline-offset-[-1px] coarse:h-11 coarse:text-[16px]'

/** Everybody whom the business knows: find them, see who wants no offers, take them along as a file. */
export function ContactsPage() {
  const { t } = useLingui()
  const client = useQueryClient()
  const mayExport = useQuery(meQuery).data?.permissions.includes('contacts:export') === true
  const [typed, setTyped] = useState('')
  const [wanted, setWanted] = useState<ContactsQuery>({ q: '', show: 'all', sort: 'newest' })
  const [open, setOpen] = useState<ContactSummary | null>(null)
  useEffect(() => {
    const timer = setTimeout(() => setWanted((old) => ({ ...old, q: typed.trim() })), SEARCH_PAUSE_MS)
    return () => clearTimeout(timer)
  }, [typed])
  const query = useContacts(wanted)
  const items = query.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <div className="flex min-w-0 flex-1 flex-col bg-surface">
      <header className="flex flex-wrap items-center gap-2 border-b border-line p-3 md:px-6">
        <h1 className="me-auto text-[19px] font-semibold">
          <Trans>Contacts</Trans>
        </h1>
        {mayExport && (
          <a
            href="/api/v1/contacts/export.csv"
            download
            className="inline-flex min-h-10 items-center gap-1.5 rounded-lg border border-control-line px-4 text-[14px] font-medium hover:bg-sunken coarse:min-h-11"
          >
            <Download size={17} aria-hidden />
            <Trans>Export as a file (CSV)</Trans>
          </a>
        )}
        <div className="flex w-full flex-wrap gap-2">
          <input
            type="search"
            maxLength={100}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            aria-label={t`Search names and numbers`}
            placeholder={t`Search names and numbers`}
            className={`${FIELD} flex-1 basis-52`}
          />
          <select
            aria-label={t`Who is shown`}
            value={wanted.show}
            onChange={(event) => {
              const show = event.currentTarget.value === 'off' ? 'off' : 'all'
              setWanted((old) => ({ ...old, show }))
            }}
            className={FIELD}
          >
            <option value="all">{t`Everybody`}</option>
            <option value="off">{t`Want no offers`}</option>
          </select>
          <select
            aria-label={t`Sort`}
            value={wanted.sort}
            onChange={(event) => {
              const sort = event.currentTarget.value === 'name' ? 'name' : 'newest'
              setWanted((old) => ({ ...old, sort }))
            }}
            className={FIELD}
          >
            <option value="newest">{t`Newest first`}</option>
            <option value="name">{t`By name`}</option>
          </select>
        </div>
      </header>
      <ContactsContent query={query} items={items} wanted={wanted} onOpen={setOpen} />
      {open !== null && (
        <ContactSheet
          contact={open}
          onClose={() => {
            setOpen(null)
            void client.invalidateQueries({ queryKey: contactsListKey })
          }}
        />
      )}
    </div>
  )
}

function ContactsContent({
  query,
  items,
  wanted,
  onOpen,
}: {
  readonly query: ReturnType<typeof useContacts>
  readonly items: readonly ContactSummary[]
  readonly wanted: ContactsQuery
  readonly onOpen: (contact: ContactSummary) => void
}): ReactNode {
  const { t } = useLingui()
  const problem = useProblemText()(query.error)
  if (query.isPending) return <p className="p-6 text-muted">{t`Loading…`}</p>
  if (query.isError)
    return (
      <Notice
        icon={UsersRound}
        title={problem.title}
        action={<Button onClick={() => void query.refetch()}>{t`Try again`}</Button>}
      >
        {problem.nextStep}
      </Notice>
    )
  if (items.length > 0) return <ContactList items={items} query={query} onOpen={onOpen} />
  if (wanted.q !== '') return <Notice icon={SearchX} title={t`Nobody found`} />
  if (wanted.show === 'off')
    return (
      <Notice icon={BellOff} title={t`Nobody has asked for no offers`}>
        <Trans>Whoever writes STOP, or switches offers off in WhatsApp, appears here.</Trans>
      </Notice>
    )
  return (
    <Notice icon={UsersRound} title={t`There are no contacts yet`}>
      <Trans>Whoever writes to you appears here.</Trans>
    </Notice>
  )
}

const useContacts = (wanted: ContactsQuery) => useInfiniteQuery(contactsQuery(wanted))

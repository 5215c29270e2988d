import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { BellOff, Download, SearchX, Upload, UsersRound } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { meQuery } from '../conversations/queries.ts'
import type { ContactSummary, Segment } from '../platform/contract.ts'
import { Button } from '../platform/ui/button.tsx'
import { lazyPart } from '../platform/ui/lazy-part.tsx'
import { Notice } from '../platform/ui/notice.tsx'
import { useProblemText } from '../platform/ui/problem-text.tsx'
import { membersQuery } from '../segments/queries.ts'
import { SegmentBar } from '../segments/segment-bar.tsx'
import { ContactList } from './contact-list.tsx'
import { type ContactsQuery, contactsListKey, contactsQuery } from './queries.ts'

const ContactSheet = lazyPart(() => import('./contact-sheet.tsx').then((m) => m.ContactSheet))

const ImportDialog = lazyPart(() => import('../imports/import-dialog.tsx').then((m) => m.ImportDialog))

/** A pause in typing before the server is asked. */
const SEARCH_PAUSE_MS = 250
const FIELD =
  'h-10 min-w-0 rounded-lg border border-control-line bg-surface px-3 outline-offset-[-1px] coarse:h-11 coarse:text-[16px]'

/** Everybody whom the business knows: find them, see who wants no offers, take them along as a file. */
export function ContactsPage() {
  const { t } = useLingui()
  const client = useQueryClient()
  const permissions = useQuery(meQuery).data?.permissions ?? []
  const mayExport = permissions.includes('contacts:export')
  const mayImport = permissions.includes('contacts:import')
  const [isImporting, setImporting] = useState(false)
  const [typed, setTyped] = useState('')
  const [wanted, setWanted] = useState<ContactsQuery>({ q: '', show: 'all', sort: 'newest' })
  const [open, setOpen] = useState<ContactSummary | null>(null)
  useEffect(() => {
    const timer = setTimeout(() => setWanted((old) => ({ ...old, q: typed.trim() })), SEARCH_PAUSE_MS)
    return () => clearTimeout(timer)
  }, [typed])
  const [segment, setSegment] = useState<Segment | null>(null)
  const query = useContacts(wanted, segment)
  const items = query.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <div className="flex min-w-0 flex-1 flex-col bg-surface">
      <header className="flex flex-wrap items-center gap-2 border-b border-line p-3 md:px-6">
        <h1 className="me-auto text-[19px] font-semibold">
          <Trans>Contacts</Trans>
        </h1>
        {mayImport && (
          <Button onClick={() => setImporting(true)}>
            <Upload size={17} aria-hidden />
            <Trans>Import</Trans>
          </Button>
        )}
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
        <div className={segment === null ? 'flex w-full flex-wrap gap-2' : 'hidden'}>
          <input
            type="search"
            maxLength={100}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            aria-label={t`Search names and numbers`}
            placeholder={t`Search names and numbers`}
            className={`${FIELD} flex-1 basis-52 max-md:basis-full`}
          />
          <select
            aria-label={t`Who is shown`}
            value={wanted.show}
            onChange={(event) => {
              const show = event.currentTarget.value === 'off' ? 'off' : 'all'
              setWanted((old) => ({ ...old, show }))
            }}
            className={`${FIELD} max-md:flex-1`}
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
            className={`${FIELD} max-md:flex-1`}
          >
            <option value="newest">{t`Newest first`}</option>
            <option value="name">{t`By name`}</option>
          </select>
        </div>
      </header>
      <SegmentBar chosen={segment} onChoose={setSegment} />
      <ContactsContent
        query={query}
        items={items}
        wanted={wanted}
        isSegment={segment !== null}
        onOpen={setOpen}
      />
      {isImporting && (
        <ImportDialog
          onClose={() => {
            setImporting(false)
            void client.invalidateQueries({ queryKey: contactsListKey })
          }}
        />
      )}
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
  isSegment,
  onOpen,
}: {
  readonly query: ReturnType<typeof useContacts>
  readonly items: readonly ContactSummary[]
  readonly wanted: ContactsQuery
  readonly isSegment: boolean
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
  if (isSegment)
    return (
      <Notice icon={SearchX} title={t`Nobody is in this segment now`}>
        <Trans>Whoever fulfils its conditions appears here by themselves.</Trans>
      </Notice>
    )
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

/** Everybody who is looked for, or whoever is in the segment. */
function useContacts(wanted: ContactsQuery, segment: Segment | null) {
  const all = useInfiniteQuery({ ...contactsQuery(wanted), enabled: segment === null })
  const members = useInfiniteQuery(membersQuery(segment?.id ?? ''))
  return segment === null ? all : members
}

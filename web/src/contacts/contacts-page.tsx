import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { BellOff, Download, SearchX, Upload, UsersRound } from 'lucide-react'
import { type ReactNode, useCallback, useState } from 'react'
import { meQuery } from '../conversations/queries.ts'
import type { ContactSummary } from '../platform/contract.ts'
import { Button } from '../platform/ui/button.tsx'
import { lazyPart } from '../platform/ui/lazy-part.tsx'
import { Notice } from '../platform/ui/notice.tsx'
import { useProblemText } from '../platform/ui/problem-text.tsx'
import { useTypedSearch } from '../platform/use-typed-search.ts'
import type { ContactsSearch } from '../router.tsx'
import { membersQuery, segmentsQuery } from '../segments/queries.ts'
import { SegmentBar } from '../segments/segment-bar.tsx'
import { ContactList } from './contact-list.tsx'
import { type ContactsQuery, contactsListKey, contactsQuery } from './queries.ts'

const ContactSheet = lazyPart(() => import('./contact-sheet.tsx').then((m) => m.ContactSheet))

const ImportDialog = lazyPart(() => import('../imports/import-dialog.tsx').then((m) => m.ImportDialog))

const FIELD =
  'h-10 min-w-0 rounded-lg border border-control-line bg-surface px-3 outline-offset-[-1px] coarse:h-11 coarse:text-[16px]'

/** Everybody whom the business knows: find them, see who wants no offers, take them along as a file. The address says what is shown. */
export function ContactsPage() {
  const { t } = useLingui()
  const client = useQueryClient()
  const me = useQuery(meQuery)
  const permissions = me.data?.permissions ?? []
  const mayExport = permissions.includes('contacts:export')
  const mayImport = permissions.includes('contacts:import')
  const [isImporting, setImporting] = useState(false)
  const navigate = useNavigate()
  const { contactId } = useParams({ strict: false })
  const { q = '', show = 'all', sort = 'newest', segment: segmentId } = useSearch({ from: '/shell/contacts' })
  const wanted: ContactsQuery = { q, show, sort }
  const setSearch = useCallback(
    (change: { readonly [name in keyof ContactsSearch]?: ContactsSearch[name] | undefined }) =>
      void navigate({ to: '.', search: (old) => ({ ...old, ...change }) as ContactsSearch, replace: true }),
    [navigate],
  )
  const onSearch = useCallback(
    (text: string) => setSearch({ q: text === '' ? undefined : text }),
    [setSearch],
  )
  const typed = useTypedSearch(q, onSearch)
  const mayReadSegments = permissions.includes('segments:read')
  const segments = useQuery({ ...segmentsQuery, enabled: mayReadSegments && segmentId !== undefined })
  const segment = segments.data?.items.find(({ id }) => id === segmentId) ?? null
  // One that has been deleted, or is not for this person, is as good as none.
  const isSegment =
    segmentId !== undefined &&
    (mayReadSegments ? segments.data === undefined || segment !== null : me.isPending)
  const query = useContacts(wanted, isSegment ? segmentId : null)
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
        <div className={isSegment ? 'hidden' : 'flex w-full flex-wrap gap-2'}>
          <input
            type="search"
            maxLength={100}
            value={typed.text}
            onChange={(event) => typed.setText(event.currentTarget.value)}
            aria-label={t`Search names and numbers`}
            placeholder={t`Search names and numbers`}
            className={`${FIELD} flex-1 basis-52 max-md:basis-full`}
          />
          <select
            aria-label={t`Who is shown`}
            value={wanted.show}
            onChange={(event) => {
              setSearch({ show: event.currentTarget.value === 'off' ? 'off' : undefined })
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
              setSearch({ sort: event.currentTarget.value === 'name' ? 'name' : undefined })
            }}
            className={`${FIELD} max-md:flex-1`}
          >
            <option value="newest">{t`Newest first`}</option>
            <option value="name">{t`By name`}</option>
          </select>
        </div>
      </header>
      <SegmentBar chosen={segment} onChoose={(chosen) => setSearch({ segment: chosen?.id })} />
      <ContactsContent
        query={query}
        items={items}
        wanted={wanted}
        isSegment={isSegment}
        onOpen={({ id }) =>
          void navigate({ to: '/contacts/$contactId', params: { contactId: id }, search: (old) => old })
        }
      />
      {isImporting && (
        <ImportDialog
          onClose={() => {
            setImporting(false)
            void client.invalidateQueries({ queryKey: contactsListKey })
          }}
        />
      )}
      {contactId !== undefined && (
        <ContactSheet
          key={contactId}
          contactId={contactId}
          known={items.find(({ id }) => id === contactId) ?? null}
          onClose={() => {
            void navigate({ to: '/contacts', search: (old) => old })
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
function useContacts(wanted: ContactsQuery, segmentId: string | null) {
  const all = useInfiniteQuery({ ...contactsQuery(wanted), enabled: segmentId === null })
  const members = useInfiniteQuery(membersQuery(segmentId ?? ''))
  return segmentId === null ? all : members
}

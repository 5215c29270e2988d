import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { clsx } from 'clsx'
import { Archive, LayoutTemplate, Plus, RefreshCw, Search } from 'lucide-react'
import { useDeferredValue } from 'react'
import { UndoToast } from '../conversations/undo-toast.tsx'
import { announce } from '../platform/announce.ts'
import { postJson } from '../platform/api.ts'
import type { LibraryTemplate } from '../platform/contract.ts'
import { wholeNumber } from '../platform/format.ts'
import { Button } from '../platform/ui/button.tsx'
import { Notice } from '../platform/ui/notice.tsx'
import { useProblemText, useTellProblem } from '../platform/ui/problem-text.tsx'
import { ChannelSelect, useChosenChannel } from './chosen-channel.tsx'
import { DraftList } from './draft-list.tsx'
import { groupTemplates, type Wanted } from './group-templates.ts'
import { libraryQuery, templatesKey } from './library-queries.ts'
import { TemplateRow } from './template-row.tsx'
import { CATEGORIES, STATUSES, useCategoryWords, useLanguageName, useStatusWords } from './template-words.tsx'

/** The templates of a number's account: what Meta has of them, and what is being written. */
export function TemplatesPage() {
  const { t } = useLingui()
  const { channel, channels, choose, mayWrite, isPending } = useChosenChannel()
  if (channel === null)
    return isPending ? (
      <p className="p-6 text-muted">{t`Loading…`}</p>
    ) : (
      <Notice
        icon={LayoutTemplate}
        title={t`No number is connected yet`}
        action={
          <Link to="/settings/$section" params={{ section: 'channels' }} className={LINK_BUTTON}>
            <Trans>Connect a number</Trans>
          </Link>
        }
      >
        <Trans>Templates belong to a WhatsApp account. Connect its number first.</Trans>
      </Notice>
    )
  return (
    <div className="flex min-w-0 flex-1 flex-col bg-surface">
      <header className="flex flex-wrap items-center gap-2 border-b border-line p-3 md:px-6">
        <h1 className="me-auto text-[19px] font-semibold">
          <Trans>Templates</Trans>
        </h1>
        <ChannelSelect channel={channel} channels={channels} onChoose={choose} />
        {mayWrite && (
          <>
            <FetchButton channelId={channel.id} />
            <Link to="/templates/new" className={LINK_BUTTON}>
              <Plus size={17} aria-hidden />
              <Trans>New template</Trans>
            </Link>
          </>
        )}
      </header>
      <Library channelId={channel.id} mayWrite={mayWrite} />
      <UndoToast />
    </div>
  )
}

export const LINK_BUTTON =
  'inline-flex min-h-10 items-center justify-center gap-1.5 rounded-lg bg-brand px-4 text-[14px] font-medium text-on-brand hover:bg-brand-strong coarse:min-h-11'

function FetchButton({ channelId }: { readonly channelId: string }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const tellProblem = useTellProblem()
  const { mutate, isPending } = useMutation({
    mutationFn: async () => {
      await postJson('/templates/pull', { channelId })
      // Events tell what it finds; this is for what was the same, and for a broken stream.
      await client.invalidateQueries({ queryKey: templatesKey })
    },
    onSuccess: () => announce(t`Asked WhatsApp. What changed there appears here by itself.`),
    onError: tellProblem,
  })
  return (
    <Button onClick={() => mutate()} disabled={isPending}>
      <RefreshCw size={17} aria-hidden className={isPending ? 'animate-spin' : ''} />
      <span className="max-md:sr-only">
        <Trans>Fetch from WhatsApp now</Trans>
      </span>
    </Button>
  )
}

function Library({ channelId, mayWrite }: { readonly channelId: string; readonly mayWrite: boolean }) {
  const { t } = useLingui()
  const query = useQuery(libraryQuery(channelId))
  const problem = useProblemText()(query.error)
  const wanted = useSearch({ from: '/shell/templates' })
  const deferred = useDeferredValue(wanted)
  if (query.isPending) return <p className="p-6 text-muted">{t`Loading…`}</p>
  if (query.data === undefined)
    return (
      <Notice
        icon={LayoutTemplate}
        title={problem.title}
        action={<Button onClick={() => void query.refetch()}>{t`Try again`}</Button>}
      >
        {problem.nextStep}
      </Notice>
    )
  const { items } = query.data
  const groups = groupTemplates(items, deferred)
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto grid w-full max-w-5xl grid-cols-1 gap-5 p-3 md:p-6">
        <DraftList channelId={channelId} mayWrite={mayWrite} />
        {items.length === 0 ? (
          <Empty mayWrite={mayWrite} />
        ) : (
          <section aria-label={t`At WhatsApp`} className="grid gap-3">
            <Filters items={items} wanted={wanted} />
            {groups.length === 0 ? (
              <Notice icon={Search} title={t`No template is like this`}>
                <Trans>Take a filter away, or look for another word.</Trans>
              </Notice>
            ) : (
              <ul className="divide-y divide-line rounded-xl border border-line">
                {groups.map((group) => (
                  <li key={group.name}>
                    <TemplateRow group={group} />
                  </li>
                ))}
              </ul>
            )}
          </section>
        )}
      </div>
    </div>
  )
}

function Empty({ mayWrite }: { readonly mayWrite: boolean }) {
  const { t } = useLingui()
  return (
    <Notice
      icon={LayoutTemplate}
      title={t`There are no templates yet`}
      action={
        mayWrite ? (
          <Link to="/templates/new" className={LINK_BUTTON}>
            <Trans>Choose one to start from</Trans>
          </Link>
        ) : undefined
      }
    >
      <Trans>
        With a template you write first: order news, reminders, offers. Meta reviews each one, mostly within
        minutes.
      </Trans>
    </Notice>
  )
}

const FILTER =
  'h-10 min-w-0 rounded-lg border border-control-line bg-surface px-2 max-md:flex-1 coarse:h-11 coarse:text-[16px]'

/** What is shown is in the address, so that it can be kept and sent to somebody. */
function Filters({ items, wanted }: { readonly items: readonly LibraryTemplate[]; readonly wanted: Wanted }) {
  const { t, i18n } = useLingui()
  const navigate = useNavigate()
  const statusWords = useStatusWords()
  const categoryWords = useCategoryWords()
  const languageName = useLanguageName()
  const set = (change: Wanted) =>
    void navigate({
      to: '/templates',
      search: (old) => withoutEmpty({ ...old, ...change }),
      replace: true,
    })
  const statuses = here(
    items.map(({ status }) => status),
    STATUSES,
  )
  const categories = here(
    items.map(({ category }) => category),
    CATEGORIES,
  )
  const languages = here(
    items.map(({ language }) => language),
    [],
  )
  const archived = items.filter(({ status }) => status === 'ARCHIVED').length
  const count = wholeNumber(archived, i18n.locale)
  const isArchiveShown = wanted.state === 'ARCHIVED'
  return (
    <search aria-label={t`Filter templates`} className="flex flex-wrap gap-2">
      <div className="relative min-w-40 flex-1 max-md:basis-full">
        <Search
          size={17}
          aria-hidden
          className="pointer-events-none absolute inset-y-0 start-3 my-auto text-muted"
        />
        <input
          type="search"
          value={wanted.q ?? ''}
          onChange={(event) => set({ q: event.currentTarget.value })}
          aria-label={t`Search templates`}
          placeholder={t`Search templates`}
          className="h-10 w-full rounded-lg border border-control-line bg-surface ps-9 pe-3 outline-offset-[-1px] coarse:h-11 coarse:text-[16px]"
        />
      </div>
      <select
        aria-label={t`Status`}
        value={wanted.state ?? ''}
        onChange={(event) => set({ state: event.currentTarget.value })}
        className={FILTER}
      >
        <option value="">{t`Every status`}</option>
        {statuses.map((one) => (
          <option key={one} value={one}>
            {statusWords(one).words}
          </option>
        ))}
      </select>
      <select
        aria-label={t`Category`}
        value={wanted.category ?? ''}
        onChange={(event) => set({ category: event.currentTarget.value })}
        className={FILTER}
      >
        <option value="">{t`Every category`}</option>
        {categories.map((one) => (
          <option key={one} value={one}>
            {categoryWords(one)}
          </option>
        ))}
      </select>
      <select
        aria-label={t`Language`}
        value={wanted.language ?? ''}
        onChange={(event) => set({ language: event.currentTarget.value })}
        className={FILTER}
      >
        <option value="">{t`Every language`}</option>
        {languages.map((one) => (
          <option key={one} value={one}>
            {languageName(one)}
          </option>
        ))}
      </select>
      {archived > 0 && (
        <div className="max-md:basis-full">
          <button
            type="button"
            aria-pressed={isArchiveShown}
            onClick={() => set({ state: isArchiveShown ? '' : 'ARCHIVED' })}
            className={clsx(
              'inline-flex h-10 items-center gap-1.5 rounded-full border px-3 text-[13.5px] coarse:h-11',
              isArchiveShown
                ? 'border-brand bg-brand-tint text-brand-strong'
                : 'border-control-line text-muted hover:bg-sunken hover:text-ink',
            )}
          >
            <Archive size={16} aria-hidden />
            <Trans>Archived: {count}</Trans>
          </button>
        </div>
      )}
    </search>
  )
}

/** What there is, in the usual order, and after it what is unusual. */
function here(all: readonly string[], known: readonly string[]): readonly string[] {
  return [
    ...known.filter((one) => all.includes(one)),
    ...[...new Set(all)].filter((one) => !known.includes(one)).toSorted(),
  ]
}

function withoutEmpty(wanted: Wanted): { state?: string; category?: string; language?: string; q?: string } {
  return Object.fromEntries(
    Object.entries(wanted).filter(([, value]) => typeof value === 'string' && value !== ''),
  )
}

import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import {
  Download,
  FileText,
  Handshake,
  type LucideIcon,
  Merge,
  MessageCircle,
  NotebookPen,
  PencilLine,
  ShieldCheck,
  Sparkles,
  Upload,
} from 'lucide-react'
import { useState } from 'react'
import type { TimelineItem } from '../platform/contract.ts'
import { dateAndTime } from '../platform/format.ts'
import { Button } from '../platform/ui/button.tsx'
import { useProblemText } from '../platform/ui/problem-text.tsx'
import { AUDIT_WORDS } from '../settings/audit-words.ts'
import { timelineQuery } from './queries.ts'

/** All that happened with a contact, newest first; asked for when somebody opens it. Lazy. */
export function Timeline({ contact }: { readonly contact: string }) {
  const [isOpened, setOpened] = useState(false)
  return (
    <details className="py-3" onToggle={(event) => event.currentTarget.open && setOpened(true)}>
      <summary className="min-h-8 rounded py-1 text-[13px] text-muted coarse:min-h-11">
        <Trans>Timeline</Trans>
      </summary>
      {isOpened && <Items contact={contact} />}
    </details>
  )
}

function Items({ contact }: { readonly contact: string }) {
  const { t } = useLingui()
  const query = useInfiniteQuery(timelineQuery(contact))
  const problem = useProblemText()(query.error)
  if (query.isPending) return <output className="py-2 text-[13px] text-muted">{t`Loading…`}</output>
  if (query.isError)
    return (
      <div className="grid justify-items-start gap-2 py-2 text-[13px]">
        <p role="alert" className="text-pretty">
          {problem.title} {problem.nextStep}
        </p>
        <Button small onClick={() => void query.refetch()}>
          <Trans>Try again</Trans>
        </Button>
      </div>
    )
  const items = query.data.pages.flatMap((page) => page.items)
  return (
    <>
      <ol className="mt-1 grid border-s border-line ps-4">
        {items.map((item) => (
          <Line key={item.id} item={item} />
        ))}
      </ol>
      {query.hasNextPage && (
        <Button
          small
          className="mt-2"
          disabled={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {query.isFetchingNextPage ? t`Loading…` : t`Show older`}
        </Button>
      )}
    </>
  )
}

const ICONS: Readonly<Record<TimelineItem['kind'], LucideIcon>> = {
  first_seen: Sparkles,
  messages: MessageCircle,
  template: FileText,
  consent: ShieldCheck,
  note: NotebookPen,
  merged: Merge,
  changed: PencilLine,
  export: Download,
  deal: Handshake,
  imported: Upload,
}

function Line({ item }: { readonly item: TimelineItem }) {
  const { i18n, t } = useLingui()
  const words = useTimelineWords()
  const Icon = ICONS[item.kind]
  const note = item.kind === 'note' ? textOf(item.details['text']) : null
  const actor = item.actor
  return (
    <li className="relative py-1.5 text-[13px]">
      <span className="absolute -start-[25px] top-2 grid size-[18px] place-items-center rounded-full bg-surface text-muted">
        <Icon size={14} aria-hidden />
      </span>
      <p className="text-pretty [overflow-wrap:anywhere]">{words(item)}</p>
      {note !== null && (
        <q dir="auto" className="block text-muted [overflow-wrap:anywhere]">
          {note}
        </q>
      )}
      <p className="text-[12px] text-muted">
        <time dateTime={new Date(item.at).toISOString()}>{dateAndTime(item.at, i18n.locale)}</time>
        {actor !== null && <> · {t`by ${actor}`}</>}
      </p>
    </li>
  )
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
const countOf = (value: unknown): number => (typeof value === 'number' ? value : 0)

/** One thing that happened, in plain words. */
function useTimelineWords(): (item: TimelineItem) => string {
  const { t } = useLingui()
  return ({ kind, details }) => {
    switch (kind) {
      case 'first_seen':
        return t`First seen`
      case 'messages': {
        const [theirs, ours] = [countOf(details['in']), countOf(details['out'])]
        const received = t`${plural(theirs, { one: '# message from them', other: '# messages from them' })}`
        const sent = t`${plural(ours, { one: '# message from us', other: '# messages from us' })}`
        if (ours === 0) return received
        return theirs === 0 ? sent : `${received}, ${sent}`
      }
      case 'template': {
        const name = textOf(details['name'])
        return t`Template “${name}” sent`
      }
      case 'consent':
        return consentWords(textOf(details['purpose']), textOf(details['state']))
      case 'note':
        return t`Note`
      case 'merged':
        return t`Two conversations became one`
      case 'changed': {
        const action = textOf(details['action'])
        const known = AUDIT_WORDS[action]
        return known === undefined ? action : t(known)
      }
      case 'export':
        return t`Everything about them exported`
      case 'deal': {
        const title = textOf(details['title'])
        return t`Deal “${title}” made`
      }
      case 'imported':
        return t`Came with an import`
      default:
        return kind satisfies never
    }
  }

  function consentWords(purpose: string, state: string): string {
    if (purpose === 'marketing') return state === 'withdrawn' ? t`Wants no offers` : t`Wants offers`
    return state === 'withdrawn' ? t`Does not want “${purpose}”` : t`Wants “${purpose}”`
  }
}

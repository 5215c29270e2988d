import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { CircleCheck, Inbox, SearchX, Smartphone } from 'lucide-react'
import { Button } from '../platform/ui/button.tsx'
import { Notice } from '../platform/ui/notice.tsx'
import { lazyPart } from '../platform/ui/lazy-part.tsx'
import { PHONE, useMediaQuery } from '../platform/use-media-query.ts'
import type { ListQuery, StatusChoice } from './patch-conversations.ts'
import { countsQuery, meQuery } from './queries.ts'

const FirstSteps = lazyPart(() => import('../people/first-steps.tsx').then((m) => m.FirstSteps))
const stay = (): void => {}

/** What stands in the place of a list that is empty: why, and what to do about it. Lazy. */
export function EmptyList({
  list: { view, status, filter, label, q },
  onList,
}: {
  readonly list: ListQuery
  readonly onList: (change: Partial<ListQuery>) => void
  readonly onClose: () => void
}) {
  const { t } = useLingui()
  const { data: me } = useQuery(meQuery)
  const isPhone = useMediaQuery(PHONE)
  const { data: counts } = useQuery(countsQuery)
  const isNarrowed = q !== '' || filter !== 'all' || label !== null
  const hasOthers =
    counts !== undefined && counts.open + counts.pending + counts.snoozed + counts.resolved > 0
  if (isNarrowed || view !== undefined || status !== 'open' || hasOthers) {
    const empty: Readonly<Record<StatusChoice, string>> = {
      open: t`Everything is done`,
      pending: t`Nothing is pending`,
      snoozed: t`Nothing is snoozed`,
      resolved: t`Nothing is resolved yet`,
      any: t`Nothing found`,
    }
    const title = !isNarrowed
      ? view === undefined
        ? empty[status]
        : t`Nothing here`
      : q === '' && label === null
        ? filter === 'unread'
          ? t`All read`
          : t`No open windows`
        : t`Nothing found`
    return (
      <Notice
        icon={isNarrowed ? SearchX : CircleCheck}
        title={title}
        action={
          isNarrowed || view !== undefined || status !== 'any' ? (
            <Button
              onClick={() => onList({ view: undefined, status: 'any', filter: 'all', label: null, q: '' })}
            >
              <Trans>Show all conversations</Trans>
            </Button>
          ) : undefined
        }
      />
    )
  }
  // A new business: where there is room, the steps stand beside the list.
  if (me?.channels.length === 0 && isPhone) return <FirstSteps onClose={stay} />
  const phoneUrl = me?.channels.length === 0 ? null : (me?.phoneUrl ?? null)
  return (
    <Notice
      icon={Inbox}
      title={t`Conversations will appear here`}
      action={phoneUrl !== null && <PhoneLink href={phoneUrl} />}
    >
      {phoneUrl === null ? (
        <Trans>As soon as a customer writes to your WhatsApp number, you can answer here.</Trans>
      ) : (
        <Trans>Write a message on the phone as a customer would, and answer it here.</Trans>
      )}
    </Notice>
  )
}

/** To the simulator's phone: write as a customer. */
function PhoneLink({ href }: { readonly href: string }) {
  return (
    <a
      href={href}
      target="_blank"
      rel="noopener noreferrer"
      className="inline-flex min-h-10 items-center gap-2 rounded-lg bg-brand px-4 font-medium text-on-brand hover:bg-brand-strong"
    >
      <Smartphone size={18} aria-hidden />
      <Trans>Write on the phone</Trans>
    </a>
  )
}

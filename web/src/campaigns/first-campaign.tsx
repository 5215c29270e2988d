import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CircleCheck, Circle, Megaphone } from 'lucide-react'
import type { ReactNode } from 'react'
import { meQuery } from '../conversations/queries.ts'
import { segmentsQuery } from '../segments/queries.ts'
import { templatesQuery } from '../templates/queries.ts'
import { LINK_BUTTON } from '../templates/templates-page.tsx'

/** Before there is any: what a campaign is, and what one needs first. */
export function FirstCampaign({ mayWrite }: { readonly mayWrite: boolean }) {
  const { t } = useLingui()
  const { data: me } = useQuery(meQuery)
  const channelId = me?.channels[0]?.id ?? null
  const templates = useQuery({
    ...templatesQuery(channelId ?? ''),
    enabled: channelId !== null && me?.permissions.includes('templates:read') === true,
  }).data
  const segments = useQuery({
    ...segmentsQuery,
    enabled: me?.permissions.includes('segments:read') === true,
  }).data
  const hasTemplate = templates?.items.some(({ status }) => status === 'APPROVED') === true
  const hasSegment = (segments?.items.length ?? 0) > 0
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto grid max-w-xl justify-items-center gap-3 px-4 py-10 text-center">
        <span className="grid size-14 place-items-center rounded-2xl bg-brand-tint text-brand">
          <Megaphone size={26} aria-hidden strokeWidth={1.8} />
        </span>
        <h2 className="text-[17px] font-semibold text-balance">{t`There are no campaigns yet`}</h2>
        <p className="text-pretty text-muted">
          <Trans>
            A campaign sends one approved template to many customers: a festive offer, a reminder, news.
            Before it starts you see whom it reaches, what it costs and when it will be done.
          </Trans>
        </p>
        <ul aria-label={t`What it needs`} className="mt-2 grid w-full gap-2 text-start">
          <Need
            isThere={hasTemplate}
            title={t`A template that Meta has approved`}
            action={
              <Link to="/templates" className={SMALL_LINK}>
                {hasTemplate ? t`Templates` : t`Write a template`}
              </Link>
            }
          />
          <Need
            isThere={hasSegment}
            title={t`Customers: a segment, everybody, or a file of numbers`}
            action={
              <Link to="/contacts" className={SMALL_LINK}>
                {hasSegment ? t`Contacts` : t`Make a segment`}
              </Link>
            }
          />
        </ul>
        {mayWrite ? (
          <Link to="/campaigns/new" className={`${LINK_BUTTON} mt-3`}>
            {t`New campaign`}
          </Link>
        ) : (
          <p className="mt-2 text-[13px] text-muted">
            <Trans>Owners and admins of your team make campaigns.</Trans>
          </p>
        )}
      </div>
    </div>
  )
}

const SMALL_LINK =
  'inline-flex min-h-9 items-center rounded-lg px-3 text-[13.5px] font-medium text-brand-strong underline underline-offset-2 hover:bg-surface coarse:min-h-11'

function Need({
  isThere,
  title,
  action,
}: {
  readonly isThere: boolean
  readonly title: string
  readonly action: ReactNode
}) {
  const { t } = useLingui()
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-xl bg-sunken px-3 py-2">
      {isThere ? (
        <CircleCheck size={20} aria-label={t`It is there`} className="shrink-0 text-brand" />
      ) : (
        <Circle size={20} aria-label={t`Still missing`} className="shrink-0 text-muted" />
      )}
      <span className="min-w-40 flex-1 text-pretty">{title}</span>
      {action}
    </li>
  )
}

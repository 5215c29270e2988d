import { Trans, useLingui } from '@lingui/react/macro'
import { type InfiniteData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Megaphone, Plus, Search } from 'lucide-react'
import { offerUndo } from '../conversations/undo.ts'
import { UndoToast } from '../conversations/undo-toast.tsx'
import { useMay } from '../conversations/queries.ts'
import type { CampaignPage, CampaignState } from '../platform/contract.ts'
import { Button } from '../platform/ui/button.tsx'
import { Notice } from '../platform/ui/notice.tsx'
import { useProblemText, useTellProblem } from '../platform/ui/problem-text.tsx'
import { SectionTabs } from '../sequences/section-tabs.tsx'
import { LINK_BUTTON } from '../templates/templates-page.tsx'
import { CampaignRow } from './campaign-row.tsx'
import { STATE_WORDS, STATES } from './campaign-words.ts'
import { FirstCampaign } from './first-campaign.tsx'
import { type CampaignInList, campaignsKey, campaignsQuery, deleteCampaign } from './queries.ts'

/** All campaigns, newest first. */
export function CampaignsPage() {
  const { t } = useLingui()
  const mayWrite = useMay('campaigns:write')
  const { state } = useSearch({ from: '/shell/campaigns' })
  const wanted = STATES.find((one) => one === state) ?? null
  return (
    <div className="flex min-w-0 flex-1 flex-col bg-surface">
      <header className="flex flex-wrap items-center gap-2 border-b border-line p-3 md:px-6">
        <SectionTabs at="campaigns" />
        <StateFilter wanted={wanted} />
        {mayWrite && (
          <Link to="/campaigns/new" className={LINK_BUTTON}>
            <Plus size={17} aria-hidden />
            {t`New campaign`}
          </Link>
        )}
      </header>
      <Campaigns wanted={wanted} mayWrite={mayWrite} />
      <UndoToast />
    </div>
  )
}

/** What is shown is in the address, so that it can be kept and sent to somebody. */
function StateFilter({ wanted }: { readonly wanted: CampaignState | null }) {
  const { t } = useLingui()
  const navigate = useNavigate()
  return (
    <select
      aria-label={t`Status`}
      value={wanted ?? ''}
      onChange={(event) => {
        const state = event.currentTarget.value
        void navigate({ to: '/campaigns', search: state === '' ? {} : { state }, replace: true })
      }}
      className="h-10 min-w-0 rounded-lg border border-control-line bg-surface px-2 coarse:h-11 coarse:text-[16px]"
    >
      <option value="">{t`Every status`}</option>
      {STATES.map((one) => (
        <option key={one} value={one}>
          {t(STATE_WORDS[one])}
        </option>
      ))}
    </select>
  )
}

function Campaigns({
  wanted,
  mayWrite,
}: {
  readonly wanted: CampaignState | null
  readonly mayWrite: boolean
}) {
  const { t } = useLingui()
  const query = useInfiniteQuery(campaignsQuery(wanted))
  const problem = useProblemText()(query.error)
  const deleteLater = useDeleteLater()
  if (query.isPending) return <p className="p-6 text-muted">{t`Loading…`}</p>
  if (query.data === undefined)
    return (
      <Notice
        icon={Megaphone}
        title={problem.title}
        action={<Button onClick={() => void query.refetch()}>{t`Try again`}</Button>}
      >
        {problem.nextStep}
      </Notice>
    )
  const items = query.data.pages.flatMap((page) => page.items)
  if (items.length === 0 && wanted === null) return <FirstCampaign mayWrite={mayWrite} />
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto grid max-w-5xl gap-4 p-3 md:px-6 md:py-5">
        {items.length === 0 ? (
          <Notice
            icon={Search}
            title={t`No campaign is like this`}
            action={
              <Link
                to="/campaigns"
                search={{}}
                className="inline-flex min-h-10 items-center px-3 text-brand underline"
              >
                <Trans>All campaigns</Trans>
              </Link>
            }
          />
        ) : (
          <ul aria-label={t`Campaigns`} className="divide-y divide-line rounded-xl border border-line">
            {items.map((campaign) => (
              <li key={campaign.id}>
                <CampaignRow campaign={campaign} mayWrite={mayWrite} onDelete={() => deleteLater(campaign)} />
              </li>
            ))}
          </ul>
        )}
        {query.hasNextPage && (
          <Button
            className="justify-self-center"
            disabled={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {query.isFetchingNextPage ? t`Loading…` : t`Show older ones`}
          </Button>
        )}
      </div>
    </div>
  )
}

type Pages = InfiniteData<CampaignPage, string | null>

/** A draft goes from the list at once, and from the server when nobody has wanted it back. */
function useDeleteLater(): (campaign: CampaignInList) => void {
  const { t } = useLingui()
  const client = useQueryClient()
  const tellProblem = useTellProblem()
  return ({ id, name }) => {
    const lists = { queryKey: [...campaignsKey, 'list'] }
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
      text: t`“${name}” deleted`,
      undo: () => {
        for (const [key, data] of before) client.setQueryData(key, data)
      },
      settle: () =>
        void deleteCampaign(id)
          .catch(tellProblem)
          .finally(() => void client.invalidateQueries({ queryKey: campaignsKey })),
    })
  }
}

import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { FileSpreadsheet, Filter, History, Plus, UsersRound } from 'lucide-react'
import { useState } from 'react'
import { useMay } from '../../conversations/queries.ts'
import type { CampaignAudience } from '../../platform/contract.ts'
import { wholeNumber } from '../../platform/format.ts'
import { Button } from '../../platform/ui/button.tsx'
import { lazyPart } from '../../platform/ui/lazy-part.tsx'
import { segmentsQuery } from '../../segments/queries.ts'
import { FIELD } from '../../settings/section-frame.tsx'
import { type Result, RESULT_WORDS, useCampaignWords } from '../campaign-words.ts'
import { campaignQuery, campaignsQuery } from '../queries.ts'
import type { StepProps } from './step-props.ts'
import { FileAudience } from './file-audience.tsx'
import { Choices, Group, Labelled, StepFrame } from './parts.tsx'
import { Reach } from './reach.tsx'
import { problemsShown } from './steps.ts'

const SegmentDialog = lazyPart(() => import('../../segments/segment-dialog.tsx').then((m) => m.SegmentDialog))

/** Who gets it. */
export function WhomStep(props: StepProps) {
  const { editor, check, isCounting } = props
  const { t } = useLingui()
  const { audience, exceptSegmentId, holdOutPercent } = editor.draft.definition
  const choose = (next: CampaignAudience | null) => editor.define({ audience: next })
  // A kind without a segment or a campaign is no audience yet.
  const [from, setFrom] = useState(audience?.from ?? null)
  const start = (next: CampaignAudience['from']) => {
    if (from === next) return
    setFrom(next)
    choose(next === 'everyone' || next === 'list' ? { from: next } : null)
  }
  return (
    <StepFrame
      title={t`Whom does it go to?`}
      about={t`People who said STOP are left out by themselves.`}
      problems={problemsShown('whom', props)}
    >
      <Choices
        legend={t`Whom does it go to?`}
        value={from}
        onChoose={start}
        options={[
          {
            value: 'segment',
            title: t`A segment`,
            about: t`People whom you have something to say to: by what they bought, wrote, or by their label.`,
            icon: <Filter size={17} aria-hidden className="text-brand" />,
            more: (
              <SegmentChoice
                label={t`Segment`}
                value={audience?.from === 'segment' ? audience.segmentId : ''}
                none={t`Choose a segment`}
                mayMake
                onChoose={(segmentId) => choose(segmentId === null ? null : { from: 'segment', segmentId })}
              />
            ),
          },
          {
            value: 'everyone',
            title: t`All contacts`,
            about: t`Everybody whom you may write to.`,
            icon: <UsersRound size={17} aria-hidden className="text-brand" />,
          },
          {
            value: 'list',
            title: t`A file`,
            about: t`A CSV file with phone numbers, and whatever the message says of each person.`,
            icon: <FileSpreadsheet size={17} aria-hidden className="text-brand" />,
            more: <FileAudience editor={editor} />,
          },
          {
            value: 'campaign',
            title: t`People of an earlier campaign`,
            about: t`By what they did: read it and did not reply, did not get it, …`,
            icon: <History size={17} aria-hidden className="text-brand" />,
            more: (
              <EarlierCampaign
                id={editor.kept.id}
                audience={audience?.from === 'campaign' ? audience : NO_CAMPAIGN}
                onChoose={(next) => choose(next.campaignId === '' ? null : next)}
              />
            ),
          },
        ]}
      />
      <Reach reach={check?.reach ?? null} isCounting={isCounting} />
      <Group title={t`Leave some out`}>
        <SegmentChoice
          label={t`Nobody who is in`}
          value={exceptSegmentId ?? ''}
          none={t`Leave out no segment`}
          onChoose={(next) => editor.define({ exceptSegmentId: next })}
        />
        <HoldOut percent={holdOutPercent} onPercent={(next) => editor.define({ holdOutPercent: next })} />
      </Group>
    </StepFrame>
  )
}

function SegmentChoice({
  label,
  value,
  none,
  mayMake = false,
  onChoose,
}: {
  readonly label: string
  readonly value: string
  readonly none: string
  readonly mayMake?: boolean
  readonly onChoose: (id: string | null) => void
}) {
  const mayRead = useMay('segments:read')
  const mayWrite = useMay('segments:write')
  const { data } = useQuery({ ...segmentsQuery, enabled: mayRead })
  const [isMaking, setMaking] = useState(false)
  const items = data?.items ?? []
  return (
    <div className="flex flex-wrap items-end gap-2">
      <div className="min-w-48 flex-1">
        <Labelled label={label}>
          <select
            value={value}
            onChange={(event) => onChoose(event.currentTarget.value || null)}
            className={FIELD}
          >
            <option value="">{none}</option>
            {value !== '' && data !== undefined && !items.some(({ id }) => id === value) && (
              <option value={value}>…</option>
            )}
            {items.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </Labelled>
      </div>
      {mayMake && mayWrite && (
        <Button onClick={() => setMaking(true)}>
          <Plus size={17} aria-hidden />
          <Trans>New segment</Trans>
        </Button>
      )}
      {isMaking && (
        <SegmentDialog
          segment={null}
          onClose={() => setMaking(false)}
          onSaved={(saved) => {
            setMaking(false)
            onChoose(saved.id)
          }}
        />
      )}
    </div>
  )
}

type OfCampaign = Extract<CampaignAudience, { from: 'campaign' }>
const NO_CAMPAIGN: OfCampaign = { from: 'campaign', campaignId: '', who: 'read_not_replied' }

function EarlierCampaign({
  id,
  audience,
  onChoose,
}: {
  /** Of the one that is written here: nobody can have it already. */
  readonly id: string
  readonly audience: OfCampaign
  readonly onChoose: (audience: OfCampaign) => void
}) {
  const { t, i18n } = useLingui()
  const words = useCampaignWords()
  const query = useInfiniteQuery(campaignsQuery(null))
  const begun = (query.data?.pages ?? [])
    .flatMap(({ items }) => items)
    .filter((one) => one.id !== id && one.startedAt !== null)
  const chosen = useQuery({
    ...campaignQuery(audience.campaignId),
    enabled: audience.campaignId !== '',
    refetchInterval: false,
  }).data
  const failures = chosen?.progress?.failures ?? []
  if (query.data !== undefined && begun.length === 0)
    return (
      <p className="text-[13.5px] text-pretty text-muted">
        <Trans>No other campaign has begun yet.</Trans>
      </p>
    )
  return (
    <>
      <Labelled label={t`Campaign`}>
        <select
          value={audience.campaignId}
          onChange={(event) => {
            const { code: _, ...rest } = audience
            onChoose({ ...rest, campaignId: event.currentTarget.value })
          }}
          className={FIELD}
        >
          <option value="">{t`Choose a campaign`}</option>
          {chosen !== undefined && !begun.some((one) => one.id === chosen.id) && (
            <option value={chosen.id}>{chosen.name}</option>
          )}
          {begun.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </select>
      </Labelled>
      {query.hasNextPage && (
        <Button small className="justify-self-start" onClick={() => void query.fetchNextPage()}>
          {t`Show older ones`}
        </Button>
      )}
      <Labelled label={t`What they did`}>
        <select
          value={audience.who}
          disabled={audience.campaignId === ''}
          onChange={(event) => {
            const { code: _, ...rest } = audience
            onChoose({ ...rest, who: event.currentTarget.value as Result })
          }}
          className={FIELD}
        >
          {Object.entries(RESULT_WORDS).map(([who]) => (
            <option key={who} value={who}>
              {words.result(who as Result)}
            </option>
          ))}
        </select>
      </Labelled>
      {audience.who === 'failed' && failures.length > 0 && (
        <Labelled label={t`Why it failed`}>
          <select
            value={audience.code ?? ''}
            onChange={(event) => {
              const { code: _, ...rest } = audience
              const code = event.currentTarget.value
              onChoose(code === '' ? rest : { ...rest, code })
            }}
            className={FIELD}
          >
            <option value="">{t`For any reason`}</option>
            {failures.map(({ code, title, count }) => (
              <option key={code} value={code}>
                {`${title} (${wholeNumber(count, i18n.locale)})`}
              </option>
            ))}
          </select>
        </Labelled>
      )}
    </>
  )
}

/** A part that gets nothing: what they buy tells what the campaign was worth. */
function HoldOut({
  percent,
  onPercent,
}: {
  readonly percent: number
  readonly onPercent: (percent: number) => void
}) {
  const { t } = useLingui()
  return (
    <Labelled label={t`Hold out to compare`}>
      <span className="flex items-center gap-3">
        <input
          type="range"
          min={0}
          max={50}
          step={1}
          value={percent}
          onChange={(event) => onPercent(Number(event.currentTarget.value))}
          className="h-10 min-w-0 flex-1 accent-brand coarse:h-11"
        />
        <span className="w-12 text-end font-medium tabular-nums">{`${percent} %`}</span>
      </span>
      <span className="text-[13px] text-pretty text-muted">
        <Trans>This part gets nothing, drawn by lot. What they do shows what the message was worth.</Trans>
      </span>
    </Labelled>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { clsx } from 'clsx'
import { Trophy } from 'lucide-react'
import { Part } from '../health/part.tsx'
import type { Campaign, CampaignProgress } from '../platform/contract.ts'
import { wholeNumber } from '../platform/format.ts'
import { useLanguageName } from '../templates/template-words.tsx'
import { durationText } from './progress-forecast.ts'
import { isClearlyMore, shareText } from './progress-parts.ts'
import { messageLetter } from './progress-words.ts'
import { MINUTE_MS } from './sending-rate.ts'

type Numbers = CampaignProgress['byMessage'][number]
type Measure = 'read' | 'replied' | 'clicked'

/** Of several messages, which one did better; null for one message alone. */
export function CompareMessages({ campaign }: { readonly campaign: Campaign }) {
  const { t } = useLingui()
  const languageName = useLanguageName()
  const { definition, progress, winner } = campaign
  const { messages, test } = definition
  if (messages.length < 2 || progress === null) return null
  const measure: Measure = test?.winner ?? 'read'
  const rows = messages.map((message, index) => ({
    index,
    name: `${message.name} (${languageName(message.language)})`,
    numbers: progress.byMessage.find((one) => one.message === index) ?? {
      ...{ message: index, taken: 0, delivered: 0, read: 0, replied: 0, clicked: 0 },
    },
  }))
  return (
    <Part title={t`Messages compared`}>
      <Verdict campaign={campaign} measure={measure} rows={rows.map(({ numbers }) => numbers)} />
      <ul className="divide-y divide-line rounded-lg border border-line">
        {rows.map((row) => (
          <Row key={row.index} {...row} measure={measure} isWinner={winner === row.index} />
        ))}
      </ul>
    </Part>
  )
}

function Verdict({
  campaign: { definition, winner, state },
  measure,
  rows,
}: {
  readonly campaign: Campaign
  readonly measure: Measure
  readonly rows: readonly Numbers[]
}) {
  const { t } = useLingui()
  const best = rows.toSorted((one, other) => share(other, measure) - share(one, measure))
  const chance = isClear(best, measure)
    ? t`The difference is more than chance.`
    : t`The difference is small, and may be chance.`
  const letter = messageLetter(winner ?? best[0]?.message ?? 0)
  if (winner !== null) {
    const won = {
      read: t`When the test was over, message ${letter} had been read most. The rest of the audience gets it.`,
      replied: t`When the test was over, message ${letter} had the most replies. The rest of the audience gets it.`,
      clicked: t`When the test was over, message ${letter} had the most clicks. The rest of the audience gets it.`,
    }
    return (
      <p className="text-pretty">
        {won[measure]} {chance}
      </p>
    )
  }
  const { test } = definition
  const isBegun = best[0] !== undefined && best[0][measure] > 0
  const soFar = {
    read: t`So far, message ${letter} is read most.`,
    replied: t`So far, message ${letter} has the most replies.`,
    clicked: t`So far, message ${letter} has the most clicks.`,
  }
  return (
    <p className="text-pretty">
      {test === null || test.percent === 100 ? (
        <Trans>Each message goes to an equal part of the audience.</Trans>
      ) : (
        <Rule
          percent={test.percent}
          minutes={test.afterMinutes}
          measure={measure}
          isOver={state === 'cancelled'}
        />
      )}{' '}
      {isBegun && `${soFar[measure]} ${chance}`}
    </p>
  )
}

const share = (row: Numbers, measure: Measure): number =>
  row.delivered === 0 ? 0 : row[measure] / row.delivered

function isClear([best, second]: readonly Numbers[], measure: Measure): boolean {
  if (best === undefined || second === undefined) return false
  return isClearlyMore(
    { hits: best[measure], of: best.delivered },
    { hits: second[measure], of: second.delivered },
  )
}

/** What happens with the rest of the audience, and when. */
function Rule({
  percent,
  minutes,
  measure,
  isOver,
}: {
  readonly percent: number
  readonly minutes: number
  readonly measure: Measure
  readonly isOver: boolean
}) {
  const { t, i18n } = useLingui()
  const part = shareText(percent, 100, i18n.locale)
  const wait = durationText(minutes * MINUTE_MS, i18n.locale)
  const then = {
    read: t`After ${wait}, the one that is read most goes to the rest.`,
    replied: t`After ${wait}, the one with the most replies goes to the rest.`,
    clicked: t`After ${wait}, the one with the most clicks goes to the rest.`,
  }
  return (
    <>
      {t`${part} of the audience get one of the messages each.`} {!isOver && then[measure]}
    </>
  )
}

function Row({
  index,
  name,
  numbers,
  measure,
  isWinner,
}: {
  readonly index: number
  readonly name: string
  readonly numbers: Numbers
  readonly measure: Measure
  readonly isWinner: boolean
}) {
  const { t, i18n } = useLingui()
  const { taken, delivered, read, replied, clicked } = numbers
  const letter = messageLetter(index)
  const facts = [
    { key: 'taken', name: t`People`, count: taken, of: null },
    { key: 'delivered', name: t`Delivered`, count: delivered, of: taken },
    { key: 'read', name: t`Read`, count: read, of: delivered },
    { key: 'replied', name: t`Replied`, count: replied, of: delivered },
    { key: 'clicked', name: t`Clicked`, count: clicked, of: delivered },
  ]
  return (
    <li className="grid gap-2 px-3 py-3">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="font-semibold">{t`Message ${letter}`}</span>
        <span className="text-muted [overflow-wrap:anywhere]">{name}</span>
        {isWinner && (
          <span className="inline-flex items-center gap-1 rounded-full bg-brand-tint-2 px-2 py-0.5 text-[12.5px] font-medium text-brand-strong">
            <Trophy size={14} aria-hidden />
            <Trans>Winner</Trans>
          </span>
        )}
      </p>
      <dl className="grid grid-cols-2 gap-x-4 gap-y-1.5 text-[13px] sm:grid-cols-5">
        {facts.map(({ key, name: label, count, of }) => (
          <div key={key} className="flex flex-wrap justify-between gap-x-2 sm:block">
            <dt className="text-muted">{label}</dt>
            <dd className={clsx('tabular-nums', key === measure && 'font-semibold')}>
              {wholeNumber(count, i18n.locale)}
              {of !== null && <span className="text-muted"> · {shareText(count, of, i18n.locale)}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </li>
  )
}

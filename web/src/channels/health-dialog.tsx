import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery } from '@tanstack/react-query'
import { clsx } from 'clsx'
import {
  CircleCheck,
  CircleHelp,
  CloudAlert,
  ExternalLink,
  OctagonX,
  RefreshCw,
  TriangleAlert,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { postJson } from '../platform/api.ts'
import type { Check, ConnectedNumber } from '../platform/contract.ts'
import { dateAndTime } from '../platform/format.ts'
import { Button } from '../platform/ui/button.tsx'
import { Dialog } from '../platform/ui/dialog.tsx'
import { ProblemLine, SectionError } from '../settings/section-frame.tsx'
import { CHECK_NAMES, SIDE_WORDS, wordsOf } from './health-words.ts'
import { channelPath, healthQuery } from './queries.ts'

const ICONS = { ok: CircleCheck, warn: TriangleAlert, fail: OctagonX, unknown: CircleHelp } as const
const COLOURS = { ok: 'text-brand', warn: 'text-amber', fail: 'text-red', unknown: 'text-muted' } as const

/** The connection doctor: what works, what does not, whose move it is, and where it is mended. */
export function HealthDialog({
  channel,
  mayWrite,
  onClose,
}: {
  readonly channel: ConnectedNumber
  readonly mayWrite: boolean
  readonly onClose: () => void
}) {
  const { t, i18n } = useLingui()
  const { data, error, isFetching, refetch } = useQuery(healthQuery(channel.id))
  const bad = data?.checks.filter(({ state }) => state === 'fail' || state === 'warn') ?? []
  const rest = data?.checks.filter(({ state }) => state === 'ok' || state === 'unknown') ?? []
  let content: ReactNode
  if (data !== undefined)
    content = (
      <>
        <p className="text-pretty">
          {data.state === 'ok'
            ? t`Everything that could be checked works.`
            : t`First mend what stands at the top.`}
        </p>
        <ul className="grid gap-1">
          {[...bad.toSorted((a, b) => rankOf(a) - rankOf(b)), ...rest].map((check) => (
            <CheckRow
              key={check.key}
              check={check}
              channel={channel}
              mayWrite={mayWrite}
              onMended={() => void refetch()}
            />
          ))}
        </ul>
      </>
    )
  else if (error !== null)
    content = <SectionError icon={CloudAlert} error={error} onRetry={() => void refetch()} />
  else content = <output className="text-muted">{t`Asking Meta…`}</output>
  return (
    <Dialog title={t`Connection of +${channel.displayPhoneNumber}`} shape="wide" onClose={onClose}>
      <div className="grid gap-4 p-5" aria-busy={isFetching}>
        {content}
        <div className="flex flex-wrap items-center justify-between gap-2">
          <span className="text-[13px] text-muted">
            {data !== undefined && dateAndTime(data.checkedAt, i18n.locale)}
          </span>
          <Button disabled={isFetching} onClick={() => void refetch()}>
            <RefreshCw size={16} aria-hidden className={clsx(isFetching && 'motion-safe:animate-spin')} />
            {isFetching ? t`Checking…` : t`Check again`}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

const rankOf = ({ state }: Check): number => (state === 'fail' ? 0 : 1)

function CheckRow({
  check,
  channel,
  mayWrite,
  onMended,
}: {
  readonly check: Check
  readonly channel: ConnectedNumber
  readonly mayWrite: boolean
  readonly onMended: () => void
}) {
  const { t } = useLingui()
  const Icon = ICONS[check.state]
  const states = { ok: t`Works`, warn: t`Attention`, fail: t`Does not work`, unknown: t`Not known` }
  const words = wordsOf(check)
  const title = words.title === undefined ? check.title : t(words.title)
  const next = words.nextStep === undefined ? check.nextStep : t(words.nextStep)
  return (
    <li className="flex gap-3 rounded-lg px-1 py-2">
      <Icon size={20} aria-hidden className={clsx('mt-0.5 shrink-0', COLOURS[check.state])} />
      <div className="grid min-w-0 flex-1 justify-items-start gap-1">
        <h3 className="text-[13px] text-muted">
          {t(CHECK_NAMES[check.key])}
          <span className="sr-only">: {states[check.state]}</span>
        </h3>
        <p className="text-pretty">{title}</p>
        <Facts check={check} />
        {next !== null && check.state !== 'ok' && (
          <p className="text-[13.5px] text-pretty text-muted">
            {check.side !== null && <strong className="font-medium">{t(SIDE_WORDS[check.side])}: </strong>}
            {next}
          </p>
        )}
        {check.code === 'subscription_missing' && mayWrite && (
          <SubscribeAgain channel={channel} onMended={onMended} />
        )}
        {check.fixUrl !== null && check.state !== 'ok' && (
          <a
            href={check.fixUrl}
            target="_blank"
            rel="noreferrer"
            className="inline-flex min-h-8 items-center gap-1.5 text-[13.5px] font-medium text-brand-strong underline underline-offset-2"
          >
            <Trans>Open Meta’s page</Trans>
            <ExternalLink size={14} aria-hidden />
          </a>
        )}
      </div>
    </li>
  )
}

/** A moment, an address, Meta's own sentence. */
function Facts({ check: { facts } }: { readonly check: Check }) {
  const { i18n } = useLingui()
  const lines = Object.entries(facts).map(([name, value]) =>
    typeof value === 'number' && name.endsWith('At') ? dateAndTime(value, i18n.locale) : String(value),
  )
  if (lines.length === 0) return null
  return (
    <p dir="auto" className="text-[13px] [overflow-wrap:anywhere] text-muted">
      {lines.join(' · ')}
    </p>
  )
}

function SubscribeAgain({
  channel,
  onMended,
}: {
  readonly channel: ConnectedNumber
  readonly onMended: () => void
}) {
  const mend = useMutation({
    mutationFn: async () => postJson(`${channelPath(channel.id)}/subscribe`),
    onSuccess: onMended,
  })
  return (
    <>
      <Button small disabled={mend.isPending} onClick={() => mend.mutate()}>
        <Trans>Subscribe again</Trans>
      </Button>
      {mend.error !== null && <ProblemLine error={mend.error} />}
    </>
  )
}

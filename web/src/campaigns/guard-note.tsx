import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { ShieldCheck } from 'lucide-react'
import type { Campaign } from '../platform/contract.ts'
import { wholeNumber } from '../platform/format.ts'
import { Note } from './note.tsx'
import { momentText } from './progress-forecast.ts'

/** What the guard does while it runs; nothing where there is none. */
export function GuardNote({ campaign, now }: { readonly campaign: Campaign; readonly now: number }) {
  const { t, i18n } = useLingui()
  const { guard, definition, state, progress } = campaign
  if (state !== 'running' || !definition.isGuarded || guard === null || guard.verdict === 'stop') return null
  const count = guard.allowed
  const allowed = wholeNumber(count, i18n.locale)
  const stop = campaign.plan?.stops.find(({ because, until }) => because === 'guard' && until > now)
  const opensAt = guard.opensAt ?? stop?.until ?? now
  const opens = momentText(opensAt, now, i18n.locale)
  if (progress !== null && count < progress.audience - progress.skipped)
    return (
      <Note
        icon={ShieldCheck}
        tone="bg-blue-tint text-blue"
        title={t`${plural(count, { one: `${allowed} person goes first`, other: `${allowed} people go first` })}`}
      >
        <p className="text-pretty">
          <Trans>
            The quality guard waits for how they take it, and lets more go as long as nothing is wrong. So
            your number keeps its good name.
          </Trans>
        </p>
        {opensAt > now && <p>{t`If nobody minds, more go from ${opens}.`}</p>}
      </Note>
    )
  return (
    <p className="flex items-center gap-2 text-[13.5px] text-muted">
      <ShieldCheck size={17} aria-hidden className="shrink-0 text-brand" />
      <Trans>The quality guard watches: people take it as they usually do.</Trans>
    </p>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { clsx } from 'clsx'
import { CircleHelp, ExternalLink, HeartPulse, OctagonX, TriangleAlert } from 'lucide-react'
import type { Quality } from '../platform/contract.ts'
import { dateAndTime } from '../platform/format.ts'
import { useAdviceWords, useReasonWords } from './verdict-words.ts'

const LOOKS = {
  good: { icon: HeartPulse, look: 'bg-brand-tint text-brand-strong' },
  watch: { icon: TriangleAlert, look: 'bg-amber-tint text-amber' },
  bad: { icon: OctagonX, look: 'bg-red-tint text-red' },
  unknown: { icon: CircleHelp, look: 'bg-sunken text-muted' },
} as const
/** Where Meta's page is (July to November 2026). */
const MANAGER = 'https://business.facebook.com/wa/manage/phone-numbers/'
const AT_META: readonly Quality['advice'][number][] = [
  ...([
    'open_manager',
    'appeal',
    'mend_payment',
    'change_name',
    'check_security',
    'verify_business',
  ] as const),
]

/** Two sentences: how it is, and what to do first. */
export function Verdict({
  quality: { level, reason, advice, checkedAt, problem },
  isConnected,
}: {
  readonly quality: Quality
  readonly isConnected: boolean
}) {
  const { t, i18n } = useLingui()
  const reasonWords = useReasonWords()
  const adviceWords = useAdviceWords()
  const { icon: Icon, look } = LOOKS[level]
  const levels = {
    good: t`Healthy`,
    watch: t`Needs attention`,
    bad: t`In trouble`,
    unknown: t`Not known yet`,
  }
  const asked = dateAndTime(checkedAt ?? 0, i18n.locale)
  const [first, ...rest] = advice
  return (
    <section aria-label={t`How the number is`} className={clsx('grid gap-3 rounded-xl p-4 md:p-5', look)}>
      <p className="flex items-center gap-2 text-[13px] font-semibold">
        <Icon size={20} aria-hidden className="shrink-0" />
        {isConnected ? levels[level] : t`Disconnected`}
      </p>
      <p className="text-[17px] leading-snug font-medium text-balance text-ink">
        {reasonWords(reason)} {first !== undefined && adviceWords(first)}
      </p>
      {rest.length > 0 && (
        <ul className="grid list-disc gap-1 ps-5 text-ink">
          {rest.map((one) => (
            <li key={one}>{adviceWords(one)}</li>
          ))}
        </ul>
      )}
      {advice.some((one) => AT_META.includes(one)) && (
        <a
          href={MANAGER}
          target="_blank"
          rel="noreferrer"
          className="inline-flex min-h-8 items-center gap-1.5 justify-self-start font-medium underline underline-offset-2 coarse:min-h-11"
        >
          <Trans>Open WhatsApp Manager</Trans>
          <ExternalLink size={14} aria-hidden />
        </a>
      )}
      <p className="text-[13px]">
        {checkedAt === null ? t`Meta has not answered yet.` : t`Meta was last asked on ${asked}.`}
        {problem !== null && <> {t`When it was asked again, there was no answer.`}</>}
      </p>
    </section>
  )
}

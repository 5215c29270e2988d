import { Trans, useLingui } from '@lingui/react/macro'
import { CircleX, OctagonAlert } from 'lucide-react'
import type { LibraryTemplate } from '../platform/contract.ts'
import { useServerWords } from '../platform/server-words/server-words.ts'

/** Why Meta refused it, in its words and in ours, and which of our rules speak of that. */
export function Rejection({ rejection }: { readonly rejection: NonNullable<LibraryTemplate['rejection']> }) {
  const { t } = useLingui()
  const translate = useServerWords()
  const found = rejection.rules.filter(({ isFound }) => isFound)
  const others = rejection.rules.filter(({ isFound }) => !isFound)
  return (
    <section
      aria-label={t`Why it was rejected`}
      className="grid gap-3 rounded-xl border border-red bg-red-tint p-4 text-[13.5px]"
    >
      <h2 className="flex items-center gap-2 text-[15px] font-semibold text-red">
        <CircleX size={18} aria-hidden />
        {translate(rejection.meaning)}
      </h2>
      <p className="text-pretty">{translate(rejection.nextStep)}</p>
      {found.length > 0 && (
        <div className="grid gap-1">
          <p className="font-medium">
            <Trans>This is what we find in it:</Trans>
          </p>
          <ul className="grid gap-1">
            {found.map(({ rule, why }) => (
              <li key={rule} className="flex items-start gap-1.5 text-red">
                <OctagonAlert size={15} aria-hidden className="mt-0.5 shrink-0" />
                {translate(why)}
              </li>
            ))}
          </ul>
        </div>
      )}
      {others.length > 0 && (
        <details>
          <summary className="min-h-8 font-medium coarse:min-h-11">
            <Trans>Rules that Meta means with this</Trans>
          </summary>
          <ul className="mt-1 list-disc ps-5">
            {others.map(({ rule, why }) => (
              <li key={rule}>{translate(why)}</li>
            ))}
          </ul>
        </details>
      )}
      <div className="grid gap-0.5 border-t border-line pt-2 text-muted">
        <p>
          <Trans>In Meta’s words:</Trans>{' '}
          <code className="font-mono text-[12.5px] text-ink">{rejection.reason}</code>
        </p>
        {rejection.detail !== null && <p className="text-ink">“{rejection.detail}”</p>}
        {rejection.recommendation !== null && <p className="text-ink">“{rejection.recommendation}”</p>}
      </div>
    </section>
  )
}

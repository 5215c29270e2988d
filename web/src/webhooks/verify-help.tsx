import { Trans, useLingui } from '@lingui/react/macro'
import { CopyButton } from '../platform/ui/copy-button.tsx'
import { VERIFY_SNIPPET } from './verify-snippet.ts'

/** How the other side knows that a call is ours, for whoever writes it. */
export function VerifyHelp() {
  const { t } = useLingui()
  return (
    <details className="w-full rounded-xl border border-line bg-surface">
      <summary className="min-h-11 px-4 py-2.5 font-medium">
        <Trans>For developers: check that a call comes from Harkara</Trans>
      </summary>
      <div className="grid grid-cols-1 gap-3 border-t border-line p-4">
        <p className="text-pretty text-muted">
          <Trans>
            Calls are signed as described at standardwebhooks.com, which has libraries for most languages. In
            Node.js it takes no library. Answer with any status from 200 to 299 within 15 seconds. A call can
            come twice with the same webhook-id header: do nothing the second time.
          </Trans>
        </p>
        <div className="relative">
          <pre
            dir="ltr"
            // What scrolls must be reachable by keyboard.
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
            tabIndex={0}
            aria-label={t`Code for Node.js`}
            className="overflow-x-auto rounded-lg bg-sunken p-3 pe-12 text-[12.5px] leading-relaxed"
          >
            <code>{VERIFY_SNIPPET}</code>
          </pre>
          <span className="absolute end-1.5 top-1.5">
            <CopyButton text={VERIFY_SNIPPET} label={t`Copy the code`} />
          </span>
        </div>
      </div>
    </details>
  )
}

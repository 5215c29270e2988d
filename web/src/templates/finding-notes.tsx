import { Trans, useLingui } from '@lingui/react/macro'
import { clsx } from 'clsx'
import { OctagonAlert, TriangleAlert, WandSparkles } from 'lucide-react'
import { use } from 'react'
import type { Finding } from '../../../src/templates/lint/finding.ts'
import { RULES } from '../../../src/templates/lint/rules.ts'
import { announce } from '../platform/announce.ts'
import { useServerWords } from '../platform/server-words/server-words.ts'
import { Button } from '../platform/ui/button.tsx'
import { FindingsContext, jumpTo, useFindingsAt } from './findings.ts'

/** What is wrong here, right under the field, with a button where one click mends it. */
export function FindingNotes({
  path,
  id,
  isDeep = false,
}: {
  readonly path: string
  readonly id?: string
  readonly isDeep?: boolean
}) {
  const findings = useFindingsAt(path, isDeep)
  if (findings.length === 0) return null
  return (
    <ul id={id} className="mt-1.5 grid gap-1.5">
      {findings.map((finding) => (
        <li key={`${finding.rule} ${finding.path}`}>
          <Note finding={finding} />
        </li>
      ))}
    </ul>
  )
}

/** All of them, errors first; a press on one leads to its field. */
export function FindingList({ onJump }: { readonly onJump: () => void }) {
  const { all } = use(FindingsContext)
  return (
    <ul className="grid gap-1.5">
      {all.map((finding) => (
        <li key={`${finding.rule} ${finding.path}`}>
          <Note
            finding={finding}
            onJump={() => {
              onJump()
              // On a phone the form comes back first.
              requestAnimationFrame(() => jumpTo(finding.path))
            }}
          />
        </li>
      ))}
    </ul>
  )
}

function Note({ finding, onJump }: { readonly finding: Finding; readonly onJump?: () => void }) {
  const { t } = useLingui()
  const translate = useServerWords()
  const { mend } = use(FindingsContext)
  const { rule, severity, detail, fix } = finding
  const isError = severity === 'error'
  const Icon = isError ? OctagonAlert : TriangleAlert
  const words = (
    <>
      <span className="sr-only">{isError ? t`Error:` : t`Warning:`} </span>
      {translate(RULES[rule].why)}
      {detail !== '' && (
        <bdi className="ms-1 font-mono text-[12px] [overflow-wrap:anywhere] opacity-85">{detail}</bdi>
      )}
    </>
  )
  return (
    <div
      className={clsx(
        'flex items-start gap-2 rounded-lg px-2.5 py-1.5 text-[13px]',
        isError ? 'bg-red-tint text-red' : 'bg-amber-tint text-amber',
      )}
    >
      <Icon size={16} aria-hidden className="mt-0.5 shrink-0" />
      {onJump === undefined ? (
        <p className="min-w-0 flex-1 text-pretty">{words}</p>
      ) : (
        <button
          type="button"
          onClick={onJump}
          className="min-w-0 flex-1 text-start text-pretty underline-offset-2 hover:underline"
        >
          {words}
        </button>
      )}
      {fix !== null && (
        <Button
          small
          className="-my-0.5 shrink-0 bg-surface coarse:min-h-11"
          aria-label={t`Mend: ${translate(RULES[rule].why)}`}
          onClick={() => {
            mend(fix)
            announce(t`Mended`)
          }}
        >
          <WandSparkles size={14} aria-hidden />
          <Trans>Mend</Trans>
        </Button>
      )}
    </div>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { clsx } from 'clsx'
import { OctagonAlert, TriangleAlert, WandSparkles } from 'lucide-react'
import { use } from 'react'
import type { Finding } from '../../../src/templates/lint/finding.ts'
import type { Place } from '../../../src/templates/lint/places.ts'
import { RULES } from '../../../src/templates/lint/rules.ts'
import { announce } from '../platform/announce.ts'
import { useServerWords } from '../platform/server-words/server-words.ts'
import { Button } from '../platform/ui/button.tsx'
import { FindingsContext, jumpTo, jumpToWords, useFindingsAt } from './findings.ts'
import { wordsIn } from './mark-spans.ts'

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
        <li key={`${finding.rule} ${finding.path} ${finding.detail}`}>
          <Note finding={finding} path={path} />
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
        <li key={`${finding.rule} ${finding.path} ${finding.detail}`}>
          <Note finding={finding} onForm={onJump} />
        </li>
      ))}
    </ul>
  )
}

function Note({
  finding,
  path,
  onForm,
}: {
  readonly finding: Finding
  /** The field under which it stands; missing: it stands among all others, and leads to the form. */
  readonly path?: string
  readonly onForm?: () => void
}) {
  const { t } = useLingui()
  const translate = useServerWords()
  const { mend } = use(FindingsContext)
  const { rule, severity, detail, fix, places = [] } = finding
  const isError = severity === 'error'
  const Icon = isError ? OctagonAlert : TriangleAlert
  const isElsewhere = path !== undefined && path !== finding.path
  const named = places.filter((place) => !isElsewhere || place.path === path)
  const words = (
    <>
      <span className="sr-only">{isError ? t`Error:` : t`Warning:`} </span>
      {translate(RULES[rule].why)}
      {detail !== '' && named.length === 0 && (
        <bdi className="ms-1 font-mono text-[12px] [overflow-wrap:anywhere]">{detail}</bdi>
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
      <div className="min-w-0 flex-1">
        {onForm === undefined ? (
          <p className="text-pretty">{words}</p>
        ) : (
          <button
            type="button"
            onClick={() => {
              onForm()
              // On a phone the form comes back first.
              requestAnimationFrame(() => jumpTo(finding.path))
            }}
            className="text-start text-pretty underline-offset-2 hover:underline"
          >
            {words}
          </button>
        )}
        <NamedWords places={named} {...(onForm !== undefined && { onForm })} />
      </div>
      {/* Where only its words stand, the words are what to change. */}
      {fix !== null && !isElsewhere && (
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

/** The words that it speaks of; a press on one selects it where it stands. */
function NamedWords({ places, onForm }: { readonly places: readonly Place[]; readonly onForm?: () => void }) {
  const { t } = useLingui()
  const all = places.flatMap((place) => wordsIn(place).map((one) => ({ ...one, path: place.path })))
  if (all.length === 0) return null
  return (
    <ul aria-label={t`The words`} className="mt-1 flex flex-wrap gap-1">
      {all.map(({ path, words, span }) => (
        <li key={`${path} ${span.start}`} className="max-w-full">
          <button
            type="button"
            onClick={() => {
              onForm?.()
              requestAnimationFrame(() => jumpToWords(path, words, span))
            }}
            className="max-w-full rounded-md border border-current/40 bg-surface px-1.5 py-px text-start text-[12.5px] [overflow-wrap:anywhere] hover:underline coarse:min-h-9"
          >
            <bdi>{words.trim() === '' ? t`Spaces` : words}</bdi>
            <span className="sr-only"> {t`(show in the text)`}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}

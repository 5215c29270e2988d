import { Trans, useLingui } from '@lingui/react/macro'
import { ChevronDown } from 'lucide-react'
import type { ReactNode } from 'react'
import type { JsonObject } from '../../../src/templates/template-model.ts'
import type { HistoryEntry } from '../platform/contract.ts'
import { dateAndTime } from '../platform/format.ts'
import { diffTemplates, type PartChange, type Piece } from './diff-templates.ts'
import { useQualityWords, useCategoryWords, useStatusWords } from './template-words.tsx'

/** What became of a template, newest first: its words, what Meta thought of them, and who or what told. */
export function History({ entries }: { readonly entries: readonly HistoryEntry[] }) {
  const { t, i18n } = useLingui()
  const source = useSourceWords()
  if (entries.length === 0)
    return (
      <p className="text-[13.5px] text-muted">
        <Trans>Nothing has been seen to change yet.</Trans>
      </p>
    )
  return (
    <ol aria-label={t`History`} className="grid gap-0">
      {entries.map((entry, index) => (
        <li
          key={entry.id}
          className="relative grid gap-1 border-s-2 border-line pb-4 ps-4 last:border-transparent last:pb-0"
        >
          <span
            aria-hidden
            className="absolute -start-[6px] top-1.5 size-2.5 rounded-full border-2 border-surface bg-brand"
          />
          <p className="text-[14px]">
            <EntryWords entry={entry} isFirst={isFirstVersion(entries, index)} />
          </p>
          <p className="text-[12.5px] text-muted">
            <time dateTime={new Date(entry.at).toISOString()}>{dateAndTime(entry.at, i18n.locale)}</time> ·{' '}
            {source(entry)}
          </p>
          <VersionChanges entry={entry} before={versionBefore(entries, index)} />
        </li>
      ))}
    </ol>
  )
}

const versionBefore = (entries: readonly HistoryEntry[], index: number): HistoryEntry | null =>
  entries.slice(index + 1).find(({ kind, definition }) => kind === 'version' && definition !== null) ?? null
const isFirstVersion = (entries: readonly HistoryEntry[], index: number): boolean =>
  versionBefore(entries, index) === null

function EntryWords({
  entry,
  isFirst,
}: {
  readonly entry: HistoryEntry
  readonly isFirst: boolean
}): ReactNode {
  const { t } = useLingui()
  const statusWords = useStatusWords()
  const categoryWords = useCategoryWords()
  const qualityWords = useQualityWords()
  const { kind, from, to, reason } = entry
  switch (kind) {
    case 'version':
      return isFirst ? t`First version` : t`New version`
    case 'status': {
      const now = statusWords(to ?? '').words
      const why = reason === null || reason === 'NONE' ? null : reason
      return (
        <>
          <b className="font-semibold">{now}</b>
          {from !== null && <span className="text-muted"> ({t`before: ${statusWords(from).words}`})</span>}
          {why !== null && <span className="ms-1.5 font-mono text-[12.5px]">{why}</span>}
        </>
      )
    }
    case 'category': {
      const now = categoryWords(to ?? '')
      return from === null ? t`Category: ${now}` : t`Moved from ${categoryWords(from)} to ${now}`
    }
    case 'quality': {
      const now = qualityWords(to ?? '')
      return from === null ? now : `${now} (${t`before: ${qualityWords(from)}`})`
    }
    default:
      return kind satisfies never
  }
}

function useSourceWords(): (entry: HistoryEntry) => string {
  const { t } = useLingui()
  return ({ source, by }) => {
    switch (source) {
      case 'us':
        return by === null ? t`from here` : t`by ${by}`
      case 'webhook':
        return t`Meta told us`
      case 'pull':
        return t`seen when we looked`
      default:
        return source satisfies never
    }
  }
}

function VersionChanges({
  entry,
  before,
}: {
  readonly entry: HistoryEntry
  readonly before: HistoryEntry | null
}) {
  if (entry.kind !== 'version' || entry.definition === null || before === null || before.definition === null)
    return null
  const changes = diffTemplates(before.definition as JsonObject, entry.definition as JsonObject)
  if (changes.length === 0)
    return (
      <p className="text-[13px] text-muted">
        <Trans>Only samples are different.</Trans>
      </p>
    )
  return (
    <details className="group">
      <summary className="inline-flex min-h-8 list-none items-center gap-1 rounded-lg text-[13px] font-medium text-brand-strong coarse:min-h-11">
        <ChevronDown
          size={15}
          aria-hidden
          className="transition-transform group-open:rotate-180 motion-reduce:transition-none"
        />
        <Trans>What is different</Trans>
      </summary>
      <dl className="mt-1 grid gap-3">
        {changes.map((change) => (
          <Change key={change.part} change={change} />
        ))}
      </dl>
    </details>
  )
}

function Change({ change }: { readonly change: PartChange }) {
  const { t } = useLingui()
  const titles: Readonly<Record<PartChange['part'], string>> = {
    ...{ CATEGORY: t`Category`, TTL: t`How long Meta tries (seconds)`, HEADER: t`Header`, BODY: t`Text` },
    ...{ FOOTER: t`Footer`, BUTTONS: t`Buttons`, CAROUSEL: t`Carousel`, OTHER: t`Another part` },
    ...{ LIMITED_TIME_OFFER: t`Limited-time offer`, CALL_PERMISSION_REQUEST: t`Asks whether you may call` },
  }
  const { part, before, after, pieces } = change
  return (
    <div className="grid gap-1">
      <dt className="text-[13px] font-medium">{titles[part]}</dt>
      <dd className="grid gap-2 md:grid-cols-2">
        <Side label={t`Before`} text={before} pieces={pieces} kind="gone" />
        <Side label={t`After`} text={after} pieces={pieces} kind="new" />
      </dd>
    </div>
  )
}

function Side({
  label,
  text,
  pieces,
  kind,
}: {
  readonly label: string
  readonly text: string | null
  readonly pieces: readonly Piece[]
  readonly kind: 'gone' | 'new'
}) {
  const Mark = kind === 'gone' ? 'del' : 'ins'
  const look = kind === 'gone' ? 'bg-red-tint text-red' : 'bg-brand-tint text-brand-strong'
  return (
    <div className="min-w-0 rounded-lg border border-line p-2">
      <p className="mb-0.5 text-[11.5px] text-muted">{label}</p>
      <p dir="auto" className="text-[13px] [overflow-wrap:anywhere] whitespace-pre-wrap">
        {text === null ? (
          <span className="text-muted">—</span>
        ) : pieces.length === 0 ? (
          <Mark className={`${look} rounded-sm`}>{text}</Mark>
        ) : (
          pieces
            .filter((one) => one.kind === 'same' || one.kind === kind)
            .map((one, index) =>
              one.kind === 'same' ? (
                one.text
              ) : (
                <Mark key={index} className={`${look} rounded-sm`}>
                  {one.text}
                </Mark>
              ),
            )
        )}
      </p>
    </div>
  )
}

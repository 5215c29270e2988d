import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { CloudAlert, Download, ScrollText } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { AuditRow } from '../platform/contract.ts'
import { dateAndTime } from '../platform/format.ts'
import { Button } from '../platform/ui/button.tsx'
import { Notice } from '../platform/ui/notice.tsx'
import { AuditCheck } from './audit-check.tsx'
import { AuditFilterBar, type FilterChoice, filterOf, NO_FILTER } from './audit-filter-bar.tsx'
import { AUDIT_WORDS } from './audit-words.ts'
import { auditParams, auditQuery } from './queries.ts'
import { SectionError, SectionFrame } from './section-frame.tsx'

/** Who changed what, and when; nobody can change it afterwards without it showing. */
export function AuditSection() {
  const { t } = useLingui()
  const [choice, setChoice] = useState<FilterChoice>(NO_FILTER)
  const filter = filterOf(choice)
  const query = useInfiniteQuery(auditQuery(filter))
  const rows = query.data?.pages.flatMap((page) => page.items) ?? []
  const isFiltered = auditParams(filter).size > 0
  let content: ReactNode
  if (query.isPending) content = <output className="text-muted">{t`Loading…`}</output>
  else if (query.isError && rows.length === 0)
    content = <SectionError icon={CloudAlert} error={query.error} onRetry={() => void query.refetch()} />
  else if (rows.length === 0)
    content = isFiltered ? (
      <Notice
        icon={ScrollText}
        title={t`Nothing fits this filter`}
        action={<Button onClick={() => setChoice(NO_FILTER)}>{t`Show everything`}</Button>}
      />
    ) : (
      <Notice icon={ScrollText} title={t`Nothing has been changed yet`}>
        <Trans>What somebody changes in the settings, and who it was, will stand here.</Trans>
      </Notice>
    )
  else
    content = (
      <>
        <AuditTable rows={rows} />
        {query.hasNextPage && (
          <Button
            className="self-center"
            disabled={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {query.isFetchingNextPage ? t`Loading…` : t`Show older entries`}
          </Button>
        )}
      </>
    )
  return (
    <SectionFrame
      title={t`Audit log`}
      about={t`Who changed what, and when. Each entry seals the one before it, so a change or a gap shows.`}
      actions={
        <>
          <ExportLink format="csv" choice={choice}>{t`Export as CSV`}</ExportLink>
          <ExportLink format="jsonl" choice={choice}>{t`Export as JSON`}</ExportLink>
        </>
      }
    >
      <AuditCheck />
      <AuditFilterBar choice={choice} onChoose={setChoice} />
      {content}
    </SectionFrame>
  )
}

/** What is shown, the filter included, as a file. */
function ExportLink({
  format,
  choice,
  children,
}: {
  readonly format: 'csv' | 'jsonl'
  readonly choice: FilterChoice
  readonly children: string
}) {
  const params = auditParams(filterOf(choice))
  params.set('format', format)
  return (
    <a
      href={`/api/v1/audit/export?${params}`}
      download={`audit-log.${format}`}
      className="inline-flex min-h-10 items-center justify-center gap-1.5 rounded-lg border border-control-line px-4 text-[14px] font-medium text-ink hover:bg-sunken coarse:min-h-11"
    >
      <Download size={18} aria-hidden />
      {children}
    </a>
  )
}

/** A table; on a phone each row is a card of its own. */
function AuditTable({ rows }: { readonly rows: readonly AuditRow[] }) {
  const { t } = useLingui()
  const head = 'px-3 py-2 text-start text-[12px] font-semibold text-muted'
  return (
    <div className="overflow-x-auto md:rounded-xl md:border md:border-line md:bg-surface">
      <table className="w-full border-collapse max-md:block">
        <thead className="max-md:sr-only">
          <tr className="border-b border-line">
            <th scope="col" className={head}>{t`When`}</th>
            <th scope="col" className={head}>{t`Who`}</th>
            <th scope="col" className={head}>{t`What`}</th>
            <th scope="col" className={head}>{t`Details`}</th>
          </tr>
        </thead>
        <tbody className="max-md:grid max-md:gap-3">
          {rows.map((row) => (
            <AuditTableRow key={row.seq} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** On a phone each row is a card. */
const CELL = 'px-3 py-2.5 align-top max-md:block max-md:p-0'

function AuditTableRow({ row }: { readonly row: AuditRow }) {
  const { t, i18n } = useLingui()
  const { at, actor, action, details } = row
  const words = AUDIT_WORDS[action]
  const { name } = details
  return (
    <tr className="border-b border-line last:border-0 max-md:block max-md:rounded-xl max-md:border max-md:bg-surface max-md:p-3 max-md:last:border">
      <td className={`${CELL} text-[13px] whitespace-nowrap text-muted`}>
        <span className="tabular-nums">{dateAndTime(at, i18n.locale)}</span>
      </td>
      <td className={CELL}>
        <span dir="auto" className="[overflow-wrap:anywhere]">
          {actor.name}
        </span>
        {actor.kind === 'key' && <span className="block text-[12px] text-muted">{t`API key`}</span>}
      </td>
      <td className={CELL}>
        <span className="font-medium">{words === undefined ? action : t(words)}</span>
        {typeof name === 'string' && (
          <span dir="auto" className="block text-[13px] text-muted [overflow-wrap:anywhere]">
            {name}
          </span>
        )}
      </td>
      <td className={`${CELL} text-[13px]`}>
        <EntryDetails row={row} />
      </td>
    </tr>
  )
}

function EntryDetails({ row }: { readonly row: AuditRow }) {
  const { t } = useLingui()
  const { seq, action, subject, details, hash } = row
  return (
    <details>
      <summary className="min-h-6 rounded text-muted">{t`Entry ${seq}`}</summary>
      <dl className="mt-1 grid gap-1">
        <Detail label={t`Action`}>{action}</Detail>
        <Detail label={t`Concerns`}>{`${subject.kind} ${subject.id}`}</Detail>
        {Object.entries(details)
          .filter(([, value]) => value !== null)
          .map(([key, value]) => (
            <Detail key={key} label={key}>
              {typeof value === 'string' ? value : JSON.stringify(value)}
            </Detail>
          ))}
        <Detail label={t`Seal`}>{hash}</Detail>
      </dl>
    </details>
  )
}

function Detail({ label, children }: { readonly label: string; readonly children: string }) {
  return (
    <div className="max-w-80">
      <dt className="text-[12px] text-muted">{label}</dt>
      <dd dir="auto" className="font-mono text-[12px] break-all">
        {children}
      </dd>
    </div>
  )
}

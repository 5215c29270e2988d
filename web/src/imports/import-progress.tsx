import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CircleCheck, CircleX, Download, TriangleAlert } from 'lucide-react'
import { contactsListKey } from '../contacts/queries.ts'
import { postJson } from '../platform/api.ts'
import type { ImportDetail } from '../platform/contract.ts'
import { wholeNumber } from '../platform/format.ts'
import { Button } from '../platform/ui/button.tsx'
import { ProblemLine } from '../settings/section-frame.tsx'
import { importPath } from './queries.ts'

/** How far it is, or how it went: counts, and what was not taken as a file. */
export function ImportProgress({
  detail,
  onChanged,
  onAnother,
  onClose,
}: {
  readonly detail: ImportDetail
  readonly onChanged: (changed: ImportDetail) => void
  readonly onAnother: () => void
  readonly onClose: () => void
}) {
  const { t } = useLingui()
  const client = useQueryClient()
  const cancel = useMutation({
    mutationFn: async () => postJson<ImportDetail>(`${importPath(detail.id)}/cancel`),
    onSuccess: onChanged,
  })
  const isRunning = detail.state === 'running'
  const showAll = () => {
    void client.invalidateQueries({ queryKey: contactsListKey })
    onClose()
  }
  return (
    <div className="grid gap-5 p-5">
      <div className="grid gap-2">
        <p dir="auto" className="truncate text-[13px] text-muted">
          {detail.filename}
        </p>
        <Headline detail={detail} />
        {isRunning && <Bar detail={detail} />}
      </div>
      <Counts detail={detail} />
      {detail.refused > 0 && !isRunning && (
        <div className="grid justify-items-start gap-2 rounded-lg bg-amber-tint p-3">
          <p className="text-pretty">
            <Trans>
              The rows that were not taken are in this file, each with its reason. Put them right and import
              the file again.
            </Trans>
          </p>
          <a
            href={`/api/v1${importPath(detail.id)}/errors.csv`}
            download
            className="inline-flex min-h-10 items-center gap-1.5 rounded-lg border border-control-line bg-surface px-4 text-[14px] font-medium hover:bg-sunken coarse:min-h-11"
          >
            <Download size={17} aria-hidden />
            <Trans>Download the rows not taken</Trans>
          </a>
        </div>
      )}
      {cancel.error !== null && <ProblemLine error={cancel.error} />}
      {isRunning ? (
        <div className="flex flex-wrap items-center justify-between gap-2">
          <p className="text-[13px] text-pretty text-muted">
            <Trans>You can close this: the import goes on by itself.</Trans>
          </p>
          <Button variant="danger" disabled={cancel.isPending} onClick={() => cancel.mutate()}>
            {t`Stop the import`}
          </Button>
        </div>
      ) : (
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onAnother}>{t`Import another file`}</Button>
          <Button variant="primary" onClick={showAll}>{t`Show the contacts`}</Button>
        </div>
      )}
    </div>
  )
}

function Headline({ detail: { state, problem, startedBy } }: { readonly detail: ImportDetail }) {
  const { t } = useLingui()
  const line = 'flex items-start gap-2 text-[17px] font-semibold text-pretty'
  if (state === 'running') return <output className={line}>{t`Importing…`}</output>
  if (state === 'done')
    return (
      <output className={line}>
        <CircleCheck size={22} aria-hidden className="shrink-0 text-brand-strong" />
        {t`The contacts are imported`}
      </output>
    )
  if (state === 'cancelled')
    return (
      <output className={line}>
        <CircleX size={22} aria-hidden className="shrink-0 text-muted" />
        {t`Stopped. What was taken until then stays.`}
      </output>
    )
  return (
    <div role="alert" className="grid gap-1">
      <p className={line}>
        <TriangleAlert size={22} aria-hidden className="shrink-0 text-amber" />
        {t`The import could not be finished`}
      </p>
      <p className="text-pretty text-muted">
        {problem === 'file_gone'
          ? t`The file is no longer there. Choose it again: contacts that are known already are not doubled.`
          : t`A quotation mark in the file is probably never closed. Save the file anew from your spreadsheet and choose it again: contacts that are known already are not doubled. (Started by ${startedBy})`}
      </p>
    </div>
  )
}

function Bar({ detail: { rows, rowsEstimate } }: { readonly detail: ImportDetail }) {
  const { t, i18n } = useLingui()
  // The number of rows is an estimate: only the end says that it is over.
  const fraction = rowsEstimate === 0 ? 0 : Math.min(rows / rowsEstimate, 0.99)
  const done = wholeNumber(rows, i18n.locale)
  const all = wholeNumber(rowsEstimate, i18n.locale)
  return (
    <div className="grid gap-1 text-[13px]">
      <progress value={fraction} aria-label={t`Progress`} className="h-2 w-full accent-brand" />
      <span className="text-muted">{t`${done} of about ${all} rows`}</span>
    </div>
  )
}

function Counts({ detail }: { readonly detail: ImportDetail }) {
  const { t } = useLingui()
  const { created, updated, skipped, refused } = detail
  return (
    <dl className="grid grid-cols-2 gap-2 md:grid-cols-4">
      <Count label={t`New contacts`} value={created} />
      <Count label={t`Known, filled in`} value={updated} />
      <Count label={t`Known, left as they were`} value={skipped} />
      <Count label={t`Rows not taken`} value={refused} />
    </dl>
  )
}

function Count({ label, value }: { readonly label: string; readonly value: number }) {
  const { i18n } = useLingui()
  return (
    <div className="flex flex-col-reverse justify-end rounded-lg bg-canvas p-3">
      <dt className="text-[12.5px] text-pretty text-muted">{label}</dt>
      <dd className="text-[20px] font-semibold tabular-nums">{wholeNumber(value, i18n.locale)}</dd>
    </div>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { clsx } from 'clsx'
import { CircleCheck, FileUp } from 'lucide-react'
import { type DragEvent, use, useEffect, useRef, useState } from 'react'
import type { TemplateSample } from '../platform/contract.ts'
import { Button } from '../platform/ui/button.tsx'
import { uploadFile } from '../platform/upload.ts'
import { ProblemLine } from '../settings/section-frame.tsx'
import { FindingNotes } from './finding-notes.tsx'
import { SamplesContext } from './findings.ts'

/** What Meta takes as a header's file. Source: Meta, "Template components" and "Media" (Nov 2025). */
const TAKES: Readonly<Record<string, { readonly accept: string; readonly megabytes: number }>> = {
  IMAGE: { accept: 'image/jpeg,image/png', megabytes: 5 },
  VIDEO: { accept: 'video/mp4', megabytes: 16 },
  DOCUMENT: { accept: 'application/pdf', megabytes: 100 },
}

/** The file that stands for what a header will show: chosen or dropped, uploaded to Meta with progress. */
export function SampleField({
  format,
  path,
  handle,
  onHandle,
}: {
  readonly format: string
  readonly path: string
  readonly handle: string | null
  readonly onHandle: (handle: string) => void
}) {
  const { t } = useLingui()
  const { channelId, onSample } = use(SamplesContext)
  const input = useRef<HTMLInputElement>(null)
  const [sent, setSent] = useState<number | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [tooBig, setTooBig] = useState(false)
  const [isOver, setOver] = useState(false)
  const leaving = useRef<AbortController | null>(null)
  useEffect(() => () => leaving.current?.abort(), [])
  const { accept, megabytes } = TAKES[format] ?? { accept: '*/*', megabytes: 16 }
  const bring = async (file: File | undefined) => {
    if (file === undefined || sent !== null) return
    setTooBig(file.size > megabytes * 1_000_000)
    setError(null)
    if (file.size > megabytes * 1_000_000) return
    const controller = new AbortController()
    leaving.current = controller
    setSent(0)
    try {
      const query = `?channelId=${encodeURIComponent(channelId)}`
      const sample = await uploadFile<TemplateSample>(
        file,
        setSent,
        controller.signal,
        query,
        '/template-samples',
      )
      onSample(sample)
      onHandle(sample.handle)
    } catch (problem) {
      if (!controller.signal.aborted) setError(problem)
    } finally {
      if (!controller.signal.aborted) setSent(null)
    }
  }
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    void bring(event.dataTransfer.files[0])
  }
  return (
    <div data-path={path} className="grid gap-1.5">
      <div
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
        className={clsx(
          'flex flex-wrap items-center gap-3 rounded-xl border-2 border-dashed px-4 py-3',
          isOver ? 'border-brand bg-brand-tint' : 'border-control-line',
        )}
      >
        {handle === null ? (
          <FileUp size={24} aria-hidden className="shrink-0 text-muted" />
        ) : (
          <CircleCheck size={24} aria-hidden className="shrink-0 text-brand" />
        )}
        <p className="min-w-40 flex-1 text-[13px] text-pretty text-muted">
          {handle === null ? (
            <Trans>A sample for Meta’s reviewers. When you send, each customer may get another file.</Trans>
          ) : (
            <Trans>The sample is at Meta.</Trans>
          )}{' '}
          <Trans>At most {megabytes} MB.</Trans>
        </p>
        {sent === null ? (
          <Button small className="coarse:min-h-11" onClick={() => input.current?.click()}>
            {handle === null ? t`Choose a file` : t`Choose another file`}
          </Button>
        ) : (
          <div className="flex w-40 flex-col gap-1 text-[12.5px]">
            <progress value={sent} aria-label={t`Uploading`} className="h-2 w-full accent-brand" />
            <span className="text-muted">{sent < 1 ? t`Uploading…` : t`Handing it to Meta…`}</span>
          </div>
        )}
        <input
          ref={input}
          type="file"
          accept={accept}
          aria-label={t`Sample file`}
          tabIndex={-1}
          className="sr-only"
          onChange={(event) => {
            void bring(event.currentTarget.files?.[0])
            event.currentTarget.value = ''
          }}
        />
      </div>
      {tooBig && (
        <p role="alert" className="text-[13px] text-red">
          <Trans>This file is too big: at most {megabytes} MB.</Trans>
        </p>
      )}
      {error !== null && <ProblemLine error={error} />}
      <FindingNotes path={path} />
    </div>
  )
}

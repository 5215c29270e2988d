import { Trans, useLingui } from '@lingui/react/macro'
import { clsx } from 'clsx'
import { Download, FileUp } from 'lucide-react'
import { type DragEvent, useEffect, useRef, useState } from 'react'
import { getJson } from '../platform/api.ts'
import type { ImportDetail } from '../platform/contract.ts'
import { uploadFile } from '../platform/upload.ts'
import { Button } from '../platform/ui/button.tsx'
import { ProblemLine } from '../settings/section-frame.tsx'
import { importPath } from './queries.ts'

/** With a mark, so that spreadsheets take it for UTF-8. */
const SAMPLE = `\uFEFFName,Phone\r\nAsha Sharma,98765 43210\r\nरवि कुमार,+91 98765 43211\r\n`

/** A file is dropped or chosen, and goes to the server. */
export function ChooseFile({ onMade }: { readonly onMade: (made: ImportDetail) => void }) {
  const { t } = useLingui()
  const input = useRef<HTMLInputElement>(null)
  const [sent, setSent] = useState<number | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [isOver, setOver] = useState(false)
  const leaving = useRef<AbortController | null>(null)
  useEffect(() => () => leaving.current?.abort(), [])
  const bring = async (file: File | undefined) => {
    if (file === undefined || sent !== null) return
    const controller = new AbortController()
    leaving.current = controller
    setError(null)
    setSent(0)
    try {
      const { id } = await uploadFile(file, setSent, controller.signal, '', '/imports')
      onMade(await getJson<ImportDetail>(importPath(id)))
    } catch (problem) {
      if (!controller.signal.aborted) {
        setError(problem)
        setSent(null)
      }
    }
  }
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    void bring(event.dataTransfer.files[0])
  }
  return (
    <div className="grid gap-3">
      <div
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
        className={clsx(
          'grid justify-items-center gap-3 rounded-xl border-2 border-dashed px-4 py-8 text-center',
          isOver ? 'border-brand bg-brand-tint' : 'border-control-line',
        )}
      >
        <FileUp size={32} aria-hidden className="text-muted" />
        <p className="max-w-prose text-pretty">
          <Trans>
            Choose a CSV file with one contact in each row: a phone number, and whatever else you know. In
            Excel or Google Sheets, save it as CSV.
          </Trans>
        </p>
        {sent === null ? (
          <Button variant="primary" onClick={() => input.current?.click()}>
            <Trans>Choose a file</Trans>
          </Button>
        ) : (
          <div className="grid w-full max-w-xs gap-1 text-[13px]">
            <progress value={sent} aria-label={t`Uploading`} className="h-2 w-full accent-brand" />
            <span className="text-muted">{sent < 1 ? t`Uploading…` : t`Reading the file…`}</span>
          </div>
        )}
        <p className="text-[12.5px] text-muted max-md:hidden">
          <Trans>Or drop it here. Up to 100 MB.</Trans>
        </p>
        <input
          ref={input}
          type="file"
          accept=".csv,.tsv,.txt,text/csv,text/plain"
          className="sr-only"
          tabIndex={-1}
          aria-label={t`Choose a file`}
          onChange={(event) => {
            void bring(event.currentTarget.files?.[0])
            event.currentTarget.value = ''
          }}
        />
      </div>
      {error !== null && <ProblemLine error={error} />}
      <a
        href={`data:text/csv;charset=utf-8,${encodeURIComponent(SAMPLE)}`}
        download="contacts-sample.csv"
        className="inline-flex min-h-10 items-center gap-1.5 justify-self-start text-[13.5px] text-link underline-offset-2 hover:underline coarse:min-h-11"
      >
        <Download size={16} aria-hidden />
        <Trans>Download a sample file</Trans>
      </a>
    </div>
  )
}

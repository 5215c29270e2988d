import { Trans, useLingui } from '@lingui/react/macro'
import { CircleCheck, FileUp } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import { LOOK } from '../outbound/counted-field.tsx'
import type { Outgoing } from '../platform/contract.ts'
import { Button } from '../platform/ui/button.tsx'
import { uploadFile } from '../platform/upload.ts'
import { ProblemLine } from '../settings/section-frame.tsx'

type HeaderFilling = NonNullable<Extract<Outgoing, { type: 'template' }>['template']['header']>
/** What stands above the words of one message: for the server, and to look at here. */
export type FilledHeader = { readonly header: HeaderFilling; readonly url: string | null }

/** Source: Meta, "Media" (Nov 2025). */
const ACCEPT: Readonly<Record<string, string>> = {
  IMAGE: 'image/jpeg,image/png',
  VIDEO: 'video/mp4,video/3gpp',
  DOCUMENT: 'application/pdf,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.txt',
}

/** The picture, film or file of a template’s header, uploaded as soon as it is chosen. */
export function HeaderFile({
  format,
  channelId,
  filled,
  hasOwn,
  onFill,
}: {
  readonly format: string
  readonly channelId: string
  readonly filled: FilledHeader | null
  /** There is one to send where none is chosen. */
  readonly hasOwn: boolean
  readonly onFill: (filled: FilledHeader | null) => void
}) {
  const { t } = useLingui()
  const input = useRef<HTMLInputElement>(null)
  const [sent, setSent] = useState<number | null>(null)
  const [name, setName] = useState('')
  const [error, setError] = useState<unknown>(null)
  const leaving = useRef<AbortController | null>(null)
  useEffect(() => () => leaving.current?.abort(), [])
  const bring = async (file: File | undefined) => {
    if (file === undefined || sent !== null) return
    const controller = new AbortController()
    leaving.current = controller
    setError(null)
    setSent(0)
    onFill(null)
    try {
      const { id } = await uploadFile(file, setSent, controller.signal, `?channelId=${channelId}`)
      setName(file.name)
      const header = { mediaId: id, ...(format === 'DOCUMENT' && { filename: file.name.slice(0, 240) }) }
      onFill({ header, url: URL.createObjectURL(file) })
    } catch (problem) {
      if (!controller.signal.aborted) setError(problem)
    } finally {
      if (!controller.signal.aborted) setSent(null)
    }
  }
  const words: Readonly<Record<string, string>> = {
    IMAGE: t`Picture above the text`,
    VIDEO: t`Film above the text`,
    DOCUMENT: t`Document above the text`,
  }
  return (
    <div className="grid gap-1.5">
      <p className="text-[13px] font-medium">{words[format]}</p>
      <div className="flex flex-wrap items-center gap-2">
        <Button
          small
          className="coarse:min-h-11"
          disabled={sent !== null}
          onClick={() => input.current?.click()}
        >
          {filled === null ? <FileUp size={15} aria-hidden /> : <CircleCheck size={15} aria-hidden />}
          {filled === null ? t`Choose a file` : t`Choose another file`}
        </Button>
        {sent === null ? (
          <span className="min-w-0 truncate text-[13px] text-muted">{filled === null ? '' : name}</span>
        ) : (
          <progress value={sent} aria-label={t`Uploading`} className="h-2 w-40 accent-brand" />
        )}
        <input
          ref={input}
          type="file"
          accept={ACCEPT[format]}
          aria-label={words[format]}
          tabIndex={-1}
          className="sr-only"
          onChange={(event) => {
            void bring(event.currentTarget.files?.[0])
            event.currentTarget.value = ''
          }}
        />
      </div>
      {hasOwn && filled === null && sent === null && (
        <p className="text-[12.5px] text-pretty text-muted">
          <Trans>Without another one, the template’s own file is sent.</Trans>
        </p>
      )}
      {error !== null && <ProblemLine error={error} />}
    </div>
  )
}

/** The place of a template’s header. */
export function HeaderPlace({ onFill }: { readonly onFill: (filled: FilledHeader | null) => void }) {
  const { t } = useLingui()
  const id = useId()
  const [place, setPlace] = useState({ latitude: '', longitude: '', name: '', address: '' })
  const set = (change: Partial<typeof place>) => {
    const next = { ...place, ...change }
    setPlace(next)
    const [latitude, longitude] = [Number(next.latitude), Number(next.longitude)]
    const isPlace =
      next.latitude.trim() !== '' &&
      next.longitude.trim() !== '' &&
      Math.abs(latitude) <= 90 &&
      Math.abs(longitude) <= 180
    const words = {
      ...(next.name.trim() !== '' && { name: next.name }),
      ...(next.address.trim() !== '' && { address: next.address }),
    }
    onFill(isPlace ? { header: { location: { latitude, longitude, ...words } }, url: null } : null)
  }
  const labels = {
    latitude: t`Latitude`,
    longitude: t`Longitude`,
    name: t`Name of the place`,
    address: t`Address`,
  }
  return (
    <fieldset className="grid grid-cols-2 gap-2">
      <legend className="col-span-2 mb-1 text-[13px] font-medium">
        <Trans>Place above the text</Trans>
      </legend>
      {(['latitude', 'longitude', 'name', 'address'] as const).map((key) => (
        <label key={key} htmlFor={`${id}-${key}`} className="grid gap-1 text-[13px]">
          {labels[key]}
          <input
            id={`${id}-${key}`}
            value={place[key]}
            inputMode={key === 'latitude' || key === 'longitude' ? 'decimal' : 'text'}
            onChange={(event) => set({ [key]: event.currentTarget.value })}
            className={`${LOOK} h-10 coarse:h-11`}
          />
        </label>
      ))}
    </fieldset>
  )
}

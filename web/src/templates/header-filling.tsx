import { Trans, useLingui } from '@lingui/react/macro'
import { CircleCheck, FileUp } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import { loadStored, store } from '../platform/storage.ts'
import { Button } from '../platform/ui/button.tsx'
import { uploadFile } from '../platform/upload.ts'
import { ProblemLine } from '../settings/section-frame.tsx'
import type { FilledHeader } from './fill-template.ts'
import { FillingField, ProblemNote, useProblemAt } from './filling-field.tsx'

/** Source: Meta, "Media" (Nov 2025). */
const ACCEPT: Readonly<Record<string, string>> = {
  IMAGE: 'image/jpeg,image/png',
  VIDEO: 'video/mp4,video/3gpp',
  DOCUMENT: 'application/pdf,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.txt',
}

/** The picture, film or file of a template’s header, uploaded as soon as it is chosen. */
export function HeaderFile({
  path,
  format,
  channelId,
  filled,
  hasOwn,
  onFill,
}: {
  /** Where the API sees it: `template.header`. */
  readonly path: string
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
  const problem = useProblemAt(`${path}.mediaId`)
  const id = useId()
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
      onFill({ header, url: URL.createObjectURL(file), mimeType: file.type })
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
          data-bad={problem !== null}
          aria-describedby={`${id}-bad`}
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
      <ProblemNote id={`${id}-bad`} problem={error === null ? problem : null} />
    </div>
  )
}

type Fillable = {
  /** Where the API sees it: `template.header`. */
  readonly path: string
  /** What it begins with. */
  readonly filled?: FilledHeader | null
  readonly onFill: (filled: FilledHeader | null) => void
}

/** How far from the equator, and from Greenwich. */
const DEGREES_MAX = { latitude: 90, longitude: 180 } as const

const isRight = (key: 'latitude' | 'longitude' | 'name' | 'address', written: string): boolean =>
  key === 'name' ||
  key === 'address' ||
  (written.trim() !== '' && Math.abs(Number(written)) <= DEGREES_MAX[key])

/** The place of a template’s header. */
export function HeaderPlace({ path, filled, onFill }: Fillable) {
  const { t } = useLingui()
  const [place, setPlace] = useState(() => {
    const { latitude, longitude, name = '', address = '' } = filled?.header.location ?? {}
    return { latitude: latitude?.toString() ?? '', longitude: longitude?.toString() ?? '', name, address }
  })
  const set = (change: Partial<typeof place>) => {
    const next = { ...place, ...change }
    setPlace(next)
    const [latitude, longitude] = [Number(next.latitude), Number(next.longitude)]
    const isPlace = isRight('latitude', next.latitude) && isRight('longitude', next.longitude)
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
        <FillingField
          key={key}
          // Both numbers make the place; what is wrong with it is said where it is.
          path={isRight(key, place[key]) ? `${path}.location.${key}` : `${path}.location`}
          label={labels[key]}
          value={place[key]}
          inputMode={key === 'latitude' || key === 'longitude' ? 'decimal' : 'text'}
          onValue={(value) => set({ [key]: value })}
        />
      ))}
    </fieldset>
  )
}

/** The one product that a template shows. */
export function HeaderProduct({
  path,
  channelId,
  filled,
  onFill,
}: Fillable & {
  /** Its catalogue is the same the next time. */
  readonly channelId: string
}) {
  const { t } = useLingui()
  const key = `harkara.catalogue.${channelId}`
  const [catalog, setCatalog] = useState(() => filled?.header.product?.catalog ?? loadStored<string>(key, ''))
  const [sku, setSku] = useState(filled?.header.product?.sku ?? '')
  const fill = (shop: string, product: string) => {
    setCatalog(shop)
    setSku(product)
    const ids = { catalog: shop.trim(), sku: product.trim() }
    if (ids.catalog !== '') store(key, ids.catalog)
    onFill(ids.catalog === '' || ids.sku === '' ? null : { header: { product: ids }, url: null })
  }
  return (
    <fieldset className="grid grid-cols-2 gap-2">
      <legend className="col-span-2 mb-1 text-[13px] font-medium">
        <Trans>Product above the text</Trans>
      </legend>
      {/* Both make the product; the one that is not there is asked for. */}
      <FillingField
        path={catalog.trim() === '' ? `${path}.product` : `${path}.product.catalog`}
        label={t`Id of the catalogue`}
        value={catalog}
        onValue={(value) => fill(value, sku)}
      />
      <FillingField
        path={sku.trim() === '' ? `${path}.product` : `${path}.product.sku`}
        label={t`Id of the product (SKU)`}
        value={sku}
        onValue={(value) => fill(catalog, value)}
      />
    </fieldset>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Download, Eraser } from 'lucide-react'
import { useState } from 'react'
import { announce } from '../platform/announce.ts'
import { postJson } from '../platform/api.ts'
import type { ContactDetail, PersonExport } from '../platform/contract.ts'
import { dateAndTime, fileSize } from '../platform/format.ts'
import { Button } from '../platform/ui/button.tsx'
import { lazyPart } from '../platform/ui/lazy-part.tsx'
import { ProblemLine } from '../settings/section-frame.tsx'
import { exportsKey, exportsQuery } from './queries.ts'

const EraseDialog = lazyPart(() => import('./erase-dialog.tsx').then((m) => m.EraseDialog))

/** What a person may ask of the business: all that it has about them, and that it goes. Lazy. */
export function PrivacyCard({ detail }: { readonly detail: ContactDetail }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const [isErasing, setErasing] = useState(false)
  const query = useQuery(exportsQuery(detail.id))
  const ask = useMutation({
    mutationFn: async () => postJson<PersonExport>(`/contacts/${encodeURIComponent(detail.id)}/export`),
    onSuccess: async () => {
      announce(t`The file is being made`)
      await client.invalidateQueries({ queryKey: exportsKey })
    },
  })
  const items = query.data?.items.filter(({ state }) => state !== 'expired').slice(0, 3) ?? []
  const isBusy = items.some(({ state }) => state === 'waiting' || state === 'running')
  return (
    <section aria-label={t`Privacy`} className="py-3">
      <h3 className="text-[12px] text-muted">
        <Trans>Privacy</Trans>
      </h3>
      <div className="mt-1.5 flex flex-wrap gap-1.5">
        <Button small disabled={isBusy || ask.isPending} onClick={() => ask.mutate()}>
          <Download size={15} aria-hidden />
          <Trans>Export everything</Trans>
        </Button>
        <Button small variant="danger" onClick={() => setErasing(true)}>
          <Eraser size={15} aria-hidden />
          <Trans>Erase…</Trans>
        </Button>
      </div>
      {ask.isError && (
        <div className="mt-2">
          <ProblemLine error={ask.error} />
        </div>
      )}
      {items.length > 0 && (
        <ul className="mt-2 grid gap-1.5 text-[13px]">
          {items.map((one) => (
            <li key={one.id}>
              <ExportState item={one} />
            </li>
          ))}
        </ul>
      )}
      {isErasing && <EraseDialog detail={detail} onClose={() => setErasing(false)} />}
    </section>
  )
}

/** How far a file is, or where it is. */
export function ExportState({ item }: { readonly item: PersonExport }) {
  const { t, i18n } = useLingui()
  const { state, filesDone, filesTotal, download, bytes, expiresAt } = item
  const askedAt = dateAndTime(item.requestedAt, i18n.locale)
  if (state === 'waiting' || state === 'running')
    return (
      <span className="grid gap-1">
        <output>{t`Being made: ${filesDone} of ${filesTotal}`}</output>
        <progress
          aria-label={t`Progress of the file`}
          max={Math.max(filesTotal, 1)}
          value={filesDone}
          className="h-1.5 w-full accent-brand"
        />
      </span>
    )
  if (state === 'failed')
    return <span className="text-red">{t`The file of ${askedAt} could not be made. Ask for it again.`}</span>
  if (download === null || expiresAt === null)
    return <span className="text-muted">{t`The file of ${askedAt} is gone`}</span>
  const until = dateAndTime(expiresAt, i18n.locale)
  const size = fileSize(bytes ?? 0, i18n.locale)
  return (
    <span className="text-pretty">
      <a href={download} download className="font-medium text-brand-strong underline">
        <Trans>Download the file</Trans>
      </a>{' '}
      <span className="text-muted">{t`${size}, until ${until}`}</span>
    </span>
  )
}

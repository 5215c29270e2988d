import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { clsx } from 'clsx'
import { Download, Filter, Pencil, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { meQuery } from '../conversations/queries.ts'
import { announce } from '../platform/announce.ts'
import { deleteJson } from '../platform/api.ts'
import type { Segment, Tree } from '../platform/contract.ts'
import { wholeNumber } from '../platform/format.ts'
import { Button } from '../platform/ui/button.tsx'
import { lazyPart } from '../platform/ui/lazy-part.tsx'
import { useTellProblem } from '../platform/ui/problem-text.tsx'
import { countQuery, segmentsQuery } from './queries.ts'

const SegmentDialog = lazyPart(() => import('./segment-dialog.tsx').then((m) => m.SegmentDialog))

/** The business's segments, one of which may be chosen; everybody, if none is. */
export function SegmentBar({
  chosen,
  onChoose,
}: {
  readonly chosen: Segment | null
  readonly onChoose: (segment: Segment | null) => void
}) {
  const { t } = useLingui()
  const permissions = useQuery(meQuery).data?.permissions
  const mayRead = permissions?.includes('segments:read') === true
  const mayWrite = permissions?.includes('segments:write') === true
  const { data } = useQuery({ ...segmentsQuery, enabled: mayRead })
  const [editing, setEditing] = useState<Segment | 'new' | null>(null)
  if (!mayRead) return null
  const items = data?.items ?? []
  return (
    <div className="border-b border-line px-3 py-2 md:px-6">
      <fieldset aria-label={t`Segments`} className="flex min-w-0 items-center gap-1.5 overflow-x-auto py-0.5">
        <Chip isChosen={chosen === null} onClick={() => onChoose(null)}>
          <Trans>Everybody</Trans>
        </Chip>
        {items.map((segment) => (
          <Chip key={segment.id} isChosen={chosen?.id === segment.id} onClick={() => onChoose(segment)}>
            <Filter size={14} aria-hidden />
            <bdi>{segment.name}</bdi>
          </Chip>
        ))}
        {mayWrite && (
          <Button small variant="quiet" className="shrink-0" onClick={() => setEditing('new')}>
            <Plus size={16} aria-hidden />
            <Trans>New segment</Trans>
          </Button>
        )}
      </fieldset>
      {chosen !== null && (
        <Chosen
          key={chosen.id}
          segment={chosen}
          mayWrite={mayWrite}
          mayExport={permissions.includes('contacts:export')}
          onEdit={() => setEditing(chosen)}
          onDeleted={() => onChoose(null)}
        />
      )}
      {editing !== null && (
        <SegmentDialog
          segment={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
          onSaved={(saved) => {
            setEditing(null)
            onChoose(saved)
          }}
        />
      )}
    </div>
  )
}

function Chip({
  isChosen,
  onClick,
  children,
}: {
  readonly isChosen: boolean
  readonly onClick: () => void
  readonly children: React.ReactNode
}) {
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      onClick={onClick}
      className={clsx(
        'inline-flex min-h-8 max-w-56 shrink-0 items-center gap-1.5 truncate rounded-full border px-3 text-[13px] font-medium coarse:min-h-11',
        isChosen ? 'border-brand bg-brand-tint text-brand-strong' : 'border-line hover:bg-sunken',
      )}
    >
      {children}
    </button>
  )
}

/** How many are in it, and what can be done with it. */
function Chosen({
  segment,
  mayWrite,
  mayExport,
  onEdit,
  onDeleted,
}: {
  readonly segment: Segment
  readonly mayWrite: boolean
  readonly mayExport: boolean
  readonly onEdit: () => void
  readonly onDeleted: () => void
}) {
  const { t, i18n } = useLingui()
  const client = useQueryClient()
  const tellProblem = useTellProblem()
  const count = useQuery(countQuery(segment.tree as Tree))
  const [isAsking, setAsking] = useState(false)
  const shown = count.data === undefined ? '…' : wholeNumber(count.data.count, i18n.locale)
  const remove = async () => {
    try {
      await deleteJson(`/segments/${encodeURIComponent(segment.id)}`)
      await client.invalidateQueries({ queryKey: segmentsQuery.queryKey })
      announce(t`Segment deleted`)
      onDeleted()
    } catch (error) {
      tellProblem(error)
      setAsking(false)
    }
  }
  return (
    <div className="mt-1.5 flex flex-wrap items-center gap-1.5 text-[13px]">
      <span className="me-auto text-muted">
        {count.isError ? (
          <Trans>A condition speaks of something that is gone: change the segment.</Trans>
        ) : (
          <Trans>
            In it now: <b className="font-semibold text-ink">{shown}</b>
          </Trans>
        )}
      </span>
      {isAsking ? (
        <>
          <span>
            <Trans>Delete this segment? Its contacts stay.</Trans>
          </span>
          <Button small onClick={() => setAsking(false)}>
            <Trans>Cancel</Trans>
          </Button>
          <Button small variant="danger" onClick={() => void remove()}>
            <Trans>Delete</Trans>
          </Button>
        </>
      ) : (
        <>
          {mayExport && (
            <a
              href={`/api/v1/segments/${encodeURIComponent(segment.id)}/export.csv`}
              download
              className="inline-flex min-h-8 items-center gap-1.5 rounded-lg px-2.5 font-medium hover:bg-sunken coarse:min-h-11"
            >
              <Download size={16} aria-hidden />
              <Trans>Export (CSV)</Trans>
            </a>
          )}
          {mayWrite && (
            <>
              <Button small variant="quiet" onClick={onEdit}>
                <Pencil size={15} aria-hidden />
                <Trans>Change</Trans>
              </Button>
              <Button small variant="danger" onClick={() => setAsking(true)}>
                <Trash2 size={15} aria-hidden />
                <Trans>Delete</Trans>
              </Button>
            </>
          )}
        </>
      )}
    </div>
  )
}

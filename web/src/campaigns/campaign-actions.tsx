import { Trans, useLingui } from '@lingui/react/macro'
import { Link, useNavigate } from '@tanstack/react-router'
import { CircleX, Copy, type LucideIcon, Pause, Pencil, Play, Trash2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { announce } from '../platform/announce.ts'
import type { Campaign } from '../platform/contract.ts'
import { Button } from '../platform/ui/button.tsx'
import { lazyPart } from '../platform/ui/lazy-part.tsx'
import { useTellProblem } from '../platform/ui/problem-text.tsx'
import { useCopyCampaign } from './queries.ts'
import { useSteer } from './use-steer.ts'

const CancelDialog = lazyPart(() => import('./cancel-dialog.tsx').then((m) => m.CancelDialog))
const ChangeDialog = lazyPart(() => import('./change-dialog.tsx').then((m) => m.ChangeDialog))
const DeleteDialog = lazyPart(() => import('./cancel-dialog.tsx').then((m) => m.DeleteDialog))

/** What can be done with it in the state that it is in. */
export function CampaignActions({ campaign }: { readonly campaign: Campaign }) {
  const { t } = useLingui()
  const [open, setOpen] = useState<'cancel' | 'change' | 'delete' | null>(null)
  const { pause, resume, isPending, isResuming } = useSteer(campaign)
  const copy = useCopyAndOpen()
  const { id, state } = campaign
  const isEditable = state === 'draft' || state === 'scheduled'
  const isOver = state === 'completed' || state === 'cancelled'
  return (
    <div className="flex flex-wrap items-center gap-1.5 max-sm:w-full max-sm:ps-12 max-sm:pb-1">
      {(state === 'running' || state === 'preparing') && (
        <Action icon={Pause} disabled={isPending} onClick={() => void pause()}>
          <Trans>Pause</Trans>
        </Action>
      )}
      {state === 'paused' && (
        <Action icon={Play} variant="primary" disabled={isPending} onClick={() => void resume()}>
          {isResuming ? <Trans>One moment…</Trans> : <Trans>Resume</Trans>}
        </Action>
      )}
      {state === 'paused' && (
        <Action icon={Pencil} label={t`Change this campaign`} onClick={() => setOpen('change')}>
          <Trans>Change</Trans>
        </Action>
      )}
      {isEditable && (
        <Link
          to="/campaigns/$campaignId/edit"
          params={{ campaignId: id }}
          className="inline-flex min-h-8 items-center justify-center gap-1.5 rounded-lg border border-control-line px-2.5 text-[13px] font-medium text-ink hover:bg-sunken coarse:min-h-11"
        >
          <Pencil size={15} aria-hidden />
          <Trans>Edit</Trans>
        </Link>
      )}
      <Action icon={Copy} disabled={copy.isPending} onClick={() => copy.mutate(id)}>
        <Trans>Copy</Trans>
      </Action>
      {state !== 'draft' && !isOver && (
        <Action
          icon={CircleX}
          variant="danger"
          label={t`Cancel this campaign`}
          onClick={() => setOpen('cancel')}
        >
          <Trans>Cancel</Trans>
        </Action>
      )}
      {state === 'draft' && (
        <Action icon={Trash2} variant="danger" label={t`Delete this draft`} onClick={() => setOpen('delete')}>
          <Trans>Delete</Trans>
        </Action>
      )}
      {open === 'change' && <ChangeDialog campaign={campaign} onClose={() => setOpen(null)} />}
      {open === 'cancel' && <CancelDialog campaign={campaign} onClose={() => setOpen(null)} />}
      {open === 'delete' && <DeleteDialog campaign={campaign} onClose={() => setOpen(null)} />}
    </div>
  )
}

function Action({
  icon: Icon,
  label,
  children,
  ...button
}: {
  readonly icon: LucideIcon
  readonly label?: string
  readonly variant?: 'danger' | 'primary'
  readonly disabled?: boolean
  readonly onClick: () => void
  readonly children: ReactNode
}) {
  return (
    <Button small className="coarse:min-h-11" aria-label={label} {...button}>
      <Icon size={15} aria-hidden />
      {children}
    </Button>
  )
}

function useCopyAndOpen() {
  const { t } = useLingui()
  const navigate = useNavigate()
  const tellProblem = useTellProblem()
  const { mutate, isPending } = useCopyCampaign()
  const copy = (id: string) =>
    mutate(id, {
      onSuccess: (made) => {
        announce(t`A draft that says the same`)
        void navigate({ to: '/campaigns/$campaignId/edit', params: { campaignId: made.id } })
      },
      onError: tellProblem,
    })
  return { mutate: copy, isPending }
}

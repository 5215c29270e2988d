import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import {
  Archive,
  ArchiveRestore,
  Copy,
  Languages as LanguagesIcon,
  type LucideIcon,
  Pencil,
  Play,
  Trash2,
} from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { isArchivable } from '../../../src/templates/archive-rules.ts'
import { announce } from '../platform/announce.ts'
import { getJson, postJson } from '../platform/api.ts'
import type { TemplateDetail, TemplateDraft } from '../platform/contract.ts'
import { Button } from '../platform/ui/button.tsx'
import { lazyPart } from '../platform/ui/lazy-part.tsx'
import { useTellProblem } from '../platform/ui/problem-text.tsx'
import { useNavigate } from '@tanstack/react-router'
import { useChosenChannel } from './chosen-channel.tsx'
import { definitionOf } from './definition-of.ts'
import { draftsQuery, libraryQuery, templatePath, templatesKey } from './library-queries.ts'
import { useNewDraft } from './new-draft.ts'

const ArchiveDialog = lazyPart(() => import('./archive-dialog.tsx').then((m) => m.ArchiveDialog))
const DeleteDialog = lazyPart(() => import('./delete-dialog.tsx').then((m) => m.DeleteDialog))
const CopyDialog = lazyPart(() => import('./copy-dialog.tsx').then((m) => m.CopyDialog))
const LanguageDialog = lazyPart(() => import('./language-dialog.tsx').then((m) => m.LanguageDialog))

/** Source: Meta, "Templates API" (Nov 2025): only these may be changed. */
const CHANGEABLE: ReadonlySet<string> = new Set(['APPROVED', 'REJECTED', 'PAUSED'])

/** Meta deletes no disabled template, and what is deleted stays a while. */
const GONE: ReadonlySet<string> = new Set(['DISABLED', 'DELETED', 'PENDING_DELETION'])

/** What can be done with a template at Meta. */
export function TemplateActions({ template }: { readonly template: TemplateDetail }) {
  const { t } = useLingui()
  const { channel, channels } = useChannelOf(template)
  const [open, setOpen] = useState<'archive' | 'delete' | 'copy' | 'language' | null>(null)
  const close = () => setOpen(null)
  const change = useChange(template, channel?.id ?? null)
  const unpause = useAsking(template, 'unpause', t`Asked Meta to end the pause`)
  const unarchive = useAsking(template, 'unarchive', t`Asked Meta to take it out of the archive`)
  const isFull = template.status === 'APPROVED' && template.edits.nextAt !== null
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      {template.status === 'PAUSED' && (
        <Action icon={Play} isNamed disabled={unpause.isPending} onClick={() => unpause.mutate()}>
          <Trans>End the pause</Trans>
        </Action>
      )}
      {template.status === 'ARCHIVED' && (
        <Action
          icon={ArchiveRestore}
          isNamed
          disabled={unarchive.isPending || isComingBack(template)}
          onClick={() => unarchive.mutate()}
        >
          {isComingBack(template) ? <Trans>Waiting for Meta…</Trans> : <Trans>Take out of the archive</Trans>}
        </Action>
      )}
      {CHANGEABLE.has(template.status) && (
        <Action
          icon={Pencil}
          disabled={channel === null || change.isPending || isFull}
          onClick={() => change.mutate()}
        >
          <Trans>Change</Trans>
        </Action>
      )}
      <Action icon={LanguagesIcon} disabled={channel === null} onClick={() => setOpen('language')}>
        <Trans>Add a language</Trans>
      </Action>
      {channels.length > 1 && (
        <Action icon={Copy} onClick={() => setOpen('copy')}>
          <Trans>Copy</Trans>
        </Action>
      )}
      {isArchivable(template.status) && (
        <Action icon={Archive} label={t`Archive this template`} onClick={() => setOpen('archive')}>
          <Trans>Archive</Trans>
        </Action>
      )}
      {!GONE.has(template.status) && (
        <Action
          icon={Trash2}
          variant="danger"
          label={t`Delete this template`}
          onClick={() => setOpen('delete')}
        >
          <Trans>Delete</Trans>
        </Action>
      )}
      {open === 'delete' && <DeleteDialog template={template} onClose={close} />}
      {open === 'archive' && <ArchiveDialog template={template} onClose={close} />}
      {open === 'copy' && <CopyDialog template={template} channels={channels} onClose={close} />}
      {open === 'language' && channel !== null && (
        <LanguageDialog template={template} channelId={channel.id} onClose={close} />
      )}
    </div>
  )
}

/** On a phone it is its picture, where that says enough. */
function Action({
  icon: Icon,
  isNamed = false,
  label,
  children,
  ...button
}: {
  readonly icon: LucideIcon
  readonly isNamed?: boolean
  readonly label?: string
  readonly variant?: 'danger'
  readonly disabled?: boolean
  readonly onClick: () => void
  readonly children: ReactNode
}) {
  return (
    <Button small className="coarse:min-h-11" aria-label={label} {...button}>
      <Icon size={15} aria-hidden />
      {isNamed ? children : <span className="max-sm:sr-only">{children}</span>}
    </Button>
  )
}

/** Meta was asked to take it out of the archive, and has not said yet what it is. */
const isComingBack = ({ status, history }: TemplateDetail): boolean =>
  status === 'ARCHIVED' && history.find(({ kind }) => kind === 'status')?.to === 'UNARCHIVED'

/** A number of the template’s own account: drafts and samples go through it. The one that was chosen last, if it is one. */
function useChannelOf({ id }: TemplateDetail) {
  const client = useQueryClient()
  const { channel, channels } = useChosenChannel()
  const { data: own } = useQuery({
    queryKey: [...templatesKey, 'numbers-of', id],
    enabled: channels.length > 1,
    queryFn: async () => {
      const lists = await Promise.all(channels.map(async (one) => client.fetchQuery(libraryQuery(one.id))))
      return channels.filter((_, index) => lists[index]?.items.some((one) => one.id === id) === true)
    },
  })
  const isChosen = channels.length === 1 || own?.some((one) => one.id === channel?.id) === true
  return { channel: isChosen ? channel : (own?.[0] ?? null), channels }
}

/** Opens the draft that changes it: the one that is there, or a new one. */
function useChange(template: TemplateDetail, channelId: string | null) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const tellProblem = useTellProblem()
  const make = useNewDraft()
  return useMutation({
    mutationFn: async () => {
      if (channelId === null) return
      const { queryKey } = draftsQuery(channelId)
      const { items } = await client.fetchQuery({
        queryKey,
        queryFn: () =>
          getJson<{ items: TemplateDraft[] }>(`/template-drafts?channelId=${encodeURIComponent(channelId)}`),
        staleTime: 0,
      })
      const there = items.find(({ templateId }) => templateId === template.id)
      if (there === undefined)
        await make.mutateAsync({ channelId, templateId: template.id, definition: definitionOf(template) })
      else await navigate({ to: '/templates/drafts/$draftId', params: { draftId: there.id } })
    },
    onError: tellProblem,
  })
}

/** What Meta does and then tells of by itself. */
function useAsking(template: TemplateDetail, verb: 'unpause' | 'unarchive', said: string) {
  const client = useQueryClient()
  const tellProblem = useTellProblem()
  return useMutation({
    mutationFn: () => postJson(`${templatePath(template.id)}/${verb}`),
    onSuccess: async () => {
      announce(said)
      await client.invalidateQueries({ queryKey: templatesKey })
    },
    onError: tellProblem,
  })
}

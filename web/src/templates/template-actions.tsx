import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Copy, Languages as LanguagesIcon, Pencil, Play, Trash2 } from 'lucide-react'
import { useState } from 'react'
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
  const [open, setOpen] = useState<'delete' | 'copy' | 'language' | null>(null)
  const close = () => setOpen(null)
  const change = useChange(template, channel?.id ?? null)
  const unpause = useUnpause(template)
  const isFull = template.status === 'APPROVED' && template.edits.nextAt !== null
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      {template.status === 'PAUSED' && (
        <Button
          small
          className="coarse:min-h-11"
          disabled={unpause.isPending}
          onClick={() => unpause.mutate()}
        >
          <Play size={15} aria-hidden />
          <Trans>End the pause</Trans>
        </Button>
      )}
      {CHANGEABLE.has(template.status) && (
        <Button
          small
          className="coarse:min-h-11"
          disabled={channel === null || change.isPending || isFull}
          onClick={() => change.mutate()}
        >
          <Pencil size={15} aria-hidden />
          <span className="max-sm:sr-only">
            <Trans>Change</Trans>
          </span>
        </Button>
      )}
      <Button
        small
        className="coarse:min-h-11"
        disabled={channel === null}
        onClick={() => setOpen('language')}
      >
        <LanguagesIcon size={15} aria-hidden />
        <span className="max-sm:sr-only">
          <Trans>Add a language</Trans>
        </span>
      </Button>
      {channels.length > 1 && (
        <Button small className="coarse:min-h-11" onClick={() => setOpen('copy')}>
          <Copy size={15} aria-hidden />
          <span className="max-sm:sr-only">
            <Trans>Copy</Trans>
          </span>
        </Button>
      )}
      {!GONE.has(template.status) && (
        <Button
          small
          variant="danger"
          className="coarse:min-h-11"
          aria-label={t`Delete this template`}
          onClick={() => setOpen('delete')}
        >
          <Trash2 size={15} aria-hidden />
          <span className="max-sm:sr-only">
            <Trans>Delete</Trans>
          </span>
        </Button>
      )}
      {open === 'delete' && <DeleteDialog template={template} onClose={close} />}
      {open === 'copy' && <CopyDialog template={template} channels={channels} onClose={close} />}
      {open === 'language' && channel !== null && (
        <LanguageDialog template={template} channelId={channel.id} onClose={close} />
      )}
    </div>
  )
}

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

function useUnpause(template: TemplateDetail) {
  const { t } = useLingui()
  const client = useQueryClient()
  const tellProblem = useTellProblem()
  return useMutation({
    mutationFn: () => postJson(`${templatePath(template.id)}/unpause`),
    onSuccess: async () => {
      announce(t`Asked Meta to end the pause`)
      await client.invalidateQueries({ queryKey: templatesKey })
    },
    onError: tellProblem,
  })
}

import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { announce } from '../platform/announce.ts'
import { postJson } from '../platform/api.ts'
import type { Me, TemplateDetail, TemplateDraft } from '../platform/contract.ts'
import { Button } from '../platform/ui/button.tsx'
import { Dialog } from '../platform/ui/dialog.tsx'
import { ProblemLine } from '../settings/section-frame.tsx'
import { ChannelSelect } from './chosen-channel.tsx'
import { templatePath, templatesKey } from './library-queries.ts'

/** The same template as a draft for another number’s account. Lazy. */
export function CopyDialog({
  template,
  channels,
  onClose,
}: {
  readonly template: TemplateDetail
  readonly channels: readonly Me['channels'][number][]
  readonly onClose: () => void
}) {
  const { t } = useLingui()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [id, setId] = useState(channels.at(-1)?.id ?? '')
  const channel = channels.find((one) => one.id === id) ?? channels[0]
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => postJson<TemplateDraft>(`${templatePath(template.id)}/copy`, { channelId: id }),
    onSuccess: async (draft) => {
      announce(t`Draft made`)
      onClose()
      void client.invalidateQueries({ queryKey: templatesKey })
      await navigate({ to: '/templates/drafts/$draftId', params: { draftId: draft.id } })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    mutate()
  }
  return (
    <Dialog title={t`Copy to another account`} onClose={onClose}>
      <form onSubmit={submit} className="grid gap-4 p-4">
        <p className="text-pretty text-muted">
          <Trans>
            A draft is made for the account of the number that you choose. Meta reviews it there anew.
          </Trans>
        </p>
        {channel !== undefined && <ChannelSelect channel={channel} channels={channels} onChoose={setId} />}
        {error !== null && <ProblemLine error={error} />}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{t`Cancel`}</Button>
          <Button type="submit" variant="primary" disabled={isPending}>
            <Trans>Make a draft</Trans>
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

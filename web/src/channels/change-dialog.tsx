import { useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useId, useState } from 'react'
import { announce } from '../platform/announce.ts'
import { patchJson } from '../platform/api.ts'
import type { ConnectedNumber } from '../platform/contract.ts'
import { Button } from '../platform/ui/button.tsx'
import { Dialog } from '../platform/ui/dialog.tsx'
import { ProblemLine } from '../settings/section-frame.tsx'
import { Field } from './connect-fields.tsx'
import { channelPath, channelsKey } from './queries.ts'

/** The team's name for a number, its greeting, and a new token. */
export function ChangeDialog({
  channel,
  onClose,
}: {
  readonly channel: ConnectedNumber
  readonly onClose: () => void
}) {
  const { t } = useLingui()
  const id = useId()
  const client = useQueryClient()
  const [name, setName] = useState(channel.name ?? '')
  const [greeting, setGreeting] = useState(channel.greeting ?? '')
  const [accessToken, setAccessToken] = useState('')
  const save = useMutation({
    mutationFn: async () =>
      patchJson<ConnectedNumber>(channelPath(channel.id), {
        name,
        greeting,
        ...(accessToken.trim() !== '' && { accessToken }),
      }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: channelsKey })
      announce(t`Saved.`)
      onClose()
    },
  })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <Dialog title={t`Change the number`} shape="wide" onClose={onClose}>
      <form onSubmit={submit} className="grid gap-4 p-5">
        <Field
          label={t`Your name for it (optional)`}
          value={name}
          onChange={setName}
          dir="auto"
          maxLength={80}
        />
        <div>
          <label htmlFor={id} className="mb-1 block text-[13px] font-medium">
            {t`Greeting (optional)`}
          </label>
          <textarea
            id={id}
            dir="auto"
            rows={4}
            maxLength={1024}
            aria-describedby={`${id}-hint`}
            value={greeting}
            onChange={(event) => setGreeting(event.currentTarget.value)}
            className="w-full rounded-lg border border-control-line bg-surface px-3 py-2 outline-offset-[-1px] coarse:text-[16px]"
          />
          <p id={`${id}-hint`} className="mt-1 text-[13px] text-pretty text-muted">
            {t`Sent by itself, once, when a customer writes for the first time or after a day of silence.`}
          </p>
        </div>
        {channel.status === 'connected' && (
          <Field
            label={t`New access token (only if the old one ended)`}
            hint={t`Leave it empty to keep the one that is there.`}
            value={accessToken}
            onChange={setAccessToken}
            type="password"
          />
        )}
        {save.error !== null && <ProblemLine error={save.error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t`Cancel`}</Button>
          <Button type="submit" variant="primary" disabled={save.isPending}>
            {t`Save`}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

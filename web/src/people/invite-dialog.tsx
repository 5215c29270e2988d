import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Check, Copy, MailCheck, MessageCircle } from 'lucide-react'
import { type SubmitEvent, useState } from 'react'
import { meQuery } from '../conversations/queries.ts'
import { postJson } from '../platform/api.ts'
import type { NewInvitation, Role } from '../platform/contract.ts'
import { Button } from '../platform/ui/button.tsx'
import { copyText } from '../platform/ui/copy-button.tsx'
import { Dialog } from '../platform/ui/dialog.tsx'
import { EmailField, Problem, useChecks, useProblems } from './fields.tsx'
import { ROLE_NAMES, ROLE_SENTENCES } from './role-words.ts'

/** Invites somebody, and then shows the link: whoever sends no mail passes it on by hand. */
export function InviteDialog({
  roles,
  onClose,
}: {
  readonly roles: readonly Role[]
  readonly onClose: () => void
}) {
  const { t } = useLingui()
  const client = useQueryClient()
  const invite = useMutation({
    mutationFn: async (wish: { readonly email: string; readonly role: Role }) =>
      postJson<NewInvitation>('/invitations', wish),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['invitations'] })
      void client.invalidateQueries({ queryKey: ['audit'] })
    },
  })
  const made = invite.data
  return (
    <Dialog title={made === undefined ? t`Invite a colleague` : t`Pass the link on`} onClose={onClose}>
      {made === undefined ? (
        <InviteForm
          roles={roles}
          isBusy={invite.isPending}
          error={invite.error}
          onInvite={(wish) => invite.mutate(wish)}
          onCancel={onClose}
        />
      ) : (
        <InviteLink made={made} onClose={onClose} />
      )}
    </Dialog>
  )
}

function InviteForm({
  roles,
  isBusy,
  error,
  onInvite,
  onCancel,
}: {
  readonly roles: readonly Role[]
  readonly isBusy: boolean
  readonly error: Error | null
  readonly onInvite: (wish: { readonly email: string; readonly role: Role }) => void
  readonly onCancel: () => void
}) {
  const { t } = useLingui()
  const check = useChecks()
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Role>('agent')
  const { problems, accept, form } = useProblems()
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const found = { email: check.email(email) }
    if (accept(found)) onInvite({ email: email.trim(), role })
  }
  return (
    <form {...form} onSubmit={submit} className="grid gap-4 p-5">
      <EmailField
        value={email}
        onValue={setEmail}
        problem={problems['email']}
        autoComplete="off"
        // The dialog opens on a press, and this is where the person wants to be.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
      />
      <fieldset>
        <legend className="mb-1.5 text-[13.5px] font-medium">
          <Trans>Role</Trans>
        </legend>
        <div className="grid gap-2">
          {roles.map((one) => (
            <label
              key={one}
              className="flex gap-3 rounded-lg border border-line p-3 has-checked:border-brand has-checked:bg-brand-tint"
            >
              <input
                type="radio"
                name="role"
                checked={role === one}
                onChange={() => setRole(one)}
                className="mt-0.5 size-4 shrink-0 accent-brand"
              />
              <span className="font-medium">
                {t(ROLE_NAMES[one])}
                <span className="block text-[13px] font-normal text-muted">{t(ROLE_SENTENCES[one])}</span>
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      {error !== null && <Problem error={error} />}
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>{t`Cancel`}</Button>
        <Button type="submit" variant="primary" disabled={isBusy}>
          <Trans>Make the link</Trans>
        </Button>
      </div>
    </form>
  )
}

function InviteLink({ made, onClose }: { readonly made: NewInvitation; readonly onClose: () => void }) {
  const { t } = useLingui()
  const { data: me } = useQuery(meQuery)
  const [copy, setCopy] = useState<'not yet' | 'done' | 'refused'>('not yet')
  const { email, url, isMailed } = made
  const business = me?.tenant.name ?? ''
  const words = t`Join ${business} on Harkara, to answer our customers together: ${url}`
  return (
    <div className="grid gap-4 p-5">
      <p className="flex gap-2.5 text-pretty">
        {isMailed && <MailCheck size={20} aria-hidden className="mt-0.5 shrink-0 text-brand" />}
        <span>
          {isMailed ? (
            <Trans>
              A mail with this link is on its way to <strong dir="ltr">{email}</strong>. You can also pass it
              on yourself:
            </Trans>
          ) : (
            <Trans>
              This installation sends no mail. Pass this link on to <strong dir="ltr">{email}</strong>{' '}
              yourself:
            </Trans>
          )}
        </span>
      </p>
      <code
        dir="ltr"
        aria-label={t`The link`}
        className="rounded-lg border border-control-line bg-sunken p-3 text-[13px] break-all select-all"
      >
        {url}
      </code>
      <p className="text-[13px] text-pretty text-muted">
        <Trans>It works once, for 7 days, and for this address alone. It is shown only now.</Trans>
      </p>
      <output className="text-[13px] text-muted empty:hidden">
        {copy === 'refused' && t`The browser did not allow copying. Select the link and copy it by hand.`}
      </output>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{t`Close`}</Button>
        <a
          href={`https://wa.me/?text=${encodeURIComponent(words)}`}
          target="_blank"
          rel="noopener noreferrer"
          className="inline-flex min-h-10 items-center gap-1.5 rounded-lg border border-control-line px-4 text-[14px] font-medium hover:bg-sunken coarse:min-h-11"
        >
          <MessageCircle size={18} aria-hidden />
          <Trans>Send by WhatsApp</Trans>
        </a>
        <Button
          variant="primary"
          onClick={() => void copyText(url).then((isDone) => setCopy(isDone ? 'done' : 'refused'))}
        >
          {copy === 'done' ? <Check size={18} aria-hidden /> : <Copy size={18} aria-hidden />}
          {copy === 'done' ? t`Copied` : t`Copy the link`}
        </Button>
      </div>
    </div>
  )
}

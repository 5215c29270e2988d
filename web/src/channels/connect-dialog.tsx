import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { FlaskConical, KeyRound, LogIn } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import { type ReactNode, type SubmitEvent, useState } from 'react'
import { announce } from '../platform/announce.ts'
import { postJson } from '../platform/api.ts'
import type { ConnectedNumber, ConnectedNumberList } from '../platform/contract.ts'
import { Button } from '../platform/ui/button.tsx'
import { Dialog } from '../platform/ui/dialog.tsx'
import { ProblemLine } from '../settings/section-frame.tsx'
import { Field, PinField } from './connect-fields.tsx'
import { channelsKey } from './queries.ts'

/** The ways to connect a number; those that this installation does not have say what is missing. */
export function ConnectDialog({
  list: { signup, hasPractice },
  onClose,
}: {
  readonly list: ConnectedNumberList
  readonly onClose: () => void
}) {
  const { t } = useLingui()
  const [isByHand, setByHand] = useState(false)
  if (isByHand) return <TokenDialog onClose={onClose} />
  return (
    <Dialog title={t`Connect a number`} shape="wide" onClose={onClose}>
      <div className="grid gap-3 p-5">
        {hasPractice && <PracticeWay onClose={onClose} />}
        <SignupWay signup={signup} />
        <Way icon={KeyRound} title={t`With an access token`}>
          <p>
            <Trans>
              You have set up the WhatsApp account at Meta yourself, and have a system user’s token.
            </Trans>
          </p>
          <Button className="justify-self-start" onClick={() => setByHand(true)}>
            <Trans>Enter the token</Trans>
          </Button>
        </Way>
      </div>
    </Dialog>
  )
}

function Way({
  icon: Icon,
  title,
  children,
}: {
  readonly icon: LucideIcon
  readonly title: string
  readonly children: ReactNode
}) {
  return (
    <section className="flex gap-4 rounded-xl border border-line p-4">
      <span className="grid size-10 shrink-0 place-items-center rounded-lg bg-brand-tint text-brand">
        <Icon size={20} aria-hidden />
      </span>
      <div className="grid min-w-0 flex-1 gap-2 text-pretty">
        <h3 className="font-semibold">{title}</h3>
        {children}
      </div>
    </section>
  )
}

function PracticeWay({ onClose }: { readonly onClose: () => void }) {
  const { t } = useLingui()
  const connect = useConnect(onClose, async () => postJson<ConnectedNumber>('/channels/practice'))
  return (
    <Way icon={FlaskConical} title={t`A number to practise with`}>
      <p>
        <Trans>
          A made-up number of the simulator. Nothing is sent to real people, and nothing costs money.
        </Trans>
      </p>
      {connect.error !== null && <ProblemLine error={connect.error} />}
      <Button
        variant="primary"
        className="justify-self-start"
        disabled={connect.isPending}
        onClick={() => connect.mutate()}
      >
        <Trans>Connect a practice number of the simulator</Trans>
      </Button>
    </Way>
  )
}

/** Leads to Meta's own page and back. */
function SignupWay({ signup }: { readonly signup: ConnectedNumberList['signup'] }) {
  const { t } = useLingui()
  const [isCoexistence, setCoexistence] = useState(false)
  const begin = useMutation({
    mutationFn: async () => postJson<{ url: string }>('/channels/embedded-signup/start', { isCoexistence }),
    onSuccess: ({ url }) => window.location.assign(url),
  })
  const missing = signup.missing.join(', ')
  return (
    <Way icon={LogIn} title={t`With your Facebook account`}>
      {signup.isAvailable ? (
        <>
          <p>
            <Trans>Meta asks for your business and your number, and leads you back here.</Trans>
          </p>
          <label className="flex items-start gap-2">
            <input
              type="checkbox"
              className="mt-1"
              checked={isCoexistence}
              onChange={(event) => setCoexistence(event.currentTarget.checked)}
            />
            <Trans>I also want to keep using the number in the WhatsApp Business app</Trans>
          </label>
          {begin.error !== null && <ProblemLine error={begin.error} />}
          <Button
            variant="primary"
            className="justify-self-start"
            disabled={begin.isPending || begin.isSuccess}
            onClick={() => begin.mutate()}
          >
            <Trans>Continue to Meta</Trans>
          </Button>
        </>
      ) : (
        <p className="text-muted">
          <Trans>
            Not set up here yet. Whoever runs this installation must set <code>{missing}</code>. Until then,
            use an access token.
          </Trans>
        </p>
      )}
    </Way>
  )
}

function TokenDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useLingui()
  const [wabaId, setWabaId] = useState('')
  const [phoneNumberId, setPhoneNumberId] = useState('')
  const [accessToken, setAccessToken] = useState('')
  const [pin, setPin] = useState('')
  const [name, setName] = useState('')
  const connect = useConnect(onClose, async () =>
    postJson<ConnectedNumber>('/channels', {
      wabaId,
      phoneNumberId,
      accessToken,
      ...(pin !== '' && { pin }),
      ...(name !== '' && { name }),
    }),
  )
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    connect.mutate()
  }
  const isWhole = [wabaId, phoneNumberId, accessToken].every((text) => text.trim() !== '')
  const isPin = pin === '' || /^\d{6}$/u.test(pin)
  return (
    <Dialog title={t`Connect with an access token`} shape="wide" onClose={onClose}>
      <form onSubmit={submit} className="grid gap-4 p-5">
        <Field
          label={t`Phone number ID`}
          hint={t`In WhatsApp Manager, under Phone numbers. It is not the phone number itself.`}
          value={phoneNumberId}
          onChange={setPhoneNumberId}
          inputMode="numeric"
        />
        <Field
          label={t`WhatsApp Business account ID`}
          hint={t`On the same page, beside the account’s name.`}
          value={wabaId}
          onChange={setWabaId}
          inputMode="numeric"
        />
        <Field
          label={t`Access token`}
          hint={t`In Meta Business settings, under System users, with both WhatsApp permissions and without an end. It is kept sealed, and never shown again.`}
          value={accessToken}
          onChange={setAccessToken}
          type="password"
        />
        <PinField pin={pin} isNeeded={false} onChange={setPin} />
        <Field
          label={t`Your name for it (optional)`}
          value={name}
          onChange={setName}
          dir="auto"
          maxLength={80}
        />
        {connect.error !== null && <ProblemLine error={connect.error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t`Cancel`}</Button>
          <Button type="submit" variant="primary" disabled={connect.isPending || !isWhole || !isPin}>
            {connect.isPending ? t`Checking with Meta…` : t`Connect`}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function useConnect(onClose: () => void, connect: () => Promise<ConnectedNumber>) {
  const { t } = useLingui()
  const client = useQueryClient()
  return useMutation({
    mutationFn: connect,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: channelsKey })
      void client.invalidateQueries({ queryKey: ['me'] })
      announce(t`The number is connected.`)
      onClose()
    },
  })
}

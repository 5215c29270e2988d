import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ShieldCheck } from 'lucide-react'
import { type SubmitEvent, useState } from 'react'
import { postJson } from '../platform/api.ts'
import type { SessionState, TwoFactorSetup } from '../platform/contract.ts'
import { Button } from '../platform/ui/button.tsx'
import { CopyButton } from '../platform/ui/copy-button.tsx'
import { BackupCodes } from './backup-codes.tsx'
import { Card } from './card.tsx'
import { CodeField, PasswordField, Problem } from './fields.tsx'
import { QrCode } from './qr-code.tsx'
import { sessionQuery } from './session.ts'

type Person = NonNullable<SessionState['person']>
/** What one is about to do; the password is asked for first. */
type Wish = 'on' | 'off' | 'codes'

/** A code from the phone beside the password: set up, confirmed, turned off, and codes for the day without the phone. */
export function TwoFactorCard({ person }: { readonly person: Person }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const [wish, setWish] = useState<Wish | null>(null)
  const [setup, setSetup] = useState<TwoFactorSetup | null>(null)
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const refresh = () => {
    void client.invalidateQueries(sessionQuery)
    void client.invalidateQueries({ queryKey: ['sessions'] })
    void client.invalidateQueries({ queryKey: ['members'] })
  }
  const ask = useMutation({
    mutationFn: async ({ wish: asked, password }: { readonly wish: Wish; readonly password: string }) => {
      if (asked === 'on') setSetup(await postJson<TwoFactorSetup>('/me/two-factor', { password }))
      else if (asked === 'off') await postJson('/me/two-factor/disable', { password })
      else
        setCodes(
          (await postJson<{ backupCodes: string[] }>('/me/two-factor/backup-codes', { password }))
            .backupCodes,
        )
    },
    onSuccess: () => {
      setWish(null)
      refresh()
    },
  })
  const begin = (next: Wish | null) => {
    ask.reset()
    setWish(next)
  }
  const { hasTwoFactor, isDemo, email } = person
  return (
    <Card
      title={t`Two-factor sign-in`}
      about={t`Beside the password, a code from an app on your phone: a stolen password alone opens nothing.`}
      mark={hasTwoFactor ? <OnMark /> : undefined}
    >
      {codes !== null ? (
        <BackupCodes codes={codes} email={email} onDone={() => setCodes(null)} />
      ) : setup !== null ? (
        <Confirm
          setup={setup}
          onCancel={() => setSetup(null)}
          onConfirmed={() => {
            setCodes(setup.backupCodes)
            setSetup(null)
            refresh()
          }}
        />
      ) : wish !== null ? (
        <PasswordStep
          wish={wish}
          isBusy={ask.isPending}
          error={ask.error}
          onPassword={(password) => ask.mutate({ wish, password })}
          onCancel={() => begin(null)}
        />
      ) : hasTwoFactor ? (
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => begin('codes')}>
            <Trans>New backup codes</Trans>
          </Button>
          <Button variant="danger" onClick={() => begin('off')}>
            <Trans>Turn it off</Trans>
          </Button>
        </div>
      ) : (
        <Button className="justify-self-start" disabled={isDemo} onClick={() => begin('on')}>
          <Trans>Set it up</Trans>
        </Button>
      )}
    </Card>
  )
}

function OnMark() {
  return (
    <span className="inline-flex items-center gap-1 rounded-full bg-brand-tint-2 px-2 py-0.5 text-[12px] font-medium text-brand-strong">
      <ShieldCheck size={14} aria-hidden />
      <Trans>On</Trans>
    </span>
  )
}

function PasswordStep({
  wish,
  isBusy,
  error,
  onPassword,
  onCancel,
}: {
  readonly wish: Wish
  readonly isBusy: boolean
  readonly error: Error | null
  readonly onPassword: (password: string) => void
  readonly onCancel: () => void
}) {
  const { t } = useLingui()
  const [password, setPassword] = useState('')
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (password !== '') onPassword(password)
  }
  return (
    <form onSubmit={submit} noValidate className="grid max-w-md gap-4">
      <p className="text-pretty">
        {wish === 'on' && <Trans>First your password, so that it is really you.</Trans>}
        {wish === 'codes' && (
          <Trans>Your password, and you get ten new codes. The old ones stop working.</Trans>
        )}
        {wish === 'off' && (
          <Trans>Your password turns it off. Afterwards the password alone is enough to sign in.</Trans>
        )}
      </p>
      <PasswordField
        label={t`Password`}
        value={password}
        onValue={setPassword}
        // The field appears on a press, and this is where the person wants to be.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
      />
      {error !== null && <Problem error={error} />}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant={wish === 'off' ? 'danger' : 'primary'} disabled={isBusy}>
          {wish === 'on' ? t`Continue` : wish === 'off' ? t`Turn it off` : t`Make new codes`}
        </Button>
        <Button onClick={onCancel}>{t`Cancel`}</Button>
      </div>
    </form>
  )
}

function Confirm({
  setup: { uri, secret },
  onConfirmed,
  onCancel,
}: {
  readonly setup: TwoFactorSetup
  readonly onConfirmed: () => void
  readonly onCancel: () => void
}) {
  const { t } = useLingui()
  const [code, setCode] = useState('')
  const confirm = useMutation({
    mutationFn: async () => postJson('/me/two-factor/confirm', { code }),
    onSuccess: onConfirmed,
  })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (code.length === 6) confirm.mutate()
  }
  const groups = secret.match(/.{1,4}/gu) ?? []
  return (
    <form onSubmit={submit} noValidate className="grid gap-5">
      <ol className="grid list-decimal gap-5 ps-5 marker:font-semibold">
        <li>
          <Trans>
            Open an authenticator app on your phone (Google Authenticator, Microsoft Authenticator, Aegis …)
            and scan this:
          </Trans>
          <div className="mt-3 flex flex-wrap items-center gap-5">
            <QrCode text={uri} label={t`QR code for the authenticator app`} />
            <div className="min-w-0 flex-1 basis-64">
              <p className="text-[13.5px] text-muted">
                <Trans>If you cannot scan it, type this key into the app:</Trans>
              </p>
              <p className="mt-1 flex items-center gap-1">
                <code dir="ltr" className="text-[15px] leading-relaxed [word-spacing:0.15em] select-all">
                  {groups.join(' ')}
                </code>
                <CopyButton text={secret} label={t`Copy the key`} />
              </p>
            </div>
          </div>
        </li>
        <li>
          <Trans>Enter the six digits that the app shows now:</Trans>
          <div className="mt-3 max-w-60">
            <CodeField value={code} onValue={setCode} />
          </div>
        </li>
      </ol>
      {confirm.isError && <Problem error={confirm.error} />}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" disabled={code.length < 6 || confirm.isPending}>
          <Trans>Turn it on</Trans>
        </Button>
        <Button onClick={onCancel}>{t`Cancel`}</Button>
      </div>
    </form>
  )
}

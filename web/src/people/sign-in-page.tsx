import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type SubmitEvent, useState } from 'react'
import { ApiError, postJson } from '../platform/api.ts'
import type { SessionState, SignedIn } from '../platform/contract.ts'
import { Button } from '../platform/ui/button.tsx'
import { DemoCard } from './demo-card.tsx'
import {
  CheckField,
  CodeField,
  EmailField,
  PasswordField,
  Problem,
  useChecks,
  useProblems,
} from './fields.tsx'
import { LINK, PageFrame } from './page-frame.tsx'
import { enter } from './session.ts'

/** Where one goes afterwards. */
const wanted = (): string | null => new URLSearchParams(location.search).get('to')

/** E-mail and password; then, where it is on, the code. */
export function SignInPage({ session }: { readonly session: SessionState }) {
  const { t } = useLingui()
  const [isCodeAsked, setCodeAsked] = useState(false)
  if (isCodeAsked) return <CodeStep onBack={() => setCodeAsked(false)} />
  return (
    <PageFrame title={t`Sign in`} below={session.demo.length > 0 && <DemoCard colleagues={session.demo} />}>
      <PasswordForm onCode={() => setCodeAsked(true)} />
      <p className="text-[14px] text-muted">
        {session.signUp === 'open' ? (
          <Trans>
            New here?{' '}
            <Link to="/sign-up" className={LINK}>
              Open a business
            </Link>
          </Trans>
        ) : (
          <Trans>New here? Ask an owner or admin of your team for an invitation.</Trans>
        )}
      </p>
    </PageFrame>
  )
}

function PasswordForm({ onCode }: { readonly onCode: () => void }) {
  const { t } = useLingui()
  const check = useChecks()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [isRemembered, setRemembered] = useState(true)
  const { problems, accept, form } = useProblems()
  const signIn = useMutation({
    mutationFn: async () =>
      postJson<SignedIn>('/auth/sign-in', { email: email.trim(), password, isRemembered }),
    onSuccess: async ({ next }) => {
      if (next === 'two_factor') onCode()
      else await enter(wanted())
    },
  })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const found = { email: check.email(email), password: check.given(password) }
    if (accept(found)) signIn.mutate()
  }
  return (
    <form {...form} onSubmit={submit} className="grid gap-4">
      <EmailField value={email} onValue={setEmail} problem={problems['email']} />
      <div>
        <PasswordField
          label={t`Password`}
          value={password}
          onValue={setPassword}
          problem={problems['password']}
        />
        <p className="mt-1.5 text-end text-[13.5px]">
          <Link to="/forgot-password" className={LINK}>
            <Trans>Forgot the password?</Trans>
          </Link>
        </p>
      </div>
      <CheckField isChecked={isRemembered} onCheck={setRemembered}>
        <Trans>Stay signed in on this device</Trans>
      </CheckField>
      {signIn.isError && <Problem error={signIn.error} />}
      <Submit isBusy={signIn.isPending || signIn.isSuccess} words={t`Sign in`} busyWords={t`Signing in…`} />
    </form>
  )
}

function CodeStep({ onBack }: { readonly onBack: () => void }) {
  const { t } = useLingui()
  const [code, setCode] = useState('')
  const [isBackupCode, setBackupCode] = useState(false)
  const [isTrusted, setTrusted] = useState(false)
  const verify = useMutation({
    mutationFn: async (given: string) =>
      postJson<SignedIn>('/auth/two-factor', { code: given, isBackupCode, isTrusted }),
    onSuccess: async () => enter(wanted()),
    onError: () => setCode(''),
  })
  const isBusy = verify.isPending || verify.isSuccess
  const take = (value: string) => {
    setCode(value)
    if (!isBackupCode && value.length === 6 && !isBusy) verify.mutate(value)
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (code.length >= 6 && !isBusy) verify.mutate(code)
  }
  const isOver = verify.error instanceof ApiError && verify.error.problem?.code === 'sign_in_again'
  return (
    <PageFrame
      title={t`One more step`}
      about={
        isBackupCode
          ? t`Enter one of the backup codes that you saved. Each works once.`
          : t`Enter the code that your authenticator app shows for Harkara.`
      }
    >
      <form onSubmit={submit} noValidate className="grid gap-4">
        <CodeField
          key={String(isBackupCode)}
          isBackup={isBackupCode}
          value={code}
          onValue={take}
          // The page was opened for this one field.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
        />
        <CheckField isChecked={isTrusted} onCheck={setTrusted}>
          <Trans>Do not ask on this device for 30 days</Trans>
        </CheckField>
        {verify.isError && <Problem error={verify.error} />}
        {isOver ? (
          <Button variant="primary" onClick={onBack}>{t`Sign in again`}</Button>
        ) : (
          <Submit isBusy={isBusy} words={t`Continue`} busyWords={t`Checking…`} />
        )}
      </form>
      <div className="flex flex-wrap justify-between gap-x-4 gap-y-2">
        <Button
          small
          variant="quiet"
          className="-mx-2.5"
          onClick={() => {
            setBackupCode(!isBackupCode)
            setCode('')
            verify.reset()
          }}
        >
          {isBackupCode ? t`Use the app instead` : t`Use a backup code`}
        </Button>
        <Button small variant="quiet" className="-mx-2.5" onClick={onBack}>{t`Back`}</Button>
      </div>
    </PageFrame>
  )
}

/** The one thing to press; it says what goes on, and cannot be pressed twice. */
export function Submit({
  isBusy,
  words,
  busyWords,
}: {
  readonly isBusy: boolean
  readonly words: string
  readonly busyWords: string
}) {
  return (
    <Button type="submit" variant="primary" disabled={isBusy} className="min-h-11! w-full text-[15px]!">
      {isBusy ? busyWords : words}
    </Button>
  )
}

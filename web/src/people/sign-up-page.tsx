import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type SubmitEvent, useState } from 'react'
import { postJson } from '../platform/api.ts'
import type { SessionState } from '../platform/contract.ts'
import { DemoCard } from './demo-card.tsx'
import { EmailField, PasswordField, Problem, TextField, useChecks, useProblems } from './fields.tsx'
import { LINK, PageFrame } from './page-frame.tsx'
import { enter } from './session.ts'
import { Submit } from './sign-in-page.tsx'

/** The first owner sets everything up; later ones open a business of theirs, where that is allowed. */
export function SignUpPage({ session }: { readonly session: SessionState }) {
  const { t } = useLingui()
  const { isFirstRun, signUp, demo } = session
  const below = demo.length > 0 && <DemoCard colleagues={demo} />
  const signIn = (
    <p className="text-[14px] text-muted">
      <Trans>
        Signed up already?{' '}
        <Link to="/sign-in" className={LINK}>
          Sign in
        </Link>
      </Trans>
    </p>
  )
  if (signUp === 'invited')
    return (
      <PageFrame
        title={t`By invitation only`}
        about={t`Ask an owner or admin of your team for an invitation: its link brings you here.`}
        below={below}
      >
        {signIn}
      </PageFrame>
    )
  return (
    <PageFrame
      title={isFirstRun ? t`Set up Harkara` : t`Open a business`}
      about={
        isFirstRun
          ? t`You are the first here, so the business will be yours. Colleagues are invited afterwards.`
          : t`The business will be yours. Colleagues are invited afterwards.`
      }
      below={below}
    >
      <SignUpForm needsSetupCode={session.needsSetupCode} />
      {!isFirstRun && signIn}
    </PageFrame>
  )
}

function SignUpForm({ needsSetupCode }: { readonly needsSetupCode: boolean }) {
  const { t } = useLingui()
  const check = useChecks()
  const [businessName, setBusinessName] = useState('')
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState(() => new URLSearchParams(location.search).get('code') ?? '')
  const { problems, accept, form } = useProblems()
  const signUp = useMutation({
    mutationFn: async () =>
      postJson('/auth/sign-up', {
        businessName: businessName.trim(),
        name: name.trim(),
        email: email.trim(),
        password,
        ...(needsSetupCode ? { setupCode: code.trim() } : {}),
      }),
    onSuccess: async () => enter('/inbox'),
  })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const found = {
      organization: check.filled(businessName, t`Enter what your business is called`),
      name: check.filled(name, t`Enter your name`),
      email: check.email(email),
      'new-password': check.password(password),
      code: needsSetupCode ? check.filled(code, t`Enter the set-up code`) : undefined,
    }
    if (accept(found)) signUp.mutate()
  }
  return (
    <form {...form} onSubmit={submit} className="grid gap-4">
      <TextField
        label={t`Name of the business`}
        name="organization"
        autoComplete="organization"
        maxLength={80}
        dir="auto"
        value={businessName}
        onValue={setBusinessName}
        problem={problems['organization']}
      />
      <OwnNameField value={name} onValue={setName} problem={problems['name']} />
      <EmailField value={email} onValue={setEmail} problem={problems['email']} />
      <PasswordField
        isNew
        label={t`Password`}
        value={password}
        onValue={setPassword}
        problem={problems['new-password']}
      />
      {needsSetupCode && (
        <TextField
          name="code"
          label={t`Set-up code`}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          dir="ltr"
          maxLength={100}
          value={code}
          onValue={setCode}
          problem={problems['code']}
          help={t`The program printed it when it started.`}
        />
      )}
      {signUp.isError && <Problem error={signUp.error} />}
      <Submit
        isBusy={signUp.isPending || signUp.isSuccess}
        words={t`Create the account`}
        busyWords={t`Creating the account…`}
      />
    </form>
  )
}

export function OwnNameField(field: {
  readonly value: string
  readonly onValue: (value: string) => void
  readonly problem?: string | undefined
}) {
  const { t } = useLingui()
  return (
    <TextField
      {...field}
      label={t`Your name`}
      name="name"
      autoComplete="name"
      maxLength={80}
      dir="auto"
      help={t`Colleagues see it, and customers where you sign with it.`}
    />
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type SubmitEvent, useState } from 'react'
import { getJson, postJson } from '../platform/api.ts'
import type { InvitationPreview, SessionState } from '../platform/contract.ts'
import { Button } from '../platform/ui/button.tsx'
import { EmailField, PasswordField, Problem, useChecks, useProblems } from './fields.tsx'
import { LINK, PageFrame } from './page-frame.tsx'
import { useProblemText } from '../platform/ui/problem-text.tsx'
import { PageLink } from './reset-page.tsx'
import { ROLE_NAMES, ROLE_SENTENCES } from './role-words.ts'
import { enter, signOut } from './session.ts'
import { Submit } from './sign-in-page.tsx'
import { OwnNameField } from './sign-up-page.tsx'

/** Behind an invitation's link: who invites, to what, as what; then in. */
export function JoinPage({ secret, session }: { readonly secret: string; readonly session: SessionState }) {
  const { t } = useLingui()
  const words = useProblemText()
  const { data, error, isPending } = useQuery({
    queryKey: ['invitation', secret],
    queryFn: ({ signal }) =>
      getJson<InvitationPreview>(`/auth/invitation?${new URLSearchParams({ invitation: secret })}`, signal),
    retry: false,
  })
  if (isPending) return <output aria-label={t`Loading…`} />
  if (data === undefined) {
    const { title, nextStep } = words(error)
    return (
      <PageFrame title={title.replace(/[.।]$/u, '')} about={nextStep}>
        <Link to="/inbox" search={{}} reloadDocument className={`${LINK} justify-self-start text-[14px]`}>
          {session.person === null ? t`Sign in` : t`To the inbox`}
        </Link>
      </PageFrame>
    )
  }
  const { businessName, invitedByName, role } = data
  return (
    <PageFrame
      title={t`Join ${businessName}`}
      about={t`${invitedByName} invites you to answer customers together.`}
    >
      <p className="rounded-xl bg-sunken px-4 py-3 text-[14px]">
        <span className="block font-semibold">{t(ROLE_NAMES[role])}</span>
        <span className="text-muted">{t(ROLE_SENTENCES[role])}</span>
      </p>
      <Way secret={secret} invitation={data} session={session} />
    </PageFrame>
  )
}

type WayProps = { readonly secret: string; readonly invitation: InvitationPreview }

/** What is left to do depends on who sits here. */
function Way({ secret, invitation, session: { person } }: WayProps & { readonly session: SessionState }) {
  if (person?.email === invitation.email) return <Accept secret={secret} invitation={invitation} />
  if (person !== null) return <SomebodyElse invitation={invitation} email={person.email} />
  if (invitation.isKnown) return <SignInFirst secret={secret} invitation={invitation} />
  return <SignUp secret={secret} invitation={invitation} />
}

function Accept({ secret, invitation: { businessName } }: WayProps) {
  const { t } = useLingui()
  const accept = useMutation({
    mutationFn: async () => postJson('/me/invitations/accept', { invitation: secret }),
    onSuccess: async () => enter('/inbox'),
  })
  const isBusy = accept.isPending || accept.isSuccess
  return (
    <>
      {accept.isError && <Problem error={accept.error} />}
      <Button
        variant="primary"
        disabled={isBusy}
        onClick={() => accept.mutate()}
        className="min-h-11! w-full text-[15px]!"
      >
        {isBusy ? t`Joining…` : t`Join ${businessName}`}
      </Button>
    </>
  )
}

function SomebodyElse({
  invitation,
  email,
}: {
  readonly invitation: InvitationPreview
  readonly email: string
}) {
  const { email: invited } = invitation
  const leave = useMutation({ mutationFn: async () => signOut(location.pathname) })
  return (
    <>
      <p className="rounded-lg bg-amber-tint p-3 text-[14px] text-pretty text-amber">
        <Trans>
          The invitation is for <strong dir="ltr">{invited}</strong>, and you are signed in as{' '}
          <strong dir="ltr">{email}</strong>.
        </Trans>
      </p>
      {leave.isError && <Problem error={leave.error} />}
      <Button variant="primary" disabled={leave.isPending} onClick={() => leave.mutate()}>
        <Trans>Sign out and continue</Trans>
      </Button>
      <Link to="/inbox" search={{}} reloadDocument className={`${LINK} justify-self-start text-[14px]`}>
        <Trans>To the inbox</Trans>
      </Link>
    </>
  )
}

function SignInFirst({ secret, invitation: { email } }: WayProps) {
  const { t } = useLingui()
  return (
    <>
      <p className="text-pretty">
        <Trans>
          You have signed up with <strong dir="ltr">{email}</strong> before. Sign in, and you are asked once
          more here.
        </Trans>
      </p>
      <PageLink to="/sign-in" search={{ to: `/join/${secret}` }}>
        {t`Sign in`}
      </PageLink>
    </>
  )
}

function SignUp({ secret, invitation: { email, businessName } }: WayProps) {
  const { t } = useLingui()
  const check = useChecks()
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const { problems, accept, form } = useProblems()
  const signUp = useMutation({
    mutationFn: async () =>
      postJson('/auth/sign-up', { name: name.trim(), email, password, invitation: secret }),
    onSuccess: async () => enter('/inbox'),
  })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const found = { name: check.filled(name, t`Enter your name`), 'new-password': check.password(password) }
    if (accept(found)) signUp.mutate()
  }
  return (
    <form {...form} onSubmit={submit} className="grid gap-4">
      <EmailField value={email} onValue={() => {}} readOnly help={t`The invitation is for this address.`} />
      <OwnNameField value={name} onValue={setName} problem={problems['name']} />
      <PasswordField
        isNew
        label={t`Password`}
        value={password}
        onValue={setPassword}
        problem={problems['new-password']}
      />
      {signUp.isError && <Problem error={signUp.error} />}
      <Submit
        isBusy={signUp.isPending || signUp.isSuccess}
        words={t`Join ${businessName}`}
        busyWords={t`Joining…`}
      />
    </form>
  )
}

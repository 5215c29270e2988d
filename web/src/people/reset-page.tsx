import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CircleCheck } from 'lucide-react'
import { type SubmitEvent, useState } from 'react'
import { ApiError, postJson } from '../platform/api.ts'
import { PasswordField, Problem, useChecks, useProblems } from './fields.tsx'
import { LINK, PageFrame } from './page-frame.tsx'
import { Submit } from './sign-in-page.tsx'

/** Behind the link of the mail. */
export function ResetPage() {
  const { t } = useLingui()
  const check = useChecks()
  const [token] = useState(() => new URLSearchParams(location.search).get('token') ?? '')
  const [password, setPassword] = useState('')
  const { problems, accept, form } = useProblems()
  const reset = useMutation({ mutationFn: async () => postJson('/auth/password/reset', { token, password }) })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const found = { 'new-password': check.password(password) }
    if (accept(found)) reset.mutate()
  }
  const isOver =
    token === '' || (reset.error instanceof ApiError && reset.error.problem?.code === 'link_expired')
  if (reset.isSuccess)
    return (
      <PageFrame title={t`The password is changed`}>
        <output className="flex gap-3">
          <CircleCheck size={22} aria-hidden className="mt-0.5 shrink-0 text-brand" />
          <span className="text-pretty">
            <Trans>Every browser that was signed in with the old one is signed out.</Trans>
          </span>
        </output>
        <PageLink to="/sign-in">{t`Sign in`}</PageLink>
      </PageFrame>
    )
  if (isOver)
    return (
      <PageFrame
        title={t`This link does not work any more`}
        about={t`Each link works once, and for an hour. Ask for a new one.`}
      >
        <PageLink to="/forgot-password">{t`Ask for a new link`}</PageLink>
        <Link to="/sign-in" className={`${LINK} justify-self-start text-[14px]`}>
          <Trans>Back to sign-in</Trans>
        </Link>
      </PageFrame>
    )
  return (
    <PageFrame
      title={t`Choose a new password`}
      about={t`Every browser that is signed in with the old one will be signed out.`}
    >
      <form {...form} onSubmit={submit} className="grid gap-4">
        <PasswordField
          isNew
          label={t`New password`}
          value={password}
          onValue={setPassword}
          problem={problems['new-password']}
        />
        {reset.isError && <Problem error={reset.error} />}
        <Submit isBusy={reset.isPending} words={t`Change the password`} busyWords={t`Changing…`} />
      </form>
    </PageFrame>
  )
}

/** A link that looks like the one thing to press. */
export function PageLink({
  to,
  search = {},
  children,
}: {
  readonly to: '/sign-in' | '/forgot-password' | '/sign-up'
  readonly search?: { readonly to?: string }
  readonly children: string
}) {
  return (
    <Link
      to={to}
      search={search}
      className="inline-flex min-h-11 items-center justify-center rounded-lg bg-brand px-4 text-[15px] font-medium text-on-brand hover:bg-brand-strong"
    >
      {children}
    </Link>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { MailCheck } from 'lucide-react'
import { type SubmitEvent, useState } from 'react'
import { postJson } from '../platform/api.ts'
import type { SessionState } from '../platform/contract.ts'
import { EmailField, Problem, useChecks, useProblems } from './fields.tsx'
import { LINK, PageFrame } from './page-frame.tsx'
import { Submit } from './sign-in-page.tsx'

/** Asks for a link to a new password. It never says whether somebody has this address. */
export function ForgotPage({ session: { mailFolder } }: { readonly session: SessionState }) {
  const { t } = useLingui()
  const check = useChecks()
  const [email, setEmail] = useState('')
  const { problems, accept, form } = useProblems()
  const ask = useMutation({
    mutationFn: async () => postJson('/auth/password/forgot', { email: email.trim() }),
  })
  const back = (
    <Link to="/sign-in" className={`${LINK} justify-self-start text-[14px]`}>
      <Trans>Back to sign-in</Trans>
    </Link>
  )
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const found = { email: check.email(email) }
    if (accept(found)) ask.mutate()
  }
  if (ask.isSuccess) return <Sent email={email.trim()} mailFolder={mailFolder} back={back} />
  return (
    <PageFrame
      title={t`Forgot the password?`}
      about={t`Enter your address: you get a link with which you choose a new one.`}
    >
      <form {...form} onSubmit={submit} className="grid gap-4">
        <EmailField value={email} onValue={setEmail} problem={problems['email']} />
        {ask.isError && <Problem error={ask.error} />}
        <Submit isBusy={ask.isPending} words={t`Send the link`} busyWords={t`Sending…`} />
      </form>
      {back}
    </PageFrame>
  )
}

function Sent({
  email,
  mailFolder,
  back,
}: {
  readonly email: string
  readonly mailFolder: string | null
  readonly back: React.ReactNode
}) {
  const { t } = useLingui()
  return (
    <PageFrame title={t`Look into your mail`}>
      <output className="flex gap-3">
        <MailCheck size={22} aria-hidden className="mt-0.5 shrink-0 text-brand" />
        <span className="text-pretty">
          <Trans>
            If somebody has signed up with <strong dir="ltr">{email}</strong>, a link is on its way there. It
            works once, and for an hour.
          </Trans>
        </span>
      </output>
      {mailFolder !== null && (
        <p className="rounded-lg bg-amber-tint p-3 text-[13.5px] text-pretty text-amber">
          <Trans>
            This installation sends no mail. The mail lies as a file in the folder{' '}
            <code dir="ltr" className="break-all">
              {mailFolder}
            </code>{' '}
            of the computer on which it runs.
          </Trans>
        </p>
      )}
      {mailFolder === null && (
        <p className="text-[13.5px] text-muted">
          <Trans>Nothing there after a few minutes? Look under spam, or check the address.</Trans>
        </p>
      )}
      {back}
    </PageFrame>
  )
}

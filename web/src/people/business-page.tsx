import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useEffect, useState } from 'react'
import { postJson } from '../platform/api.ts'
import type { SessionState } from '../platform/contract.ts'
import { Button } from '../platform/ui/button.tsx'
import { Problem, TextField } from './fields.tsx'
import { PageFrame } from './page-frame.tsx'
import { enter, signOut } from './session.ts'
import { Submit } from './sign-in-page.tsx'

/** For somebody who is signed in and works nowhere: they were taken out, have left, or come without an invitation. */
export function BusinessPage({ session }: { readonly session: SessionState }) {
  const { t } = useLingui()
  const { person, businesses, signUp } = session
  const isMisplaced = person === null || businesses.length > 0
  useEffect(() => {
    if (isMisplaced) location.replace('/inbox')
  }, [isMisplaced])
  const leave = useMutation({ mutationFn: async () => signOut() })
  if (isMisplaced) return <output aria-label={t`Loading…`} />
  const { email } = person
  return (
    <PageFrame
      title={signUp === 'open' ? t`Open a business, or wait for an invitation` : t`Wait for an invitation`}
      about={
        <Trans>
          You belong to no business at the moment. To join one, ask its owner or admin to invite{' '}
          <strong dir="ltr">{email}</strong>.
        </Trans>
      }
    >
      {signUp === 'open' && <OpenForm />}
      {leave.isError && <Problem error={leave.error} />}
      <Button small variant="quiet" className="justify-self-start" onClick={() => leave.mutate()}>
        <Trans>Sign out</Trans>
      </Button>
    </PageFrame>
  )
}

/** Also from inside: whoever has one business may have another. */
export function OpenForm() {
  const { t } = useLingui()
  const [name, setName] = useState('')
  const [isAsked, setAsked] = useState(false)
  const open = useMutation({
    mutationFn: async () => postJson('/me/businesses', { name: name.trim() }),
    onSuccess: async () => enter('/inbox'),
  })
  const isEmpty = name.trim() === ''
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setAsked(true)
    if (!isEmpty) open.mutate()
  }
  return (
    <form onSubmit={submit} noValidate className="grid gap-4">
      <TextField
        label={t`Name of the business`}
        autoComplete="organization"
        maxLength={80}
        dir="auto"
        value={name}
        onValue={setName}
        problem={isAsked && isEmpty ? t`Enter what your business is called` : undefined}
      />
      {open.isError && <Problem error={open.error} />}
      <Submit
        isBusy={open.isPending || open.isSuccess}
        words={t`Open the business`}
        busyWords={t`Opening…`}
      />
    </form>
  )
}

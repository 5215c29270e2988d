import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { CloudAlert, LogOut } from 'lucide-react'
import { type ReactNode, type SubmitEvent, useState } from 'react'
import { meQuery } from '../conversations/queries.ts'
import { announce } from '../platform/announce.ts'
import { patchJson, putJson } from '../platform/api.ts'
import type { SessionState } from '../platform/contract.ts'
import { Button } from '../platform/ui/button.tsx'
import { SectionError, SectionFrame } from '../settings/section-frame.tsx'
import { Card } from './card.tsx'
import { PasswordField, Problem, TextField, useChecks, useProblems } from './fields.tsx'
import { sessionQuery, signOut } from './session.ts'
import { SessionsCard } from './sessions-card.tsx'
import { TwoFactorCard } from './two-factor-card.tsx'

type Person = NonNullable<SessionState['person']>

/** What concerns oneself alone, in whichever business. */
export function AccountSection() {
  const { t } = useLingui()
  const query = useQuery(sessionQuery)
  const person = query.data?.person ?? null
  const leave = useMutation({ mutationFn: async () => signOut() })
  let content: ReactNode
  if (query.isError)
    content = <SectionError icon={CloudAlert} error={query.error} onRetry={() => void query.refetch()} />
  else if (person === null) content = <output className="text-muted">{t`Loading…`}</output>
  else
    content = (
      <>
        {person.isDemo && (
          <p id="demo-reason" className="rounded-xl bg-amber-tint px-4 py-3 text-pretty text-amber">
            <Trans>
              You are looking around as {person.name}, who is made up. So the name, the password and
              two-factor sign-in cannot be changed here: sign up to have an account of your own.
            </Trans>
          </p>
        )}
        <NameCard person={person} />
        <PasswordCard person={person} />
        <TwoFactorCard person={person} />
        <SessionsCard />
        {leave.isError && <Problem error={leave.error} />}
      </>
    )
  return (
    <SectionFrame
      title={t`Your account`}
      about={t`Your name, how you sign in, and where you are signed in.`}
      actions={
        <Button disabled={leave.isPending} onClick={() => leave.mutate()}>
          <LogOut size={18} aria-hidden />
          <Trans>Sign out</Trans>
        </Button>
      }
    >
      {content}
    </SectionFrame>
  )
}

function NameCard({ person }: { readonly person: Person }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const check = useChecks()
  const [name, setName] = useState(person.name)
  const { problems, accept, form } = useProblems()
  const rename = useMutation({
    mutationFn: async () => patchJson('/me/profile', { name: name.trim() }),
    onSuccess: async () => {
      announce(t`The name is changed.`)
      await Promise.all([
        client.invalidateQueries(sessionQuery),
        client.invalidateQueries(meQuery),
        client.invalidateQueries({ queryKey: ['members'] }),
      ])
    },
  })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const found = { name: check.filled(name, t`Enter your name`) }
    if (accept(found)) rename.mutate()
  }
  const isSame = name.trim() === person.name
  return (
    <Card title={t`Name`} about={t`Colleagues see it, and customers where you sign with it.`}>
      <form {...form} onSubmit={submit} className="grid max-w-md gap-4">
        <TextField
          label={t`Your name`}
          name="name"
          autoComplete="name"
          maxLength={80}
          dir="auto"
          value={name}
          onValue={setName}
          problem={problems['name']}
          disabled={person.isDemo}
          aria-describedby={person.isDemo ? 'demo-reason' : undefined}
        />
        <p className="text-[13.5px] text-muted">
          <Trans>
            You sign in with{' '}
            <bdi dir="ltr" className="font-medium text-ink [overflow-wrap:anywhere]">
              {person.email}
            </bdi>
            .
          </Trans>
        </p>
        {rename.isError && <Problem error={rename.error} />}
        <Button
          type="submit"
          className="justify-self-start"
          disabled={person.isDemo || isSame || rename.isPending}
        >
          {rename.isSuccess && isSame ? t`Saved` : t`Save the name`}
        </Button>
      </form>
    </Card>
  )
}

function PasswordCard({ person }: { readonly person: Person }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const check = useChecks()
  const [current, setCurrent] = useState('')
  const [password, setPassword] = useState('')
  const { problems, accept, form } = useProblems()
  const change = useMutation({
    mutationFn: async () => putJson('/me/password', { current, password }),
    onSuccess: () => {
      setCurrent('')
      setPassword('')
      void client.invalidateQueries({ queryKey: ['sessions'] })
    },
  })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const found = { password: check.given(current), 'new-password': check.password(password) }
    if (accept(found)) change.mutate()
  }
  return (
    <Card
      title={t`Password`}
      about={t`A new one signs you out of all other browsers: whoever knew the old one is out as well.`}
    >
      <form {...form} onSubmit={submit} className="grid max-w-md gap-4">
        {/* For password managers, which keep passwords by address. */}
        <input type="email" name="email" autoComplete="username" value={person.email} readOnly hidden />
        <PasswordField
          label={t`Password until now`}
          value={current}
          onValue={setCurrent}
          problem={problems['password']}
          disabled={person.isDemo}
        />
        <PasswordField
          isNew
          label={t`New password`}
          value={password}
          onValue={setPassword}
          problem={problems['new-password']}
          disabled={person.isDemo}
        />
        {change.isError && <Problem error={change.error} />}
        {change.isSuccess && (
          <output className="text-[13.5px] text-brand-strong">
            <Trans>The password is changed. All other browsers are signed out.</Trans>
          </output>
        )}
        <Button type="submit" className="justify-self-start" disabled={person.isDemo || change.isPending}>
          <Trans>Change the password</Trans>
        </Button>
      </form>
    </Card>
  )
}

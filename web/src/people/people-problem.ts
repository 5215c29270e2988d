import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { ApiError } from '../platform/api.ts'
import { useProblemText } from '../platform/ui/problem-text.tsx'

type Words = readonly [title: MessageDescriptor, nextStep: MessageDescriptor]

const LATER = msg`Wait a quarter of an hour, then try again.`

/** What the server refuses around people, in the reader's language: on these pages they may not have learned any other. */
const WORDS: Readonly<Record<string, Words>> = {
  wrong_email_or_password: [
    msg`E-mail address or password is wrong.`,
    msg`Check both. If you forgot the password, reset it.`,
  ],
  too_many_attempts: [msg`Too many attempts.`, LATER],
  wrong_code: [
    msg`This code is not right.`,
    msg`Codes change every 30 seconds: take the one that your app shows now. A backup code works once.`,
  ],
  sign_in_again: [msg`That took too long.`, msg`Sign in again with your password.`],
  wrong_password: [
    msg`This is not your password.`,
    msg`Try again, or sign out and reset it from the sign-in page.`,
  ],
  email_taken: [msg`Somebody has signed up with this address.`, msg`If it is yours, sign in.`],
  wrong_setup_code: [
    msg`The set-up code is missing or wrong.`,
    msg`The program printed it when it started: look there, or ask whoever runs it.`,
  ],
  invited_only: [
    msg`One joins this installation by invitation.`,
    msg`Ask an owner or admin of your team for one.`,
  ],
  link_expired: [
    msg`This link does not work any more.`,
    msg`Each works once and for a limited time: ask for a new one.`,
  ],
  invitation_for_somebody_else: [
    msg`This invitation is for another e-mail address.`,
    msg`Use the address that was invited, or ask for an invitation of yours.`,
  ],
  demo_person: [
    msg`You are looking around as a made-up colleague.`,
    msg`Sign up to have an account and a business of your own.`,
  ],
  not_yours_to_give: [msg`Nobody gives or takes a role above their own.`, msg`Ask an owner of your team.`],
  last_owner: [msg`A business needs an owner.`, msg`Make somebody else an owner first.`],
  already_member: [
    msg`Whoever has this address is in your team already.`,
    msg`Change their role in the list of the team.`,
  ],
  too_many_invitations: [
    msg`There are 200 open invitations already.`,
    msg`Take back those that nobody will use.`,
  ],
  not_allowed: [msg`You may not do this.`, msg`Ask an owner or admin of your team.`],
}

/** An error as a person may read it. */
export function usePeopleProblem(): (error: unknown) => {
  readonly title: string
  readonly nextStep: string
} {
  const { t } = useLingui()
  const other = useProblemText()
  return (error) => {
    const words = error instanceof ApiError ? WORDS[error.problem?.code ?? ''] : undefined
    return words === undefined ? other(error) : { title: t(words[0]), nextStep: t(words[1]) }
  }
}

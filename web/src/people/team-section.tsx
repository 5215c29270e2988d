import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ShieldCheck, UserPlus, UsersRound } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { ROLES, type Role } from '../../../src/tenants/permissions.ts'
import { meQuery } from '../conversations/queries.ts'
import { announce } from '../platform/announce.ts'
import { deleteJson, patchJson } from '../platform/api.ts'
import type { Me, Member } from '../platform/contract.ts'
import { ConfirmDialog } from '../settings/confirm-dialog.tsx'
import { SectionError, SectionFrame } from '../settings/section-frame.tsx'
import { Problem } from './fields.tsx'
import { GuardedButton } from './guarded-button.tsx'
import { InviteDialog } from './invite-dialog.tsx'
import { OpenInvitations } from './open-invitations.tsx'
import { type Own, rolesToGive, type WhyNot, whyNotChange, whyNotRemove } from './may-change.ts'
import { PersonMark } from './person-mark.tsx'
import { membersQuery } from './queries.ts'
import { ROLE_NAMES } from './role-words.ts'
import { RoleTable } from './role-table.tsx'
import { enter } from './session.ts'

/** Who works for this business, as what; who is invited; and what each role may do. */
export function TeamSection() {
  const { t } = useLingui()
  const query = useQuery(membersQuery)
  const { data: me } = useQuery(meQuery)
  const [isInviting, setInviting] = useState(false)
  const members = query.data?.items ?? []
  const own = me === undefined ? null : ownOf(me, members)
  const why = useReason()
  let content: ReactNode
  if (query.isError)
    content = <SectionError icon={UsersRound} error={query.error} onRetry={() => void query.refetch()} />
  else if (query.isPending || own === null) content = <output className="text-muted">{t`Loading…`}</output>
  else
    content = (
      <>
        <MemberList members={members} own={own} />
        {own.mayWrite && <OpenInvitations />}
        <RoleTable />
      </>
    )
  return (
    <SectionFrame
      title={t`Members`}
      about={t`Everybody with an account of their own: so you see who answered, and can let people go one by one.`}
      actions={
        own !== null && (
          <GuardedButton
            variant="primary"
            reason={own.mayWrite ? null : why('no_permission')}
            onClick={() => setInviting(true)}
          >
            <UserPlus size={18} aria-hidden />
            <Trans>Invite a colleague</Trans>
          </GuardedButton>
        )
      }
    >
      {content}
      {isInviting && own !== null && (
        <InviteDialog roles={rolesToGive(own.role)} onClose={() => setInviting(false)} />
      )}
    </SectionFrame>
  )
}

/** Null while nobody knows it. */
function ownOf({ actor, permissions }: Me, members: readonly Member[]): Own | null {
  const role = members.find(({ id }) => id === actor.id)?.role
  return role === undefined ? null : { id: actor.id, role, mayWrite: permissions.includes('team:write') }
}

function useReason(): (why: WhyNot) => string {
  const { t } = useLingui()
  return (why) => {
    if (why === 'no_permission') return t`Only owners and admins may do this.`
    if (why === 'above_own') return t`Nobody changes a role above their own.`
    return t`A business needs an owner. Make somebody else an owner first.`
  }
}

function MemberList({ members, own }: { readonly members: readonly Member[]; readonly own: Own }) {
  const { t } = useLingui()
  const sorted = members.toSorted(
    (a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role) || a.name.localeCompare(b.name),
  )
  return (
    <ul
      aria-label={t`Members`}
      className="divide-y divide-line rounded-xl border border-line bg-surface px-4 sm:px-5"
    >
      {sorted.map((member) => (
        <MemberRow key={member.id} member={member} members={members} own={own} />
      ))}
    </ul>
  )
}

function MemberRow({
  member,
  members,
  own,
}: {
  readonly member: Member
  readonly members: readonly Member[]
  readonly own: Own
}) {
  const { t } = useLingui()
  const why = useReason()
  const [isRemoving, setRemoving] = useState(false)
  const { id, name, email, hasTwoFactor } = member
  const isOwn = id === own.id
  const whyNot = whyNotRemove(own, member, members)
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 py-3">
      <PersonMark id={id} name={name} size={40} />
      <div className="min-w-40 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 font-medium">
          <span dir="auto" className="[overflow-wrap:anywhere]">
            {name}
          </span>
          {isOwn && <Mark>{t`You`}</Mark>}
          {hasTwoFactor && (
            <Mark>
              <ShieldCheck size={13} aria-hidden />
              {t`Two-factor`}
            </Mark>
          )}
          {member.isDemo && <Mark>{t`Made up`}</Mark>}
        </p>
        <p dir="ltr" className="text-start text-[13px] [overflow-wrap:anywhere] text-muted">
          {email}
        </p>
      </div>
      <div className="flex items-center gap-2 max-sm:w-full max-sm:justify-between max-sm:ps-13">
        <RoleChoice member={member} members={members} own={own} />
        <GuardedButton
          small
          variant="danger"
          className="coarse:min-h-11"
          reason={whyNot === null ? null : why(whyNot)}
          aria-label={isOwn ? undefined : t`Remove ${name}`}
          onClick={() => setRemoving(true)}
        >
          {isOwn ? t`Leave` : t`Remove`}
        </GuardedButton>
      </div>
      {isRemoving && <RemoveDialog member={member} isOwn={isOwn} onClose={() => setRemoving(false)} />}
    </li>
  )
}

function Mark({ children }: { readonly children: ReactNode }) {
  return (
    <span className="inline-flex items-center gap-1 rounded-full bg-sunken px-2 py-0.5 text-[12px] font-normal text-muted">
      {children}
    </span>
  )
}

function RoleChoice({
  member: { id, name, role, ...rest },
  members,
  own,
}: {
  readonly member: Member
  readonly members: readonly Member[]
  readonly own: Own
}) {
  const { t } = useLingui()
  const client = useQueryClient()
  const why = useReason()
  const whyNot = whyNotChange(own, { id, name, role, ...rest }, members)
  const reason = whyNot === null ? undefined : why(whyNot)
  const change = useMutation({
    mutationFn: async (next: Role) => patchJson(`/members/${encodeURIComponent(id)}`, { role: next }),
    onSuccess: (_, next) => {
      const nextName = t(ROLE_NAMES[next])
      announce(t`${name} is now: ${nextName}`)
      void client.invalidateQueries({ queryKey: ['audit'] })
      // Their own rights may be others now.
      if (id === own.id) void client.invalidateQueries(meQuery)
    },
    onSettled: async () => client.invalidateQueries({ queryKey: ['members'] }),
  })
  const offered = whyNot === null ? rolesToGive(own.role) : [role]
  const shown = change.isPending ? change.variables : role
  return (
    <span className="grid gap-1">
      {/* A closed choice can still be reached, else nobody would learn why it is closed. */}
      <select
        aria-label={t`Role of ${name}`}
        aria-disabled={reason !== undefined || undefined}
        aria-describedby={reason === undefined ? undefined : `role-${id}`}
        title={reason}
        value={shown}
        disabled={change.isPending}
        onChange={(event) => change.mutate(event.currentTarget.value as Role)}
        className="h-9 min-w-32 rounded-lg border border-control-line bg-surface px-2 text-[14px] aria-disabled:cursor-not-allowed aria-disabled:border-transparent aria-disabled:bg-sunken aria-disabled:text-muted coarse:h-11 coarse:text-[16px]"
      >
        {offered.map((one) => (
          <option key={one} value={one}>
            {t(ROLE_NAMES[one])}
          </option>
        ))}
      </select>
      {reason !== undefined && (
        <span id={`role-${id}`} hidden>
          {reason}
        </span>
      )}
      {change.isError && <Problem error={change.error} />}
    </span>
  )
}

function RemoveDialog({
  member: { id, name },
  isOwn,
  onClose,
}: {
  readonly member: Member
  readonly isOwn: boolean
  readonly onClose: () => void
}) {
  const { t } = useLingui()
  const client = useQueryClient()
  const { data: me } = useQuery(meQuery)
  const business = me?.tenant.name ?? ''
  const remove = async () => {
    await deleteJson(`/members/${encodeURIComponent(id)}`)
    if (isOwn) {
      await enter('/inbox')
      return
    }
    await client.invalidateQueries({ queryKey: ['members'] })
    void client.invalidateQueries({ queryKey: ['audit'] })
  }
  return (
    <ConfirmDialog
      title={isOwn ? t`Leave ${business}?` : t`Remove ${name}?`}
      confirm={isOwn ? t`Leave this business` : t`Remove from the team`}
      onConfirm={remove}
      onClose={onClose}
    >
      {isOwn ? (
        <Trans>
          You see nothing of it any more. To come back you need a new invitation. What you wrote stays.
        </Trans>
      ) : (
        <Trans>
          <strong dir="auto">{name}</strong> can no longer see or do anything here, after five seconds at
          most. What they wrote stays. You can invite them again.
        </Trans>
      )}
    </ConfirmDialog>
  )
}

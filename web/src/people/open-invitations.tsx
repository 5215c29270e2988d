import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { deleteJson } from '../platform/api.ts'
import { dateAndTime } from '../platform/format.ts'
import { Button } from '../platform/ui/button.tsx'
import { Card } from './card.tsx'
import { Problem } from './fields.tsx'
import { invitationsQuery } from './queries.ts'
import { ROLE_NAMES } from './role-words.ts'

/** Who was invited and has not come yet. */
export function OpenInvitations() {
  const { t, i18n } = useLingui()
  const client = useQueryClient()
  const { data, error } = useQuery(invitationsQuery)
  const revoke = useMutation({
    mutationFn: async (id: string) => deleteJson(`/invitations/${encodeURIComponent(id)}`),
    onSettled: async () => client.invalidateQueries({ queryKey: ['invitations'] }),
  })
  const items = data?.items ?? []
  if (items.length === 0 && error === null) return null
  return (
    <Card
      title={t`Open invitations`}
      about={t`A lost link? Invite the same address again: the old link stops working.`}
    >
      {error !== null && <Problem error={error} />}
      <ul className="-my-2 divide-y divide-line">
        {items.map(({ id, email, role, expiresAt, invitedBy }) => {
          const until = dateAndTime(expiresAt, i18n.locale)
          const inviter = invitedBy.name
          return (
            <li key={id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2.5">
              <span className="min-w-40 flex-1">
                <bdi dir="ltr" className="font-medium [overflow-wrap:anywhere]">
                  {email}
                </bdi>
                <span className="block text-[13px] text-muted">
                  {t(ROLE_NAMES[role])} · <Trans>by {inviter}</Trans> · <Trans>until {until}</Trans>
                </span>
              </span>
              <Button
                small
                variant="danger"
                className="coarse:min-h-11"
                disabled={revoke.isPending}
                aria-label={t`Take back: ${email}`}
                onClick={() => revoke.mutate(id)}
              >
                <Trans>Take back</Trans>
              </Button>
            </li>
          )
        })}
      </ul>
      {revoke.isError && <Problem error={revoke.error} />}
    </Card>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Laptop, Smartphone } from 'lucide-react'
import { useNow } from '../platform/clock.ts'
import { deleteJson, getJson } from '../platform/api.ts'
import type { SessionList } from '../platform/contract.ts'
import { listTime } from '../platform/format.ts'
import { Button } from '../platform/ui/button.tsx'
import { browserWords } from './browser-words.ts'
import { Card } from './card.tsx'
import { Problem } from './fields.tsx'

const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: ({ signal }) => getJson<SessionList>('/me/sessions', signal),
  staleTime: 0,
})

/** Every browser in which one is signed in; any but this one can be signed out from here. */
export function SessionsCard() {
  const { t } = useLingui()
  const client = useQueryClient()
  const query = useQuery(sessionsQuery)
  const end = useMutation({
    mutationFn: async (id: string | null) =>
      deleteJson(id === null ? '/me/sessions' : `/me/sessions/${encodeURIComponent(id)}`),
    onSettled: async () => client.invalidateQueries({ queryKey: ['sessions'] }),
  })
  const items = (query.data?.items ?? []).toSorted(
    (a, b) => Number(b.isThis) - Number(a.isThis) || b.seenAt - a.seenAt,
  )
  return (
    <Card
      title={t`Where you are signed in`}
      about={t`Do you not know one of these? Sign it out and change your password.`}
    >
      {query.isPending && <output className="text-muted">{t`Loading…`}</output>}
      {query.isError && <Problem error={query.error} />}
      {items.length > 0 && (
        <ul className="-my-2 divide-y divide-line">
          {items.map((session) => (
            <Row
              key={session.id}
              session={session}
              isBusy={end.isPending}
              onEnd={() => end.mutate(session.id)}
            />
          ))}
        </ul>
      )}
      {end.isError && <Problem error={end.error} />}
      {items.length > 1 && (
        <Button
          variant="danger"
          className="-ms-2 justify-self-start"
          disabled={end.isPending}
          onClick={() => end.mutate(null)}
        >
          <Trans>Sign out all others</Trans>
        </Button>
      )}
    </Card>
  )
}

function Row({
  session: { isThis, userAgent, ipAddress, seenAt },
  isBusy,
  onEnd,
}: {
  readonly session: SessionList['items'][number]
  readonly isBusy: boolean
  readonly onEnd: () => void
}) {
  const { t, i18n } = useLingui()
  const now = useNow(60_000)
  const { browser, system } = browserWords(userAgent)
  const name =
    browser !== null && system !== null
      ? t`${browser} on ${system}`
      : (browser ?? system ?? t`Unknown browser`)
  const isPhone = system === 'Android' || system === 'iPhone'
  const Icon = isPhone ? Smartphone : Laptop
  const seen = listTime(seenAt, now, i18n.locale)
  return (
    <li className="flex min-h-14 items-center gap-3 py-2">
      <span className="grid size-9 shrink-0 place-items-center rounded-lg bg-sunken text-muted">
        <Icon size={19} aria-hidden />
      </span>
      <span className="min-w-0 flex-1">
        <span className="block font-medium">{name}</span>
        <span className="block text-[13px] text-muted">
          {isThis ? t`This browser` : t`Last seen: ${seen}`}
          {ipAddress !== null && ipAddress !== '' && (
            <>
              {' · '}
              <bdi dir="ltr">{ipAddress}</bdi>
            </>
          )}
        </span>
      </span>
      {!isThis && (
        <Button
          small
          variant="danger"
          className="shrink-0 coarse:min-h-11"
          disabled={isBusy}
          aria-label={t`Sign out: ${name}`}
          onClick={onEnd}
        >
          <Trans>Sign out</Trans>
        </Button>
      )}
    </li>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { UserRoundCheck } from 'lucide-react'
import { useId } from 'react'
import { meQuery } from '../conversations/queries.ts'
import { announce } from '../platform/announce.ts'
import { getJson, putJson } from '../platform/api.ts'
import type { AssignmentRule } from '../platform/contract.ts'
import { FIELD, ProblemLine, SectionError, SectionFrame } from '../settings/section-frame.tsx'
import { useAssignees } from './queries.ts'

const ruleQuery = queryOptions({
  queryKey: ['assignment-rule'],
  queryFn: ({ signal }) => getJson<AssignmentRule>('/assignment', signal),
  staleTime: 0,
})

/** How new conversations find somebody by themselves. Each choice counts at once. Lazy. */
export function AssignmentSection() {
  const { t } = useLingui()
  const client = useQueryClient()
  const query = useQuery(ruleQuery)
  const mayWrite = useQuery(meQuery).data?.permissions.includes('settings:write') === true
  const { mutate, error, isPending, variables } = useMutation({
    mutationFn: (rule: AssignmentRule) => putJson<AssignmentRule>('/assignment', rule),
    onSuccess: (rule) => {
      client.setQueryData(ruleQuery.queryKey, rule)
      announce(t`Saved`)
    },
  })
  const rule = isPending ? variables : query.data
  return (
    <SectionFrame
      title={t`Assignment`}
      about={t`When a customer writes and nobody has the conversation, Harkara can give it to somebody at once.`}
    >
      {query.isPending && <p className="text-muted">{t`Loading…`}</p>}
      {query.isError && (
        <SectionError icon={UserRoundCheck} error={query.error} onRetry={() => void query.refetch()} />
      )}
      {rule !== undefined && (
        <RuleForm rule={rule} isDisabled={!mayWrite || isPending} onRule={(wish) => mutate(wish)} />
      )}
      {error !== null && <ProblemLine error={error} />}
      {rule !== undefined && rule.mode !== 'off' && <WhoIsThere rule={rule} />}
    </SectionFrame>
  )
}

function RuleForm({
  rule,
  isDisabled,
  onRule,
}: {
  readonly rule: AssignmentRule
  readonly isDisabled: boolean
  readonly onRule: (rule: AssignmentRule) => void
}) {
  const { t } = useLingui()
  const id = useId()
  const { teams } = useAssignees()
  const modes: readonly (readonly [AssignmentRule['mode'], string, string])[] = [
    ['off', t`Off`, t`People take conversations, or give them to each other.`],
    ['round_robin', t`In turn`, t`One after the other, so that everybody gets as many.`],
    ['least_busy', t`To whoever has the fewest`, t`Open conversations are counted.`],
  ]
  return (
    <fieldset disabled={isDisabled} className="grid gap-5 rounded-xl border border-line bg-surface p-4">
      <div role="radiogroup" aria-label={t`How`} className="grid gap-1">
        {modes.map(([mode, name, about]) => (
          <label key={mode} className="flex min-h-11 items-start gap-2.5 py-1">
            <input
              type="radio"
              name={id}
              checked={rule.mode === mode}
              onChange={() => onRule({ ...rule, mode })}
              className="mt-1 size-4 shrink-0 accent-brand"
            />
            <span>
              {name}
              <span className="block text-[13px] text-muted">{about}</span>
            </span>
          </label>
        ))}
      </div>
      {rule.mode !== 'off' && (
        <>
          <label className="grid max-w-sm gap-1.5 text-[13px] font-medium">
            <Trans>Among</Trans>
            <select
              value={rule.teamId ?? ''}
              onChange={(event) => {
                const { value } = event.currentTarget
                onRule({ ...rule, teamId: value === '' ? null : value })
              }}
              className={`${FIELD} text-[14.5px] font-normal`}
            >
              <option value="">{t`Everybody who may answer`}</option>
              {teams.map((team) => (
                <option key={team.id} value={team.id}>
                  {team.name}
                </option>
              ))}
            </select>
          </label>
          <label className="flex items-start gap-2.5">
            <input
              type="checkbox"
              checked={rule.isSticky}
              onChange={(event) => onRule({ ...rule, isSticky: event.currentTarget.checked })}
              className="mt-1 size-4 shrink-0 accent-brand"
            />
            <span>
              {t`Customers come back to the same person`}
              <span className="block text-[13px] text-muted">
                <Trans>If that person is available; otherwise somebody else gets them.</Trans>
              </span>
            </span>
          </label>
        </>
      )}
    </fieldset>
  )
}

/** Who gets conversations now: the switch itself is in the inbox, where each has their own. */
function WhoIsThere({ rule: { teamId } }: { readonly rule: AssignmentRule }) {
  const { t } = useLingui()
  const { people, teams } = useAssignees()
  const team = teams.find(({ id }) => id === teamId)
  const among = people.filter(
    ({ id, mayAnswer }) => mayAnswer && (teamId === null || team?.memberIds.includes(id) === true),
  )
  return (
    <section aria-label={t`Who gets conversations now`}>
      <h3 className="font-semibold">{t`Who gets conversations now`}</h3>
      <p className="mb-2 text-[13px] text-muted">
        <Trans>Everybody says for themselves whether they are there: in the inbox, above the list.</Trans>
      </p>
      {among.some(({ isAvailable }) => isAvailable) ? null : (
        <p role="alert" className="mb-2 rounded-lg bg-amber-tint px-3 py-2 text-[13.5px] text-amber">
          <Trans>Nobody is available: new conversations wait until somebody is.</Trans>
        </p>
      )}
      <ul className="divide-y divide-line rounded-xl border border-line bg-surface empty:hidden">
        {among.map(({ id, name, isAvailable }) => (
          <li key={id} className="flex min-h-11 items-center gap-3 px-4">
            <span
              aria-hidden
              className={`size-2.5 shrink-0 rounded-full ${isAvailable ? 'bg-brand' : 'bg-amber-mark'}`}
            />
            <bdi className="min-w-0 flex-1 truncate">{name}</bdi>
            <span className="text-[13px] text-muted">{isAvailable ? t`Available` : t`Away`}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { UsersRound } from 'lucide-react'
import { announce } from '../platform/announce.ts'
import { deleteJson, getJson, patchJson, postJson } from '../platform/api.ts'
import type { Team } from '../platform/contract.ts'
import { EditableList } from '../settings/editable-list.tsx'
import { assigneesQuery, useAssignees } from './queries.ts'
import { TeamForm, type TeamWords } from './team-form.tsx'

export const teamsQuery = queryOptions({
  queryKey: ['teams'],
  queryFn: ({ signal }) => getJson<{ items: Team[] }>('/teams', signal),
  staleTime: 0,
})

/** Groups of members, to which conversations can be given. Lazy. */
export function TeamsSection() {
  const { t } = useLingui()
  const client = useQueryClient()
  const query = useQuery(teamsQuery)
  const { people } = useAssignees()
  const refresh = async () => {
    void client.invalidateQueries({ queryKey: assigneesQuery.queryKey })
    await client.invalidateQueries({ queryKey: teamsQuery.queryKey })
  }
  const save = async (team: Team | null, words: TeamWords) => {
    if (team === null) await postJson<Team>('/teams', words)
    else await patchJson<Team>(pathOf(team), words)
    await refresh()
    announce(t`Team saved`)
  }
  const namesOf = ({ memberIds }: Team): string => {
    const names = people.filter(({ id }) => memberIds.includes(id)).map(({ name }) => name)
    const count = memberIds.length
    if (count === 0) return t`Nobody is in it yet`
    return `${t`${plural(count, { one: '# person', other: '# people' })}`}: ${names.join(', ')}`
  }
  return (
    <EditableList
      title={t`Teams`}
      about={t`Conversations can be given to a team as well as to a person: sales, returns, the shop in Jaipur.`}
      icon={UsersRound}
      query={query}
      keyOf={({ id }) => id}
      make={t`New team`}
      empty={{
        title: t`There are no teams yet`,
        text: t`With a team, everybody in it sees in one place what is theirs to answer.`,
      }}
      words={({ name }) => ({
        change: t`Change ${name}`,
        remove: t`Delete ${name}`,
        question: t`Delete the team “${name}”?`,
        loss: t`Its conversations stay, with whoever has them, and belong to no team.`,
        confirm: t`Delete the team`,
      })}
      renderRow={(team) => (
        <div className="py-1">
          <span className="block truncate text-[14.5px] font-medium">
            <bdi>{team.name}</bdi>
          </span>
          <span className="block text-[12.5px] text-muted">{namesOf(team)}</span>
        </div>
      )}
      renderForm={(team, close) => (
        <TeamForm
          initial={team ?? { name: '', memberIds: [] }}
          onSubmit={async (words) => {
            await save(team, words)
            close()
          }}
          onCancel={close}
        />
      )}
      onDelete={async (team) => {
        await deleteJson(pathOf(team))
        void refresh()
      }}
    />
  )
}

const pathOf = ({ id }: Team) => `/teams/${encodeURIComponent(id)}`

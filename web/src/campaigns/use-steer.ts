import { useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { meQuery } from '../conversations/queries.ts'
import { announce } from '../platform/announce.ts'
import type { Campaign, CampaignProblem } from '../platform/contract.ts'
import { ApiError } from '../platform/api.ts'
import { useTellProblem } from '../platform/ui/problem-text.tsx'
import { useCampaignWords } from './campaign-words.ts'
import { campaignQuery, useSteerCampaign } from './queries.ts'

/**
 * Pauses a campaign or lets it go on. A pause is shown at once, for it holds whatever the server says next; whether it may go on, only the
 * server knows.
 */
export function useSteer(campaign: Campaign) {
  const { t } = useLingui()
  const client = useQueryClient()
  const tellProblem = useTellProblem()
  const words = useCampaignWords()
  const { mutateAsync, isPending, variables } = useSteerCampaign(campaign.id)
  const { queryKey } = campaignQuery(campaign.id)

  const pause = async () => {
    // An answer that is on its way would show it running again.
    await client.cancelQueries({ queryKey })
    const name = client.getQueryData(meQuery.queryKey)?.actor.name
    client.setQueryData(queryKey, (old) =>
      old === undefined ? old : { ...old, state: 'paused' as const, pausedBecause: { by: 'person', name } },
    )
    try {
      await mutateAsync('pause')
      announce(t`Paused`)
    } catch (error) {
      client.setQueryData(queryKey, campaign)
      tellProblem(error)
    }
  }
  const resume = async () => {
    try {
      await mutateAsync('resume')
      announce(t`It goes on`)
    } catch (error) {
      const why = problemsOf(error).map((one) => words.problem(one))
      if (why.length === 0) tellProblem(error)
      else announce([t`It cannot go on yet.`, ...why].join(' '), 'problem')
    }
  }
  return { pause, resume, isPending, isResuming: isPending && variables === 'resume' }
}

/** What keeps it from going on, where that is why the server refused. */
function problemsOf(error: unknown): readonly CampaignProblem[] {
  const problem = error instanceof ApiError ? error.problem : null
  if (problem === null || !('problems' in problem) || !Array.isArray(problem.problems)) return []
  return problem.problems as readonly CampaignProblem[]
}

import { useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { offerUndo } from '../conversations/undo.ts'
import { announce } from '../platform/announce.ts'
import { patchJson } from '../platform/api.ts'
import type { Deal, DealPage } from '../platform/contract.ts'
import { useTellProblem } from '../platform/ui/problem-text.tsx'
import { moveDeal, type Move, standingOf } from './move-deal.ts'
import { boardQuery, dealsKey } from './queries.ts'

/** Moves a deal: on the screen at once, then on the server; and offers to take it back. */
export function useMove(): (deal: Deal, to: Move, stageName: string) => void {
  const { t } = useLingui()
  const client = useQueryClient()
  const tellProblem = useTellProblem()
  const put = async (deal: Deal, to: Move) => {
    const key = boardQuery.queryKey
    await client.cancelQueries({ queryKey: key })
    client.setQueryData<DealPage>(key, (page) => page && moveDeal(page, deal.id, to))
    try {
      await patchJson(`/deals/${encodeURIComponent(deal.id)}`, to)
    } catch (error) {
      tellProblem(error)
    }
    await client.invalidateQueries({ queryKey: dealsKey })
  }
  return (deal, to, stageName) => {
    const page = client.getQueryData<DealPage>(boardQuery.queryKey)
    const was = page === undefined ? null : standingOf(page, deal.id)
    if (was === null || (was.stageId === to.stageId && was.beforeId === to.beforeId)) return
    const { title } = deal
    announce(t`“${title}” is now in “${stageName}”`)
    offerUndo({ text: t`“${title}” is now in “${stageName}”`, undo: () => void put(deal, was) })
    void put(deal, to)
  }
}

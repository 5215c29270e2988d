/** The board as it is cached, and what a move does to it before the server has answered. Pure. */
import type { Deal, DealPage } from '../platform/contract.ts'

export type Move = {
  readonly stageId: string
  /** The deal that shall follow it; null: it comes last. */
  readonly beforeId: string | null
}

/** The deals of a stage, from above. */
export const dealsIn = (page: DealPage, stageId: string): readonly Deal[] =>
  page.items.filter((deal) => deal.stageId === stageId)

/** Where it stands: what `moveDeal` needs to bring it back. */
export function standingOf(page: DealPage, id: string): Move | null {
  const deal = page.items.find((one) => one.id === id)
  if (deal === undefined) return null
  const column = dealsIn(page, deal.stageId)
  return { stageId: deal.stageId, beforeId: column[column.indexOf(deal) + 1]?.id ?? null }
}

/** One step up or down within its stage; null: it is at the end already. */
export function stepOf(page: DealPage, id: string, step: -1 | 1): Move | null {
  const deal = page.items.find((one) => one.id === id)
  if (deal === undefined) return null
  const column = dealsIn(page, deal.stageId)
  const at = column.indexOf(deal)
  if (at + step < 0 || at + step >= column.length) return null
  return { stageId: deal.stageId, beforeId: column[step < 0 ? at - 1 : at + 2]?.id ?? null }
}

export function moveDeal(page: DealPage, id: string, { stageId, beforeId }: Move): DealPage {
  const deal = page.items.find((one) => one.id === id)
  if (deal === undefined || beforeId === id) return page
  const rest = page.items.filter((one) => one !== deal)
  const target = rest.filter((one) => one.stageId === stageId)
  const at = beforeId === null ? -1 : target.findIndex((one) => one.id === beforeId)
  const column = target.toSpliced(at < 0 ? target.length : at, 0, { ...deal, stageId })
  return {
    items: [...rest.filter((one) => one.stageId !== stageId), ...column],
    sums: withSum(withSum(page.sums, deal, -1), { ...deal, stageId }, 1),
  }
}

function withSum(sums: DealPage['sums'], deal: Deal, sign: 1 | -1): DealPage['sums'] {
  const known = sums.find(({ stageId }) => stageId === deal.stageId)
  const was = known ?? { stageId: deal.stageId, dealCount: 0, valuePaise: 0 }
  const now = {
    ...was,
    dealCount: was.dealCount + sign,
    valuePaise: was.valuePaise + sign * deal.valuePaise,
  }
  return [...sums.filter((sum) => sum !== known), now]
}

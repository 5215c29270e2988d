/** What the chart of a campaign's course shows: what was done, and what is planned, on one scale. Pure. */
import type { Campaign } from '../platform/contract.ts'
import { type Point, realCurve } from './sending-rate.ts'

export type PlanLines = {
  readonly from: number
  readonly to: number
  /** Everybody who is to get it. */
  readonly top: number
  readonly real: readonly Point[]
  readonly planned: readonly Point[]
  /** An earlier plan, to compare with. */
  readonly before: readonly Point[]
  /** Between these the end most likely lies. */
  readonly band: { readonly from: number; readonly to: number } | null
  readonly stops: readonly { readonly from: number; readonly until: number; readonly because: string }[]
}

type Plan = NonNullable<Campaign['plan']>

/** null: there is nothing to draw yet. */
export function planLines(
  {
    progress,
    plan,
    startedAt,
    endedAt,
    state,
  }: Pick<Campaign, 'progress' | 'plan' | 'startedAt' | 'endedAt' | 'state'>,
  before: Plan | null,
): PlanLines | null {
  if (progress === null) return null
  const top = progress.audience - progress.skipped
  if (top <= 0) return null
  // What is over goes on being counted, but not being sent.
  const at = Math.min(progress.at, endedAt ?? progress.at)
  const real = realCurve({ minutes: progress.minutes, at }, top - progress.waiting, startedAt)
  const isGoing = state === 'running' || state === 'preparing'
  const planned = isGoing && plan !== null ? plan.curve : []
  const earlier = before?.curve ?? []
  const { earliest, latest } = plan ?? { earliest: null, latest: null }
  const band = isGoing && earliest !== null && latest !== null ? { from: earliest, to: latest } : null
  const ends = [...real, ...planned, ...earlier].map(({ at }) => at)
  const from = Math.min(startedAt ?? at, real[0]?.at ?? at)
  const to = Math.max(...ends, band?.to ?? 0, at)
  if (to - from < 1000) return null
  return { from, to, top, real, planned, before: earlier, band, stops: isGoing ? (plan?.stops ?? []) : [] }
}

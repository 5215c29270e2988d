/** What a plan means for whoever reads it: where it stands still, and how many will have got it by then. Pure. */
import type { CampaignCheck } from '../../platform/contract.ts'

export type Plan = NonNullable<CampaignCheck['plan']>
type Stop = Plan['stops'][number]

/**
 * From its beginning on; null: it is a plan of another beginning.
 * @param startsAt null: as soon as it is started
 */
export function fromStart(plan: Plan, startsAt: number | null): Plan | null {
  if (startsAt === null || startsAt <= plan.madeAt) return plan
  if (plan.endsAt !== null && plan.endsAt < startsAt) return null
  const begins = { at: startsAt, done: doneAt(plan, startsAt) }
  return {
    ...plan,
    curve: [begins, ...plan.curve.filter(({ at }) => at > startsAt)],
    stops: plan.stops.filter(({ until }) => until > startsAt),
  }
}

/** Shorter ones are nobody's business. */
const STOP_LEAST_MS = 10 * 60_000
/** Between two stops at least this part is sent, or they are one. */
const BETWEEN_LEAST = 0.02

/** One after the other, for one reason or several: the longest first. */
export type Pause = { readonly from: number; readonly until: number; readonly because: readonly string[] }

/** Where it stands still for long, or for a good part of the whole. */
export function pausesOf(plan: Plan): readonly Pause[] {
  const [first, last] = [plan.curve[0], plan.curve.at(-1)]
  if (first === undefined || last === undefined) return []
  const least = Math.min(STOP_LEAST_MS, (last.at - first.at) / 4)
  const between = (last.done - first.done) * BETWEEN_LEAST
  const runs: Stop[][] = []
  for (const stop of plan.stops) {
    const run = runs.at(-1)
    const before = run?.at(-1)
    const isOne = before !== undefined && doneAt(plan, stop.from) - doneAt(plan, before.until) <= between
    if (isOne) run?.push(stop)
    else runs.push([stop])
  }
  return runs.flatMap((run) => {
    const [from, until] = [run[0]?.from ?? 0, run.at(-1)?.until ?? 0]
    return until - from < least ? [] : [{ from, until, because: reasonsOf(run) }]
  })
}

function reasonsOf(run: readonly Stop[]): readonly string[] {
  const ms = new Map<string, number>()
  for (const { from, until, because } of run) ms.set(because, (ms.get(because) ?? 0) + until - from)
  return [...ms].toSorted(([, one], [, other]) => other - one).map(([because]) => because)
}

/** Between two points of the curve it goes on evenly. */
export function doneAt({ curve }: Pick<Plan, 'curve'>, at: number): number {
  let before = curve[0]
  for (const point of curve) {
    if (point.at >= at) {
      if (before === undefined || point.at === before.at || point.at === at) return point.done
      return Math.round(
        before.done + ((point.done - before.done) * (at - before.at)) / (point.at - before.at),
      )
    }
    before = point
  }
  return before?.done ?? 0
}

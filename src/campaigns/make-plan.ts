/** Looks up what a campaign's end depends on, and plans it. */
import { PLACE_MS, placesLeft } from '#outbound/portfolio-places.ts'
import { readHold } from '#outbound/read-hold.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { after, instant, SECOND_MS, type Instant } from '#platform/time.ts'
import { ANSWER_HALF_MS } from './guard-evidence.ts'
import { FIRST_SLICE_MIN } from './guard.ts'
import type { CampaignRow } from './internal/campaigns-sql.ts'
import { selectOthersRemaining, selectOtherTraffic, selectThroughput } from './internal/plan-sql.ts'
import { planCampaign } from './plan.ts'
import type { PlanInput } from './plan-input.ts'
import { readSpeeds } from './plan-speeds.ts'
import { offsetMinutesOf } from './quiet-hours.ts'
import type { Campaign, Progress } from './shapes.ts'

/** This part of a number's pace comes back each second after Meta slowed it down (`outbound/pacing.ts`). */
const REGAINED_PER_SECOND = 0.02

type StoredPlan = NonNullable<Campaign['plan']>

export type PlanWish = {
  /** Who still waits, by the clock on their wall. */
  readonly waiting: readonly { readonly zone: string; readonly count: number }[]
  /** null: it has not begun. */
  readonly progress: Progress | null
  readonly startsAt: number | null
  /** The guard's first slice is still to come, or it waits. */
  readonly isFirst: boolean
  readonly opensAt: Instant | null
}

export async function makePlan(
  client: Client,
  tenant: TenantId,
  campaign: Pick<CampaignRow, 'id' | 'channelId' | 'definition' | 'allowed' | 'taken'>,
  wish: PlanWish,
  now: Instant,
): Promise<StoredPlan> {
  const mps = await selectThroughput(client, tenant, campaign.channelId)
  const { left, leaving } = await placesLeft(client, tenant, campaign.channelId, now)
  const speeds = await readSpeeds(client, tenant, campaign.channelId, now)
  const hold = await readHold(client, tenant, campaign.channelId)
  const others = await selectOthersRemaining(client, tenant, campaign.channelId, campaign.id)
  const plan = planCampaign({
    now,
    startsAt: wish.startsAt === null || wish.startsAt <= now ? null : instant(wish.startsAt),
    recipients: wish.waiting.map(({ zone, count }) => ({
      offsetMinutes: offsetMinutesOf(zone, now),
      count,
    })),
    quietHours: campaign.definition.quietHours,
    rate: {
      presentPerSecond:
        speeds.presentPerSecond === null
          ? mps
          : speeds.presentPerSecond + (speeds.regainingMs / SECOND_MS) * REGAINED_PER_SECOND * mps,
      ceilingPerSecond: mps,
      regainedPerSecond: REGAINED_PER_SECOND,
      achievedPerSecond: speeds.achievedPerSecond,
    },
    places:
      left === null
        ? null
        : {
            left,
            leaving: leaving.map(({ at, count }) => ({ at: instant(at), count })),
            heldMs: PLACE_MS,
          },
    needsNoPlace: 0,
    otherTraffic: await selectOtherTraffic(client, tenant, campaign.channelId, now),
    otherCampaigns: others.map((remaining) => ({ remaining })),
    slices: slicesOf(campaign, wish),
    pausedUntil: hold === null ? wish.opensAt : 'unknown',
    dayCaps: [],
  })
  return {
    madeAt: now,
    // Those who were taken already do not get theirs either.
    ...(hold === null
      ? { endsAt: plan.endsAt, earliest: plan.earliest, latest: plan.latest }
      : { endsAt: null, earliest: null, latest: null }),
    bottleneck: plan.bottleneck,
    because: plan.because,
    hold,
    curve: plan.curve.map(({ at, done }) => ({ at, done: done + doneBefore(campaign, wish) })),
    stops: plan.stops.map(({ from, until, because }) => ({ from, until, because })),
  }
}

/** By the same count as those who wait; who is taken meanwhile is in neither. */
function doneBefore({ taken }: Pick<CampaignRow, 'taken'>, { progress, waiting }: PlanWish): number {
  if (progress === null) return taken
  return progress.audience - progress.skipped - waiting.reduce((sum, { count }) => sum + count, 0)
}

/** As the guard lets a campaign go that nobody minds: a first part, and five times as many when half of the answers are in. */
function slicesOf(
  { definition, allowed, taken }: Pick<CampaignRow, 'definition' | 'allowed' | 'taken'>,
  { isFirst }: PlanWish,
): PlanInput['slices'] {
  if (!definition.isGuarded) return []
  if (isFirst) return [{ allowed: FIRST_SLICE_MIN, waitMs: 2 * ANSWER_HALF_MS }]
  return allowed === null || allowed <= taken ? [] : [{ allowed: allowed - taken, waitMs: ANSWER_HALF_MS }]
}

/** A plan that is older is made anew even if nothing changed. */
export const PLAN_MS = 20_000
export const isStale = (plan: StoredPlan | null, now: Instant): boolean =>
  plan === null || after(instant(plan.madeAt), PLAN_MS) <= now

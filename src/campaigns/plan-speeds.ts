/**
 * How fast a number really sends, by what it sent in the last minutes: a busy machine, a slow line or Meta's answers make it slower than
 * it may be. Counted are all its messages, in stretches of five seconds, so that a campaign's first plans know it too.
 */
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { after, MINUTE_MS, SECOND_MS, type Instant } from '#platform/time.ts'

export type Speeds = {
  /** Of each stretch in which nothing but the number's speed held it, oldest first. */
  readonly achievedPerSecond: readonly number[]
  /** Where its pace stood in the last stretch, after Meta said 130429; null: as fast as it may. */
  readonly presentPerSecond: number | null
  /** It has been coming back since then, for so long. */
  readonly regainingMs: number
}

/**
 * What went out in one stretch, how much of it not for the first time, in how many of its seconds, and under which owner's epoch; null:
 * nothing did.
 */
export type Sent = {
  readonly messages: number
  readonly again: number
  readonly seconds: number
  readonly epoch: number | null
}

const STRETCH_SECONDS = 5
const STRETCH_MS = STRETCH_SECONDS * SECOND_MS
const SEEN_MS = 3 * MINUTE_MS
const STRETCHES = SEEN_MS / STRETCH_MS
/** A number that says this much in a stretch says something in each second, unless it stands still. */
const STANDS_STILL_FROM = 25
/** So much sent again: Meta has refused. */
const REFUSED_PART = 0.2
/** So much of it without standing still says enough. */
const EVEN_PART = 0.25
/** What Meta refuses is sent again a little later, when the storm is over. */
const STORM_STRETCHES = 4
/** Then the pace comes back within a minute (`outbound/pacing.ts`). */
const RECOVERY_STRETCHES = 12

export async function readSpeeds(
  client: Client,
  tenant: TenantId,
  channel: string,
  now: Instant,
): Promise<Speeds> {
  // Uses sends_recent.
  const { rows } = await client.query<{ second: number } & Omit<Sent, 'seconds'>>({
    name: 'read_speeds',
    text: `select floor(extract(epoch from s.dispatching_at - $3::timestamptz))::int as second,
        count(*)::int as messages, count(*) filter (where s.attempts > 1)::int as again, max(s.epoch)::int as epoch
      from sends s where s.tenant_id = $1 and s.channel_id = $2 and s.dispatching_at >= $3 and s.dispatching_at < $4 and s.kind = 'message'
      group by 1`,
    values: [tenant, channel, new Date(after(now, -SEEN_MS)), new Date(now)],
  })
  const sent = Array.from({ length: STRETCHES }, (): Sent => NOTHING)
  for (const { second, ...one } of rows) {
    const nth = Math.floor(second / STRETCH_SECONDS)
    if (sent[nth] !== undefined) sent[nth] = joined(sent[nth], { ...one, seconds: 1 })
  }
  return speedsOf(sent)
}

const NOTHING: Sent = { messages: 0, again: 0, seconds: 0, epoch: null }

const joined = (one: Sent, other: Sent): Sent => ({
  messages: one.messages + other.messages,
  again: one.again + other.again,
  seconds: one.seconds + other.seconds,
  epoch: Math.max(one.epoch ?? 0, other.epoch ?? 0),
})

/** @param sent oldest first; the last one has just ended. */
export function speedsOf(sent: readonly Sent[]): Speeds {
  const refused = sent.map(({ messages, again }) => again > messages * REFUSED_PART)
  const slowedBy = (nth: number): boolean =>
    refused.slice(Math.max(0, nth - RECOVERY_STRETCHES), nth + STORM_STRETCHES + 1).includes(true)
  const isMoving = (nth: number): boolean => (sent[nth]?.messages ?? 0) > 0
  const isSameOwner = (nth: number): boolean => sent[nth]?.epoch === sent[nth - 1]?.epoch
  // At both ends of a standstill it went for a part of the stretch only, and so around a change of its owner; what goes on now is whole.
  const isWhole = (nth: number): boolean =>
    isMoving(nth) &&
    isMoving(nth - 1) &&
    isSameOwner(nth) &&
    (nth === sent.length - 1 || (isMoving(nth + 1) && isSameOwner(nth + 1)))
  const stoodStill = ({ messages, seconds }: Sent): boolean =>
    messages >= STANDS_STILL_FROM && seconds < STRETCH_SECONDS
  const free = sent.filter((_, nth) => isWhole(nth) && !slowedBy(nth))
  const even = free.filter((one) => !stoodStill(one))
  // What broke down for a while is over. What breaks down nearly all the time will go on doing so.
  const achieved = even.length >= free.length * EVEN_PART ? even : free
  const isSlowed = refused.slice(-RECOVERY_STRETCHES).includes(true)
  return {
    achievedPerSecond: achieved.map(perSecond),
    presentPerSecond: isSlowed ? perSecond(sent.at(-1) ?? NOTHING) : null,
    // Since the middle of the last stretch, unless it was refused still.
    regainingMs: isSlowed && refused.at(-1) === false ? STRETCH_MS / 2 : 0,
  }
}

const perSecond = ({ messages }: Sent): number => messages / STRETCH_SECONDS

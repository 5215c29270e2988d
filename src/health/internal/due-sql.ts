import type { Pool } from 'pg'
import type { Instant } from '#platform/time.ts'

/** Ids only: asked before the tenant is known. */
export type DueNumber = {
  readonly tenant: string
  readonly channel: string
  readonly phoneNumberId: string
  readonly wabaId: string
  /** Until then it is ours. */
  readonly until: Date
}

/** Numbers whose time has come; they are moved to `until`, so nobody else takes them. Uses channel_routes_health_due. */
export async function takeDue(pool: Pool, now: Instant, until: Instant, limit: number): Promise<DueNumber[]> {
  const { rows } = await pool.query<DueNumber>(
    `update channel_routes r set health_due_at = $2 from (
       select phone_number_id from channel_routes where health_due_at <= $1 order by health_due_at limit $3 for update skip locked) due
     where r.phone_number_id = due.phone_number_id
     returning r.tenant_id as tenant, r.channel_id as channel, r.phone_number_id as "phoneNumberId", r.waba_id as "wabaId",
       r.health_due_at as until`,
    [new Date(now), new Date(until), limit],
  )
  return rows
}

/** When it is asked about next; what came in meanwhile and wants to be asked about at once stays so. */
export async function postpone(pool: Pool, { channel, until }: DueNumber, next: Instant): Promise<void> {
  await pool.query(
    'update channel_routes set health_due_at = $3 where channel_id = $1 and health_due_at = $2',
    [channel, until, new Date(next)],
  )
}

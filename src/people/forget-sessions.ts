/** Deletes sessions and proofs that are over. */
import { after, DAY_MS, type Instant } from '#platform/time.ts'
import { deleteSessionsBefore, deleteVerificationsBefore, type Queries } from './internal/sql.ts'

/** A session that is over lets nobody in, but says a little longer which business its person had open last. */
const SESSION_KEPT_MS = 7 * DAY_MS
/** A transaction that writes must be short. */
const ROWS_MAX = 500

/** Some of those that nobody will ask for again, of people and so of no tenant; how many. */
export async function forgetSessions(pool: Queries, now: Instant): Promise<number> {
  const sessions = await deleteSessionsBefore(pool, after(now, -SESSION_KEPT_MS), ROWS_MAX)
  const verifications = await deleteVerificationsBefore(pool, now, ROWS_MAX)
  return sessions + verifications
}

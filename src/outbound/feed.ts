/** Where more to send comes from when a number has room: campaigns, which are rows of their own until their turn. */
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'

/**
 * Makes queued sends of up to `wanted` recipients in a transaction of its own. `taken`: how many sends it made. `nextAt`: when it may
 * have more; null: nobody knows, or there is none. It is never asked twice at a time for one number, and only by its owner.
 */
export type Feed = (
  number: { readonly tenant: TenantId; readonly channel: string },
  wanted: number,
  now: Instant,
) => Promise<{ readonly taken: number; readonly nextAt: Instant | null }>

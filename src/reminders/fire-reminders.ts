import { liftConversations } from '#conversations/lift-conversations.ts'
import type { Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'
import { appendEvents } from '#realtime/append-events.ts'
import { tenantsWithDue } from './all-tenants.ts'
import { fireDue, lockAlarm, resetAlarm } from './internal/sql.ts'

/** A transaction that writes must be short; whoever is left comes with the next pass. */
const FIRED_MAX = 100

/** One pass over every tenant with reminders whose time has come; tenants that browsers must be told about. */
export async function fireReminders(database: Database, now: Instant): Promise<readonly TenantId[]> {
  const told: TenantId[] = []
  for (const tenant of await tenantsWithDue(database.pool, now))
    if (await fireOf(database, tenant, now)) told.push(tenant)
  return told
}

/** Reminders become due and lift their conversations, in one transaction: nobody is reminded twice, and nobody not at all. */
async function fireOf(database: Database, tenant: TenantId, now: Instant): Promise<boolean> {
  return database.inTenant(tenant, async (client) => {
    if (!(await lockAlarm(client, tenant))) return false
    const fired = await fireDue(client, tenant, now, FIRED_MAX)
    await resetAlarm(client, tenant)
    if (fired.length === 0) return false
    const conversations = fired.flatMap(({ conversationId }) =>
      conversationId === null ? [] : [conversationId],
    )
    await liftConversations(client, tenant, [...new Set(conversations)], now)
    await appendEvents(client, tenant, [['reminders.changed'], ['deals.changed']])
    return true
  })
}

/** Opens and closes alarms about numbers, and has everybody told: browsers, customers' systems, and owners by mail. */
import type { AlarmKind } from '#channels/alarm-kinds.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import type { Instant } from '#platform/time.ts'
import { appendEvents } from '#realtime/append-events.ts'
import { closeAlarm, openAlarm } from './internal/silence-sql.ts'

export type NewAlarm = {
  readonly channel: string
  readonly kind: AlarmKind
  /** Which one, of what a number may have several; '' for the number itself. */
  readonly subject: string
  readonly severity: 'warning' | 'critical'
  readonly details: Readonly<Record<string, unknown>>
}

/** Whether it was opened: there is one of a kind and subject at a time. */
export async function raiseAlarm(
  client: Client,
  tenant: TenantId,
  alarm: NewAlarm,
  now: Instant,
): Promise<boolean> {
  const id = newId()
  if (!(await openAlarm(client, tenant, { ...alarm, id, now }))) return false
  await appendEvents(client, tenant, [['channels.changed'], ['number.alarm', id]])
  return true
}

/** Whether it was open. */
export async function endAlarm(client: Client, tenant: TenantId, id: string, now: Instant): Promise<boolean> {
  if (!(await closeAlarm(client, tenant, id, now))) return false
  await appendEvents(client, tenant, [['channels.changed'], ['number.alarm', id]])
  return true
}

/** Opens the alarms that ring for a number's state, and closes those that no longer do. */
import { listAlarms } from '#connection/list-alarms.ts'
import { endAlarm, raiseAlarm } from '#connection/move-alarms.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { after, DAY_MS, type Instant } from '#platform/time.ts'
import { alarmsOf, isStateAlarm } from './alarms-of-state.ts'
import { selectPoints, selectState } from './internal/words-sql.ts'

/** Nothing that happened rings longer. */
const POINTS_MS = 7 * DAY_MS

/** Returns how many were opened or closed. */
export async function moveAlarms(
  client: Client,
  tenant: TenantId,
  channel: string,
  now: Instant,
): Promise<number> {
  const words = [
    ...(await selectState(client, tenant, channel)),
    ...(await selectPoints(client, tenant, channel, after(now, -POINTS_MS))),
  ]
  const wanted = alarmsOf(words, now)
  const open = (await listAlarms(client, tenant)).filter(
    ({ channelId, kind }) => channelId === channel && isStateAlarm(kind),
  )
  let moves = 0
  for (const { id, kind, subject } of open)
    if (!wanted.some((one) => one.kind === kind && one.subject === subject))
      if (await endAlarm(client, tenant, id, now)) moves += 1
  for (const alarm of wanted)
    if (!open.some(({ kind, subject }) => kind === alarm.kind && subject === alarm.subject))
      if (await raiseAlarm(client, tenant, { ...alarm, channel }, now)) moves += 1
  return moves
}

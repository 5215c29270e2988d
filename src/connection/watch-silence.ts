/** Counts what is usual, sees whether it is missing, and opens and closes alarms: for one tenant, in short transactions. */
import type { Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { after, DAY_MS, HOUR_MS, instant, type Instant } from '#platform/time.ts'
import type { AlarmKind } from '#channels/alarm-kinds.ts'
import type { Client } from '#platform/db/database.ts'
import {
  expectedOf,
  findSilence,
  isWithoutStatuses,
  moveOf,
  WEEKS,
  WINDOWS_H,
  type Traffic,
} from './decide-silence.ts'
import {
  countHours,
  countSince,
  lockCounted,
  selectConnected,
  selectHours,
  selectUnanswered,
} from './internal/silence-sql.ts'
import { selectOpenAlarms } from './internal/sql.ts'
import { endAlarm, raiseAlarm } from './move-alarms.ts'
import type { Alarm } from './shapes.ts'

/** Four weeks, and the longest window before them. */
const REMEMBERED_MS = (WEEKS * 7 + 1) * DAY_MS
/** An hour is counted when nothing of it can still be on its way into the database. */
const SETTLED_MS = 2 * 60 * 1000

/** Returns how many alarms were opened or closed. */
export async function watchSilence(database: Database, tenant: TenantId, now: Instant): Promise<number> {
  while (await countNext(database, tenant, now)) continue
  const channels = await database.inTenant(tenant, async (client) => selectConnected(client, tenant))
  let moves = 0
  for (const channel of channels)
    moves += await database.inTenant(tenant, async (client) => lookAt(client, tenant, channel, now))
  return moves
}

/** Up to a day of whole hours. Returns whether there are more. */
async function countNext(database: Database, tenant: TenantId, now: Instant): Promise<boolean> {
  const end = hourOf(after(now, -SETTLED_MS))
  return database.inTenant(tenant, async (client) => {
    const from = await lockCounted(client, tenant, after(end, -REMEMBERED_MS))
    if (from >= end) return false
    const start = instant(Math.max(from, end - REMEMBERED_MS))
    const to = instant(Math.min(start + DAY_MS, end))
    await countHours(client, tenant, start, to, after(end, -REMEMBERED_MS))
    return to < end
  })
}

const hourOf = (at: Instant): Instant => instant(Math.floor(at / HOUR_MS) * HOUR_MS)

async function lookAt(client: Client, tenant: TenantId, channel: string, now: Instant): Promise<number> {
  const open = (await selectOpenAlarms(client, tenant)).filter(({ channelId }) => channelId === channel)
  const alarmOf = (kind: AlarmKind): Alarm | undefined => open.find((alarm) => alarm.kind === kind)
  const { unanswered, isAnswered } = await selectUnanswered(client, tenant, channel, now)
  const silent = findSilence(await trafficOf(client, tenant, channel, now))
  const messages = alarmOf('no_messages')
  const isHeard =
    messages !== undefined && (await countSince(client, tenant, channel, instant(messages.openedAt))) > 0
  return [
    await move(client, tenant, channel, now, {
      kind: 'no_statuses',
      alarm: alarmOf('no_statuses'),
      isSilent: isWithoutStatuses(unanswered, now),
      isHeardAgain: isAnswered,
      details: { messages: unanswered?.count ?? 0 },
    }),
    await move(client, tenant, channel, now, {
      kind: 'no_messages',
      alarm: messages,
      isSilent: silent !== null,
      isHeardAgain: isHeard,
      details: silent === null ? {} : { hours: silent.hours, seen: silent.seen, usual: expectedOf(silent) },
    }),
  ].filter(Boolean).length
}

/** Whole hours, with the running one as a gift to what was seen. */
async function trafficOf(
  client: Client,
  tenant: TenantId,
  channel: string,
  now: Instant,
): Promise<Traffic[]> {
  const end = hourOf(after(now, -SETTLED_MS))
  const hours = await selectHours(client, tenant, channel)
  const running = await countSince(client, tenant, channel, end)
  const sum = (weeksAgo: number, count: number): number => {
    let total = 0
    for (let back = 1; back <= count; back += 1)
      total += hours.get(end - weeksAgo * 7 * DAY_MS - back * HOUR_MS) ?? 0
    return total
  }
  return WINDOWS_H.map((count) => ({
    hours: count,
    seen: sum(0, count) + running,
    usual: Array.from({ length: WEEKS }, (_, week) => sum(week + 1, count)),
  }))
}

async function move(
  client: Client,
  tenant: TenantId,
  channel: string,
  now: Instant,
  look: {
    readonly kind: AlarmKind
    readonly alarm: Alarm | undefined
    readonly isSilent: boolean
    readonly isHeardAgain: boolean
    readonly details: Readonly<Record<string, unknown>>
  },
): Promise<boolean> {
  const { kind, alarm, details } = look
  const decided = moveOf(alarm !== undefined, look.isSilent, look.isHeardAgain)
  const severity = kind === 'no_statuses' ? 'critical' : 'warning'
  if (decided === 'open')
    return raiseAlarm(client, tenant, { channel, kind, subject: '', severity, details }, now)
  return decided === 'close' && alarm !== undefined && endAlarm(client, tenant, alarm.id, now)
}

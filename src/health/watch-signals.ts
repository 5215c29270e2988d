/** Opens and closes the alarms that a number's own templates ring, for one tenant, in short transactions. */
import { segmentOfSubject } from '#channels/alarm-subject.ts'
import { listAlarms } from '#connection/list-alarms.ts'
import { endAlarm, raiseAlarm } from '#connection/move-alarms.ts'
import type { Client, Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { after, DAY_MS, HOUR_MS, instant, type Instant } from '#platform/time.ts'
import { COUNTED_MS } from './count-sends.ts'
import { judge, rateOf, shareOf, SIGNALS, usualOf, type Counts, type Signal } from './decide-signals.ts'
import { forgetSends, noteOptOuts } from './internal/sends-sql.ts'
import { selectChannels, sumTemplates, type TemplateCounts } from './internal/signals-sql.ts'
import { moveAlarms } from './move-state-alarms.ts'

/** Hours that are looked at, and what they are compared with. */
const WINDOW_MS = DAY_MS
const USUAL_MS = 28 * DAY_MS
/** Customers read in their own time: younger messages say nothing of it. */
export const READ_AFTER_MS = 2 * HOUR_MS
const FORGET_SENDS_MS = COUNTED_MS + DAY_MS
const FORGET_HOURS_MS = 60 * DAY_MS
/** Opt-outs that came a while after the template are still its own. */
const OPT_OUTS_MS = 2 * DAY_MS

/** Returns how many alarms were opened or closed. */
export async function watchSignals(database: Database, tenant: TenantId, now: Instant): Promise<number> {
  await database.inTenant(tenant, async (client) => noteOptOuts(client, tenant, after(now, -OPT_OUTS_MS)))
  const channels = await database.inTenant(tenant, async (client) => selectChannels(client, tenant))
  let moves = 0
  for (const channel of channels)
    moves += await database.inTenant(tenant, async (client) => {
      const own = await lookAt(client, tenant, channel, now)
      return own + (await moveAlarms(client, tenant, channel, now)) // restrictions end by themselves
    })
  const before = { sends: after(now, -FORGET_SENDS_MS), hours: after(now, -FORGET_HOURS_MS) }
  await database.inTenant(tenant, async (client) => forgetSends(client, tenant, before))
  return moves
}

export const hourOf = (at: Instant): Instant => instant(Math.floor(at / HOUR_MS) * HOUR_MS)

/** What is looked at for a signal at this moment, and what is usual. */
export async function countsFor(
  client: Client,
  tenant: TenantId,
  channel: string,
  now: Instant,
  signal: Signal,
): Promise<{ readonly recent: readonly TemplateCounts[]; readonly usual: Counts }> {
  const to = signal === 'read_rate' ? after(now, -READ_AFTER_MS) : after(now, HOUR_MS)
  const from = after(hourOf(to), -WINDOW_MS)
  return {
    recent: await sumTemplates(client, tenant, channel, from, hourOf(to)),
    usual: sumOf(await sumTemplates(client, tenant, channel, after(from, -USUAL_MS), from)),
  }
}

export const sumOf = (all: readonly Counts[]): Counts => ({
  sent: all.reduce((sum, { sent }) => sum + sent, 0),
  delivered: all.reduce((sum, { delivered }) => sum + delivered, 0),
  read: all.reduce((sum, { read }) => sum + read, 0),
  failed: all.reduce((sum, { failed }) => sum + failed, 0),
  blocked: all.reduce((sum, { blocked }) => sum + blocked, 0),
  optedOut: all.reduce((sum, { optedOut }) => sum + optedOut, 0),
})

async function lookAt(client: Client, tenant: TenantId, channel: string, now: Instant): Promise<number> {
  const open = (await listAlarms(client, tenant)).filter(({ channelId }) => channelId === channel)
  let moves = 0
  for (const signal of SIGNALS) {
    const { recent, usual } = await countsFor(client, tenant, channel, now, signal)
    const ringing = open.filter(({ kind, subject }) => kind === signal && segmentOfSubject(subject) === null)
    const parts = new Map<string, Counts>(recent.map((one) => [`${one.template}/${one.language}`, one]))
    const isOneTemplate = [...parts.values()].some((counts) => judge(signal, counts, usual) === 'loud')
    // The number as a whole is only named where no template of its own explains it.
    parts.set('', isOneTemplate ? NOTHING : sumOf(recent))
    for (const { id, subject } of ringing) {
      const counts = parts.get(subject) ?? NOTHING
      if (counts.sent > 0 && judge(signal, counts, usual) !== 'quiet') continue
      if (await endAlarm(client, tenant, id, now)) moves += 1
    }
    for (const [subject, counts] of parts) {
      if (judge(signal, counts, usual) !== 'loud' || ringing.some((alarm) => alarm.subject === subject))
        continue
      const share = shareOf(signal, counts)
      const details = { ...share, rate: rateOf(share), usual: usualOf(signal, usual) }
      const severity = signal === 'read_rate' ? 'warning' : 'critical'
      if (await raiseAlarm(client, tenant, { channel, kind: signal, subject, severity, details }, now))
        moves += 1
    }
  }
  return moves
}

const NOTHING: Counts = { sent: 0, delivered: 0, read: 0, failed: 0, blocked: 0, optedOut: 0 }

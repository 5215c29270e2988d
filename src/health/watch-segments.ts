/**
 * Alarms about the customers of a segment: what went to them does much worse than what went to them the week before, and neither a
 * template nor the number as a whole explains it.
 *
 * Who is in a segment is asked of today, because nothing else is known. So only segments are watched whose conditions say who people
 * are: of one that says what became of messages (has read, has opted out, has not answered) the rates are what it was made of, and an
 * alarm would tell nothing. Counting reads the messages of eight days for each segment; it is done seldom, one segment after the
 * other, and writes nothing, so that nobody waits for it.
 */
import { segmentOfSubject, subjectOfSegment } from '#channels/alarm-subject.ts'
import { listAlarms } from '#connection/list-alarms.ts'
import { endAlarm, raiseAlarm } from '#connection/move-alarms.ts'
import type { Alarm } from '#connection/shapes.ts'
import type { Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { after, DAY_MS, type Instant } from '#platform/time.ts'
import { compileTree } from '#segments/compile.ts'
import { parseTree, type Tree } from '#segments/conditions.ts'
import { listSegments } from '#segments/manage-segments.ts'
import type { Segment } from '#segments/shapes.ts'
import { treeOf } from '#segments/walk-members.ts'
import { COUNTED_MS } from './count-sends.ts'
import { COUNT_MIN, judge, rateOf, shareOf, SIGNALS, usualOf, type Signal } from './decide-signals.ts'
import { selectChannels, sumContacts, sumHours, type AgeCounts } from './internal/signals-sql.ts'
import { hourOf, READ_AFTER_MS, sumOf } from './watch-signals.ts'

/** More are not watched: each costs a look at all messages of eight days. */
export const SEGMENTS_WATCHED_MAX = 10

/** Those that were changed last, of those that can be judged by. One that this program cannot read is not watched. */
export const watchedSegments = (all: readonly Segment[]): Segment[] =>
  all
    .filter(({ tree }) => {
      const parsed = parseTree(tree)
      return parsed.ok && saysWhoPeopleAre(parsed.tree)
    })
    .toSorted((a, b) => b.changedAt - a.changedAt)
    .slice(0, SEGMENTS_WATCHED_MAX)

const OF_PEOPLE: ReadonlySet<Tree['kind']> = new Set([
  ...(['attribute', 'label', 'phone', 'country', 'name', 'first_seen', 'deal'] as const),
])

export function saysWhoPeopleAre(tree: Tree): boolean {
  if (tree.kind === 'all' || tree.kind === 'any') return tree.of.every(saysWhoPeopleAre)
  return tree.kind === 'not' ? saysWhoPeopleAre(tree.of) : OF_PEOPLE.has(tree.kind)
}

/** Whether so much was sent from any number lately that something can be said of it. */
async function isBusy(
  database: Database,
  tenant: TenantId,
  channels: readonly string[],
  now: Instant,
): Promise<boolean> {
  return database.inTenant(tenant, async (client) => {
    const since = hourOf(after(now, -DAY_MS - READ_AFTER_MS))
    for (const channel of channels)
      if (sumOf(await sumHours(client, tenant, channel, since)).sent >= COUNT_MIN) return true
    return false
  })
}

/** Returns how many alarms were opened or closed. */
export async function watchSegments(database: Database, tenant: TenantId, now: Instant): Promise<number> {
  const { channels, segments, isRinging } = await database.inTenant(tenant, async (client) => ({
    channels: await selectChannels(client, tenant),
    segments: watchedSegments(await listSegments(client, tenant)),
    isRinging: (await listAlarms(client, tenant)).some(({ subject }) => segmentOfSubject(subject) !== null),
  }))
  if (!isRinging && !(await isBusy(database, tenant, channels, now))) return 0
  const looks: Look[] = []
  for (const segment of segments) {
    const counts = await database.inTenant(tenant, async (client) =>
      sumContacts(client, compileTree(treeOf(segment), tenant, now), {
        from: after(now, -COUNTED_MS),
        cuts: cutsOf(now),
      }),
    )
    looks.push({ segment, counts })
  }
  let moves = 0
  for (const channel of channels) moves += await moveOf(database, tenant, { channel, looks }, now)
  return moves
}

type Look = { readonly segment: Segment; readonly counts: readonly AgeCounts[] }

/** What is young, what is old enough to have been read, what both look at, and what is usual. */
const cutsOf = (now: Instant): readonly Instant[] => [
  after(now, -DAY_MS - READ_AFTER_MS),
  after(now, -DAY_MS),
  after(now, -READ_AFTER_MS),
]

/** By how many of the cuts a message is younger: those that a signal looks at, and before them those that are usual. */
const AGES: Readonly<Record<Signal, readonly [now: readonly number[], usual: readonly number[]]>> = {
  failed_rate: [
    [2, 3],
    [0, 1],
  ],
  blocked_rate: [
    [2, 3],
    [0, 1],
  ],
  read_rate: [[1, 2], [0]],
}

/** Opens and closes one number's, in one transaction. */
async function moveOf(
  database: Database,
  tenant: TenantId,
  { channel, looks }: { readonly channel: string; readonly looks: readonly Look[] },
  now: Instant,
): Promise<number> {
  return database.inTenant(tenant, async (client) => {
    const alarms = (await listAlarms(client, tenant)).filter(({ channelId }) => channelId === channel)
    const stillThere = new Set(looks.map(({ segment }) => segment.id))
    let moves = 0
    for (const alarm of alarms) {
      const id = segmentIdOf(alarm)
      if (id !== null && !stillThere.has(id) && (await endAlarm(client, tenant, alarm.id, now))) moves += 1
    }
    for (const { segment, counts } of looks)
      for (const signal of SIGNALS) {
        const { recent, usual } = countsOf(signal, counts, channel)
        const ofSignal = alarms.filter(({ kind }) => kind === signal)
        const ringing = ofSignal.find((alarm) => segmentIdOf(alarm) === segment.id)
        const verdict = judge(signal, recent, usual, looks.length)
        if (ringing !== undefined) {
          const isOver = recent.sent === 0 || verdict === 'quiet'
          if (isOver && (await endAlarm(client, tenant, ringing.id, now))) moves += 1
          continue
        }
        // A template or the number that rings already says why.
        if (verdict !== 'loud' || ofSignal.some((alarm) => segmentIdOf(alarm) === null)) continue
        const share = shareOf(signal, recent)
        const details = {
          ...share,
          rate: rateOf(share),
          usual: usualOf(signal, usual),
          segmentId: segment.id,
        }
        const subject = subjectOfSegment(segment.name)
        const alarm = { channel, kind: signal, subject, severity: 'warning', details } as const
        if (await raiseAlarm(client, tenant, alarm, now)) moves += 1
      }
    return moves
  })
}

/** null: it is not about a segment. A segment may be called otherwise since it rang. */
export function segmentIdOf({ subject, details }: Pick<Alarm, 'subject' | 'details'>): string | null {
  const id = details['segmentId']
  return segmentOfSubject(subject) !== null && typeof id === 'string' ? id : null
}

function countsOf(signal: Signal, counts: readonly AgeCounts[], channel: string) {
  const [now, usual] = AGES[signal]
  const of = (ages: readonly number[]) =>
    sumOf(counts.filter((one) => one.channel === channel && ages.includes(one.age)))
  return { recent: of(now), usual: of(usual) }
}

/**
 * How the demo shop's number fared in its first weeks: a large offer cost it some of its quality, which came back, and it may write
 * to more people by now. Pure.
 */
import { markOf, severityOf, type Word } from '#health/words.ts'
import { after, DAY_MS, HOUR_MS, type Instant } from '#platform/time.ts'
import { createRandom, idAt } from './random.ts'
import type { HealthWordRow, MessageRow, SeedRows, TemplateHourRow } from './seed-rows.ts'

type Heard = Word & { readonly daysAgo: number; readonly source: 'webhook' | 'poll' }
const polled = (daysAgo: number, kind: Word['kind'], to: string): Heard => ({
  ...{ daysAgo, kind, to, subject: '', data: {}, source: 'poll' },
})

/** Oldest first. The offer went out 19 days ago. */
const HEARD: readonly Heard[] = [
  polled(52, 'quality', 'UNKNOWN'),
  polled(52, 'tier', 'TIER_250'),
  {
    ...polled(52, 'name', 'PENDING'),
    data: { name: 'Kurta House' },
  },
  { ...polled(51, 'name', 'APPROVED'), data: { name: 'Kurta House' }, source: 'webhook' },
  polled(46, 'quality', 'GREEN'),
  { ...polled(44, 'tier', 'TIER_2K'), source: 'webhook' },
  polled(17.6, 'quality', 'YELLOW'),
  {
    ...{ daysAgo: 17.2, kind: 'alert', subject: 'INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED', to: 'ACTIVE' },
    data: {
      severity: 'INFORMATIONAL',
      description: 'Your limit can be raised again when the quality of your messages is higher.',
    },
    source: 'webhook',
  },
  polled(11.3, 'quality', 'GREEN'),
  {
    ...{
      daysAgo: 10.8,
      kind: 'alert',
      subject: 'INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED',
      to: 'RESOLVED',
    },
    data: { severity: 'INFORMATIONAL' },
    source: 'webhook',
  },
]
const YELLOW = { from: 17.6, to: 11.3 }

/** What is younger is counted from the messages themselves. */
const COUNTED_MS = 8 * DAY_MS
const KEPT_MS = 59 * DAY_MS

export function healthRows(
  messages: readonly MessageRow[],
  now: Instant,
): Pick<SeedRows, 'healthWords' | 'pastAlarms' | 'templateHours'> {
  const random = createRandom(1930)
  const opened = after(now, -YELLOW.from * DAY_MS)
  return {
    healthWords: HEARD.map(({ daysAgo, source, ...word }): HealthWordRow => {
      const at = after(now, -Math.round(daysAgo * DAY_MS))
      return {
        ...{ id: idAt(at, random), kind: word.kind, subject: word.subject, at, to_value: word.to },
        ...{ mark: markOf(word), data: word.data, severity: severityOf(word), source },
        cause: `demo:${daysAgo}:${word.kind}`,
      }
    }),
    pastAlarms: [
      {
        ...{ id: idAt(opened, random), kind: 'quality', subject: 'YELLOW', severity: 'warning' },
        ...{ opened_at: opened, closed_at: after(now, -YELLOW.to * DAY_MS) },
        ...{ mailed_at: after(opened, 5000), details: { to: 'YELLOW' } },
      },
    ],
    templateHours: hoursOf(messages, now),
  }
}

function hoursOf(messages: readonly MessageRow[], now: Instant): TemplateHourRow[] {
  const hours = new Map<string, TemplateHourRow>()
  for (const { type, direction, at, content, delivered_at, read_at, failed_at } of messages) {
    const isPast = at <= now - COUNTED_MS && at > now - KEPT_MS
    if (direction !== 'out' || type !== 'template' || !isPast) continue
    const { template: sent } = content as {
      readonly template: { readonly name: string; readonly language: { readonly code: string } }
    }
    const of = { template: sent.name, language: sent.language.code }
    const hour = Math.floor(at / HOUR_MS) * HOUR_MS
    const key = `${hour} ${of.template} ${of.language}`
    const sum = hours.get(key) ?? { ...of, hour, sent: 0, delivered: 0, read: 0, failed: 0, blocked: 0 }
    hours.set(key, {
      ...{ ...of, hour, sent: sum.sent + 1 },
      ...{
        delivered: sum.delivered + (delivered_at === null ? 0 : 1),
        read: sum.read + (read_at === null ? 0 : 1),
      },
      // Of the numbers that nobody has any more: Meta says of those who blocked a number just the same.
      ...{
        failed: sum.failed + (failed_at === null ? 0 : 1),
        blocked: sum.blocked + (failed_at === null ? 0 : 1),
      },
    })
  }
  return [...hours.values()]
}

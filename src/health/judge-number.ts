/** What a shop owner should know first about a number, and what to do about it. Pure; words are made where they are read. */
import { segmentOfSubject } from '#channels/alarm-subject.ts'
import type { Alarm } from '#connection/shapes.ts'
import type { Advice, Quality, Reason } from './shapes.ts'

/** What there is to judge by. */
export type Facts = Pick<Quality, 'quality' | 'restrictions' | 'templates' | 'limit' | 'checkedAt'> & {
  readonly alarms: readonly Pick<Alarm, 'kind' | 'subject' | 'severity' | 'details'>[]
}

export type Judgement = Pick<Quality, 'level' | 'reason' | 'advice'>

/** From this share of the limit on it is worth to be said. */
const CLOSE = 0.8

const BAD = {
  ...{ account_stopped: ['open_manager', 'appeal'], access_removed: ['connect_again'] },
  ...{ number_stopped: ['open_manager', 'appeal'], restricted: ['open_manager', 'fewer_offers'] },
  ...{ sending_blocked: ['open_manager', 'check_connection'] },
  ...{ quality_low: ['stop_templates', 'fewer_offers', 'clean_list'] },
  ...{ account_rejected: ['open_manager', 'appeal'], blocked_often: ['stop_templates', 'clean_list'] },
  ...{ violation: ['open_manager', 'appeal', 'better_templates'] },
  ...{ no_statuses: ['check_connection'] },
} as const satisfies Partial<Record<Reason, readonly Advice[]>>
const WATCH = {
  ...{
    limit_reached: ['wait_for_room', 'verify_business'],
    failing_often: ['clean_list', 'check_connection'],
  },
  ...{ sending_limited: ['open_manager'], number_limited: ['fewer_offers', 'open_manager'] },
  ...{ quality_medium: ['fewer_offers', 'stop_templates', 'clean_list'] },
  ...{ restricted_partly: ['open_manager'], payment: ['mend_payment'] },
  ...{ templates_stopped: ['stop_templates', 'better_templates'], no_messages: ['check_connection'] },
  ...{ name_refused: ['change_name'], certification: ['open_manager'], alert: ['open_manager'] },
  ...{ security: ['check_security'], limit_close: ['spread_out', 'verify_business'] },
  ...{ read_seldom: ['better_templates', 'fewer_offers'] },
  ...{ segment_apart: ['clean_list', 'better_templates', 'fewer_offers'] },
} as const satisfies Partial<Record<Reason, readonly Advice[]>>

export function judgeNumber(facts: Facts): Judgement {
  const reasons = reasonsOf(facts)
  const [first] = reasons
  if (first === undefined) {
    if (facts.checkedAt === null && facts.quality === null)
      return { level: 'unknown', reason: { key: 'not_asked', data: {} }, advice: ['wait'] }
    const isRated = facts.quality !== null && facts.quality.value !== 'UNKNOWN'
    return { level: 'good', reason: { key: isRated ? 'good' : 'unrated', data: {} }, advice: ['keep_going'] }
  }
  const isBad = reasons.some(({ key }) => key in BAD)
  const advice = new Set(reasons.flatMap(({ key }): readonly Advice[] => ADVISED[key] ?? []))
  return { level: isBad ? 'bad' : 'watch', reason: first, advice: [...advice] }
}

const ADVISED: Readonly<Partial<Record<Reason, readonly Advice[]>>> = { ...BAD, ...WATCH }
const ORDER: readonly string[] = Object.keys(ADVISED)

/** What is bad first, then what is to be watched. */
function reasonsOf(facts: Facts): Judgement['reason'][] {
  const { limit, templates } = facts
  const found: Judgement['reason'][] = facts.alarms.flatMap((alarm) => reasonOf(alarm) ?? [])
  if (limit.people !== null && limit.people > 0) {
    const data = { used: limit.used, people: limit.people, roomAt: limit.roomAt }
    if (limit.used >= limit.people) found.push({ key: 'limit_reached', data })
    else if (limit.used >= limit.people * CLOSE) found.push({ key: 'limit_close', data })
  }
  const stopped = templates.paused + templates.disabled
  if (stopped > 0) found.push({ key: 'templates_stopped', data: { count: stopped } })
  return found.toSorted((a, b) => ORDER.indexOf(a.key) - ORDER.indexOf(b.key))
}

function reasonOf({ kind, subject, severity, details }: Facts['alarms'][number]): Judgement['reason'] | null {
  const data = dataOf({ ...details, subject })
  const said = (key: Reason): Judgement['reason'] => ({ key, data })
  const segment = segmentOfSubject(subject)
  if (segment !== null) return { key: 'segment_apart', data: { ...data, signal: kind, segment } }
  const isCritical = severity === 'critical'
  switch (kind) {
    case 'account':
      return said('account_stopped')
    case 'partner':
      return said('access_removed')
    case 'number_status':
      return said(isCritical ? 'number_stopped' : 'number_limited')
    case 'restriction':
      return said(isCritical ? 'restricted' : 'restricted_partly')
    case 'sending':
      return said(isCritical ? 'sending_blocked' : 'sending_limited')
    case 'quality':
      return said(isCritical ? 'quality_low' : 'quality_medium')
    case 'account_review':
      return said('account_rejected')
    case 'blocked_rate':
      return said('blocked_often')
    case 'failed_rate':
      return said('failing_often')
    case 'read_rate':
      return said('read_seldom')
    case 'name':
      return said('name_refused')
    case 'violation':
    case 'no_statuses':
    case 'no_messages':
    case 'payment':
    case 'certification':
    case 'alert':
    case 'security':
      return said(kind)
    default:
      return kind satisfies never
  }
}

const dataOf = (details: Readonly<Record<string, unknown>>): Judgement['reason']['data'] =>
  Object.fromEntries(
    Object.entries(details).flatMap(([key, value]) =>
      typeof value === 'string' || typeof value === 'number' ? [[key, value]] : [],
    ),
  )

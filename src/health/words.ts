/**
 * What Meta says about a number, in one form whether a webhook told it or an answer did: a word is about one thing (`kind`, and
 * `subject` where there may be several), says what it is (`to`), and when. Of each thing the newest word is what holds.
 *
 * Pure. What Meta may say: "account_update" (11 Sep 2026), "account_alerts", "phone_number_quality_update",
 * "phone_number_name_update", "business_capability_update", "security", "payment_configuration_update" (Nov 2025).
 */
import type { Json, JsonObject } from '#whatsapp/facts.ts'
import { idOf, listOf, objectOf, textOf } from '#whatsapp/json.ts'

/** Those that are a state, of which the newest word holds. */
export const STATE_KINDS = [
  ...(['quality', 'number_status', 'sending', 'tier', 'throughput'] as const),
  ...(['name', 'new_name', 'verification', 'certification'] as const),
  ...(['portfolio', 'account', 'account_review', 'partner', 'restriction', 'alert', 'payment'] as const),
  'marketing_messages',
] as const
/** Those that happen. */
export const POINT_KINDS = ['violation', 'security', 'account_event'] as const
export const WORD_KINDS = [...STATE_KINDS, ...POINT_KINDS] as const
export type WordKind = (typeof WORD_KINDS)[number]

export type Word = {
  readonly kind: WordKind
  readonly subject: string
  readonly to: string
  readonly data: Readonly<Record<string, string | number | null>>
}

export type Severity = 'info' | 'warning' | 'critical'

/** An update as it is kept. */
export type UpdateSeen = { readonly field: string; readonly value: Json }
/** The number that the words are for. */
export type OfNumber = { readonly phoneNumberId: string; readonly displayPhoneNumber: string }

const TEXT_CHARS_MAX = 500

export const isPoint = (kind: WordKind): boolean => (POINT_KINDS as readonly string[]).includes(kind)

/** What must differ between two words for the second to be a change. */
export const markOf = ({ to, data }: Word): string =>
  [to, data['name'] ?? '', data['expiresAt'] ?? ''].join('|')

/** What an update says about this number. An update of a whole account speaks of each of its numbers. */
export function wordsOfUpdate({ field, value: json }: UpdateSeen, number: OfNumber): Word[] {
  const value = objectOf(json)
  if (value === null || !isAbout(value, number)) return []
  switch (field) {
    case 'phone_number_quality_update':
      return wordsOfQuality(value)
    case 'phone_number_name_update':
      return word('name', value['decision'], {
        name: text(value['requested_verified_name']),
        reason: text(value['rejection_reason']),
      })
    case 'business_capability_update':
      return word('tier', tierOf(CAPABILITIES.map((key) => value[key]).find((one) => one !== undefined)))
    case 'account_review_update':
      return word('account_review', value['decision'])
    case 'account_alerts':
      return wordsOfAlert(value, number)
    case 'security':
      return point('security', value['event'])
    case 'payment_configuration_update':
      return word(
        'payment',
        value['status'],
        { provider: text(value['provider_name']) },
        idOf(value['configuration_name']),
      )
    case 'account_update':
      return wordsOfAccount(value)
    default:
      return []
  }
}

const CAPABILITIES = ['max_daily_conversations_per_business', 'max_daily_conversation_per_phone']

/** These name the number as it is displayed; without a name it is the account's. */
function isAbout(value: JsonObject, { displayPhoneNumber }: OfNumber): boolean {
  const named = idOf(value['display_phone_number']) ?? idOf(value['phone_number'])
  return named === undefined || named.replaceAll(/\D/gu, '') === displayPhoneNumber.replaceAll(/\D/gu, '')
}

/** `current_limit` of an upgraded throughput says TIER_UNLIMITED, which is not the messaging limit. */
function wordsOfQuality(value: JsonObject): Word[] {
  const event = idOf(value['event'])
  if (event === 'THROUGHPUT_UPGRADE') return word('throughput', 'HIGH')
  return [
    ...(event === 'FLAGGED' ? word('quality', 'RED') : []),
    ...(event === 'UNFLAGGED' ? word('quality', 'GREEN') : []),
    ...word('tier', tierOf(value['max_daily_conversations_per_business'] ?? value['current_limit'])),
  ]
}

function wordsOfAlert(value: JsonObject, number: OfNumber): Word[] {
  const info = objectOf(value['alert_info']) ?? value
  if (value['entity_type'] === 'PHONE_NUMBER' && idOf(value['entity_id']) !== number.phoneNumberId) return []
  return word(
    'alert',
    info['alert_status'] ?? 'ACTIVE',
    { severity: text(info['alert_severity']), description: text(info['alert_description']) },
    idOf(info['alert_type']),
  )
}

function wordsOfAccount(value: JsonObject): Word[] {
  const event = idOf(value['event'])
  const about = objectOf(value['waba_info'])
  const owner = word('portfolio', about?.['owner_business_id'])
  switch (event) {
    case undefined:
      return []
    case 'ACCOUNT_DELETED':
      return word('account', 'deleted')
    case 'ACCOUNT_OFFBOARDED':
      return word('account', 'offboarded')
    case 'ACCOUNT_RECONNECTED':
      return word('account', 'active')
    case 'DISABLED_UPDATE':
      return wordsOfBan(value)
    case 'ACCOUNT_RESTRICTION':
      return [...wordsOfRestriction(value), ...wordsOfViolation(value)]
    case 'ACCOUNT_VIOLATION':
      return wordsOfViolation(value)
    // The terms of the Marketing Messages API: who accepted them is onboarded.
    case 'MM_LITE_TERMS_SIGNED':
      return [...word('marketing_messages', 'ONBOARDED'), ...owner]
    case 'PARTNER_ADDED':
      return [...word('partner', 'added'), ...owner]
    case 'PARTNER_REMOVED': {
      const why = objectOf(value['disconnection_info'])
      const data = { reason: text(why?.['reason']), by: text(why?.['initiated_by']) }
      return [...word('partner', 'removed', data), ...owner]
    }
    case 'PARTNER_CLIENT_CERTIFICATION_STATUS_UPDATE': {
      const info = objectOf(value['partner_client_certification_info'])
      const reasons = (listOf(info?.['rejection_reasons']) ?? []).flatMap((one) =>
        one === 'NONE' ? [] : (idOf(one) ?? []),
      )
      return word('certification', info?.['status'], { reason: reasons.join(', ') || null })
    }
    default:
      // Prices, countries, advertising accounts, and what we do not know yet: they happened, and are no trouble.
      return [...point('account_event', event), ...owner]
  }
}

const BANS: Readonly<Record<string, string>> = {
  DISABLE: 'disabled',
  REINSTATE: 'active',
  SCHEDULE_FOR_DISABLE: 'disable_scheduled',
}

function wordsOfBan(value: JsonObject): Word[] {
  const ban = objectOf(value['ban_info'])
  const to = BANS[idOf(ban?.['waba_ban_state']) ?? '']
  return to === undefined ? [] : word('account', to, { date: text(ban?.['waba_ban_date']) })
}

/** `expiration` is in seconds, as a number or (in one sample) as text. */
function wordsOfRestriction(value: JsonObject): Word[] {
  return (listOf(value['restriction_info']) ?? []).flatMap((one) => {
    const info = objectOf(one)
    const seconds = Number(idOf(info?.['expiration']) ?? Number.NaN)
    const expiresAt = Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : null
    const type = idOf(info?.['restriction_type'])
    const data = { expiresAt, remediation: text(info?.['remediation']) }
    return type === undefined ? [] : word('restriction', 'active', data, type)
  })
}

function wordsOfViolation(value: JsonObject): Word[] {
  const info = objectOf(value['violation_info'])
  return point('violation', info?.['violation_type'], { remediation: text(info?.['remediation']) })
}

/** Nothing if it does not say what. */
function word(
  kind: WordKind,
  to: Json | undefined,
  data: Word['data'] = {},
  subject: string | undefined = '',
): Word[] {
  const said = idOf(to)
  if (said === undefined || said === '') return []
  return [{ kind, subject, to: said.slice(0, TEXT_CHARS_MAX), data: filled(data) }]
}

/** Something that happened is its own subject: two of one update are two. */
const point = (kind: WordKind, what: Json | undefined, data: Word['data'] = {}): Word[] =>
  word(kind, what, data, idOf(what))

const filled = (data: Word['data']): Word['data'] =>
  Object.fromEntries(Object.entries(data).filter(([, value]) => value !== null && value !== ''))

const text = (value: Json | undefined): string | null => textOf(value, TEXT_CHARS_MAX)

/** Meta writes it as a number, as digits, as TIER_…, and -1 or UNLIMITED without end. */
export function tierOf(value: Json | undefined): string | undefined {
  const said = idOf(value)
  if (said === undefined || said === 'TIER_NOT_SET') return undefined
  if (said === '-1' || said === 'UNLIMITED' || said === 'TIER_UNLIMITED') return 'TIER_UNLIMITED'
  const [, digits, thousands] = /^(?:TIER_)?(\d{1,9})(K?)$/u.exec(said) ?? []
  if (digits === undefined) return said
  const count = Number(digits) * (thousands === 'K' ? 1000 : 1)
  return count >= 1000 && count % 1000 === 0 ? `TIER_${count / 1000}K` : `TIER_${count}`
}

/** With how many customers a day; null: as many as there are; undefined: not known. */
export function limitOf(tier: string | undefined): number | null | undefined {
  if (tier === 'TIER_UNLIMITED') return null
  const [, digits, thousands] = /^TIER_(\d{1,9})(K?)$/u.exec(tier ?? '') ?? []
  return digits === undefined ? undefined : Number(digits) * (thousands === 'K' ? 1000 : 1)
}

const CRITICAL: Readonly<Partial<Record<WordKind, readonly string[]>>> = {
  quality: ['RED'],
  number_status: ['BANNED', 'RESTRICTED', 'DELETED', 'DISCONNECTED'],
  sending: ['BLOCKED'],
  account: ['deleted', 'offboarded', 'disabled', 'disable_scheduled'],
  account_review: ['REJECTED'],
  partner: ['removed'],
}
const WARNING: Readonly<Partial<Record<WordKind, readonly string[]>>> = {
  quality: ['YELLOW'],
  number_status: ['FLAGGED', 'RATE_LIMITED', 'PENDING', 'UNVERIFIED', 'MIGRATED'],
  sending: ['LIMITED'],
  name: ['REJECTED', 'EXPIRED'],
  certification: ['FAILED', 'DISCARDED', 'REVOKED'],
  security: ['PIN_CHANGED', 'PIN_RESET_REQUEST', 'PIN_REQUEST_SUCCESS'],
}
/** Without these a shop can do little more than look on. */
const GRAVE_RESTRICTIONS = ['RESTRICTED_BIZ_INITIATED_MESSAGING', 'RESTRICTED_CUSTOMER_INITIATED_MESSAGING']

export function severityOf({ kind, subject, to, data }: Word): Severity {
  if (kind === 'restriction') return GRAVE_RESTRICTIONS.includes(subject) ? 'critical' : 'warning'
  if (kind === 'violation') {
    if (to.endsWith('_UNBAN') || to.endsWith('_RECOVERY')) return 'info'
    return to.endsWith('_WARN') ? 'warning' : 'critical'
  }
  if (kind === 'payment') return to.toLowerCase() === 'active' ? 'info' : 'warning'
  if (kind === 'alert') {
    if (to !== 'ACTIVE' || data['severity'] === 'INFORMATIONAL') return 'info'
    return data['severity'] === 'CRITICAL' ? 'critical' : 'warning'
  }
  if (CRITICAL[kind]?.includes(to) === true) return 'critical'
  return WARNING[kind]?.includes(to) === true ? 'warning' : 'info'
}

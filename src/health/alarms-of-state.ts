/** Which alarms ring for what holds of a number and what happened lately. Pure. */
import type { AlarmKind } from '#channels/alarm-kinds.ts'
import { after, DAY_MS, instant, type Instant } from '#platform/time.ts'
import type { Severity, Word, WordKind } from './words.ts'

export type KnownWord = Word & { readonly at: Instant; readonly severity: Severity }

export type WantedAlarm = {
  readonly kind: AlarmKind
  readonly subject: string
  readonly severity: 'warning' | 'critical'
  readonly details: Readonly<Record<string, string | number | null>>
}

/** So long something that happened is trouble; nobody says when it is over. */
const VIOLATION_MS = 7 * DAY_MS
const SECURITY_MS = 3 * DAY_MS

/** The kinds that this decides; others are opened and closed by whoever counts. */
export const STATE_ALARMS = [
  ...(['quality', 'number_status', 'sending', 'restriction', 'account', 'account_review'] as const),
  ...(['partner', 'violation', 'alert', 'payment', 'name', 'certification', 'security'] as const),
] as const satisfies readonly AlarmKind[]

export const isStateAlarm = (kind: AlarmKind): boolean =>
  (STATE_ALARMS as readonly AlarmKind[]).includes(kind)

/** Of states whose value is the trouble, the value is the subject: what turns from bad to worse rings again. */
const BY_VALUE: ReadonlySet<WordKind> = new Set([
  ...(['quality', 'number_status', 'sending', 'account', 'account_review'] as const),
  ...(['partner', 'name', 'certification'] as const),
])

export function alarmsOf(words: readonly KnownWord[], now: Instant): WantedAlarm[] {
  const wanted = words.flatMap((word) => {
    if (word.severity === 'info' || !isStateAlarm(word.kind as AlarmKind) || isOver(word, now)) return []
    const subject = BY_VALUE.has(word.kind) ? word.to : word.subject
    const { kind, severity, data, to } = word
    return [{ kind: kind as AlarmKind, subject, severity, details: { ...data, to } }]
  })
  // Why nothing goes out is said once: by what stops it.
  const isExplained = wanted.some(({ kind }) => EXPLAINS_SENDING.has(kind))
  const seen = new Set<string>()
  return wanted.filter(({ kind, subject }) => {
    const key = `${kind}/${subject}`
    if (seen.has(key) || (kind === 'sending' && isExplained)) return false
    seen.add(key)
    return true
  })
}

const EXPLAINS_SENDING: ReadonlySet<AlarmKind> = new Set([
  'number_status',
  'restriction',
  'account',
  'partner',
])

/** A restriction ends by itself when Meta said it would; without a date it holds. */
function isOver({ kind, at, data }: KnownWord, now: Instant): boolean {
  if (kind === 'restriction') return isExpired(data['expiresAt'], now)
  if (kind === 'violation') return now >= after(at, VIOLATION_MS)
  return kind === 'security' && now >= after(at, SECURITY_MS)
}

export const isExpired = (expiresAt: string | number | null | undefined, now: Instant): boolean =>
  typeof expiresAt === 'number' && now >= instant(expiresAt)

/**
 * What the mirror of a template becomes by a word of Meta's, and what of that is a change for the worse. A webhook tells one aspect
 * and counts if it is the newest word on it by Meta's time; a pull tells everything. Pure.
 * Source: Meta, "Webhooks" and "Template quality", "Template pausing" (Nov 2025 to Jun 2026).
 */
import type { JsonObject } from '#whatsapp/facts.ts'
import { HOUR_MS, SECOND_MS } from '#platform/time.ts'
import type { Halt } from './shapes.ts'

/** What Meta lists of a template. */
export type Listed = {
  readonly metaTemplateId: string
  readonly name: string
  readonly language: string
  readonly category: string
  readonly status: string
  readonly parameterFormat: string
  readonly components: readonly JsonObject[]
  readonly correctCategory: string | null
  readonly previousCategory: string | null
  readonly rejectedReason: string | null
  readonly quality: string | null
  readonly ttlSeconds: number | null
  readonly subCategory: string | null
}

/** What a template is told apart by within an account. */
export const keyOf = ({ name, language }: Pick<Listed, 'name' | 'language'>): string => `${name} ${language}`

/** What only a webhook tells of a rejection, and when it did. */
export type Rejection = {
  readonly reason: string
  readonly detail: string | null
  readonly recommendation: string | null
  readonly at: number
}

/** What moves; the rest of a row is as it was listed. Moments are milliseconds. */
export type Standing = Pick<
  Listed,
  'category' | 'status' | 'correctCategory' | 'previousCategory' | 'rejectedReason' | 'quality'
> & {
  readonly rejection: Rejection | null
  readonly statusAt: number
  readonly categoryAt: number
  readonly qualityAt: number
  readonly haltedAt: number | null
  readonly haltedBecause: Halt | null
  readonly pausedUntil: number | null
}

/** One thing that somebody said of a template; `at` by the clock of whoever said it. */
export type Told = {
  readonly kind: 'status' | 'quality' | 'category'
  readonly at: number
  readonly from: string | null
  readonly to: string
  readonly reason: string | null
}

/** What a webhook says of one aspect. */
export type Word = { readonly at: number } & (
  | {
      readonly aspect: 'status'
      /** Meta's event. */
      readonly event: string
      readonly reason: string | null
      readonly detail: string | null
      readonly recommendation: string | null
      readonly pause: string | null
    }
  | { readonly aspect: 'quality'; readonly quality: string; readonly previous: string | null }
  | {
      readonly aspect: 'category'
      /** null: it is announced only. */
      readonly category: string | null
      readonly previous: string | null
      readonly correct: string | null
      /** It says only which one it has, beside something else. */
      readonly isMention?: true
    }
)

/** Meta, "Template pausing" (Nov 2025). The pause of a rate limit ends when somebody ends it. */
const PAUSES: Readonly<Record<string, number>> = { FIRST_PAUSE: 3 * HOUR_MS, SECOND_PAUSE: 6 * HOUR_MS }
/**
 * Events that say nothing certain about whether it may be sent: a flagged template still is, and nobody says what an unarchived
 * one was before. They stand in the history; the pull that follows tells the rest.
 */
const UNCERTAIN: ReadonlySet<string> = new Set(['FLAGGED', 'UNARCHIVED'])
const RANKS: Readonly<Record<string, number>> = { GREEN: 3, UNKNOWN: 2, YELLOW: 1, RED: 0 }
const UNKNOWN = 'UNKNOWN'

const HALTING: Readonly<Record<string, Halt>> = {
  PAUSED: 'paused',
  DISABLED: 'disabled',
  REJECTED: 'rejected',
  ARCHIVED: 'archived',
  DELETED: 'deleted',
  PENDING_DELETION: 'deleted',
}

/** What the word makes of the row, at our time `now`; the same row if it is old news. */
export function applyWord(row: Standing, word: Word, now: number): Standing {
  switch (word.aspect) {
    case 'status':
      return halted(row, applyStatus(row, word), now)
    case 'quality':
      return word.at < row.qualityAt
        ? row
        : halted(row, { ...row, quality: word.quality, qualityAt: word.at }, now)
    case 'category':
      return word.at < row.categoryAt ? row : halted(row, applyCategory(row, word), now)
    default:
      return word satisfies never
  }
}

type StatusWord = Extract<Word, { aspect: 'status' }>

function applyStatus(row: Standing, word: StatusWord): Standing {
  if (UNCERTAIN.has(word.event)) return row
  const status = word.event === 'REINSTATED' ? 'APPROVED' : word.event
  if (word.at < row.statusAt) return withDetails(row, word, status)
  const isRejected = status === 'REJECTED'
  const moved: Standing = {
    ...row,
    status,
    statusAt: word.at,
    rejectedReason: isRejected ? (word.reason ?? row.rejectedReason) : 'NONE',
    rejection: isRejected && row.status === status ? row.rejection : null,
    pausedUntil: status === 'PAUSED' && row.status === status ? row.pausedUntil : null,
  }
  return withDetails(moved, word, status)
}

/** A pull sees that it is rejected or paused, and not why or until when: an older word says that too. */
function withDetails(row: Standing, word: StatusWord, status: string): Standing {
  if (row.status !== status) return row
  if (status === 'REJECTED') {
    const reason = word.reason ?? row.rejectedReason ?? 'NONE'
    if (row.rejectedReason !== reason || (row.rejection?.at ?? 0) > word.at) return row
    const { detail, recommendation, at } = word
    return { ...row, rejection: { reason, detail, recommendation, at } }
  }
  const pauseMs = status === 'PAUSED' ? PAUSES[word.pause ?? ''] : undefined
  if (pauseMs === undefined) return row
  return { ...row, pausedUntil: Math.max(row.pausedUntil ?? 0, word.at + pauseMs) }
}

function applyCategory(row: Standing, word: Extract<Word, { aspect: 'category' }>): Standing {
  if (word.category === null) return { ...row, correctCategory: word.correct, categoryAt: word.at }
  const isMoved = word.category !== row.category
  if (word.isMention === true && !isMoved) return row
  return {
    ...row,
    category: word.category,
    categoryAt: word.at,
    previousCategory: word.previous ?? (isMoved ? row.category : row.previousCategory),
    correctCategory: word.correct === word.category ? null : word.correct,
  }
}

/** What a pull makes of the row. What only webhooks tell stays as long as it fits. */
export function applyListing(row: Standing, listed: Listed, pulledAt: number, now: number): Standing {
  const { category, status, correctCategory, previousCategory, rejectedReason, quality } = listed
  const isStill = status === row.status
  // Webhooks tell whole seconds: one of this second may be newer.
  const heardAt = Math.floor(pulledAt / SECOND_MS) * SECOND_MS
  const keepsRejection = isStill && status === 'REJECTED' && row.rejection?.reason === rejectedReason
  const after: Standing = {
    ...row,
    ...{ category, status, correctCategory, previousCategory, rejectedReason, quality },
    rejection: keepsRejection ? row.rejection : null,
    pausedUntil: isStill && status === 'PAUSED' ? row.pausedUntil : null,
    statusAt: heardAt,
    categoryAt: heardAt,
    qualityAt: heardAt,
  }
  return halted(row, after, now)
}

/** Whether this is a change for the worse, after which nothing that was accepted before may go out. */
function halted(before: Standing, after: Standing, now: number): Standing {
  const because = haltOf(before, after)
  return because === null ? after : { ...after, haltedAt: now, haltedBecause: because }
}

function haltOf(before: Standing, after: Standing): Halt | null {
  if (before.status !== after.status) {
    const worse = HALTING[after.status]
    if (before.status === 'APPROVED') return worse ?? 'other'
    if (before.haltedAt !== null && worse !== undefined) return worse
  }
  if (before.status === 'PENDING') return null // what is reviewed first has not been sent
  if (before.category !== after.category) return 'recategorised'
  return rankOf(after) < Math.min(rankOf(before), RANKS['UNKNOWN'] ?? 0) ? 'quality' : null
}

const rankOf = ({ quality }: Pick<Standing, 'quality'>): number => RANKS[quality ?? UNKNOWN] ?? 2

/** What the history is told of a webhook's word: also of an old one, which has its place by its time. null: of an announcement. */
export function toldBy(word: Word, row: Standing | null): Told | null {
  const { at } = word
  switch (word.aspect) {
    case 'status': {
      const { event: to, reason, pause } = word
      const why = pause ?? (reason === 'NONE' ? null : reason)
      return { kind: 'status', at, from: row?.status ?? null, to, reason: why }
    }
    case 'quality':
      return {
        kind: 'quality',
        at,
        from: word.previous ?? row?.quality ?? null,
        to: word.quality,
        reason: null,
      }
    case 'category':
      return word.category === null
        ? null
        : {
            kind: 'category',
            at,
            from: word.previous ?? row?.category ?? null,
            to: word.category,
            reason: null,
          }
    default:
      return word satisfies never
  }
}

/** What the history is told when a pull has seen a difference; `before` is null for a template that is new here. */
export function toldByListing(before: Standing | null, listed: Listed, at: number): Told[] {
  const told: Told[] = []
  const say = (kind: Told['kind'], from: string | null, to: string, reason: string | null = null): void => {
    if (from !== to) told.push({ kind, at, from, to, reason })
  }
  const { rejectedReason } = listed
  const reason = listed.status === 'REJECTED' && rejectedReason !== 'NONE' ? rejectedReason : null
  say('status', before?.status ?? null, listed.status, reason)
  say('category', before?.category ?? null, listed.category)
  say('quality', before?.quality ?? UNKNOWN, listed.quality ?? UNKNOWN)
  return told
}

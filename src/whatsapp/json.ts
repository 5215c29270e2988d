/**
 * Reading JSON that others wrote: nothing here throws, and what is not there or not of the right kind is undefined
 * or null. What comes out can be stored in PostgreSQL.
 */
import { after, DAY_MS, instant, type Instant } from '#platform/time.ts'

import type { Json, JsonObject } from './facts.ts'

/** Ids stand in unique indexes, and PostgreSQL refuses index rows above 2,704 bytes; Meta's longest are about 200 characters. */
const ID_CHARS_MAX = 256
/** A text search vector holds at most 1 MB; Meta's longest text has 4,096 characters. */
const TEXT_CHARS_MAX = 65_536
/** Meta nests about twelve levels. What is far deeper overflows the stack of whoever walks it: ours, or PostgreSQL's. */
const LEVELS_MAX = 64
/** Cleaning cuts below this; it must leave enough for `isShallow` to see that an item was too deep. */
const CLEANED_LEVELS_MAX = 2 * LEVELS_MAX
/** Anything from here on is milliseconds already: as seconds it would be the year 5138. */
const SECONDS_MAX = 1e11

/** An object, or null: arrays are none. */
export const objectOf = (value: Json | undefined): JsonObject | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null

/** An array, or null. */
export const listOf = (value: Json | undefined): readonly Json[] | null =>
  Array.isArray(value) ? (value as readonly Json[]) : null

/** An id or a short word as a string, whether Meta wrote a string or a number; '' counts as missing, as does what no index could hold. */
export function idOf(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return value !== '' && value.length <= ID_CHARS_MAX ? value : undefined
  return typeof value === 'number' ? String(value) : undefined
}

/** Something to read, cut to what can be searched; '' counts as missing. */
export function textOf(value: Json | undefined, charsMax = TEXT_CHARS_MAX): string | null {
  if (typeof value !== 'string' || value === '') return null
  return value.length <= charsMax ? value : value.slice(0, charsMax).toWellFormed()
}

/** Seconds since the epoch, as a number or in digits. What lies more than a day ahead is a broken clock and becomes `receivedAt`. */
export function momentOf(value: Json | undefined, receivedAt: Instant): Instant | null {
  const stamp =
    typeof value === 'number' ? value : typeof value === 'string' && value.length <= 20 ? Number(value) : 0
  if (!(stamp > 0)) return null // a placeholder is NaN, and so not greater
  const ms = Math.trunc(stamp < SECONDS_MAX ? stamp * 1000 : stamp)
  return ms > after(receivedAt, DAY_MS) ? receivedAt : instant(ms)
}

/** Whether a value nests so little that it can be walked, stored and printed. */
export function isShallow(value: Json | undefined, levels = LEVELS_MAX): boolean {
  if (typeof value !== 'object' || value === null) return true
  if (levels === 0) return false
  if (Array.isArray(value)) return (value as readonly Json[]).every((item) => isShallow(item, levels - 1))
  const object = value as JsonObject
  for (const key in object) {
    if (!isShallow(object[key], levels - 1)) return false
  }
  return true
}

/** The same value always gives the same text: keys sorted, no spaces. Only for what `isShallow`. */
export function canonical(value: Json): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(canonical).join()}]`
  const object = value as JsonObject
  const members = Object.keys(object)
    .toSorted()
    .map((key) => `${JSON.stringify(key)}:${canonical(object[key] ?? null)}`)
  return `{${members.join()}}`
}

/**
 * The JSON in `body`, fit for PostgreSQL, or undefined if it is none.
 *
 * Two things are put right, and the tests for them are all that a clean body pays. PostgreSQL stores neither NUL nor
 * half a surrogate pair, so these become U+FFFD. And integers beyond 2^53 (Meta writes template ids as numbers) would
 * lose their last digits, so they become strings.
 */
export function parseJson(body: string): Json | undefined {
  const text = body.charCodeAt(0) === 0xfeff ? body.slice(1) : body
  const value = BIG_INTEGER.test(text) ? parseBig(text) : parsePlain(text)
  return value !== undefined && isDirty(text) ? clean(value, CLEANED_LEVELS_MAX) : value
}

/** May also match inside a string, which costs time and changes nothing. */
const BIG_INTEGER = /[:,[]\s*-?\d{16}/
/** NUL; a backslash that makes the rest ambiguous; a high half without its low one; a low half without its high one. May match too often. */
const DIRTY_ESCAPE =
  /\\u0000|\\\\u[dD]|\\u[dD][89abAB]..(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB]..)\\u[dD][c-fC-F]/

const isDirty = (text: string): boolean =>
  !text.isWellFormed() || (text.includes('\\u') && DIRTY_ESCAPE.test(text))

function parsePlain(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

function parseBig(text: string): Json | undefined {
  try {
    return JSON.parse(text, keepDigits) as Json
  } catch {
    return parsePlain(text) // not JSON, or nested too deep for a reviver
  }
}

function keepDigits(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value
  return context?.source !== undefined && /^-?\d+$/.test(context.source) ? context.source : value
}

function clean(value: Json, levels: number): Json {
  if (typeof value === 'string') return cleanText(value)
  if (typeof value !== 'object' || value === null) return value
  if (levels === 0) return null
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => clean(item, levels - 1))
  // fromEntries defines properties, so a key "__proto__" stays a key
  return Object.fromEntries(
    Object.entries(value as JsonObject).map(([key, item]) => [cleanText(key), clean(item, levels - 1)]),
  )
}

const cleanText = (text: string): string => text.toWellFormed().replaceAll('\u0000', '\uFFFD')

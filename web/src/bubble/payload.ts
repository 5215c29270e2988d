/**
 * Reading a message's `content`. Meta's objects come in from outside and grow without notice, so nothing here trusts a
 * shape: a field is read if it is what it should be and is otherwise absent. Pure.
 */
import type { Message } from '../platform/contract.ts'

export type Json = Readonly<Record<string, unknown>>

export function asRecord(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {}
}

export function asList(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.map(asRecord) : []
}

/** Text, or a number as text; null for anything else and for "". */
export function asText(value: unknown): string | null {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : null
}

export function asNumber(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : null
}

/** The object of the message's own type: inbound it stands under the type's name, outbound it may be the content itself. */
export function payloadOf(message: Pick<Message, 'type' | 'content'>): Json {
  const own = message.content[message.type]
  return typeof own === 'object' && own !== null && !Array.isArray(own) ? (own as Json) : message.content
}

/** What a customer tapped on when they were asked how they were served: the ids of these choices begin with `csat.`. */
export function isRating(message: Pick<Message, 'type' | 'content' | 'direction'>): boolean {
  if (message.type !== 'interactive' || message.direction !== 'in') return false
  const payload = payloadOf(message)
  const reply = asRecord(payload[asText(payload['type']) ?? ''])
  return asText(reply['id'])?.startsWith('csat.') === true
}

/** A flow's answers as label and value: nested objects are flattened, and the token is Meta's business. */
export function flowAnswers(
  responseJson: unknown,
): readonly { readonly label: string; readonly value: string }[] {
  const parsed = typeof responseJson === 'string' ? parseJson(responseJson) : responseJson
  return flatten(asRecord(parsed), [])
    .filter(({ path }) => path.at(-1) !== 'flow_token')
    .map(({ path, value }) => ({ label: label(path), value }))
}

function flatten(record: Json, above: readonly string[]): { path: readonly string[]; value: string }[] {
  return Object.entries(record).flatMap(([key, value]) => {
    const path = [...above, key]
    if (Array.isArray(value))
      return [{ path, value: value.map((v) => asText(v) ?? JSON.stringify(v)).join(', ') }]
    if (typeof value === 'object' && value !== null) return flatten(value as Json, path)
    return [{ path, value: typeof value === 'boolean' ? (value ? '✓' : '✗') : (asText(value) ?? '—') }]
  })
}

/** "screen_0_Full_name_1" → "Full name": Meta's builder wraps names in the screen's and the field's number. */
function label(path: readonly string[]): string {
  const words = path
    .map((key) =>
      key
        .replace(/^screen_\d+_/, '')
        .replace(/_\d+$/, '')
        .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
        .replaceAll(/[_\s]+/g, ' ')
        .trim(),
    )
    .join(' · ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Only these may become links: a `javascript:` address from outside stays text. */
export function safeUrl(value: unknown): string | null {
  const text = asText(value)
  return text !== null && /^https?:\/\//i.test(text) ? text : null
}

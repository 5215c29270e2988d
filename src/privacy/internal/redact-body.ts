/**
 * Takes one person out of a raw body and leaves the others in it, so that it still replays to the state that there is. What is
 * left of a list, a change or an entry without anything in it goes with it.
 */
export type Redaction = {
  /** Whether a text mentions the person. */
  readonly mentions: (text: string) => boolean
  /** Whether this entry's change is about a number or account of the business that erases. */
  readonly isOurs: (wabaId: string, phoneNumberId: string | null) => boolean
}

type Json = unknown
type JsonObject = Record<string, Json>

/** null: nothing is left, so the delivery goes as a whole. The same text: it does not speak of the person. */
export function redactBody(body: string, redaction: Redaction): string | null {
  if (!redaction.mentions(body)) return body
  const root = parse(body)
  const entries = objectOf(root)?.['entry']
  if (!Array.isArray(entries)) return body // no tenant's: it was never understood
  let isChanged = false
  const kept = entries.flatMap((entry: Json): Json[] => {
    const changes = objectOf(entry)?.['changes']
    if (!Array.isArray(changes)) return [entry]
    const left = changes.flatMap((change: Json): Json[] => {
      const value = objectOf(objectOf(change)?.['value'])
      const number = objectOf(value?.['metadata'])?.['phone_number_id']
      const waba = idOf(objectOf(entry)?.['id']) ?? ''
      if (!redaction.isOurs(waba, idOf(number))) return [change]
      if (!redaction.mentions(JSON.stringify(change))) return [change]
      isChanged = true
      const rest = value === null ? null : withoutItems(value, redaction.mentions)
      return rest === null ? [] : [{ ...objectOf(change), value: rest }]
    })
    return left.length === 0 ? [] : [{ ...objectOf(entry), changes: left }]
  })
  if (!isChanged) return body
  return kept.length === 0 ? null : JSON.stringify({ ...objectOf(root), entry: kept })
}

/** Lists whose items hold lists of several people themselves. */
const NESTED = new Set(['history', 'threads'])

/** null: nothing of meaning is left, or the mention is in the value itself. */
function withoutItems(value: JsonObject, mentions: Redaction['mentions']): JsonObject | null {
  const rest: JsonObject = {}
  let hasLists = false
  let hasItems = false
  for (const [key, inner] of Object.entries(value)) {
    if (!Array.isArray(inner)) {
      rest[key] = inner
      continue
    }
    const left = withoutMentions(key, inner, mentions)
    hasLists = true
    if (left.length > 0) {
      rest[key] = left
      hasItems ||= key !== 'contacts' || !('messages' in value || 'statuses' in value)
    }
  }
  if (mentions(JSON.stringify(rest)) || !hasLists || !hasItems) return null
  return rest
}

function withoutMentions(key: string, items: readonly Json[], mentions: Redaction['mentions']): Json[] {
  return items.flatMap((item): Json[] => {
    if (!mentions(JSON.stringify(item))) return [item]
    const object = objectOf(item)
    if (object === null) return []
    if (NESTED.has(key) && !isThreadOf(object, mentions)) {
      const rest = withoutItems(object, mentions)
      return rest === null ? [] : [rest]
    }
    // Somebody else’s answer to them: what it answers goes, the answer stays its author’s.
    const { context, ...own } = object
    return context !== undefined && !mentions(JSON.stringify(own)) ? [own] : []
  })
}

const isThreadOf = ({ id }: JsonObject, mentions: Redaction['mentions']): boolean =>
  typeof id === 'string' && mentions(id)

const objectOf = (value: Json): JsonObject | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null

const idOf = (value: Json): string | null =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : null

function parse(text: string): Json {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Several messages of a customer as one turn. */
import type { JsonObject } from '#whatsapp/facts.ts'
import type { Said } from './engine/flow-state.ts'
import type { SaidRow } from './internal/turns-sql.ts'

const FILES = new Set(['image', 'video', 'audio', 'document', 'voice', 'sticker'])

/** The words of all; of what was tapped, shared or sent the last. */
export function readSaid(rows: readonly SaidRow[]): Said {
  const last = <T>(of: (row: SaidRow) => T | null): T | null =>
    rows.reduce<T | null>((found, row) => of(row) ?? found, null)
  return {
    text: rows.flatMap(({ text }) => (text === null || text.trim() === '' ? [] : [text])).join('\n'),
    payload: last(payloadOf),
    location: last(locationOf),
    file: last(({ type, mediaId }) =>
      mediaId !== null && FILES.has(type) ? { type: type === 'voice' ? 'audio' : type, mediaId } : null,
    ),
  }
}

/** Of a reply button, a row of a list, or a template's quick reply. */
export function payloadOf({ content }: Pick<SaidRow, 'content'>): string | null {
  const interactive = objectAt(content, 'interactive')
  const reply = objectAt(interactive, 'button_reply') ?? objectAt(interactive, 'list_reply')
  return textAt(reply, 'id') ?? textAt(objectAt(content, 'button'), 'payload')
}

function locationOf({ content }: SaidRow): Said['location'] {
  const location = objectAt(content, 'location')
  const [latitude, longitude] = [location?.['latitude'], location?.['longitude']]
  return typeof latitude === 'number' && typeof longitude === 'number' ? { latitude, longitude } : null
}

const objectAt = (of: JsonObject | null, key: string): JsonObject | null => {
  const found = of?.[key]
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as JsonObject) : null
}
const textAt = (of: JsonObject | null, key: string): string | null => {
  const found = of?.[key]
  return typeof found === 'string' ? found : null
}

/** What is shown above a message's words, the files of templates and of carousels' cards: Meta wants each by the id that it has there. Pure. */
import type { Json, JsonObject } from '#whatsapp/facts.ts'

const KINDS: ReadonlySet<string> = new Set(['image', 'video', 'document'])

/** Of which kind it is; null: there is none. */
export function headerMedia(interactive: JsonObject): string | null {
  const kind = objectOf(interactive['header'])['type']
  return typeof kind === 'string' && KINDS.has(kind) ? kind : null
}

/** The same message with Meta's id of the file where it belongs: in the header of a question, else in the message itself. */
export function withMetaMedia(payload: JsonObject, id: string): JsonObject {
  const type = payload['type']
  if (typeof type !== 'string') return payload
  const object = objectOf(payload[type])
  const kind = type === 'interactive' ? headerMedia(object) : null
  if (kind === null) return { ...payload, [type]: { ...object, id } }
  const header = objectOf(object['header'])
  return {
    ...payload,
    [type]: { ...object, header: { ...header, [kind]: { ...objectOf(header[kind]), id } } },
  }
}

/** Our ids of the files that stand within a template or a carousel, each once. */
export function mediaWithin(payload: JsonObject): string[] {
  const found = new Set<string>()
  withMediaWithin(payload, (media) => {
    found.add(media)
    return media
  })
  return [...found]
}

/** The same message with Meta's ids instead of ours. */
export function withMediaWithin(payload: JsonObject, idOf: (media: string) => string): JsonObject {
  if (payload['type'] !== 'interactive') return objectOf(mapMedia(payload, idOf, 'id'))
  // What stands above the question itself is the message's own file.
  const interactive = objectOf(payload['interactive'])
  const { cards, ...action } = objectOf(interactive['action'])
  if (cards === undefined) return payload
  return {
    ...payload,
    interactive: { ...interactive, action: { ...action, cards: mapMedia(cards, idOf, 'id') } },
  }
}

/** The files above a carousel's cards, each with its kind and where it is named. */
export const cardFiles = (
  interactive: JsonObject,
): { readonly mediaId: string; readonly kind: string; readonly path: string }[] =>
  listOf(objectOf(interactive['action'])['cards']).flatMap((card, index) => {
    const header = objectOf(objectOf(card)['header'])
    const kind = header['type']
    if (typeof kind !== 'string') return []
    const { mediaId } = objectOf(header[kind])
    const path = `interactive.action.cards.${index}.header.${kind}.mediaId`
    return typeof mediaId === 'string' ? [{ mediaId, kind, path }] : []
  })

/** Only headers have files, and they are written as `{type: 'image', image: {mediaId}}`. */
function mapMedia(json: Json, idOf: (media: string) => string, name: string): Json {
  if (Array.isArray(json)) return (json as readonly Json[]).map((one) => mapMedia(one, idOf, name))
  if (typeof json !== 'object' || json === null) return json
  const object = json as JsonObject
  const kind = object['type']
  if (typeof kind === 'string' && KINDS.has(kind)) {
    const { mediaId, ...more } = objectOf(object[kind])
    return typeof mediaId === 'string' ? { ...object, [kind]: { [name]: idOf(mediaId), ...more } } : object
  }
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [
      key,
      LEADS_TO_FILES.has(key) ? mapMedia(value, idOf, name) : value,
    ]),
  )
}

const LEADS_TO_FILES: ReadonlySet<string> = new Set([
  ...['template', 'components', 'cards', 'parameters', 'header'],
])

const listOf = (value: JsonObject[string] | undefined): readonly Json[] =>
  Array.isArray(value) ? (value as readonly Json[]) : []
const objectOf = (value: JsonObject[string] | undefined): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {}

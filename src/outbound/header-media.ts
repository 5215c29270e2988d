/** A question may have a picture, a film or a file above it, which Meta wants by the id that it has there. Pure. */
import type { JsonObject } from '#whatsapp/facts.ts'

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

const objectOf = (value: JsonObject[string] | undefined): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {}

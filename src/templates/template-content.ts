/**
 * Whether two descriptions of a template's parts are the same template. Meta lists other samples than it was given (a handle becomes
 * the address of a file, signed anew each time), types in another case, and fields that nobody wrote. Pure.
 */
import { createHash } from 'node:crypto'
import { canonical } from '#whatsapp/json.ts'
import { isObject, readTemplate, writeTemplate, type Json, type JsonObject } from './template-model.ts'

/** The parts without samples, types in one case: what is sent, and nothing else. */
function contentOf(components: Json): Json {
  const { components: parts = [] } = writeTemplate(readTemplate({ components }))
  return withoutSamples(parts)
}

function withoutSamples(json: Json): Json {
  if (Array.isArray(json)) return (json as readonly Json[]).map(withoutSamples)
  if (!isObject(json)) return json
  return Object.fromEntries(
    Object.entries(json).flatMap(([key, value]) =>
      key === 'example' || value === null ? [] : [[key, withoutSamples(value)]],
    ),
  )
}

/** SHA-256 in hex; two of one content have one. */
export const contentHash = (components: Json): string => sha256(canonical(contentOf(components)))

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Whether Meta lists what we wrote: all of it, in this order, and fields of Meta's beside it. */
export const isListedAs = (written: Json, listed: Json): boolean =>
  contains(contentOf(listed), contentOf(written))

/** Words of a fixed kind, which Meta writes in capitals. */
const CASELESS: ReadonlySet<string> = new Set(['type', 'format', 'otp_type', 'flow_action'])

function contains(all: Json | undefined, part: Json, isCaseless = false): boolean {
  if (Array.isArray(part)) {
    const [parts, others] = [part as readonly Json[], Array.isArray(all) ? (all as readonly Json[]) : null]
    return others?.length === parts.length && parts.every((one, place) => contains(others[place], one))
  }
  if (isObject(part))
    return (
      isObject(all) &&
      Object.entries(part).every(([key, value]) => contains(all[key], value, CASELESS.has(key)))
    )
  if (typeof part === 'boolean' || part === null) return (all ?? false) === (part ?? false)
  if (!isWord(all) || !isWord(part)) return false
  const [one, other] = [String(all), String(part)] // ids come back as either
  return isCaseless ? one.toUpperCase() === other.toUpperCase() : one === other
}

const isWord = (value: Json | undefined): value is string | number =>
  typeof value === 'string' || typeof value === 'number'

/** Its parts, whoever wrote it; what is none is left out. */
export function componentsIn({ components }: JsonObject): JsonObject[] {
  return Array.isArray(components) ? (components as readonly Json[]).filter(isObject) : []
}

/** The texts by which Meta knows a template again; null: it has no text of its own. */
export function wordingOf(
  components: readonly JsonObject[],
): { readonly body: string; readonly footer: string } | null {
  const textOf = (type: string): string => {
    const text = components.find(
      (one) => typeof one['type'] === 'string' && one['type'].toUpperCase() === type,
    )?.['text']
    return typeof text === 'string' ? text : ''
  }
  const body = textOf('BODY')
  return body === '' ? null : { body, footer: textOf('FOOTER') }
}

/** What a template is told apart by within an account; '' for what is not there. */
export const namesIn = ({
  name,
  language,
}: JsonObject): { readonly name: string; readonly language: string } => ({
  name: typeof name === 'string' ? name : '',
  language: typeof language === 'string' ? language : '',
})

/** The names of files in headers, of the template itself and of its cards. */
export function handlesOf(definition: JsonObject): string[] {
  const found: string[] = []
  mapHandles(definition, (handle) => {
    found.push(handle)
    return handle
  })
  return found
}

/** The same template with other names of files. */
export const mapHandles = (definition: JsonObject, change: (handle: string) => string): JsonObject =>
  mapJson(definition, change) as JsonObject

function mapJson(json: Json, change: (handle: string) => string): Json {
  if (Array.isArray(json)) return (json as readonly Json[]).map((one) => mapJson(one, change))
  if (!isObject(json)) return json
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => [
      key,
      key === 'header_handle' && Array.isArray(value)
        ? (value as readonly Json[]).map((one) => (typeof one === 'string' ? change(one) : one))
        : mapJson(value, change),
    ]),
  )
}

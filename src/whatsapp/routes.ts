/**
 * Which lane a webhook belongs to: the business phone number that it is about, or the account where it names none.
 * The gateway asks for every POST and must not parse JSON, so `routesOf` looks for Meta's key in the bytes. Quotes
 * inside a JSON string are escaped, so what a customer writes cannot look like the key.
 */
import type { Json, JsonObject } from './facts.ts'

import { idOf, objectOf } from './json.ts'

const KEY = Buffer.from('"phone_number_id"')
const ENTRY = Buffer.from('"entry"')
const QUOTE = 34
const COLON = 58
const BACKSLASH = 92

/** The distinct phone number ids in a body; where there are none, `waba:` and the first entry's id, or ''. */
export function routesOf(body: Buffer): readonly string[] {
  const routes: string[] = []
  for (let at = body.indexOf(KEY); at !== -1; at = body.indexOf(KEY, at)) {
    at += KEY.length
    const id = scalarAfterColon(body, at)
    if (id !== '' && routes.at(-1) !== id && !routes.includes(id)) routes.push(id)
  }
  return routes.length > 0 ? routes : [accountRouteOf(body)]
}

/** The business phone number that a change is about, wherever the field keeps it. */
export function phoneNumberIdOf(value: JsonObject): string | undefined {
  const own =
    idOf(objectOf(value['metadata'])?.['phone_number_id']) ??
    idOf(objectOf(value['recipient'])?.['phone_number_id']) ?? // messaging_handovers
    idOf(objectOf(value['phone_number_settings'])?.['phone_number_id']) ?? // account_settings_update
    idOf(value['phone_number_id'])
  if (own !== undefined) return own
  const standby = objectOf(value['standby'])
  return standby === null ? undefined : idOf(objectOf(standby['metadata'])?.['phone_number_id'])
}

/** The account that a change is about: a portfolio's entry names it in `waba_info`. */
export const wabaIdOf = (value: JsonObject | null, entryId: string): string =>
  idOf(objectOf(value?.['waba_info'])?.['waba_id']) ?? entryId

/** The same words as `routesOf`, for one parsed change. */
export function routeOfChange(change: Json | undefined, entry: Json | undefined): string {
  const value = objectOf(objectOf(change)?.['value'])
  const phoneNumberId = value === null ? undefined : phoneNumberIdOf(value)
  if (phoneNumberId !== undefined) return phoneNumberId
  const entryId = idOf(objectOf(entry)?.['id'])
  return entryId === undefined ? '' : `waba:${entryId}`
}

/** The id of the first entry, wherever it stands among the entry's keys. */
function accountRouteOf(body: Buffer): string {
  const entry = body.indexOf(ENTRY)
  if (entry === -1) return ''
  let depth = 0 // 1 in the list, 2 in the first entry
  for (let at = entry + ENTRY.length; at < body.length; at++) {
    const byte = body[at]
    if (byte === QUOTE) {
      const end = endOfString(body, at)
      const isId = depth === 2 && end === at + 3 && body[at + 1] === 105 && body[at + 2] === 100
      const id = isId ? scalarAfterColon(body, end + 1) : ''
      if (id !== '') return `waba:${id}`
      at = end
    } else if (byte === 123 || byte === 91) depth++
    else if ((byte === 125 || byte === 93) && --depth < 2) return ''
  }
  return ''
}

/** Where the string that opens at `start` closes. */
function endOfString(body: Buffer, start: number): number {
  let at = start + 1
  while (at < body.length && body[at] !== QUOTE) at += body[at] === BACKSLASH ? 2 : 1
  return at
}

/** The string or number after a colon, or '' if no colon follows or the value is neither. */
function scalarAfterColon(body: Buffer, start: number): string {
  let at = afterSpace(body, start)
  if (body[at] !== COLON) return ''
  at = afterSpace(body, at + 1)
  if (body[at] !== QUOTE) {
    let end = at
    while (isDigit(body[end])) end++
    return body.toString('latin1', at, end)
  }
  const end = endOfString(body, at)
  const text = body.toString('utf8', at + 1, end)
  return text.includes('\\') ? unescaped(text) : text
}

function unescaped(text: string): string {
  try {
    return JSON.parse(`"${text}"`) as string
  } catch {
    return ''
  }
}

function afterSpace(body: Buffer, start: number): number {
  let at = start
  while (body[at] === 32 || body[at] === 10 || body[at] === 13 || body[at] === 9) at++
  return at
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 48 && byte <= 57

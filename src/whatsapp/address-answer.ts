/**
 * The address that a customer filled in, out of the `response_json` of an answer named `address_message`, as lines to read or to
 * write on a parcel. Customers fill it in: every field may be missing, of another kind, or hostile. Pure, and without imports: the
 * web app has it too. Source: Meta, "Address messages" (India).
 */
const JSON_CHARS_MAX = 20_000
const FIELD_CHARS_MAX = 500

type Words = { readonly floor: (floor: string) => string; readonly tower: (tower: string) => string }
const ENGLISH: Words = { floor: (floor) => `Floor ${floor}`, tower: (tower) => `Tower ${tower}` }

/** Who, their number, the house, the street, the place. Empty if nothing can be read. */
export function addressLines(responseJson: unknown, words: Words = ENGLISH): readonly string[] {
  const answer = objectOf(parse(responseJson))
  const fields = objectOf(answer['values'] ?? answer)
  const field = (name: string): string => clean(fields[name])
  const [floor, tower] = [field('floor_number'), field('tower_number')]
  return [
    field('name'),
    field('phone_number'),
    joined([
      field('house_number'),
      floor && words.floor(floor),
      tower && words.tower(tower),
      field('building_name'),
    ]),
    field('address'),
    field('landmark_area'),
    joined([[field('city'), field('in_pin_code')].filter(Boolean).join(' '), field('state')]),
  ].filter((line) => line !== '')
}

const joined = (parts: readonly string[]): string => parts.filter((part) => part !== '').join(', ')

function parse(json: unknown): unknown {
  if (typeof json !== 'string' || json.length > JSON_CHARS_MAX) return null
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}

const objectOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}

/** One line of it. The inner JSON can hide what cleaning the webhook could not see: PostgreSQL stores no NUL and no half a character. */
function clean(value: unknown): string {
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'string') return ''
  const line = value.slice(0, FIELD_CHARS_MAX).toWellFormed()
  return line.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim()
}

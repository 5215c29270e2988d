/** What a row of a file says of somebody, or why it cannot be taken. */
import { checkAttributes } from '#contacts/check-attributes.ts'
import type { Attribute, AttributeValue } from '#contacts/shapes.ts'
import { normalisePhone, type PhoneRefusal } from '#contacts/normalise-phone.ts'
import type { ImportPlan } from './shapes.ts'

export type RowRefusal =
  | PhoneRefusal
  | 'duplicate_in_file'
  | 'name_too_long'
  | 'value_too_long'
  | 'value_not_a_number'
  | 'value_not_a_date'
  | 'value_not_yes_or_no'
  | 'value_not_a_choice'
  | 'field_is_gone'

export type CheckedRow =
  | {
      readonly ok: true
      readonly phone: string
      readonly name: string | null
      readonly attributes: Readonly<Record<string, AttributeValue>>
    }
  | { readonly ok: false; readonly because: RowRefusal; readonly field: string | null }

const NAME_CHARS_MAX = 120
const VALUE_CHARS_MAX = 1000

export function checkRow(
  cells: readonly string[],
  { mapping, defaultCountry }: ImportPlan,
  definitions: ReadonlyMap<string, Attribute>,
): CheckedRow {
  const cell = (at: number | null | undefined): string =>
    at === null || at === undefined ? '' : shown(cells[at] ?? '')
  const read = normalisePhone(cell(mapping.phone), defaultCountry)
  if ('because' in read) return { ok: false, because: read.because, field: null }
  const name = cell(mapping.name)
  if (name.length > NAME_CHARS_MAX) return { ok: false, because: 'name_too_long', field: null }
  const attributes: Record<string, AttributeValue> = {}
  for (const [field, at] of Object.entries(mapping.attributes)) {
    const text = cell(at)
    if (text === '') continue
    const definition = definitions.get(field)
    if (definition === undefined) return { ok: false, because: 'field_is_gone', field }
    const value = text.length > VALUE_CHARS_MAX ? null : valueOf(definition, text)
    if (value === null)
      return {
        ok: false,
        because: text.length > VALUE_CHARS_MAX ? 'value_too_long' : REFUSALS[definition.type],
        field,
      }
    attributes[field] = value
  }
  return { ok: true, phone: read.phone, name: name === '' ? null : name, attributes }
}

const REFUSALS: Readonly<Record<Attribute['type'], RowRefusal>> = {
  text: 'value_too_long',
  number: 'value_not_a_number',
  date: 'value_not_a_date',
  boolean: 'value_not_yes_or_no',
  choice: 'value_not_a_choice',
}

/** Without characters that nobody can see, which PostgreSQL partly refuses. */
const shown = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim()

/** The value as the field keeps it; null: it is none. What people type is taken in the ways in which they type it. */
function valueOf(definition: Attribute, text: string): AttributeValue | null {
  const value = readValue(definition, text)
  if (value === null) return null
  return checkAttributes([definition], { [definition.key]: value }).length === 0 ? value : null
}

function readValue({ type, choices }: Attribute, text: string): AttributeValue | null {
  switch (type) {
    case 'text':
      return text
    case 'number': {
      const plain = text.replaceAll(/[,\s]|^(?:₹|rs\.?|inr)\s*/giu, '')
      return /^[+-]?(\d+(\.\d*)?|\.\d+)$/u.test(plain) ? Number(plain) : null
    }
    case 'date':
      return dateOf(text)
    case 'boolean':
      if (/^(yes|y|true|1|on|हाँ|हां|जी)$/iu.test(text)) return true
      return /^(no|n|false|0|off|नहीं|ना)$/iu.test(text) ? false : null
    case 'choice': {
      const wanted = text.toLowerCase()
      return (
        choices.find((choice) => choice === text) ??
        choices.find((choice) => choice.toLowerCase() === wanted) ??
        null
      )
    }
    default:
      return type satisfies never
  }
}

/** 2026-05-03, or the day first as India writes it: 3/5/2026, 03-05-26, 3.5.2026. */
function dateOf(text: string): string | null {
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$/u.exec(text)
  const indian = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})$/u.exec(text)
  const [year = '', month = '', day = ''] =
    iso === null ? [indian?.[3], indian?.[2], indian?.[1]] : [iso[1], iso[2], iso[3]]
  if (year === '') return null
  const full = year.length === 2 ? `20${year}` : year
  return `${full}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}

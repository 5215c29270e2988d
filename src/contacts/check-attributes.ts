import type { Attribute, AttributeValue } from './shapes.ts'

export type FieldError = { readonly path: string; readonly message: string }

/** What is wrong with values for these fields, each with its place; null takes a value away and is always right. */
export function checkAttributes(
  definitions: readonly Attribute[],
  values: Readonly<Record<string, AttributeValue | null>>,
): FieldError[] {
  const byKey = new Map(definitions.map((definition) => [definition.key, definition]))
  return Object.entries(values).flatMap(([key, value]) => {
    const definition = byKey.get(key)
    const message =
      definition === undefined ? 'is no contact field' : value === null ? null : wrongWith(definition, value)
    return message === null ? [] : [{ path: `attributes.${key}`, message }]
  })
}

function wrongWith({ type, choices }: Attribute, value: AttributeValue): string | null {
  switch (type) {
    case 'text':
      return typeof value === 'string' && value.trim() !== '' ? null : 'must be a text'
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? null : 'must be a number'
    case 'boolean':
      return typeof value === 'boolean' ? null : 'must be yes or no (true or false)'
    case 'date':
      return typeof value === 'string' && isDate(value) ? null : 'must be a date like 2026-05-03'
    case 'choice':
      return typeof value === 'string' && choices.includes(value)
        ? null
        : `must be one of: ${choices.join(', ')}`
    default:
      return type satisfies never
  }
}

/** A day that the calendar has: 2026-02-30 is none. */
function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(text)) return false
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}

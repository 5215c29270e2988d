import type { PersonName } from '../hash-name.ts'

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`)

/**
 * A pattern, for JavaScript and PostgreSQL alike, of a text that mentions one of these names as a whole: a number within a
 * longer number is another one. null: there is no name.
 */
export function mentionPattern(names: readonly PersonName[]): string | null {
  const values = [...new Set(names.filter(({ kind }) => kind !== 'made').map(({ value }) => value))]
  return values.length === 0 ? null : `(^|[^0-9A-Za-z])(${values.map(escaped).join('|')})([^0-9A-Za-z]|$)`
}

/** In SQL: a moment as milliseconds since the epoch, which is what the program and its clients count in. */
export const millisecondsOf = (column: string): string => `(extract(epoch from ${column}) * 1000)::float8`

/** The same without fractions, for what goes to clients as it is. */
export const wholeMillisecondsOf = (column: string): string =>
  `floor(extract(epoch from ${column}) * 1000)::float8`

/** What `ilike` takes for text that holds these words somewhere; nothing in them is a wildcard. */
export const patternOf = (words: string): string => `%${words.replaceAll(/[\\%_]/gu, String.raw`\$&`)}%`

/** A pattern that no phone number fits. */
export const NO_PHONE = 'none'

/** The same for the digits of a phone number, however it was typed; NO_PHONE if it is none. */
export function phonePatternOf(words: string): string {
  const digits = words.replaceAll(/[\s+()-]/gu, '')
  return /^\d{3,}$/u.test(digits) ? `%${digits}%` : NO_PHONE
}

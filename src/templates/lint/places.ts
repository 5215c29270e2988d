/** Which words a finding speaks of. Pure. */

/** From `start` up to `end`, in UTF-16 code units, as JavaScript and Meta count. */
export type Span = { readonly start: number; readonly end: number }

/** Words of one part (`components.1.text`), as they stand there, and where: one span for each. */
export type Place = {
  readonly path: string
  readonly words: readonly string[]
  readonly spans: readonly Span[]
}

export const placeOf = (path: string, text: string, spans: readonly Span[]): Place => ({
  path,
  words: spans.map((span) => wordsAt(text, span)),
  spans: spans.map(({ start, end }) => ({ start, end })),
})

/** On one line. */
export const wordsAt = (text: string, { start, end }: Span): string =>
  text.slice(start, end).replaceAll(/\s+/gu, ' ')

/** Where a pattern is found; it needs the flag `g`. */
export const spansOf = (text: string, pattern: RegExp): Span[] =>
  [...text.matchAll(pattern)].map(({ 0: found, index }) => ({ start: index, end: index + found.length }))

/** What is beyond the limit. */
export const beyond = (text: string, max: number): Span[] =>
  text.length > max ? [{ start: max, end: text.length }] : []

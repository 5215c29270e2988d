/** Where the words of findings stand in a text that is being written. Pure. */
import type { Finding } from '../../../src/templates/lint/finding.ts'
import { type Place, type Span, wordsAt } from '../../../src/templates/lint/places.ts'
import type { Severity } from '../../../src/templates/lint/rules.ts'

/** A piece of a text; `severity` is null where nothing is wrong with it. */
export type Piece = { readonly text: string; readonly severity: Severity | null }

/**
 * Where words stand now. The linter looks a moment after a key was pressed, so they may have moved on: then the nearest place with the
 * same words; null if they are gone.
 */
export function spanNow(text: string, words: string, { start, end }: Span): Span | null {
  if (end <= text.length && wordsAt(text, { start, end }) === words) return widened(text, { start, end })
  let nearest: number | null = null
  for (let at = text.indexOf(words); at !== -1 && words !== ''; at = text.indexOf(words, at + 1))
    if (nearest === null || Math.abs(at - start) < Math.abs(nearest - start)) nearest = at
  return nearest === null ? null : widened(text, { start: nearest, end: nearest + words.length })
}

/** A limit may fall into the middle of an emoji or of a Hindi letter with its signs: only whole ones can be marked. */
export function widened(text: string, { start, end }: Span): Span {
  const first = graphemes.segment(text).containing(start)
  const last = graphemes.segment(text).containing(end - 1)
  return {
    start: first?.index ?? start,
    end: last === undefined ? end : last.index + last.segment.length,
  }
}
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** Each word that a finding names in this part, with where the linter saw it. */
export const wordsIn = (place: Place): readonly { readonly words: string; readonly span: Span }[] =>
  place.words.flatMap((words, nth) => {
    const span = place.spans[nth]
    return span === undefined ? [] : [{ words, span }]
  })

/** The text cut at the ends of all that is marked; where an error and a warning overlap, it is an error. Nothing marked: nothing. */
export function piecesOf(text: string, path: string, findings: readonly Finding[]): readonly Piece[] {
  const marks = findings.flatMap(({ severity, places = [] }) =>
    places
      .filter((place) => place.path === path)
      .flatMap(wordsIn)
      .flatMap(({ words, span }) => {
        const now = spanNow(text, words, span)
        return now === null ? [] : [{ ...now, severity }]
      }),
  )
  if (marks.length === 0) return []
  const cuts = [...new Set([0, text.length, ...marks.flatMap(({ start, end }) => [start, end])])].toSorted(
    (a, b) => a - b,
  )
  return cuts.slice(1).map((end, nth): Piece => {
    const start = cuts[nth] ?? 0
    const over = marks.filter((mark) => mark.start <= start && mark.end >= end)
    const isError = over.some(({ severity }) => severity === 'error')
    return { text: text.slice(start, end), severity: isError ? 'error' : (over[0]?.severity ?? null) }
  })
}

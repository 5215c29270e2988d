import { createContext, use } from 'react'
import type { Finding } from '../../../src/templates/lint/finding.ts'
import type { Span } from '../../../src/templates/lint/places.ts'
import type { TemplateModel } from '../../../src/templates/template-model.ts'
import type { TemplateSample } from '../platform/contract.ts'
import { spanNow } from './mark-spans.ts'

export type Findings = {
  readonly all: readonly Finding[]
  readonly mend: (fixed: TemplateModel) => void
}

export const FindingsContext = createContext<Findings>({ all: [], mend: () => undefined })

/** What the linter has to say about this place, or words in it; with `isDeep` also of all that is inside it. */
export function useFindingsAt(path: string, isDeep = false): readonly Finding[] {
  const { all } = use(FindingsContext)
  return all.filter(
    (one) =>
      one.path === path ||
      (isDeep && one.path.startsWith(`${path}.`)) ||
      one.places?.some((place) => place.path === path) === true,
  )
}

/** Goes to the field and selects the words there, wherever they have moved to. */
export function jumpToWords(path: string, words: string, span: Span): void {
  jumpTo(path)
  const field = document.querySelector(`textarea[data-path="${CSS.escape(path)}"]`)
  if (!(field instanceof HTMLTextAreaElement)) return
  const now = spanNow(field.value, words, span)
  if (now === null) return
  field.setSelectionRange(now.start, now.end)
  // A long text scrolls inside its field; the marks over it tell how far down the words are.
  let at = 0
  for (const piece of field.parentElement?.querySelector('[data-marks]')?.childNodes ?? []) {
    if (at >= now.start && piece instanceof HTMLElement) {
      field.scrollTop = piece.offsetTop - field.clientHeight / 2
      return
    }
    at += piece.textContent?.length ?? 0
  }
}

/** Goes to the field that a finding speaks of, or to what it is in. */
export function jumpTo(path: string): void {
  for (let at = path; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('.')))) {
    const place = document.querySelector<HTMLElement>(`[data-path="${CSS.escape(at)}"]`)
    if (place === null) continue
    const field = place.matches('input, textarea, select')
      ? place
      : place.querySelector<HTMLElement>('input, textarea, select, button')
    place.scrollIntoView({ block: 'center', behavior: 'smooth' })
    field?.focus({ preventScroll: true })
    return
  }
}

/** The number whose account the draft is for, to which samples are uploaded; and where a new one is noted. */
export const SamplesContext = createContext<{
  readonly channelId: string
  readonly onSample: (sample: TemplateSample) => void
}>({ channelId: '', onSample: () => undefined })

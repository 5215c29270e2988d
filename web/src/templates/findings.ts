import { createContext, use } from 'react'
import type { Finding } from '../../../src/templates/lint/finding.ts'
import type { TemplateModel } from '../../../src/templates/template-model.ts'
import type { TemplateSample } from '../platform/contract.ts'

export type Findings = {
  readonly all: readonly Finding[]
  readonly mend: (fixed: TemplateModel) => void
}

export const FindingsContext = createContext<Findings>({ all: [], mend: () => undefined })

/** What the linter has to say about this place; with `isDeep` also of all that is inside it. */
export function useFindingsAt(path: string, isDeep = false): readonly Finding[] {
  const { all } = use(FindingsContext)
  return all.filter((one) => one.path === path || (isDeep && one.path.startsWith(`${path}.`)))
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

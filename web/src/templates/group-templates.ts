/** The library's list: one entry for each name, with its languages, after what was asked for. Pure. */
import type { LibraryTemplate } from '../platform/contract.ts'
import { templateParts } from './render.ts'

export type Wanted = {
  readonly state?: string | undefined
  readonly category?: string | undefined
  readonly language?: string | undefined
  readonly q?: string | undefined
}
export type NamedTemplates = { readonly name: string; readonly languages: readonly LibraryTemplate[] }

export function groupTemplates(templates: readonly LibraryTemplate[], wanted: Wanted): NamedTemplates[] {
  const words = (wanted.q ?? '').trim().toLowerCase()
  const groups = new Map<string, LibraryTemplate[]>()
  for (const template of templates) {
    if (wanted.state !== undefined && template.status !== wanted.state) continue
    if (wanted.category !== undefined && template.category !== wanted.category) continue
    if (wanted.language !== undefined && template.language !== wanted.language) continue
    if (words !== '' && !wordsOf(template).includes(words)) continue
    const group = groups.get(template.name)
    if (group === undefined) groups.set(template.name, [template])
    else group.push(template)
  }
  return [...groups]
    .map(([name, languages]) => ({
      name,
      languages: languages.toSorted((a, b) => a.language.localeCompare(b.language)),
    }))
    .toSorted((a, b) => newest(b) - newest(a) || a.name.localeCompare(b.name))
}

const newest = ({ languages }: NamedTemplates): number =>
  Math.max(...languages.map(({ changedAt }) => changedAt))

const wordsOf = ({ name, language, components }: LibraryTemplate): string => {
  const { header, body, footer } = templateParts(components, undefined, language)
  return `${name} ${name.replaceAll('_', ' ')} ${header?.text ?? ''} ${body} ${footer ?? ''}`.toLowerCase()
}

/**
 * Where a button of a campaign leads that ends with a short link's code: for everybody the same, or for each with words of their own, which
 * can only come behind the host's name. Pure.
 */
import { checkTarget } from '#links/check-target.ts'
import { resolveVariables, type Facts } from '#templates/resolve-variables.ts'
import type { CampaignMessage } from './shapes.ts'

export type LinkTarget = NonNullable<CampaignMessage['links']>[string]
export type TargetOfOne =
  | { readonly ok: true; readonly url: string }
  | { readonly ok: false; readonly because: 'words_missing' | 'words_invalid' }

const WORD = /\{\{\s*([^{}]*?)\s*\}\}/gu

/** What its address leaves open, each once. */
export const wordsOfTarget = ({ url }: Pick<LinkTarget, 'url'>): string[] => [
  ...new Set([...url.matchAll(WORD)].map((match) => match[1] ?? '')),
]

/** Whether a word stands where it would decide whose site it is. */
export const hasWordInHost = ({ url }: Pick<LinkTarget, 'url'>): boolean =>
  /^[^:/?#]*:?\/{0,2}[^/?#]*\{\{/u.test(url.trim())

/** The address with something in place of its words, to look at the rest of it. */
export const withSamples = ({ url }: Pick<LinkTarget, 'url'>): string => url.trim().replaceAll(WORD, 'x')

/** Where it leads this person. `columns` of their own fill words of the same name. */
export function targetFor(link: LinkTarget, person: Omit<Facts, 'language' | 'order'>): TargetOfOne {
  const { columns = {} } = person
  // A day in an address is one for a program, not for a reader: without a language it stays as it is.
  const facts = { ...person, order: null, language: '' }
  const { values, missing } = resolveVariables(link.variables ?? {}, facts)
  const wordOf = (name: string): string =>
    (Object.hasOwn(values, name) ? values[name] : Object.hasOwn(columns, name) ? columns[name] : '') ?? ''
  const isOpen = wordsOfTarget(link).some((name) => wordOf(name).trim() === '')
  if (missing.length > 0 || isOpen) return { ok: false, because: 'words_missing' }
  const url = link.url.trim().replaceAll(WORD, (_, name: string) => encodeURIComponent(wordOf(name).trim()))
  const target = hasWordInHost(link) ? { ok: false as const } : checkTarget(url)
  return target.ok ? target : { ok: false, because: 'words_invalid' }
}
